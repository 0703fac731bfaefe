# ruff: noqa: DTZ001  times are local here
"""A commission for tests: dates, guests, and a meeting that is open."""

from __future__ import annotations

from datetime import datetime, timedelta

from havre.assessments import actions as assessments
from havre.assessments.models import NeedCard
from havre.cases.models import Case
from havre.coordination import (
    agenda_actions,
    deciding,
    inviting,
    minutes,
    room,
    series_actions,
)
from havre.coordination.deciding import Choice
from havre.coordination.entry import Entry
from havre.coordination.models import AgendaItem, CoordinationMeeting, MeetingSeries
from havre.coordination.series_actions import Terms
from havre.engine.recurrence import local
from havre.engine.vocabulary import Asked, DecisionKind, Frequency
from havre.platform.acting import acting
from havre.platform.clock import now
from tests import world as w
from tests.world import World


def terms(**changes: object) -> Terms:
    """Every month, from ten days from now, at two."""
    day = (local(now()) + timedelta(days=10)).date()
    base: dict[str, object] = {
        "first": datetime(day.year, day.month, day.day, 14),
        "minutes": 120,
        "frequency": Frequency.MONTHLY,
        "place": "Salle Vermeille",
        "link": "",
        "waiting_days": 14,
    }
    return Terms(**(base | changes))  # type: ignore[arg-type]


def series(world: World, *guests: str, **changes: object) -> MeetingSeries:
    """A series with these organisations invited."""
    with acting(world.operator) as operator:
        made = series_actions.save_series(terms(**changes), actor=operator)
        invited: dict[int, list[int]] = {world.organisations[g].pk: [] for g in guests}
        series_actions.set_guests(invited, actor=operator)
        return made


def first(made: MeetingSeries) -> CoordinationMeeting:
    """The first meeting of a series."""
    found = made.meetings.order_by("starts_at").first()
    assert found is not None
    return found


def opened(world: World, *there: str) -> CoordinationMeeting:
    """A meeting whose agenda is prepared, with these organisations there by their coordinator."""
    meeting = first(series(world, "landlord", "other_landlord", "holder"))
    with acting(world.operator) as operator:
        agenda_actions.prepare(meeting.reference, actor=operator)
        present = {
            world.organisations[name].pk: [world.users[name].pk] for name in ("operator", *there)
        }
        return room.record_attendance(meeting.reference, present, actor=operator)


def two_meetings(world: World, *there: str) -> tuple[str, str]:
    """The references of a meeting whose minutes are validated, and of one that is on.

    Whatever can be shown has been decided upon; `landlord` is there unless told otherwise.
    """
    names = there or ("landlord",)
    with acting(world.operator) as operator:
        made = series_actions.save_series(terms(), actor=operator)
        present = {world.organisations[name].pk: [] for name in ("operator", *names)}
        guests = {pk: [] for pk in present if pk != operator.organisation_id}
        series_actions.set_guests(guests, actor=operator)
        first_one, second = made.meetings.order_by("starts_at")[:2]
        for meeting in (first_one, second):
            agenda_actions.prepare(meeting.reference, actor=operator)
            room.record_attendance(meeting.reference, present, actor=operator)
        meeting = CoordinationMeeting.objects.get(pk=first_one.pk)
        ask = Choice(DecisionKind.ASK, Asked.OFFER, responsible_id=next(iter(guests)))
        for point in room.room_of(meeting, actor=operator).points:
            if isinstance(point, AgendaItem):
                deciding.decide(meeting.reference, point.pk, ask, actor=operator)
        minutes.validate(meeting.reference, lambda token: token, "/", actor=operator)
    return first_one.reference, second.reference


def published(world: World, last_name: str = "Zyntharel", **how: object) -> tuple[Case, NeedCard]:
    """A case that looks for a dwelling, its card on the board."""
    case = w.admitted(world, last_name=last_name)
    assessment = w.assessed(world, case, **how)  # type: ignore[arg-type]
    with acting(world.operator) as operator:
        return case, assessments.publish_card(assessment, actor=operator)


def post() -> inviting.Post:
    """Writes entries as a line that says what a test looks at."""

    def write(entry: Entry) -> str:
        return f"METHOD:{'CANCEL' if entry.cancelled else 'REQUEST'}\nSEQUENCE:{entry.sequence}"

    return inviting.Post(write=write, address=lambda token: "https://h.test/x", page="/reunions/")
