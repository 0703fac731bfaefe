"""Reads about shares and consent: who sees what, on what basis, until when."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.platform.models import Share
from havre.sharing.agreement import agreement_of
from havre.sharing.models import Consent
from havre.sharing.policy import USUAL, Recipient


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
    return bool(agreement_of(case_id).covers({recipient}, 0, today()))


def kept_out(case_id: UUID, *, actor: Actor) -> list[int]:
    """Return the organisations she wants to receive nothing, by name."""
    answers = agreement_of(case_id).answers
    return [a.organisation_id for a in answers if a.organisation_id and not a.agreed]


def refused_parts(
    case_id: UUID, recipient: Recipient, organisation_id: int, *, actor: Actor
) -> list[Compartment]:
    """Return which usual parts of a recipient would not be opened to it today, in order.

    All of them when she does not agree to it, or her agreement is past its date.
    """
    covered = agreement_of(case_id).covers({recipient}, organisation_id, today())
    return [part for part in Compartment if part in USUAL[recipient] and part not in covered]
