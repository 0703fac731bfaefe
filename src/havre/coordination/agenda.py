"""What the next meeting looks at, found as the operator: each situation once, for one reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from havre.allocations.models import Proposal
from havre.allocations.rules import deadline_of
from havre.allocations.selectors import held_vacancies, running
from havre.assessments.models import NeedCard
from havre.assessments.selectors import board
from havre.cases.models import Case
from havre.cases.selectors import visible_to
from havre.coordination.models import CoordinationMeeting, Decision
from havre.engine.recurrence import at_home, local
from havre.engine.vocabulary import DecisionKind, PointKind, Stage
from havre.housing.models import Vacancy
from havre.housing.selectors import standing_offers
from havre.matching.models import PlanRun
from havre.matching.offers import Offer, answers, offer_of
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.platform.gate.checking import SOMEBODY

MOST_POINTS = 60
MOST_READ = 2_000
"""Situations read for each reason, far beyond what an agenda holds."""
MOST_OFFERS = 200
FIRST_LOOK = timedelta(days=90)
"""How far back the first meeting of a series looks."""


@dataclass(frozen=True, slots=True)
class Found:
    """A case for the agenda: why, and since when."""

    case_id: UUID
    kind: PointKind
    since: date | None


def last_held(meeting: CoordinationMeeting) -> date:
    """Return the day of the meeting held before this one, or a first look back."""
    before = CoordinationMeeting.objects.filter(
        series__programme_id=meeting.series.programme_id,
        opened_at__isnull=False,
        starts_at__lt=meeting.starts_at,
    ).order_by("-starts_at")
    one = before.first()
    return local(one.starts_at).date() if one is not None else today() - FIRST_LOOK


def cases_for(meeting: CoordinationMeeting, *, actor: Actor) -> list[Found]:
    """Return the cases a meeting may look at, what weighs most first; each once."""
    since, days = last_held(meeting), meeting.series.waiting_days
    found: dict[UUID, Found] = {}
    for one in (
        *_to_check(meeting, actor),
        *_stalled(days, actor),
        *_new(since, actor),
        *_waiting(days, actor),
    ):
        found.setdefault(one.case_id, one)
    return list(found.values())


def open_decisions(meeting: CoordinationMeeting, *, actor: Actor) -> QuerySet[Decision]:
    """Return what earlier meetings decided and is not done, the earliest date first."""
    return (
        Decision.objects.filter(
            meeting__series__programme_id=meeting.series.programme_id,
            meeting__starts_at__lt=meeting.starts_at,
            done_on=None,
        )
        .select_related("responsible", "meeting", "case")
        .order_by("due_on", "decided_at")
    )


def said_in_the_room(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Keep what a room may be reminded of: not what was decided apart, nor whether a dwelling
    could be proposed (why not may be her safety)."""
    return decisions.filter(shown=True).exclude(kind=DecisionKind.PROPOSE)


def _to_check(meeting: CoordinationMeeting, actor: Actor) -> Iterable[Found]:
    for one in said_in_the_room(open_decisions(meeting, actor=actor))[:MOST_READ]:
        yield Found(one.case_id, PointKind.CHECK, local(one.meeting.starts_at).date())


def _stalled(days: int, actor: Actor) -> Iterable[Found]:
    """Proposals past their date, or that nothing has moved for so many days."""
    still = at_home(datetime.combine(today() - timedelta(days=days), time.min))
    for one in running(actor).order_by("status_since", "pk"):
        deadline = deadline_of(one)
        if deadline is not None and deadline.on < today():
            yield Found(one.case_id, PointKind.FOLLOW, deadline.on)
        elif one.status_since < still:
            yield Found(one.case_id, PointKind.FOLLOW, local(one.status_since).date())


def _searching(actor: Actor) -> QuerySet[Case]:
    """Cases for which a dwelling is looked for today: a search in pause is not one."""
    found = visible_to(actor).filter(stage=Stage.SEARCH, steward_id=actor.organisation_id)
    return found.exclude(parked_until__gte=today())


