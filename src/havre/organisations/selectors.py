"""Reads about people and organisations."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection

from django.db.models import QuerySet

from havre.engine.vocabulary import Seat
from havre.organisations.models import Invitation, Membership, Organisation, User
from havre.platform.acting import Actor
from havre.platform.clock import now

MANAGING = (Seat.COORDINATOR, Seat.ACCOUNTS)
"""Seats that manage people; the second sees no case."""


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return a person's active memberships in active organisations, by organisation name."""
    return (
        Membership.objects.filter(user=user, active=True, organisation__active=True)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def colleagues(actor: Actor) -> QuerySet[Membership]:
    """Return the people of the actor's own organisation."""
    return (
        Membership.objects.filter(organisation_id=actor.organisation_id)
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def caseworkers(actor: Actor) -> QuerySet[User]:
    """Return the active people of the actor's organisation, to whom a case may be entrusted."""
    return User.objects.filter(
        memberships__organisation_id=actor.organisation_id,
        memberships__active=True,
        is_active=True,
    ).order_by("last_name", "first_name")


def colleague(actor: Actor, membership_id: int) -> Membership:
    """Return one person of the actor's organisation; raise Membership.DoesNotExist."""
    return colleagues(actor).get(pk=membership_id)


def waiting_invitations(organisation_id: int) -> QuerySet[Invitation]:
    """Return the invitations nobody has answered or withdrawn, expired ones included."""
    return Invitation.objects.filter(
        organisation_id=organisation_id, accepted_at=None, withdrawn_at=None
    ).order_by("-expires_at", "pk")


def open_invitation(token: str) -> Invitation | None:
    """Return the invitation a link opens, or None: used, withdrawn, expired and unknown alike."""
    return (
        Invitation.objects.filter(
            token_digest=token_digest(token),
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=now(),
            organisation__active=True,
        )
        .select_related("organisation")
        .first()
    )


def token_digest(token: str) -> str:
    """Return the SHA-256 digest of a link's token: all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_of(email: str) -> User | None:
    """Return the account of an address, or None."""
    return User.objects.filter(email=email.lower()).first()


def coordinators(organisation_id: int) -> QuerySet[Membership]:
    """Return who coordinates an organisation at this moment."""
    return (
        Membership.objects.filter(
            organisation_id=organisation_id,
            seat=Seat.COORDINATOR,
            active=True,
            user__is_active=True,
        )
        .select_related("user")
        .order_by("user__last_name", "user__first_name", "pk")
    )


def coordinator_ids(organisation_id: int) -> set[int]:
    """Return the accounts of those who coordinate an organisation at this moment."""
    return set(coordinators(organisation_id).values_list("user_id", flat=True))


def informed_of(
    organisation_ids: Collection[int],
    among: Callable[[int, set[int]], set[int]] = lambda organisation_id, people: people,
) -> list[str]:
    """Return the addresses of those who are told what concerns these organisations.

    Their coordinators; all their members where nobody coordinates. `among` leaves, of the people
    of an organisation, those who may know of the matter. Each address once, in order.
    """
    active = Membership.objects.filter(
        organisation_id__in=organisation_ids,
        active=True,
        user__is_active=True,
        organisation__active=True,
    ).values_list("organisation_id", "seat", "user_id", "user__email")
    people: dict[int, dict[int, tuple[str, str]]] = {}
    for organisation_id, seat, user_id, email in active:
        people.setdefault(organisation_id, {})[user_id] = (seat, email)
    told: set[str] = set()
    for organisation_id, known in people.items():
        kept = [known[user_id] for user_id in among(organisation_id, set(known))]
        leads = [email for seat, email in kept if seat == Seat.COORDINATOR]
        told.update(leads or [email for _, email in kept])
    return sorted(told)


def manager_ids(organisation_id: int) -> set[int]:
    """Return the accounts of those who manage the people of an organisation at this moment."""
    managing = Membership.objects.filter(
        organisation_id=organisation_id, seat__in=MANAGING, active=True, user__is_active=True
    )
    return set(managing.values_list("user_id", flat=True))


def may_manage_people(actor: Actor) -> bool:
    """Tell whether the actor may invite and deactivate people of her organisation."""
    return actor.seat in MANAGING


def is_member(user_id: int, organisation_id: int) -> bool:
    """Tell whether an active person works for an active organisation at this moment."""
    return Membership.objects.filter(
        user_id=user_id,
        organisation_id=organisation_id,
        active=True,
        user__is_active=True,
        organisation__active=True,
    ).exists()


def names_of(organisation_ids: set[int]) -> dict[int, str]:
    """Return {organisation: name} of those that exist."""
    return dict(Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", "name"))
