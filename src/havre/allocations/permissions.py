"""Who may take which step of a proposal."""

from __future__ import annotations

from havre.allocations.models import Proposal
from havre.engine.lifecycle import ENDED
from havre.engine.vocabulary import HOUSING_ROLES, ProposalStatus, Role
from havre.platform.acting import Actor


def operates(actor: Actor) -> bool:
    """The operator records her answers, and anything told to it by telephone."""
    return actor.has(Role.OPERATOR)


def answers_as_landlord(actor: Actor, proposal: Proposal) -> bool:
    """The landlord of the dwelling answers for itself; the operator on its behalf."""
    own = actor.has(*HOUSING_ROLES) and proposal.landlord_id == actor.organisation_id
    return actor.writes and (own or operates(actor))


def answers_as_holder(actor: Actor, proposal: Proposal) -> bool:
    """The reservation holder answers for itself; the operator on its behalf."""
    own = actor.has(Role.RESERVATION_HOLDER) and proposal.holder_id == actor.organisation_id
    return actor.writes and (own or operates(actor))


SETTLED = frozenset({ProposalStatus.LEASED, ProposalStatus.MOVED_IN})


def takes_bundle(actor: Actor, proposal: Proposal) -> bool:
    """The landlord takes the candidate's file for its committee: once sent to it, until the end.

    Nobody takes it on its behalf: what is in it is what that landlord may read. Whoever only
    reads takes nothing out.
    """
    running = ProposalStatus(proposal.status) not in ENDED | SETTLED
    own = actor.has(*HOUSING_ROLES) and proposal.landlord_id == actor.organisation_id
    return actor.writes and own and running and proposal.sent_on is not None
