"""Reads about people and organisations."""

from __future__ import annotations

from django.db.models import QuerySet

from havre.engine.vocabulary import Seat
from havre.organisations.models import Invitation, Membership, User
from havre.platform.acting import Actor
from havre.platform.clock import now


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


def pending_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Return the invitations of the actor's organisation still waiting for an answer."""
    return Invitation.objects.filter(
        organisation_id=actor.organisation_id,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now(),
    ).order_by("-created_at")


def may_manage_people(actor: Actor) -> bool:
    """Tell whether the actor may invite and deactivate people of her organisation."""
    return actor.seat is Seat.COORDINATOR
