"""The candidates: for each need the vacancies of the communes she accepts, bucket by bucket.

A line is a need in a bucket, and stands for all the vacancies of that bucket: memory and time
grow with the pairs that share a commune, not with all pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from havre.engine.matching.arrays import Index, offsets, runs
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.vacancy_table import VacancyTable

MOST_PAIRS = 8_000_000
"""Pairs judged at a time: what bounds the memory of a board where any commune suits."""

MOST_COMPARED = 400_000_000
"""Pairs judged on one board: what bounds the memory and the time of its answer."""


class TooManyPairs(ValueError):
    """More pairs are to be compared than one board may hold."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Lines (need, bucket), sorted by bucket then need; pairs follow the lines."""

    need: Index
    bucket: Index
    choice: Index
    """The place of the bucket's commune among her choices, from 0."""
    start: Index
    """Where each line's pairs begin; then their number."""
    first: Index
    """The first vacancy (in the table) of each line."""

    @property
    def width(self) -> Index:
        """How many pairs each line has."""
        return np.diff(self.start)

    def pairs(self) -> int:
        """How many pairs there are."""
        return int(self.start[-1])

    def lines_of(self, needs: int) -> tuple[Index, Index]:
        """The lines in the order of the needs, and where each need's begin."""
        order = np.argsort(self.need, kind="stable")
        return order, offsets(np.bincount(self.need, minlength=needs))

    def parts(self, most: int) -> Iterator[Candidates]:
        """The same lines, so many at a time that `most` pairs are not passed, but by one line."""
        low, count = 0, len(self.need)
        while low < count:
            ends = int(np.searchsorted(self.start, self.start[low] + most, side="right")) - 1
            here = slice(low, max(low + 1, ends))
            need, bucket, choice = self.need[here], self.bucket[here], self.choice[here]
            start = self.start[low : here.stop + 1] - self.start[low]
            yield Candidates(need, bucket, choice, start, self.first[here])
            low = here.stop

    @classmethod
    def of(cls, need: Index, bucket: Index, choice: Index, table: VacancyTable) -> Candidates:
        """Sort lines by bucket then need."""
        order = np.lexsort((need, bucket))
        need, bucket, choice = need[order], bucket[order], choice[order]
        first = table.start[bucket]
        return cls(need, bucket, choice, offsets(table.start[bucket + 1] - first), first)


@dataclass(frozen=True, slots=True)
class Join:
    """Which buckets suit which needs, before any line is made."""

    needs: NeedTable
    table: VacancyTable
    row: Index
    """The need of each (need, commune) whose commune has vacancies."""
    bucket: Index
    choice: Index
    anywhere: Index

    @classmethod
    def of(cls, needs: NeedTable, table: VacancyTable) -> Join:
        """Put the communes of the needs beside those of the vacancies."""
        listed = needs.communes
        order = np.arange(len(listed.need)) - offsets(needs.choices)[:-1][listed.need]
        found = [table.buckets.get(name, []) for name in listed.names]
        of_code = offsets(np.array([len(numbers) for numbers in found], np.int64))
        flat = np.array([number for numbers in found for number in numbers], np.int64)
        line, place = runs(of_code[listed.code], np.diff(of_code)[listed.code])
        anywhere = np.flatnonzero(needs.choices == 0)
        return cls(needs, table, listed.need[line], flat[place], order[line], anywhere)

    def pairs_of(self) -> Index:
        """How many candidates each need has."""
        size = np.diff(self.table.start)
        counts = np.bincount(
            self.row, weights=size[self.bucket].astype(np.float64), minlength=len(self.needs)
        ).astype(np.int64)
        counts[self.anywhere] = len(self.table)
        return counts

    def require_comparable(self, further: int = 0) -> None:
        """Raise TooManyPairs when its pairs, and `further` ones, are beyond MOST_COMPARED."""
        if int(self.pairs_of().sum()) + further > MOST_COMPARED:
            raise TooManyPairs

    def slices(self, most: int = MOST_PAIRS) -> Iterator[Candidates]:
        """The candidates of all needs, so many needs at a time that `most` pairs are not passed.

        One need's candidates are never parted. Raises TooManyPairs, before the first ones.
        """
        self.require_comparable()
        total = np.cumsum(self.pairs_of())
        low, count = 0, len(self.needs)
        while low < count:
            done = total[low - 1] if low else 0
            high = max(low + 1, int(np.searchsorted(total, done + most, side="right")))
            yield self.between(low, high)
            low = high

    def between(self, low: int, high: int) -> Candidates:
        """The candidates of the needs from `low` (included) to `high` (left out)."""
        first, last = np.searchsorted(self.row, (low, high))
        everywhere = self.anywhere[(self.anywhere >= low) & (self.anywhere < high)]
        buckets = np.arange(len(self.table.communes))
        size = len(everywhere)
        return Candidates.of(
            np.concatenate((self.row[first:last], np.repeat(everywhere, len(buckets)))),
            np.concatenate((self.bucket[first:last], np.tile(buckets, size))),
            np.concatenate((self.choice[first:last], np.zeros(size * len(buckets), np.int64))),
            self.table,
        )
