"""The days an allocation committee sits, as its landlord says: once, or every so many weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from havre.engine.deadlines import is_working_day

FURTHEST: Final = 366
"""Days ahead: a calendar is entered for a year at most."""

MOST_WEEKS: Final = 8
"""Between two sittings of one calendar."""


def sittings(first: dt.date, weeks: int, until: dt.date) -> tuple[list[dt.date], list[dt.date]]:
    """Return the days from `first` to `until`, every so many weeks, and those left out.

    Left out: Saturdays, Sundays and public holidays. ValueError when `weeks` is not 1 to
    MOST_WEEKS, `until` is before `first`, or is more than FURTHEST days after it.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValueError("weeks")
    if not first <= until <= first + dt.timedelta(days=FURTHEST):
        raise ValueError("until")
    count = (until - first).days // (7 * weeks) + 1
    days = [first + dt.timedelta(weeks=weeks * rank) for rank in range(count)]
    return [day for day in days if is_working_day(day)], [
        day for day in days if not is_working_day(day)
    ]


def next_sitting(days: Iterable[dt.date], today: dt.date) -> dt.date | None:
    """Return the first of these days that is today or later; None where there is none."""
    return min((day for day in days if day >= today), default=None)
