"""A landlord's committee calendar, and the candidacies that go to each of its days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Subquery

from havre.allocations.models import AllocationCommittee, Proposal
from havre.allocations.refusals import NotAllowed, Refusal, WrongDate
from havre.allocations.selectors import proposals, running
from havre.cases.selectors import read_parts
from havre.engine.proposal_steps import AWAITED_VOICE
from havre.engine.sittings import FURTHEST, sittings
from havre.engine.vocabulary import Compartment, ProposalStatus, Role, Voice
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import today

P = ProposalStatus
SHOWN = 200
"""Dates of one calendar read for a page: a year of one a week, and its past."""


class Told(Refusal):
    """The place of a committee says what it is about."""

    sentence = "Ce lieu dit de quoi il s’agit. Écrivez seulement une adresse ou une salle."


class Expected(Refusal):
    """Candidacies go to this committee."""

    sentence = (
        "Des candidatures sont inscrites à cette commission : donnez-leur d’abord leur décision "
        "ou une autre date."
    )


def keeps_calendar(actor: Actor) -> bool:
    """A social landlord enters when its own committee sits; an agency has none."""
    return actor.writes and actor.has(Role.LANDLORD)


def calendar_of(actor: Actor) -> QuerySet[AllocationCommittee]:
    """Return the dates of the actor's own organisation, soonest first."""
    return AllocationCommittee.objects.filter(landlord_id=actor.organisation_id).order_by("sits_on")


def coming(actor: Actor) -> list[AllocationCommittee]:
    """Return the dates from today on, soonest first."""
    return list(calendar_of(actor).filter(sits_on__gte=today())[:SHOWN])


def asked_with_next_date(reference: str, *, actor: Actor) -> tuple[Proposal, date | None]:
    """Return a proposal, journaled as read, and when the actor's committee sits next.

    Raises Proposal.DoesNotExist when hidden or absent, JournalDown.
    """
    first = calendar_of(actor).filter(sits_on__gte=today()).values("sits_on")[:1]
    found: Any = proposals(actor).annotate(next_on=Subquery(first)).get(reference=reference)
    read_parts(found.case_id, Compartment.PROPOSAL, actor=actor)
    return found, found.next_on


def candidacies_on(day: date, *, actor: Actor) -> QuerySet[Proposal]:
    """Return what goes, or went, to the actor's committee of that day, first places first."""
    own = proposals(actor).filter(landlord_id=actor.organisation_id, committee_on=day)
    return own.order_by("vacancy__dwelling__reference", "place", "reference")


def committee_on(day: date, *, actor: Actor) -> AllocationCommittee:
    """Return the actor's committee of that day, in its calendar or named by a candidacy only.

    One that is in no calendar is not saved. Raises AllocationCommittee.DoesNotExist.
    """
    found = calendar_of(actor).filter(sits_on=day).first()
    if found is not None:
        return found
    if not candidacies_on(day, actor=actor).exists():
        raise AllocationCommittee.DoesNotExist
    return AllocationCommittee(landlord_id=actor.organisation_id, sits_on=day)


@transaction.atomic
def enter_dates(
    first: date, *, weeks: int = 0, until: date | None = None, place: str = "", actor: Actor
) -> tuple[list[date], list[date]]:
    """Enter one date, or one every so many `weeks` until a day; return those kept and left out.

    A date already in the calendar stays as it is, its place too where none is given here.
    Raises NotAllowed, WrongDate, Told.
    """
    if not keeps_calendar(actor):
        raise NotAllowed
    if not today() <= first <= today() + timedelta(days=FURTHEST):
        raise WrongDate("La date est à venir, dans l’année.", "first")
    said = " ".join(place.split())
    if gate.refusal_of(said):
        raise Told(field="place")
    days, left_out = _days(first, weeks, until)
    known = {one.sits_on: one for one in calendar_of(actor).filter(sits_on__in=days)}
    AllocationCommittee.objects.bulk_create(
        AllocationCommittee(landlord_id=actor.organisation_id, sits_on=day, place=said)
        for day in days
        if day not in known
    )
    if said and known:
        calendar_of(actor).filter(sits_on__in=known.keys()).update(place=said)
    journal.record(actor, "COMMITTEES_ENTERED", subject=f"count:{len(days)}")
    return days, left_out


def _days(first: date, weeks: int, until: date | None) -> tuple[list[date], list[date]]:
    if not weeks:
        return [first], []
    if until is None:
        raise WrongDate("Indiquez jusqu’à quand.", "until")
    try:
        return sittings(first, weeks, until)
    except ValueError:
        raise WrongDate("Cette date suit la première, d’un an au plus.", "until") from None


@transaction.atomic
def remove_date(day: date, *, actor: Actor) -> None:
    """Take a date out of the calendar. Raises NotAllowed, Expected, DoesNotExist."""
    if not keeps_calendar(actor):
        raise NotAllowed
    found = calendar_of(actor).select_for_update().get(sits_on=day)
    if candidacies_on(day, actor=actor).filter(status=P.COMMITTEE).exists():
        raise Expected
    found.delete()
    journal.record(actor, "COMMITTEE_REMOVED")


def running_for(actor: Actor) -> QuerySet[Proposal]:
    """Return the open proposals on the dwellings of the actor's own organisation, oldest first."""
    return running(actor).filter(landlord_id=actor.organisation_id).order_by("status_since", "pk")


def waits_for_landlord(proposal: Proposal) -> bool:
    """Tell whether a proposal waits for its landlord's word today: a decision, from its
    committee's day on."""
    if P(proposal.status) is P.COMMITTEE:
        return proposal.committee_on is not None and proposal.committee_on <= today()
    return AWAITED_VOICE.get(P(proposal.status)) is Voice.LANDLORD
