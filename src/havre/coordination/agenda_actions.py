"""Preparing the agenda: what Havre finds, then what people add, put aside and order."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from havre.cases.models import Case
from havre.cases.selectors import visible_to
from havre.coordination import agenda
from havre.coordination.models import AgendaItem, CoordinationMeeting, Topic
from havre.coordination.permissions import check_writes
from havre.coordination.selectors import running_series
from havre.coordination.series_actions import NotNeutral, extend
from havre.engine.vocabulary import MeetingStatus, PointKind
from havre.platform import journal
from havre.platform.acting import Actor, acting
from havre.platform.clock import now
from havre.platform.gate import refusal_of
from havre.platform.gate.facts import Kind, facts_of
from havre.platform.gate.finding import found_in

Point = AgendaItem | Topic
NEAR = timedelta(days=7)
"""How long before a meeting its agenda is prepared each night."""


class Closed(ValueError):
    """The minutes are validated: the agenda does not change any more."""


class Move(StrEnum):
    """What may be done to a point."""

    UP = "UP"
    DOWN = "DOWN"
    ASIDE = "ASIDE"
    BACK = "BACK"


def locked(reference: str, *, actor: Actor) -> CoordinationMeeting:
    """Return a meeting whose agenda may still change, locked.

    Raises NotAllowed, CoordinationMeeting.DoesNotExist, Closed.
    """
    check_writes(actor)
    meeting = (
        CoordinationMeeting.objects.select_for_update(of=("self",))
        .select_related("series")
        .get(series__programme_id=actor.programme_id, reference=reference)
    )
    if meeting.status not in {MeetingStatus.PLANNED, MeetingStatus.OPEN}:
        raise Closed
    return meeting


@transaction.atomic
def prepare(reference: str, *, actor: Actor) -> CoordinationMeeting:
    """Bring the agenda up to date: what has appeared is added, what is over goes.

    What people added, put aside or decided on stays, and so does their order. Raises as `locked`.
    """
    meeting = locked(reference, actor=actor)
    _prepare_cases(meeting, actor)
    _prepare_topics(meeting, actor)
    meeting.prepared_at = now()
    meeting.save(update_fields=["prepared_at"])
    journal.record(actor, "AGENDA_PREPARED", subject=f"meeting:{meeting.reference}")
    return meeting


def prepare_coming(*, actor: Actor) -> int:
    """Add the dates of the year to come, and prepare the meetings of the next days.

    Run by the worker each day; returns how many agendas were brought up to date.
    """
    series = running_series(actor)
    if series is None:
        return 0
    extend(series)
    near = series.meetings.filter(
        status=MeetingStatus.PLANNED, starts_at__gt=now(), starts_at__lte=now() + NEAR
    )
    references = list(near.values_list("reference", flat=True))
    for reference in references:
        prepare(reference, actor=actor)
    return len(references)


def _prepare_cases(meeting: CoordinationMeeting, actor: Actor) -> None:
    found = {one.case_id: one for one in agenda.cases_for(meeting, actor=actor)}
    place, room = next_place(meeting), agenda.MOST_POINTS
    for item in meeting.items.prefetch_related("decisions"):
        one = found.pop(item.case_id, None)
        room -= 1
        if one is not None and item.kind != PointKind.ADDED:
            if (item.kind, item.since) != (one.kind, one.since):
                item.kind, item.since = one.kind, one.since
                item.save(update_fields=["kind", "since"])
        elif not (one or item.kind == PointKind.ADDED or item.aside or item.decisions.all()):
            item.delete()
            room += 1
    # What there is no room for comes at the next preparation; what is there is not driven out.
    AgendaItem.objects.bulk_create(
        AgendaItem(
            case_id=one.case_id,
            meeting=meeting,
            organisation_id=actor.organisation_id,
            kind=one.kind,
            since=one.since,
            position=place + rank,
        )
        for rank, one in enumerate(list(found.values())[: max(0, room)])
    )


def _prepare_topics(meeting: CoordinationMeeting, actor: Actor) -> None:
    people = {
        *meeting.series.guests.values_list("organisation_id", "user_id"),
        *meeting.attendance.values_list("organisation_id", "user_id"),
    }
    lonely = {one.pk: one for one in agenda.lonely_offers(people, actor=actor)}
    plan = agenda.latest_plan(meeting, actor=actor)
    place = next_place(meeting)
    for topic in meeting.topics.exclude(kind=PointKind.TOPIC):
        stays = topic.aside or topic.decision
        if topic.kind == PointKind.PLAN and plan is not None:
            if topic.plan != plan.reference:
                topic.plan = plan.reference
                topic.save(update_fields=["plan"])
            plan = None
        elif topic.vacancy_id in lonely:
            del lonely[topic.vacancy_id]
        elif not stays:
            topic.delete()
    wanted = [Topic(kind=PointKind.PLAN, plan=plan.reference)] if plan is not None else []
    wanted += [Topic(kind=PointKind.VACANCY, vacancy=one) for one in lonely.values()]
    for rank, topic in enumerate(wanted[: agenda.MOST_POINTS]):
        topic.meeting, topic.position = meeting, place + rank
        topic.save(force_insert=True)


def points_of(meeting: CoordinationMeeting) -> list[Point]:
    """Return the points of a meeting that the actor may see, those put aside included, in order."""
    items = meeting.items.select_related("case").prefetch_related("decisions__responsible")
    topics = meeting.topics.select_related(
        "vacancy__dwelling__commune", "vacancy__landlord", "responsible"
    )
    return sorted([*items, *topics], key=lambda one: (one.position, str(one.pk)))


def next_place(meeting: CoordinationMeeting) -> int:
    """Return the place after the last point."""
    return max((one.position for one in points_of(meeting)), default=0) + 1


@transaction.atomic
def add_case(reference: str, case_reference: str, *, actor: Actor) -> AgendaItem:
    """Put a case on the agenda by its reference; back on it if it was put aside.

    Raises as `locked`, Case.DoesNotExist when hidden, absent, or another's to keep.
    """
    meeting = locked(reference, actor=actor)
    case = visible_to(actor).get(reference=case_reference, steward_id=actor.organisation_id)
    if case.admitted_on is None or case.ended_on is not None:
        raise Case.DoesNotExist
    item = meeting.items.filter(case=case).first()
    if item is not None:
        item.aside = False
        item.save(update_fields=["aside"])
    else:
        item = AgendaItem(
            case=case,
            meeting=meeting,
            organisation_id=actor.organisation_id,
            kind=PointKind.ADDED,
            position=next_place(meeting),
        )
        item.save(force_insert=True)
    journal.record(actor, "AGENDA_ADDED", case_id=case.pk, subject=f"meeting:{reference}")
    return item


@transaction.atomic
def add_topic(reference: str, title: str, *, actor: Actor) -> Topic:
    """Add a subject about no case, which names none of those on the agenda.

    Raises as `locked`, NotNeutral.
    """
    meeting = locked(reference, actor=actor)
    with acting(actor.in_the_name_of(actor.organisation_id, "gate")) as keeper:
        ids = list(meeting.items.values_list("case_id", flat=True))
        facts = [fact for case_id in ids for fact in facts_of(case_id, actor=keeper)]
    # A commune is said every day of offers; the gate holds the minutes that ought not to name one.
    named = found_in([title], [fact for fact in facts if fact.kind is not Kind.COMMUNE])
    if named or refusal_of(title):
        raise NotNeutral("title")
    topic = Topic.objects.create(
        meeting=meeting, kind=PointKind.TOPIC, title=title, position=next_place(meeting)
    )
    journal.record(actor, "AGENDA_CHANGED", subject=f"meeting:{reference}")
    return topic


@transaction.atomic
def move(reference: str, point_id: UUID, how: Move, *, actor: Actor) -> None:
    """Move a point before or after its neighbour, put it aside, or bring it back.

    At an end it stays where it is; twice is harmless. Raises as `locked`, AgendaItem.DoesNotExist.
    """
    meeting = locked(reference, actor=actor)
    points = points_of(meeting)
    point = next((one for one in points if one.pk == point_id), None)
    if point is None:
        raise AgendaItem.DoesNotExist
    if how in {Move.ASIDE, Move.BACK}:
        point.aside = how is Move.ASIDE
        point.save(update_fields=["aside"])
    else:
        row = [one for one in points if not one.aside]
        place = row.index(point) if point in row else -1
        other = place + (-1 if how is Move.UP else 1)
        if place >= 0 and 0 <= other < len(row):
            row[place], row[other] = row[other], row[place]
            _renumber([*row, *(one for one in points if one.aside)])
    journal.record(actor, "AGENDA_CHANGED", subject=f"meeting:{reference}")


def _renumber(points: list[Point]) -> None:
    for rank, one in enumerate(points, start=1):
        if one.position != rank:
            one.position = rank
            one.save(update_fields=["position"])
