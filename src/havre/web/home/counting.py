"""Bounded counts of what waits: one query per table, at most a hundred rows per line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

BOUND = 100
"""A count stops here and is shown as « plus de 99 »."""


class Row(NamedTuple):
    """One thing that waits."""

    due: date | None
    reference: str
    case_id: UUID | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, the earliest date among them, and the reference of the only one."""

    number: int
    due: date | None = None
    only: str = ""
    case_id: UUID | None = None
    """The case of the only one, where it is about a case."""

    def __str__(self) -> str:
        return str(self.number) if self.number < BOUND else f"plus de {BOUND - 1}"


@dataclass(frozen=True, slots=True)
class Line:
    """What to count: rows with a reference, and the column of their deadline, if any."""

    rows: QuerySet[Any]
    due: str = ""
    case: str = ""
    """The column of the case a row is about."""


def count(lines: Mapping[str, Line]) -> dict[str, Waiting]:
    """Return {line: what waits} in one query; a line with nothing is left out."""
    parts = [_part(name, line) for name, line in lines.items()]
    if not parts:
        return {}
    first, *others = parts
    found: dict[str, list[Row]] = {}
    for name, *row in first.union(*others, all=True) if others else first:
        found.setdefault(name, []).append(Row(*row))
    return {name: _waiting(rows) for name, rows in found.items()}


def _part(name: str, line: Line) -> QuerySet[Any]:
    due = F(line.due) if line.due else Cast(Value(None), DateField())
    order = [F(line.due).asc(nulls_last=True)] if line.due else []
    case = Cast(F(line.case) if line.case else Value(None), UUIDField())
    return line.rows.order_by(*order).values_list(
        Value(name, CharField()), due, F("reference"), case
    )[:BOUND]


def _waiting(rows: list[Row]) -> Waiting:
    earliest = min((row.due for row in rows if row.due is not None), default=None)
    if len(rows) > 1:
        return Waiting(len(rows), earliest)
    return Waiting(1, earliest, rows[0].reference, rows[0].case_id)
