"""Stages and transitions as data: what may follow what, and which states hold a vacancy."""

from __future__ import annotations

from collections.abc import Mapping

from havre.engine.vocabulary import CommitteeDecision, Stage
from havre.engine.vocabulary import ProposalStatus as P

CASE_TRANSITIONS: Mapping[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.REFERRED}),
    Stage.REFERRED: frozenset({Stage.ASSESSMENT, Stage.NOT_ADMITTED}),
    Stage.NOT_ADMITTED: frozenset(),
    Stage.ASSESSMENT: frozenset({Stage.SEARCH, Stage.SHELTER_ORIENTED}),
    Stage.SEARCH: frozenset({Stage.PROPOSAL, Stage.ASSESSMENT, Stage.SHELTER_ORIENTED}),
    Stage.PROPOSAL: frozenset({Stage.SEARCH, Stage.ALLOCATED, Stage.LEASED}),
    Stage.ALLOCATED: frozenset({Stage.LEASED, Stage.SEARCH}),
    Stage.LEASED: frozenset({Stage.HOUSED}),
    Stage.HOUSED: frozenset(),
    Stage.SHELTER_ORIENTED: frozenset({Stage.ASSESSMENT}),
}
"""A reopened assessment leads back to ASSESSMENT; a lost proposal leads back to SEARCH."""

PROPOSAL_TRANSITIONS: Mapping[P, frozenset[P]] = {
    P.PROPOSED: frozenset({P.ACCEPTED, P.DECLINED_BY_HER, P.WITHDRAWN}),
    P.ACCEPTED: frozenset({P.WITH_HOLDER, P.WITH_LANDLORD, P.DECLINED_BY_HER, P.WITHDRAWN}),
    P.WITH_HOLDER: frozenset(
        {P.WITH_LANDLORD, P.DECLINED_BY_HOLDER, P.DECLINED_BY_HER, P.WITHDRAWN}
    ),
    P.WITH_LANDLORD: frozenset(
        {P.COMMITTEE, P.CONFIRMED, P.DECLINED_BY_LANDLORD, P.DECLINED_BY_HER, P.WITHDRAWN}
    ),
    P.COMMITTEE: frozenset(
        {
            P.ALLOCATED,
            P.RANKED,
            P.CONDITIONAL,
            P.NOT_ALLOCATED,
            P.INADMISSIBLE,
            P.DECLINED_BY_HER,
            P.WITHDRAWN,
        }
    ),
    P.RANKED: frozenset({P.ALLOCATED, P.NOT_ALLOCATED, P.DECLINED_BY_HER, P.WITHDRAWN}),
    P.CONDITIONAL: frozenset({P.ALLOCATED, P.NOT_ALLOCATED, P.DECLINED_BY_HER, P.WITHDRAWN}),
    P.ALLOCATED: frozenset({P.CONFIRMED, P.DECLINED_BY_HER, P.WITHDRAWN}),
    P.CONFIRMED: frozenset({P.LEASED, P.DECLINED_BY_HER, P.WITHDRAWN}),
    P.LEASED: frozenset({P.MOVED_IN}),
    P.MOVED_IN: frozenset(),
    P.DECLINED_BY_HER: frozenset(),
    P.DECLINED_BY_HOLDER: frozenset(),
    P.DECLINED_BY_LANDLORD: frozenset(),
    P.NOT_ALLOCATED: frozenset(),
    P.INADMISSIBLE: frozenset(),
    P.WITHDRAWN: frozenset(),
}
"""A private agency has no committee: its agreement leads straight to CONFIRMED."""

ENDED = frozenset(
    {
        P.DECLINED_BY_HER,
        P.DECLINED_BY_HOLDER,
        P.DECLINED_BY_LANDLORD,
        P.NOT_ALLOCATED,
        P.INADMISSIBLE,
        P.WITHDRAWN,
    }
)
"""Proposals that led nowhere: the vacancy is free again and the search goes on."""

HOLDING = frozenset(P) - ENDED
"""States in which a proposal holds its vacancy: nobody else may be proposed it."""

DECISION_STATUS: Mapping[CommitteeDecision, P] = {
    CommitteeDecision.ATTRIBUTION: P.ALLOCATED,
    CommitteeDecision.RANKED: P.RANKED,
    CommitteeDecision.CONDITIONAL: P.CONDITIONAL,
    CommitteeDecision.NON_ATTRIBUTION: P.NOT_ALLOCATED,
    CommitteeDecision.INADMISSIBLE: P.INADMISSIBLE,
}


class IllegalTransition(ValueError):
    """The step asked for cannot follow the present one."""


def check_case_transition(before: Stage, after: Stage) -> None:
    """Raise IllegalTransition unless a case at `before` may go to `after`."""
    if after not in CASE_TRANSITIONS[before]:
        raise IllegalTransition(f"{before} → {after}")


def check_proposal_transition(before: P, after: P) -> None:
    """Raise IllegalTransition unless a proposal at `before` may go to `after`."""
    if after not in PROPOSAL_TRANSITIONS[before]:
        raise IllegalTransition(f"{before} → {after}")
