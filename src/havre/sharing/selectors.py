"""Reads about shares and consent: who sees what, on what basis, until when."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.platform.models import Share
from havre.sharing.models import Consent, ConsentItem
from havre.sharing.policy import Recipient


def open_shares_of(case_id: UUID, *, actor: Actor) -> QuerySet[Share]:
    """Return the open shares of a case that the actor may know of (the steward: all of them)."""
    return (
        Share.objects.filter(case_id=case_id, closed_at=None)
        .select_related("organisation")
        .order_by("organisation__name", "compartment")
    )


def open_share(case_id: UUID, share_id: UUID, *, actor: Actor) -> Share | None:
    """Return one open share of a case, None when it is closed, hidden or another case's."""
    return (
        Share.objects.filter(case_id=case_id, pk=share_id, closed_at=None)
        .select_related("organisation", "case")
        .first()
    )


def consents_of(case_id: UUID, *, actor: Actor) -> QuerySet[Consent]:
    """Return the versions of her consent with their items, latest first."""
    return Consent.objects.filter(case_id=case_id).order_by("-version").prefetch_related("items")


def consent_in_force(case_id: UUID, *, actor: Actor) -> Consent | None:
    """Return the latest version of her consent, with its items, when the actor may read it."""
    return consents_of(case_id, actor=actor).first()


def covers(case_id: UUID, recipient: Recipient, *, actor: Actor) -> bool:
    """Tell whether her latest consent covers a kind of recipient today."""
    item = (
        ConsentItem.objects.filter(case_id=case_id, recipient=recipient)
        .select_related("consent")
        .order_by("-consent__version")
        .first()
    )
    return item is not None and item.agreed and item.consent.until >= today()
