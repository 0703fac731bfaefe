"""Writes about people: invitations, seats, access.

Whoever changes the people of an organisation first takes the lock of its row, so that two
coordinators can never close each other's access at the same moment.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction

from havre.engine.vocabulary import Seat
from havre.organisations import factors, selectors, sessions
from havre.organisations.models import (
    Invitation,
    Membership,
    Organisation,
    User,
    invitation_token,
)
from havre.platform import gate, journal
from havre.platform.acting import Actor, acting
from havre.platform.clock import now

INVITATION_DAYS = 7
MAX_WAITING = 50
"""Invitations an organisation may have waiting: a mistake cannot flood a mail server."""
SENT_JUST_NOW = timedelta(minutes=1)

Address = Callable[[str], str]
"""Gives the full address of the page that opens a token."""


class NotAllowed(PermissionError):
    """The actor may not change the people of this organisation."""


class AlreadyMember(Exception):
    """This address already works for the organisation."""


class AlreadyInvited(Exception):
    """An invitation to this address still waits for its answer."""


class TooManyInvitations(Exception):
    """The organisation has MAX_WAITING invitations waiting."""


class InvitationClosed(Exception):
    """The invitation was used, withdrawn, has expired, or never existed: the same answer."""


class AccountExists(Exception):
    """The invited address has an account: she signs in first, then joins."""


class OwnAccess(Exception):
    """Nobody changes her own seat or access."""


def lock_as_coordinator(actor: Actor) -> Organisation:
    """Lock the actor's organisation; raise NotAllowed unless she manages it at this moment."""
    if not selectors.may_manage_people(actor):
        raise NotAllowed
    organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    if actor.user_id not in selectors.manager_ids(organisation.pk):
        raise NotAllowed
    return organisation


@transaction.atomic
def invite(email: str, seat: Seat, *, actor: Actor, address: Address) -> Invitation:
    """Invite an address to the actor's organisation.

    Raises NotAllowed, AlreadyMember, AlreadyInvited, TooManyInvitations.
    """
    organisation = lock_as_coordinator(actor)
    return issue_invitation(organisation, email, seat, actor=actor, address=address)


def issue_invitation(
    organisation: Organisation, email: str, seat: Seat, *, actor: Actor, address: Address
) -> Invitation:
    """Write an invitation and send it; the caller has checked the right and holds the lock."""
    email = User.objects.normalize_email(email).lower()
    if Membership.objects.filter(
        organisation=organisation, user__email=email, active=True
    ).exists():
        raise AlreadyMember
    waiting = selectors.waiting_invitations(organisation.pk)
    if waiting.filter(email=email, expires_at__gt=now()).exists():
        raise AlreadyInvited
    if waiting.count() >= MAX_WAITING:
        raise TooManyInvitations
    waiting.filter(email=email).update(withdrawn_at=now())
    invitation = Invitation(
        organisation=organisation, email=email, seat=seat, invited_by_id=actor.user_id
    )
    _send(invitation, address)
    journal.record(actor, "PERSON_INVITED", subject=f"invitation:{invitation.pk}")
    return invitation


def _send(invitation: Invitation, address: Address) -> None:
    token = invitation_token()
    invitation.token_digest = selectors.token_digest(token)
    invitation.expires_at = now() + timedelta(days=INVITATION_DAYS)
    invitation.save()
    gate.send(
        "invitation",
        invitation.email,
        {"link": address(token), "until": invitation.expires_at},
    )


@transaction.atomic
def resend_invitation(invitation_id: int, *, actor: Actor, address: Address) -> bool:
    """Send a fresh link for an invitation; the former link stops working.

    Returns False, and sends nothing, when it left less than a minute ago. Raises NotAllowed,
    InvitationClosed, Invitation.DoesNotExist.
    """
    organisation = lock_as_coordinator(actor)
    return renew_invitation(organisation, invitation_id, actor=actor, address=address)


def renew_invitation(
    organisation: Organisation, invitation_id: int, *, actor: Actor, address: Address
) -> bool:
    """Do as `resend_invitation`; the caller has checked the right and holds the lock."""
    invitation = _waiting(organisation, invitation_id)
    sent_at = invitation.expires_at - timedelta(days=INVITATION_DAYS)
    if now() - sent_at < SENT_JUST_NOW:
        return False
    _send(invitation, address)
    journal.record(actor, "INVITATION_RESENT", subject=f"invitation:{invitation.pk}")
    return True


@transaction.atomic
def withdraw_invitation(invitation_id: int, *, actor: Actor) -> None:
    """Close an invitation nobody has answered. Raises as `resend_invitation`."""
    cancel_invitation(lock_as_coordinator(actor), invitation_id, actor=actor)


