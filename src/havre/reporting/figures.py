"""What the indicators say of a period, and what of it may be shown to a funder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from havre.engine.vocabulary import Pathway

SMALL = 5
"""Counts of 1 to 4 are not told to whoever does not hold the cases."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The three indicators over a period, both days included. A masked count is None."""

    start: date
    end: date
    handled: int | None
    handled_by_pathway: Mapping[Pathway, int]
    active: int | None
    rehoused: int | None
    by_landlord: Mapping[str, int] = field(default_factory=dict)
    by_holder: Mapping[str, int] = field(default_factory=dict)
    by_commune: Mapping[str, int] = field(default_factory=dict)
    between_landlords: int | None = None
    same_landlord: int | None = None
    no_reference: int | None = None
    masked: bool = False


def mask(exact: Figures) -> Figures:
    """Return what a funder sees: totals only, and none that a small count could be told from.

    The parts of the rehousings are shown together or not at all: two of them and the total give
    the third. The active cases are never shown: those of a quarter, less the situations admitted
    in it, are those of the quarter before less the few that ended.
    """
    parts = (exact.between_landlords, exact.same_landlord, exact.no_reference)
    told = all(part is not None and not 0 < part < SMALL for part in parts)
    return Figures(
        start=exact.start,
        end=exact.end,
        handled=_masked(exact.handled),
        handled_by_pathway={},
        active=None,
        rehoused=_masked(exact.rehoused),
        between_landlords=exact.between_landlords if told else None,
        same_landlord=exact.same_landlord if told else None,
        no_reference=exact.no_reference if told else None,
        masked=True,
    )


def _masked(number: int | None) -> int | None:
    return None if number is None or 0 < number < SMALL else number


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter a day belongs to."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    next_year, next_month = divmod(first.month + 2, 12)
    after = date(first.year + next_year, next_month + 1, 1)
    return first, after - timedelta(days=1)


def closed_quarters(day: date, count: int = 8) -> list[tuple[date, date]]:
    """Return the last closed quarters before `day`, the latest first: the funders' releases."""
    quarters: list[tuple[date, date]] = []
    start, _ = quarter_of(day)
    for _ in range(count):
        start, end = quarter_of(start - timedelta(days=1))
        quarters.append((start, end))
    return quarters


def is_closed_quarter(start: date, end: date, day: date) -> bool:
    """Tell whether a period is exactly one quarter, and over before `day`."""
    return (start, end) == quarter_of(start) and end < day
