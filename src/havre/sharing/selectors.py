"""Reads about shares and consent: who sees what, on what basis, until when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import CharField, Exists, F, Func, Max, OuterRef, QuerySet

from havre.engine.vocabulary import Compartment
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.platform.models import JournalEntry, Share
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


def last_readings(case_id: UUID, *, actor: Actor) -> dict[tuple[int, str], datetime]:
    """Return when each organisation last read each compartment, as far as the actor may know.

    From the journal, hence within what is still kept of it; the steward may know of everyone.
    """
    lines = (
        JournalEntry.objects.filter(case_id=case_id, action__in=journal.READINGS)
        .annotate(part=Func(F("compartments"), function="unnest", output_field=CharField()))
        .values_list("organisation_id", "part")
        .annotate(last=Max("at"))
        .order_by()
    )
    return {(organisation, part): last for organisation, part, last in lines}


CLOSED_SHOWN = 100


def closed_shares_of(case_id: UUID, *, actor: Actor) -> QuerySet[Share]:
    """Return the latest closed shares of a case that the actor may know of, the last first."""
    return (
        Share.objects.filter(case_id=case_id, closed_at__isnull=False)
        .exclude(basis=Share.Basis.DRAFT)
        .select_related("organisation")
        .order_by("-closed_at", "organisation__name", "compartment")[:CLOSED_SHOWN]
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
    return (
        Consent.objects.filter(case_id=case_id)
        .order_by("-version")
        .prefetch_related("items__organisation")
    )


def consent_in_force(case_id: UUID, *, actor: Actor) -> Consent | None:
    """Return the latest version of her consent, with its items, when the actor may read it."""
    return consents_of(case_id, actor=actor).first()


def ending_by(day: date, *, actor: Actor) -> QuerySet[Consent]:
    """Return the latest agreements that end by a day, or have ended, that the actor may read."""
    later = Consent.objects.filter(case=OuterRef("case"), version__gt=OuterRef("version"))
    return Consent.objects.filter(until__lte=day).exclude(Exists(later)).order_by("until", "pk")


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
