"""Whole blocks of pairs judged by every rule, the reasons kept: one bit for each rule failed.

The predicates are those that judge a single pair. Rules that compare the two sides are judged
bucket by bucket, needs down and vacancies across; safety rules, which few needs have, where
there is something to avoid. COMMUNE holds for every candidate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from havre.engine.matching.affordability import Segment, apl_paid
from havre.engine.matching.arrays import ARRAYS, Array, Index, offsets, runs
from havre.engine.matching.candidates import MOST_PAIRS, Candidates
from havre.engine.matching.need_table import Curves, NeedTable
from havre.engine.matching.places import Direction
from havre.engine.matching.predicates import PLAIN, affordability, outside
from havre.engine.matching.sides import NeedSide, VacancySide
from havre.engine.matching.vacancy_table import VacancyTable
from havre.engine.vocabulary import Rule

BIT: Final = {rule: 1 << place for place, rule in enumerate(Rule)}
"""The bit of each rule in the reasons of a pair."""

AT_A_TIME: Final = 1 << 15
"""Pairs in one operation: few enough for the processor's own memory."""

BYTE: Final = 8
FIRST_PLAIN: Final = list(Rule).index(Rule.TYPOLOGY)
PLAIN_LAST_FIRST: Final = tuple(reversed(list(Rule)[FIRST_PLAIN:]))


@dataclass(frozen=True, slots=True)
class Block:
    """Candidates judged: `failed` has a bit for each rule that a pair fails, 0 when it fits."""

    needs: NeedTable
    table: VacancyTable
    candidates: Candidates
    failed: Array

    def lines(self, pairs: Index) -> Index:
        """The line of each of these pairs, which ascend."""
        return np.searchsorted(self.candidates.start, pairs, side="right") - 1

    def vacancies(self, pairs: Index, lines: Index) -> Index:
        """The vacancy (in the table) of each of these pairs."""
        return self.candidates.first[lines] + pairs - self.candidates.start[lines]


def judge_block(needs: NeedTable, table: VacancyTable, candidates: Candidates) -> Block:
    """Judge every candidate by every rule."""
    failed = np.zeros(candidates.pairs(), np.uint16)
    with np.errstate(all="ignore"):  # what is not located is compared as NaN, and fails
        _judge_plain(needs, table, candidates, failed)
        block = Block(needs, table, candidates, failed)
        _judge_safety(block)
    return block


def curve_of(needs: NeedTable, table: VacancyTable, need: Index, bucket: Index) -> Index:
    """The number of the APL curve of each need for the zone of each bucket."""
    found = np.zeros(len(need), np.int64)
    zone = table.zone[bucket]
    for name, numbers in needs.curves.of_zone.items():
        here = zone == table.zones.get(name, -1)
        found[here] = numbers[need[here]]
    return found


def segments(curves: Curves, curve: Array, rent: Array) -> Segment:
    """The segment of each curve where each rent lies; `curve` and `rent` are broadcast."""
    after = np.zeros(np.broadcast_shapes(curve.shape, rent.shape), np.uint8)
    points = curves.points[curve]
    for k in range(curves.points.shape[1]):
        after += (points[..., k] <= rent).view(np.uint8)
    place = curves.start[curve] + after
    return Segment(*(part.take(place) for part in curves.segments))


def _judge_plain(needs: NeedTable, table: VacancyTable, lines: Candidates, failed: Array) -> None:
    """Judge bucket by bucket: vacancies down, and needs, which are more, across."""
    sides = NeedSide(*(column[lines.need] for column in needs.side))
    down = VacancySide(*(column[:, None] for column in table.side))
    curve = curve_of(needs, table, lines.need, lines.bucket)
    start, first = lines.start.tolist(), lines.first.tolist()
    for low, high in _steps(lines):
        here = slice(first[low], first[low] + start[low + 1] - start[low])
        n = NeedSide(*[column[low:high] for column in sides])
        v = VacancySide(*[column[here] for column in down])
        apl = apl_paid(segments(needs.curves, curve[low:high], v.rent), v.rent, v.gross, ARRAYS)
        passed = _passed_bits(n, v, affordability(n, v.gross - apl))
        failed[start[low] : start[high]] = passed.T.reshape(-1)
    every = (1 << len(PLAIN_LAST_FIRST)) - 1
    np.bitwise_xor(failed, every, out=failed)
    np.left_shift(failed, FIRST_PLAIN, out=failed)


