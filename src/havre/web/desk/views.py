"""The desk: a landlord or an agency answers from its list, in minutes a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from havre.allocations import committees as calendar
from havre.allocations.models import AllocationCommittee, Proposal
from havre.cases import selectors as cases
from havre.engine.sittings import next_sitting
from havre.engine.vocabulary import HOUSING_ROLES, Compartment, ProposalStatus
from havre.housing.models import Vacancy
from havre.housing.selectors import standing_offers
from havre.matching.offers import MOST_FITTING, fitting
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.web.desk.answering import answerable, in_order
from havre.web.housing.presentation import size_of
from havre.web.shell.requests import MemberRequest

MOST = 100
"""Open proposals read for one desk."""
ANSWERED_HERE = 15
OFFERS_SHOWN = 8
COMMITTEES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Sitting:
    """A committee to come, and how many candidacies go to it."""

    on: date
    place: str
    candidacies: int


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An open offer, and how many need cards it answers."""

    vacancy: Vacancy
    size: str
    cards: int
    more: bool
    taken: bool


def check_lets(actor: Actor) -> None:
    """The desk is for who lets dwellings. Raises PermissionError for anybody else."""
    if not actor.has(*HOUSING_ROLES):
        raise PermissionError


@require_safe
def desk(request: MemberRequest) -> HttpResponse:
    """What waits for one's word, one's open offers, one's committees."""
    actor = request.actor
    check_lets(actor)
    running = list(calendar.running_for(actor)[:MOST])
    dates = calendar.coming(actor)
    waiting = [one for one in running if calendar.waits_for_landlord(one)]
    names = cases.names_listed([one.case for one in waiting], Compartment.PROPOSAL, actor=actor)
    next_on = next_sitting((one.sits_on for one in dates), today())
    rows = [
        answerable(one, names.get(one.case_id, ""), next_on=next_on, actor=actor) for one in waiting
    ]
    ordered = in_order(rows)
    context = {
        "rows": ordered[:ANSWERED_HERE],
        "more": len(ordered) - ANSWERED_HERE,
        "total": len(rows),
        "late": sum(row.due is not None and row.due.late for row in rows),
        "elsewhere": len(running) - len(waiting),
        "offers": _offers(running, actor),
        "sittings": sittings_of(dates, running)[:COMMITTEES_SHOWN],
        "has_committee": calendar.keeps_calendar(actor) or bool(dates),
        "keeps": calendar.keeps_calendar(actor),
        "back": "bureau",
        "enters": actor.writes,
    }
    return render(request, "desk/desk.html", context)


def _offers(running: Sequence[Proposal], actor: Actor) -> list[OfferRow]:
    own = standing_offers(actor).filter(landlord_id=actor.organisation_id)
    found = list(own[:OFFERS_SHOWN])
    numbers = fitting(found, actor=actor)
    taken = {one.vacancy_id for one in running}
    return [
        OfferRow(
            one,
            size_of(one.dwelling),
            min(numbers[one.pk], MOST_FITTING),
            numbers[one.pk] > MOST_FITTING,
            one.pk in taken,
        )
        for one in found
    ]


def sittings_of(dates: Sequence[AllocationCommittee], running: Sequence[Proposal]) -> list[Sitting]:
    """Return the committees to come, those of the calendar and those only candidacies name."""
    going = Counter(
        one.committee_on
        for one in running
        if one.status == ProposalStatus.COMMITTEE and one.committee_on
    )
    places = {one.sits_on: one.place for one in dates}
    days = {*places, *(day for day in going if day >= today())}
    return [Sitting(day, places.get(day, ""), going[day]) for day in sorted(days)]
