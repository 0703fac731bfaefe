"""Which communes lie near which: where one more commune could be proposed to her."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from havre.engine.matching.arrays import Array, Index, offsets, runs
from havre.engine.matching.candidates import Candidates, Join
from havre.engine.matching.vacancy_table import VacancyTable

SMALL_TERRITORY: Final = 40
"""Up to so many communes with vacancies, each is proposed to everyone."""

NEAREST: Final = 6
"""Beyond, the so many nearest to each commune she accepts, within CELL degrees or so."""

NEEDS_AT_A_TIME: Final = 1 << 15
"""What bounds the memory of what is proposed; each time, every commune is gone through again."""

CELL: Final = 0.25


def further_candidates(join: Join, needs: Index) -> Iterator[Candidates]:
    """The vacancies of communes that these needs have not listed and could add.

    So many needs at a time that what is proposed to them stays bounded.
    """
    table = join.table
    needs = np.setdiff1d(needs, join.anywhere)
    buckets = len(table.communes)
    near = None if buckets <= SMALL_TERRITORY else _Near.of(join)
    for low in range(0, len(needs) if buckets else 0, NEEDS_AT_A_TIME):
        some = needs[low : low + NEEDS_AT_A_TIME]
        if near is None:
            proposed = (some[:, None] * buckets + np.arange(buckets)).reshape(-1)
        else:
            proposed = near.proposed(some)
        own = np.isin(join.row, some)
        new = np.setdiff1d(proposed, join.row[own] * buckets + join.bucket[own])
        yield Candidates.of(new // buckets, new % buckets, np.zeros(len(new), np.int64), table)


@dataclass(frozen=True, slots=True)
class _Near:
    """What lies near the communes that each need listed."""

    join: Join
    start: Index
    near: Index
    in_department: dict[str, Index]
    """The buckets of each department."""

    @classmethod
    def of(cls, join: Join) -> _Near:
        start, near = neighbours(join.table)
        found: dict[str, list[int]] = {}
        for bucket, commune in enumerate(join.table.communes):
            found.setdefault(department(commune), []).append(bucket)
        grouped = {name: np.array(some, np.int64) for name, some in found.items()}
        return cls(join, start, near, grouped)

    def proposed(self, needs: Index) -> Index:
        """need × buckets + bucket, for the neighbours of what each of these needs listed.

        Nothing says where a commune lies whose vacancies are not located, or that has none: to
        a need that has no other the whole department is proposed.
        """
        join, buckets = self.join, len(self.join.table.communes)
        chosen = np.isin(join.row, needs)
        row, bucket = join.row[chosen], join.bucket[chosen]
        line, place = runs(self.start[bucket], np.diff(self.start)[bucket])
        found = [row[line] * buckets + self.near[place]]
        listed = join.needs.communes
        alone = np.isin(listed.need, np.setdiff1d(needs, row[line]))
        asked = zip(listed.need[alone].tolist(), listed.code[alone].tolist(), strict=True)
        for need, name in sorted({(need, department(listed.names[code])) for need, code in asked}):
            if name in self.in_department:
                found.append(need * buckets + self.in_department[name])
        return np.unique(np.concatenate(found))


def department(commune: str) -> str:
    """The department of a commune (INSEE code): its first two signs, three overseas."""
    return commune[: 3 if commune.startswith(("97", "98")) else 2]


def neighbours(table: VacancyTable) -> tuple[Index, Index]:
    """For each bucket the nearest others, flat, and where each one's begin.

    A bucket is where its located vacancies are on average; one without any has no neighbour.
    """
    centre = _centres(table)
    located = np.flatnonzero(~np.isnan(centre[:, 0]))
    lat = np.degrees(np.arcsin(centre[located, 2]))
    lon = np.degrees(np.arctan2(centre[located, 1], centre[located, 0]))
    cells: dict[tuple[int, int], list[int]] = {}
    corner = list(
        zip((lat // CELL).astype(int).tolist(), (lon // CELL).astype(int).tolist(), strict=True)
    )
    for bucket, cell in zip(located.tolist(), corner, strict=True):
        cells.setdefault(cell, []).append(bucket)
    around = {cell: np.array(_around(cells, cell), np.int64) for cell in cells}
    found: list[Index] = [np.empty(0, np.int64)] * len(centre)
    for bucket, cell in zip(located.tolist(), corner, strict=True):
        others = around[cell][around[cell] != bucket]
        away = ((centre[others] - centre[bucket]) ** 2).sum(axis=1)
        found[bucket] = others[np.lexsort((others, away))[:NEAREST]]
    counts = np.array([len(one) for one in found], np.int64)
    return offsets(counts), np.concatenate([np.empty(0, np.int64), *found])


def _around(cells: dict[tuple[int, int], list[int]], cell: tuple[int, int]) -> list[int]:
    row, column = cell
    return [
        bucket
        for i in (row - 1, row, row + 1)
        for j in (column - 1, column, column + 1)
        for bucket in cells.get((i, j), ())
    ]


def _centres(table: VacancyTable) -> Array:
    """The mean direction of each bucket, brought back to the sphere."""
    buckets = len(table.communes)
    of_bucket = np.repeat(np.arange(buckets), np.diff(table.start))
    here = table.located()
    summed = np.stack(
        [
            np.bincount(of_bucket[here], weights=part[here], minlength=buckets)
            for part in (table.side.x, table.side.y, table.side.z)
        ],
        axis=1,
    )
    length = np.sqrt((summed**2).sum(axis=1, keepdims=True))
    return np.asarray(np.divide(summed, length, out=np.full_like(summed, np.nan), where=length > 0))
