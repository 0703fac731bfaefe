"""A calendar entry as Havre says it, whatever writes it: neutral, its number stable."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from havre.coordination.models import CoordinationMeeting, MeetingSeries
from havre.engine.recurrence import local
from havre.engine.vocabulary import MeetingStatus
from havre.platform.clock import now

TITLE = "Réunion"
"""What a passer-by reads in an agenda: nothing of what it is about."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A series of dates for one person. Times are local and naive; `stamp` is a moment.

    `left_out` are dates of the rule that are cancelled, `moved` those held at another time.
    """

    uid: str
    sequence: int
    cancelled: bool
    starts_at: datetime
    minutes: int
    rule: str
    place: str
    link: str
    left_out: tuple[datetime, ...]
    moved: tuple[tuple[datetime, datetime], ...]
    attendee: str
    stamp: datetime
    title: str = TITLE

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return timedelta(minutes=self.minutes)


Writer = Callable[[Entry], str]
"""Writes an entry as an iCalendar object (RFC 5545)."""


def entry_of(
    series: MeetingSeries, attendee: str, *, sequence: int, cancelled: bool = False
) -> Entry:
    """Return what one person's agenda is told of a series, at a revision."""
    meetings = list(CoordinationMeeting.objects.filter(series=series).order_by("occurrence"))
    first = series.starts_at
    return Entry(
        uid=str(series.uid),
        sequence=sequence,
        cancelled=cancelled,
        starts_at=local(first),
        minutes=series.minutes,
        rule=series.rule,
        place=series.place,
        link=series.link,
        left_out=tuple(
            local(one.occurrence)
            for one in meetings
            if one.occurrence >= first and one.status == MeetingStatus.CANCELLED
        ),
        moved=tuple(
            (local(one.occurrence), local(one.starts_at))
            for one in meetings
            if one.occurrence >= first
            and one.status != MeetingStatus.CANCELLED
            and one.starts_at != one.occurrence
        ),
        attendee=attendee,
        stamp=now(),
    )
