"""Delays of the law, counted in days: public holidays and the day an answer is due."""

from __future__ import annotations

import datetime as dt
from typing import Final

ANSWER_DAYS: Final = 10
"""Least number of days she has to answer an allocation (CCH art. R441-10)."""

FIXED_HOLIDAYS: Final = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""(month, day) of the holidays that never move (code du travail, art. L3133-1)."""

AFTER_EASTER: Final = (1, 39, 50)
"""Days from Easter Sunday to Easter Monday, Ascension Day and Whit Monday."""

SATURDAY: Final = 5

URGENT_HOURS: Final = 48
"""Hours an urgent call lasts, weekends and holidays included (a choice of the programme)."""


def easter_sunday(year: int) -> dt.date:
    """Easter Sunday of a Gregorian `year` (from 1583), by the Meeus-Jones-Butcher computation."""
    if year < 1583:
        raise ValueError("the Gregorian calendar starts in 1583")
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leaps - epact - rest) % 7
    correction = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * correction + 114, 31)
    return dt.date(year, month, day + 1)


def public_holidays(year: int) -> frozenset[dt.date]:
    """The eleven public holidays of metropolitan France, Alsace-Moselle's own two left out."""
    easter = easter_sunday(year)
    fixed = {dt.date(year, month, day) for month, day in FIXED_HOLIDAYS}
    return frozenset(fixed | {easter + dt.timedelta(days=n) for n in AFTER_EASTER})


def is_working_day(day: dt.date) -> bool:
    """Neither a Saturday, nor a Sunday, nor a public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def next_working_day(day: dt.date) -> dt.date:
    """`day` itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += dt.timedelta(days=1)
    return day


def answer_deadline(notified_on: dt.date, days: int = ANSWER_DAYS) -> dt.date:
    """The last day to answer a notification; silence then counts as a refusal.

    Counted from the day after `notified_on`, which is day 1; an end on a Saturday, a Sunday or a
    public holiday moves to the next working day. ValueError when `days` is below 1.
    """
    if days < 1:
        raise ValueError("days: at least 1")
    return next_working_day(notified_on + dt.timedelta(days=days))


def hours_after(moment: dt.datetime, hours: float) -> dt.datetime:
    """The moment so many real hours later, in UTC, whatever the clocks do meanwhile.

    Local time is left first: added to it, 48 hours would be 47 or 49 across a change of clocks.
    ValueError when `moment` is naive.
    """
    if moment.tzinfo is None:
        raise ValueError("moment: aware")
    return moment.astimezone(dt.UTC) + dt.timedelta(hours=hours)
