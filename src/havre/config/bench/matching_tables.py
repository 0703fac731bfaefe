"""The sides of a board as plain tables: what the peers of the bench are given to judge."""

from __future__ import annotations

from typing import Any

import numpy as np

from havre.engine.matching.arrays import Index
from havre.engine.matching.candidates import Join
from havre.engine.matching.need_table import Listed, NeedTable
from havre.engine.matching.vacancy_table import VacancyTable

Table = dict[str, Any]
"""A column of values by name."""


def tables_of(needs: NeedTable, table: VacancyTable) -> dict[str, Table]:
    """The tables, by name. Needs and vacancies are numbered as the engine numbers them."""
    join = Join.of(needs, table)
    bucket = np.repeat(np.arange(len(table.communes)), np.diff(table.start))
    curves = needs.curves
    zones = [zone for zone in table.zones if zone in curves.of_zone]
    return {
        "needs": {"id": np.arange(len(needs)), **_plain(needs.side._asdict())},
        "vacancies": {
            "id": np.arange(len(table)),
            "bucket": bucket,
            "zone": table.zone[bucket],
            "landlord": table.landlord,
            "residence": table.residence,
            **_plain(table.side._asdict()),
        },
        "wants": _wants(join),
        "curves": {
            "need": np.tile(np.arange(len(needs)), len(zones)),
            "zone": np.repeat([table.zones[zone] for zone in zones], len(needs)),
            "curve": np.concatenate([curves.of_zone[zone] for zone in zones]),
        },
        "segments": _segments(needs),
        "circles": {
            "need": needs.circles.need,
            **dict(zip("xyz", needs.circles.where, strict=True)),
            "reach": needs.circles.reach,
        },
        "avoided_buckets": _avoided(
            needs.avoided_communes, {name: table.buckets.get(name, []) for name in table.buckets}
        ),
        "avoided_landlords": _avoided(
            needs.avoided_landlords, {name: [code] for name, code in table.landlords.items()}
        ),
        "avoided_residences": _avoided(needs.avoided_residences, table.residences),
    }


def _wants(join: Join) -> Table:
    """The buckets each need accepts; all of them for one who accepts every commune."""
    buckets, anywhere = len(join.table.communes), join.anywhere
    return {
        "need": np.concatenate([join.row, np.repeat(anywhere, buckets)]),
        "bucket": np.concatenate([join.bucket, np.tile(np.arange(buckets), len(anywhere))]),
    }


def _plain(columns: dict[str, Any]) -> Table:
    """Columns in the types that any database has; flags stay flags."""
    return {
        name: column.astype(np.int64) if column.dtype.kind in "iu" else column
        for name, column in columns.items()
    }


def _segments(needs: NeedTable) -> Table:
    """The segments of every curve, each from a rent (included) to the next (left out)."""
    curves = needs.curves
    points = np.isfinite(curves.points)
    size = points.sum(axis=1)
    own = np.repeat(np.arange(len(size)), size + 1)
    low, high = np.full(len(own), -np.inf), np.full(len(own), np.inf)
    first = np.zeros(len(own), np.bool_)
    last = first.copy()
    first[curves.start] = True
    last[curves.start + size] = True
    low[~first] = high[~last] = curves.points[points]
    return {"curve": own, "low": low, "high": high, **curves.segments._asdict()}


def _avoided(listed: Listed, numbers: dict[str, list[int]]) -> Table:
    """Each (need, number) of a list of names that stand for numbers."""
    found = [
        (need, number)
        for need, code in zip(listed.need.tolist(), listed.code.tolist(), strict=True)
        for number in numbers.get(listed.names[code], ())
    ]
    pairs: Index = np.array(found, np.int64).reshape(-1, 2)
    return {"need": pairs[:, 0], "number": pairs[:, 1]}
