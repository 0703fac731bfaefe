"""What each step of a proposal opens and closes, as the table of shares says."""

from __future__ import annotations

from havre.allocations.models import Proposal
from havre.assessments.actions import take_off_board
from havre.engine.vocabulary import BOARD_ROLES, Compartment
from havre.platform.acting import Actor
from havre.platform.models import Share
from havre.programmes.selectors import with_role
from havre.sharing import actions as sharing
from havre.sharing import policy
from havre.sharing.policy import Grant, Recipient

OWN_PROPOSAL = (Grant(Compartment.PROPOSAL, reads=True, writes=True),)
Basis = Share.Basis


def open_for_holder(proposal: Proposal, *, actor: Actor) -> None:
    """The holder reads what it needs to designate her, identity included: she has agreed."""
    assert proposal.holder_id is not None
    _open(proposal, proposal.holder_id, Recipient.HOLDER, actor, policy.HOLDER_PROPOSAL)
    sharing.open_shares(
        proposal.case_id,
        proposal.holder_id,
        policy.HOLDER_ACCEPTANCE,
        basis=Basis.ACCEPTANCE,
        recipient=Recipient.HOLDER,
        actor=actor,
    )


def open_for_landlord(proposal: Proposal, *, actor: Actor) -> None:
    """The landlord reads what its committee needs, identity included: she has agreed."""
    _open(proposal, proposal.landlord_id, Recipient.LANDLORD, actor, policy.LANDLORD_PROPOSAL)
    sharing.open_shares(
        proposal.case_id,
        proposal.landlord_id,
        policy.LANDLORD_ACCEPTANCE,
        basis=Basis.ACCEPTANCE,
        recipient=Recipient.LANDLORD,
        actor=actor,
    )


def _open(
    proposal: Proposal,
    organisation_id: int,
    recipient: Recipient,
    actor: Actor,
    grants: tuple[Grant, ...],
) -> None:
    for scope, opened in ((None, grants), (proposal.pk, OWN_PROPOSAL)):
        sharing.open_shares(
            proposal.case_id,
            organisation_id,
            opened,
            basis=Basis.PROPOSAL,
            recipient=recipient,
            actor=actor,
            scope=scope,
        )


def close_for(proposal: Proposal, *, actor: Actor) -> None:
    """The proposal is over: its landlord and holder lose what it had opened."""
    for organisation_id in {proposal.landlord_id, proposal.holder_id} - {None}:
        sharing.close_shares(
            proposal.case_id,
            actor=actor,
            organisation_id=organisation_id,
            bases=[Basis.PROPOSAL, Basis.ACCEPTANCE],
        )


def settle_after_lease(proposal: Proposal, *, actor: Actor) -> None:
    """The new landlord sees its own dwelling; every other landlord and holder loses everything."""
    sharing.open_shares(
        proposal.case_id,
        proposal.landlord_id,
        policy.LANDLORD_LEASE,
        basis=Basis.LEASE,
        recipient=Recipient.LANDLORD,
        actor=actor,
        scope=proposal.pk,
    )
    case = proposal.case
    lettors = with_role(case.programme_id, *BOARD_ROLES).values_list("pk", flat=True)
    for organisation_id in set(lettors) - {proposal.landlord_id, case.steward_id}:
        sharing.close_shares(case.pk, actor=actor, organisation_id=organisation_id)
    take_off_board(proposal.case, actor)
