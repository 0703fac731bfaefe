"""What each step of a proposal opens and closes, as the table of shares says."""

from __future__ import annotations

from django.db.models import Q

from havre.allocations.models import Proposal
from havre.assessments.actions import take_off_board
from havre.cases import identity_index
from havre.engine.lifecycle import HOLDING
from havre.engine.vocabulary import BOARD_ROLES, Compartment, ProposalStatus, Role
from havre.platform.acting import Actor
from havre.platform.models import Share
from havre.programmes.models import Participation
from havre.sharing import actions as sharing
from havre.sharing import policy
from havre.sharing.policy import Grant, Recipient

OWN_PROPOSAL = (Grant(Compartment.PROPOSAL, reads=True, writes=True),)
Basis = Share.Basis


def open_for_holder(proposal: Proposal, *, actor: Actor) -> None:
    """The holder reads what it needs to designate her, identity included: she has agreed."""
    assert proposal.holder_id is not None
    grants = (policy.HOLDER_PROPOSAL, policy.HOLDER_ACCEPTANCE)
    _open(proposal, proposal.holder_id, Recipient.HOLDER, actor, *grants)


def open_for_landlord(proposal: Proposal, *, actor: Actor) -> None:
    """The landlord reads what its committee needs, identity included: she has agreed."""
    grants = (policy.LANDLORD_PROPOSAL, policy.LANDLORD_ACCEPTANCE)
    _open(proposal, proposal.landlord_id, Recipient.LANDLORD, actor, *grants)


def _open(
    proposal: Proposal,
    organisation_id: int,
    recipient: Recipient,
    actor: Actor,
    proposed: tuple[Grant, ...],
    accepted: tuple[Grant, ...],
) -> None:
    """Open, of what the step opens, what she agreed to; raise BeyondConsent on a plain no.

    The file's keeper already has everything and nothing changes.
    """
    if organisation_id == proposal.case.steward_id:
        return
    for scope, basis, grants in (
        (None, Basis.PROPOSAL, proposed),
        (proposal.pk, Basis.PROPOSAL, OWN_PROPOSAL),
        (None, Basis.ACCEPTANCE, accepted),
    ):
        agreed = sharing.agreed_grants(
            proposal.case_id,
            organisation_id,
            grants,
            basis=basis,
            recipient=recipient,
            actor=actor,
        )
        sharing.open_shares(
            proposal.case_id,
            organisation_id,
            agreed,
            basis=basis,
            recipient=recipient,
            actor=actor,
            scope=scope,
        )
    identity_index.follow(proposal.case_id, actor=actor)


def close_for(proposal: Proposal, *, actor: Actor) -> None:
    """The proposal is over: its landlord and holder lose what it had opened, and only that."""
    close_to(proposal, proposal.landlord_id, actor=actor)
    if proposal.holder_id and proposal.holder_id != proposal.landlord_id:
        close_to(proposal, proposal.holder_id, actor=actor)


def close_to(proposal: Proposal, organisation_id: int, *, actor: Actor) -> None:
    """Close to one organisation what the proposal had opened.

    What another of her candidacies needs there stays open; this proposal itself never does.
    """
    if organisation_id == proposal.case.steward_id:
        return
    sharing.close_shares(
        proposal.case_id,
        actor=actor,
        organisation_id=organisation_id,
        bases=[Basis.PROPOSAL, Basis.ACCEPTANCE],
        only_scope=proposal.pk if _another_with(proposal, organisation_id) else None,
    )


def close_to_holder(proposal: Proposal, *, actor: Actor) -> None:
    """The holder handed the dwelling back: it reads nothing more, unless it is its landlord."""
    if proposal.holder_id and proposal.holder_id != proposal.landlord_id:
        close_to(proposal, proposal.holder_id, actor=actor)


def _another_with(proposal: Proposal, organisation_id: int) -> bool:
    """Tell whether another candidacy of hers is in the hands of this organisation."""
    others = Proposal.objects.filter(case_id=proposal.case_id, status__in=HOLDING)
    with_landlord = Q(landlord_id=organisation_id, sent_on__isnull=False)
    asked = ~Q(status__in=[ProposalStatus.PROPOSED, ProposalStatus.ACCEPTED])
    with_holder = Q(holder_id=organisation_id, handed_back_on=None) & asked
    return others.exclude(pk=proposal.pk).filter(with_landlord | with_holder).exists()


def settle_after_lease(proposal: Proposal, *, actor: Actor) -> None:
    """The new landlord sees its own dwelling; every other landlord and holder loses everything.

    An organisation that also shelters or refers keeps what it has as such: it goes on following
    the woman it sent.
    """
    case = proposal.case
    if proposal.landlord_id != case.steward_id:
        sharing.open_shares(
            case.pk,
            proposal.landlord_id,
            policy.LANDLORD_LEASE,
            basis=Basis.LEASE,
            recipient=Recipient.LANDLORD,
            actor=actor,
            scope=proposal.pk,
        )
    for organisation_id, keeps_referral in _others_of_housing(proposal).items():
        bases = set(Basis) - ({Basis.REFERRAL} if keeps_referral else set())
        sharing.close_shares(
            case.pk, actor=actor, organisation_id=organisation_id, bases=sorted(bases)
        )
    take_off_board(case, actor)


def _others_of_housing(proposal: Proposal) -> dict[int, bool]:
    """Return the other landlords and holders with an open share, and whether they also refer.

    Taken from the shares themselves: a partner that left the programme loses them as well.
    """
    case = proposal.case
    sharing_now = set(
        Share.objects.filter(case=case, closed_at=None)
        .exclude(organisation_id__in=[proposal.landlord_id, case.steward_id])
        .values_list("organisation_id", flat=True)
    )
    roles: dict[int, set[str]] = {}
    for organisation_id, role in Participation.objects.filter(
        programme_id=case.programme_id, organisation_id__in=sharing_now
    ).values_list("organisation_id", "role"):
        roles.setdefault(organisation_id, set()).add(role)
    return {
        organisation_id: not held.isdisjoint({Role.SHELTER, Role.REFERRER})
        for organisation_id, held in sorted(roles.items())
        if not held.isdisjoint(BOARD_ROLES)
    }
