"""Dates that come back: iCalendar rules (RFC 5545, 3.3.10) over local times, clock changes right.

Times are local and naive here: a meeting at two in the afternoon stays at two when clocks change.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from havre.engine.vocabulary import Frequency

HOME = ZoneInfo("Europe/Paris")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAY_WORDS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
RANKS = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", -1: "dernier"}
INTERVALS = {
    Frequency.WEEKLY: ("WEEKLY", 1),
    Frequency.FORTNIGHTLY: ("WEEKLY", 2),
    Frequency.MONTHLY: ("MONTHLY", 1),
    Frequency.TWO_MONTHS: ("MONTHLY", 2),
    Frequency.QUARTERLY: ("MONTHLY", 3),
}


def rank_in_month(first: date) -> int:
    """Return which of its weekday a day is in its month: 1 to 4, or -1 for a fifth, the last."""
    rank = (first.day - 1) // 7 + 1
    return rank if rank < 5 else -1


def rule_of(frequency: Frequency, first: date) -> str:
    """Return the rule of a frequency whose first date is `first`: « FREQ=MONTHLY;BYDAY=2TU »."""
    unit, interval = INTERVALS[frequency]
    day = DAYS[first.weekday()]
    every = f";INTERVAL={interval}" if interval > 1 else ""
    rank = str(rank_in_month(first)) if unit == "MONTHLY" else ""
    return f"FREQ={unit}{every};BYDAY={rank}{day}"


def frequency_of(rule: str) -> Frequency:
    """Return the frequency of a rule made by `rule_of`. Raises LookupError for any other."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    wanted = (parts.get("FREQ"), int(parts.get("INTERVAL", "1")))
    for frequency, interval in INTERVALS.items():
        if interval == wanted:
            return frequency
    raise LookupError(rule)


def said(rule: str, first: date) -> str:
    """Say a rule: « Tous les mois, le deuxième mardi »."""
    frequency = frequency_of(rule)
    day = DAY_WORDS[first.weekday()]
    if INTERVALS[frequency][0] == "WEEKLY":
        return f"{frequency.label}, le {day}"
    return f"{frequency.label}, le {RANKS[rank_in_month(first)]} {day}"


def occurrences(rule: str, first: datetime, after: datetime, before: datetime) -> list[datetime]:
    """Return the dates of a rule between two local times, both included, none before `first`.

    All are naive and local. Raises ValueError for what is no rule.
    """
    return list(rrulestr(rule, dtstart=first).between(after, before, inc=True))


def at_home(local: datetime) -> datetime:
    """Return the moment (UTC) of a local time of the territory; the first of two in autumn."""
    return local.replace(tzinfo=HOME).astimezone(UTC)


def local(moment: datetime) -> datetime:
    """Return the naive local time of a moment."""
    return moment.astimezone(HOME).replace(tzinfo=None)