def _new(since: date, actor: Actor) -> Iterable[Found]:
    """Needs published since the last meeting; and those of cases with no card, for the operator."""
    from_then = at_home(datetime.combine(since, time.min))
    published = board(actor).filter(case_id=OuterRef("pk"))
    searching = _searching(actor).order_by("urgency", "admitted_on", "reference")
    fresh = searching.filter(Exists(published.filter(published_at__gte=from_then)))
    for case in fresh[:MOST_READ]:
        yield Found(case.pk, PointKind.NEW, None)
    for case in searching.filter(~Exists(published))[:MOST_READ]:
        yield Found(case.pk, PointKind.NEW, None)


def _waiting(days: int, actor: Actor) -> Iterable[Found]:
    """Needs on the board for so many days, to which nothing was proposed meanwhile."""
    limit = today() - timedelta(days=days)
    proposed = Proposal.objects.filter(case_id=OuterRef("case_id"), proposed_on__gt=limit)
    until = at_home(datetime.combine(limit, time.max))
    cards = board(actor).filter(
        ~Exists(proposed),
        published_at__lte=until,
        case_id__in=_searching(actor).order_by().values("pk"),
    )
    for card in cards[:MOST_READ]:
        yield Found(card.case_id, PointKind.WAITING, local(card.published_at).date())


@dataclass(frozen=True, slots=True)
class Unmet:
    """Why no card goes with an offer: how many differ by the commune, the rooms, the rent."""

    cards: int
    commune: int
    rooms: int
    rent: int


def unmet(offer: Offer, cards: Sequence[NeedCard]) -> Unmet | None:
    """Say why no card answers an offer, by what cards show; None when one does.

    Public fields alone: what keeps an offer from a woman for her safety is never counted here.
    """
    if any(answers(card, offer) for card in cards):
        return None
    rent = offer.rent + offer.charges
    return Unmet(
        cards=len(cards),
        commune=sum(not (one.any_commune or offer.commune in one.communes) for one in cards),
        rooms=sum(not one.rooms_min <= offer.rooms <= one.rooms_max for one in cards),
        rent=sum(one.rent_max is not None and rent > one.rent_max for one in cards),
    )


def lonely_offers(people: Collection[tuple[int, int | None]], *, actor: Actor) -> list[Vacancy]:
    """Return the free offers that no card answers, the soonest available first.

    `people`: who is invited or there, as (organisation, person). A card kept from one of them
    answers nothing here: an offer left out for it would tell that it exists.
    """
    cards = list(board(actor))
    if people:
        kept = not_for_the_room({one.case_id for one in cards}, people, actor=actor)
        cards = [one for one in cards if one.case_id not in kept]
    held = held_vacancies(actor)
    free = standing_offers(actor)[:MOST_OFFERS]
    return [one for one in free if one.pk not in held and unmet(offer_of(one), cards)]


def not_for_the_room(
    case_ids: Collection[UUID], people: Collection[tuple[int, int | None]], *, actor: Actor
) -> set[UUID]:
    """Return which of these cases may not be shown to those people; all when there is nobody.

    In one query. Whoever is unnamed is taken for somebody who is named nowhere.
    """
    if not case_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT havre.not_for_the_room(%s::uuid[], %s::bigint[], %s::bigint[])",
            [
                sorted(case_ids),
                [organisation for organisation, _ in people],
                [person or SOMEBODY for _, person in people],
            ],
        )
        row = cursor.fetchone()
    return set(row[0]) if row else set(case_ids)


def latest_plan(meeting: CoordinationMeeting, *, actor: Actor) -> PlanRun | None:
    """Return the latest plan made since the last meeting."""
    runs = PlanRun.objects.filter(
        programme_id=actor.programme_id, on__gte=last_held(meeting)
    ).order_by("-made_at")
    return runs.first()


def cards_of(case_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, NeedCard]:
    """Return the published card of each of these cases that has one, by case."""
    found = board(actor).filter(case_id__in=list(case_ids))
    return {card.case_id: card for card in found}
