"""Stages and transitions as data: what may follow what, and which states hold a vacancy."""

from __future__ import annotations

from collections.abc import Mapping

from havre.engine.proposal_steps import PROPOSAL_STEPS
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
    status: frozenset(step.after for step in PROPOSAL_STEPS if step.before is status)
    for status in P
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

HOLDING = frozenset(P) - ENDED - {P.DRAFTED}
"""States in which a proposal has a place in the line of its vacancy. The first place holds it."""

FIRM = frozenset({P.CONDITIONAL, P.ALLOCATED, P.CONFIRMED, P.LEASED, P.MOVED_IN})
"""States in which the dwelling is hers unless something fails: the first place alone."""

PLACES = 3
"""How many women of the programme may be candidates for one dwelling (CCH art. R441-3)."""

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
