"""What would open more: every single thing a woman with few dwellings could change.

Safety, accessibility, the surface and the income ceilings are no levers: nothing she or the
programme may give up. Each lever counts the dwellings that fit but for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, NamedTuple

import numpy as np

from havre.engine.matching.arrays import Array, Index, offsets
from havre.engine.matching.block import Block
from havre.engine.matching.counting import RULE_AT, NearMisses
from havre.engine.matching.scoring import net_rents
from havre.engine.matching.sides import FLOOR_UNKNOWN, NO_LIMIT, VacancySide
from havre.engine.vocabulary import Rule

FEW: Final = 5
"""Fewer compatible vacancies than this, and the levers are worked out."""

EUROS: Final = (20, 50, 100)
DAYS: Final = (30, 60, 90)
FLOORS: Final = (1, 2)


class Change(IntEnum):
    """What could change, in the order that equal levers are shown."""

    COMMUNES = 0
    """One commune more: `to` is its bucket's commune."""
    ROOMS_MAX = 1
    ROOMS_MIN = 2
    NET_RENT = 3
    """So many euros a month above what both thresholds allow."""
    NEEDED_BY = 4
    """So many days later."""
    FLOOR = 5
    """So many floors higher without a lift; NO_LIMIT: any."""
    GROUND_FLOOR = 6
    REGIMES = 7
    RIGHTS = 8


@dataclass(frozen=True, slots=True)
class Levers:
    """Those of need i are from `start[i]` to `start[i + 1]`, what opens most first."""

    start: Index
    change: Index
    by: Index
    """By how much, or the bit of the code to add."""
    opens: Index

    def of(self, need: int) -> Iterator[tuple[Change, int, int]]:
        """The (change, by, opens) of one need."""
        here = slice(int(self.start[need]), int(self.start[need + 1]))
        columns = (self.change[here].tolist(), self.by[here].tolist(), self.opens[here].tolist())
        for change, by, opens in zip(*columns, strict=True):
            yield Change(change), by, opens


class Row(NamedTuple):
    """Of some needs, a change, by how much, and how many dwellings it opens for each."""

    need: Index
    change: Change
    by: Any
    opens: Any = 1


Rows = list[Row]
"""The dwellings opened by one change of one need are the sum of its lines."""


def ranked(rows: Rows, needs: int) -> Levers:
    """Count what each change opens, and put what opens most first."""
    none = np.empty(0, np.int64)
    need = np.concatenate([none, *(row.need for row in rows)])
    change = np.concatenate([none, *(np.full(len(row.need), int(row.change)) for row in rows)])
    by = np.concatenate([none, *(np.broadcast_to(row.by, row.need.shape) for row in rows)])
    each = np.concatenate([none, *(np.broadcast_to(row.opens, row.need.shape) for row in rows)])
    order = np.lexsort((by, change, need))
    need, change, by = need[order], change[order], by[order].astype(np.int64)
    new = np.ones(len(need), np.bool_)
    new[1:] = (np.diff(need) != 0) | (np.diff(change) != 0) | (np.diff(by) != 0)
    first = np.flatnonzero(new)
    opens = np.add.reduceat(each[order], first) if len(first) else none
    need, change, by = need[first], change[first], by[first]
    worth = _worth(need, change, opens)
    need, change, by, opens = need[worth], change[worth], by[worth], opens[worth]
    order = np.lexsort((by, change, -opens, need))
    start = offsets(np.bincount(need, minlength=needs))
    return Levers(start, change[order], by[order], opens[order])


STEPPED: Final = (Change.NET_RENT, Change.NEEDED_BY, Change.FLOOR)


def _worth(need: Index, change: Index, opens: Index) -> Array:
    """Leave out a longer step that opens no more than the shorter one before it."""
    worth = np.ones(len(need), np.bool_)
    same = (np.diff(need) == 0) & (np.diff(change) == 0) & (np.diff(opens) == 0)
    worth[1:] = ~(same & np.isin(change[1:], STEPPED))
    return worth


def from_misses(block: Block, misses: NearMisses) -> Rows:
    """What each near miss of a block would need. `misses` are of needs that have few."""
    n, v = block.needs.side, block.table.side
    rows: Rows = []

    def those(rule: Rule) -> tuple[Index, Index, Index]:
        here = misses.rule == RULE_AT.index(rule)
        return misses.need[here], misses.place[here], misses.line[here]

    need, place, _ = those(Rule.TYPOLOGY)
    rows.append(Row(need[v.rooms[place] == n.rooms_max[need] + 1], Change.ROOMS_MAX, 1))
    rows.append(Row(need[v.rooms[place] == n.rooms_min[need] - 1], Change.ROOMS_MIN, 1))
    need, place, line = those(Rule.AFFORDABILITY)
    _, net = net_rents(block, line, VacancySide(*(column[place] for column in v)))
    rows += [Row(need[net <= n.net_most[need] + step], Change.NET_RENT, step) for step in EUROS]
    need, place, _ = those(Rule.AVAILABILITY)
    late = v.available_on[place] - n.needed_by[need]
    rows += [Row(need[late <= step], Change.NEEDED_BY, step) for step in DAYS]
    need, place, _ = those(Rule.FLOOR)
    rows += _floors(block, need, place)
    need, place, _ = those(Rule.LETTING_REGIME)
    rows.append(Row(need, Change.REGIMES, v.regime[place].astype(np.int64)))
    need, place, _ = those(Rule.RESERVATION_RIGHT)
    rows.append(Row(need, Change.RIGHTS, v.right[place].astype(np.int64)))
    return rows


def _floors(block: Block, need: Index, place: Index) -> Rows:
    """A ground floor accepted, or a higher floor without a lift: never both at once."""
    n, v = block.needs.side, block.table.side
    level, limit = v.floor[place].astype(np.int64), n.floor_most[need].astype(np.int64)
    low_enough = v.lift[place] | (level <= limit)
    ground_ok = n.ground_ok[need] | (level != 0)
    known = ground_ok & (level != FLOOR_UNKNOWN)
    rows: Rows = [Row(need[low_enough & ~ground_ok], Change.GROUND_FLOOR, 1)]
    rows += [Row(need[known & (level <= limit + step)], Change.FLOOR, step) for step in FLOORS]
    return [*rows, Row(need[ground_ok & (level <= NO_LIMIT)], Change.FLOOR, NO_LIMIT)]


def from_communes(block: Block) -> Rows:
    """One commune more: a block of communes she has not listed, judged by all other rules."""
    candidates = block.candidates
    lines = block.lines(np.flatnonzero(block.failed == 0))
    opens = np.bincount(lines, minlength=len(candidates.need))
    some = np.flatnonzero(opens)
    return [Row(candidates.need[some], Change.COMMUNES, candidates.bucket[some], opens[some])]
