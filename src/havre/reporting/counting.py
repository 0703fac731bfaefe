"""Figures counted by the database in the acting organisation's name, of the cases it keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, connections

from havre.engine.vocabulary import HOUSING_ROLES
from havre.platform.acting import Actor

LANDLORD, HOLDER, COMMUNE, REFERENCE = 7, 11, 13, 14
"""Which column a count of leases is by: the one bit that GROUPING leaves unset."""


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Cases admitted in a period, by pathway code, and those open at some time in it."""

    handled: Mapping[str, int]
    active: int


@dataclass(frozen=True, slots=True)
class LeaseCounts:
    """Leases signed in a period, by one column at a time."""

    by_landlord: Counter[int] = field(default_factory=Counter)
    by_holder: Counter[int | None] = field(default_factory=Counter)
    by_commune: Counter[str] = field(default_factory=Counter)
    by_reference: Counter[str] = field(default_factory=Counter)
    """SAME or OTHER than the reference landlord, or NONE."""


def count_cases(actor: Actor, start: date, end: date) -> CaseCounts:
    """Count the cases of a period, both days included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pathway, number FROM havre.count_cases(%s, %s, %s)",
            [actor.programme_id, start, end],
        )
        found: dict[str | None, int] = dict(cursor.fetchall())
    active = found.pop(None)
    return CaseCounts({code: number for code, number in found.items() if code}, active)


def count_leases(actor: Actor, start: date, end: date) -> LeaseCounts:
    """Count the leases signed in a period, both days included."""
    roles = sorted(role.value for role in HOUSING_ROLES)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT landlord, holder, commune, reference, part, number"
            " FROM havre.count_leases(%s, %s, %s, %s)",
            [actor.programme_id, start, end, roles],
        )
        rows = cursor.fetchall()
    counts = LeaseCounts()
    for landlord, holder, commune, reference, part, number in rows:
        if part == LANDLORD:
            counts.by_landlord[landlord] += number
        elif part == HOLDER:
            counts.by_holder[holder] += number
        elif part == COMMUNE:
            counts.by_commune[commune] += number
        else:
            counts.by_reference[reference] += number
    return counts


def recount() -> None:
    """Write anew, as the owner, what the figures are counted from: after rows written in bulk."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT havre.recount()")