def _passed_bits(n: NeedSide, v: VacancySide, affordable: Array) -> Array:
    """A bit for each plain rule passed, in the order of the rules, the first one lowest.

    Eight rules to a byte: bytes are what the processor shifts and joins fastest.
    """
    low = np.zeros(affordable.shape, np.uint8)
    high = low
    for left, rule in zip(range(len(PLAIN_LAST_FIRST) - 1, -1, -1), PLAIN_LAST_FIRST, strict=True):
        passed = affordable if rule is Rule.AFFORDABILITY else PLAIN[rule](n, v)
        low += low
        low |= passed.view(np.uint8)
        if left == BYTE:
            high, low = low, np.zeros(affordable.shape, np.uint8)
    return high.astype(np.uint16) << BYTE | low


def _steps(lines: Candidates) -> Iterator[tuple[int, int]]:
    """Lines of one bucket at a time, no more than AT_A_TIME pairs unless one line has more."""
    changes = np.flatnonzero(np.diff(lines.bucket, prepend=-1, append=-1)).tolist()
    for low, end in pairwise(changes):
        width = int(lines.start[low + 1] - lines.start[low])
        step = max(1, AT_A_TIME // max(width, 1))
        for begin in range(low, end, step):
            yield begin, min(begin + step, end)


def _judge_safety(block: Block) -> None:
    needs, table = block.needs, block.table
    order, begin = block.candidates.lines_of(len(needs))
    lines = (order, begin)
    named = needs.avoided_communes
    buckets = [table.buckets.get(name, []) for name in named.names]
    row, bucket = _joined(named.need, named.code, buckets)
    for owner, line, _, pairs in _against(block, row, lines):
        hit = block.candidates.bucket[line] == bucket[owner]
        block.failed[pairs[hit]] |= BIT[Rule.SAFETY_ZONE]
    circles, side = needs.circles, table.side
    for owner, _, place, pairs in _against(block, circles.need, lines):
        centre = Direction(*(part[owner] for part in circles.where))
        dwelling = Direction(side.x[place], side.y[place], side.z[place])
        hit = ~outside(circles.reach[owner], centre, dwelling)
        block.failed[pairs[hit]] |= BIT[Rule.SAFETY_ZONE]
    named = needs.avoided_landlords
    landlord = [[table.landlords[name]] if name in table.landlords else [] for name in named.names]
    row, number = _joined(named.need, named.code, landlord)
    for owner, _, place, pairs in _against(block, row, lines):
        hit = table.landlord[place] == number[owner]
        block.failed[pairs[hit]] |= BIT[Rule.SAFETY_LANDLORD]
    named = needs.avoided_residences
    bearing = [table.residences.get(key, []) for key in named.names]
    row, number = _joined(named.need, named.code, bearing)
    for owner, _, place, pairs in _against(block, row, lines):
        hit = table.residence[place] == number[owner]
        block.failed[pairs[hit]] |= BIT[Rule.SAFETY_RESIDENCE]


def _joined(need: Index, code: Index, found: list[list[int]]) -> tuple[Index, Index]:
    """Each (need, number) where the need lists a name that stands for that number."""
    start = offsets(np.array([len(numbers) for numbers in found], np.int64))
    flat = np.array([number for numbers in found for number in numbers], np.int64)
    owner, place = runs(start[code], np.diff(start)[code])
    return need[owner], flat[place]


Against = tuple[Index, Index, Index, Index]


def _against(block: Block, need: Index, lines: tuple[Index, Index]) -> Iterator[Against]:
    """Each thing to avoid before each candidate of its need, some at a time.

    `need` says whose each thing is. Yields, pair by pair: the thing, the line, the vacancy (in
    the table) and the pair.
    """
    order, begin = lines
    candidates = block.candidates
    width = candidates.width[order]
    pairs = offsets(width)
    size = np.cumsum(pairs[begin[need + 1]] - pairs[begin[need]])
    low = 0
    while low < len(need):
        done = size[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(size, done + MOST_PAIRS // 8, side="right")))
        things = np.arange(low, high)
        whose = need[things]
        owner, place = runs(begin[whose], begin[whose + 1] - begin[whose])
        line = order[place]
        part, pair = runs(candidates.start[line], candidates.width[line])
        line = line[part]
        vacancy = candidates.first[line] + pair - candidates.start[line]
        yield things[owner][part], line, vacancy, pair
        low = high
