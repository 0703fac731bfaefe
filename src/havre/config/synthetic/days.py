"""Working days and moments: nothing in the synthetic territory happens on a Sunday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from havre.engine.deadlines import is_working_day

PARIS: Final = ZoneInfo("Europe/Paris")
OPENING, CLOSING = 9 * 60, 17 * 60 + 30
"""Minutes of the day between which people work."""


class WorkingDays:
    """The working days of a stretch of time, as ordinals, looked up without computing again."""

    def __init__(self, first: date, last: date) -> None:
        self._base = first.toordinal()
        self._back: list[int] = []
        latest = self._base
        for ordinal in range(self._base, last.toordinal() + 1):
            if is_working_day(date.fromordinal(ordinal)):
                latest = ordinal
            self._back.append(latest)

    def back(self, ordinal: int) -> int:
        """Return this day if people work, else the working day before it."""
        return self._back[max(0, ordinal - self._base)]


def moment(day: date, minute: int) -> datetime:
    """Return the moment `minute` minutes after midnight, in the territory."""
    return datetime.combine(day, time(0), PARIS) + timedelta(minutes=minute)


def end_of(day: date) -> datetime:
    """Return the last moment of a day, as shares that end on a date are written."""
    return datetime.combine(day, time.max, PARIS)
