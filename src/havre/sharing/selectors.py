"""Reads about shares and consent: who sees what, on what basis, until when."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor
from havre.platform.models import Share
from havre.sharing.models import Consent


def open_shares_of(case_id: UUID, *, actor: Actor) -> QuerySet[Share]:
    """Return the open shares of a case that the actor may know of (the steward: all of them)."""
    return (
        Share.objects.filter(case_id=case_id, closed_at=None)
        .select_related("organisation")
        .order_by("organisation__name", "compartment")
    )


def readable_compartments(case_id: UUID, *, actor: Actor) -> frozenset[Compartment]:
    """Return the compartments of a case that the actor's organisation reads now."""
    rows = Share.objects.filter(
        case_id=case_id, organisation_id=actor.organisation_id, closed_at=None, reads=True
    ).values_list("compartment", flat=True)
    return frozenset(Compartment(row) for row in rows)


def writable_compartments(case_id: UUID, *, actor: Actor) -> frozenset[Compartment]:
    """Return the compartments of a case that the actor's organisation may write now."""
    rows = Share.objects.filter(
        case_id=case_id, organisation_id=actor.organisation_id, closed_at=None, writes=True
    ).values_list("compartment", flat=True)
    return frozenset(Compartment(row) for row in rows)


def consent_in_force(case_id: UUID, *, actor: Actor) -> Consent | None:
    """Return the latest version of her consent, with its items, when the actor may read it."""
    return (
        Consent.objects.filter(case_id=case_id)
        .order_by("-version")
        .prefetch_related("items")
        .first()
    )