def cancel_invitation(organisation: Organisation, invitation_id: int, *, actor: Actor) -> None:
    """Do as `withdraw_invitation`; the caller has checked the right and holds the lock."""
    invitation = _waiting(organisation, invitation_id)
    invitation.withdrawn_at = now()
    invitation.save(update_fields=["withdrawn_at"])
    journal.record(actor, "INVITATION_WITHDRAWN", subject=f"invitation:{invitation.pk}")


def _waiting(organisation: Organisation, invitation_id: int) -> Invitation:
    invitation = Invitation.objects.get(pk=invitation_id, organisation=organisation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationClosed
    return invitation


@transaction.atomic
def accept_as_new(token: str, first_name: str, last_name: str, password: str) -> Membership:
    """Open an account for the invited address and give it its seat.

    The caller has validated the password. Raises InvitationClosed, AccountExists.
    """
    invitation = _lock_invitation(token)
    if User.objects.filter(email=invitation.email).exists():
        raise AccountExists
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                invitation.email, password, first_name=first_name, last_name=last_name
            )
    except IntegrityError as error:  # invited by two organisations, accepted at the same moment
        raise AccountExists from error
    return _join(invitation, user)


@transaction.atomic
def accept_as(token: str, user: User) -> Membership:
    """Give a signed-in person the seat offered to her address. Raises InvitationClosed."""
    invitation = _lock_invitation(token)
    if invitation.email != user.email.lower():
        raise InvitationClosed
    return _join(invitation, user)


def _lock_invitation(token: str) -> Invitation:
    invitation = selectors.open_invitation(token)
    if invitation is None:
        raise InvitationClosed
    Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    fresh = selectors.open_invitation(token)
    if fresh is None:
        raise InvitationClosed
    return fresh


def _join(invitation: Invitation, user: User) -> Membership:
    membership, _ = Membership.objects.update_or_create(
        user=user,
        organisation=invitation.organisation,
        defaults={"seat": invitation.seat, "active": True},
    )
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    herself = Actor(
        user_id=user.pk,
        organisation_id=invitation.organisation_id,
        programme_id=0,
        roles=frozenset(),
        seat=Seat.MEMBER,  # a reader's transactions write nothing, not even this line
        purpose="invitation",
    )
    with acting(herself):
        journal.record(herself, "INVITATION_ACCEPTED", subject=f"invitation:{invitation.pk}")
    return membership


@transaction.atomic
def close_access(membership_id: int, *, actor: Actor) -> None:
    """Close a colleague's access at once, and the invitations still open to her address.

    Nobody closes her own, so an organisation always keeps somebody who manages it. Her sessions
    end; a page already on its way finds no membership. Raises NotAllowed,
    OwnAccess, Membership.DoesNotExist.
    """
    membership = _colleague(membership_id, actor)
    if not membership.active:
        return
    membership.active = False
    membership.save(update_fields=["active"])
    selectors.waiting_invitations(actor.organisation_id).filter(email=membership.user.email).update(
        withdrawn_at=now()
    )
    sessions.end_all(membership.user_id)
    journal.record(actor, "ACCESS_CLOSED", subject=f"user:{membership.user_id}")


@transaction.atomic
def reopen_access(membership_id: int, *, actor: Actor) -> None:
    """Give a colleague her access again. Raises as `close_access`."""
    membership = _colleague(membership_id, actor)
    if membership.active:
        return
    membership.active = True
    membership.save(update_fields=["active"])
    journal.record(actor, "ACCESS_REOPENED", subject=f"user:{membership.user_id}")


@transaction.atomic
def change_seat(membership_id: int, seat: Seat, *, actor: Actor) -> None:
    """Change what a colleague does in the organisation. Raises as `close_access`."""
    membership = _colleague(membership_id, actor)
    if membership.seat == seat:
        return
    membership.seat = seat
    membership.save(update_fields=["seat"])
    journal.record(actor, "SEAT_CHANGED", subject=f"user:{membership.user_id} {seat}")


@transaction.atomic
def reset_second_factor(membership_id: int, *, actor: Actor) -> None:
    """Remove the second factor of a colleague who has lost hers, and end her sessions.

    She adds another at her next sign-in, with her password. Raises as `close_access`.
    """
    membership = _colleague(membership_id, actor)
    factors.remove_all(membership.user_id)
    sessions.end_all(membership.user_id)
    journal.record(actor, "SECOND_FACTOR_RESET", subject=f"user:{membership.user_id}")


def _colleague(membership_id: int, actor: Actor) -> Membership:
    organisation = lock_as_coordinator(actor)
    membership = Membership.objects.select_related("user").get(
        pk=membership_id, organisation=organisation
    )
    if membership.user_id == actor.user_id:
        raise OwnAccess
    return membership
