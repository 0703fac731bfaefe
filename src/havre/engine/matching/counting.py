"""What each rule excludes: of the vacancies of each need, and of the needs of each vacancy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from havre.engine.matching.arrays import Array, Index
from havre.engine.matching.block import Block
from havre.engine.vocabulary import SAFETY_RULES, Rule

RULE_AT = list(Rule)
"""The rule at each place of the columns of Counts."""
COMMUNE = RULE_AT.index(Rule.COMMUNE)
RULE_OF_BITS: npt.NDArray[np.int8] = np.full(1 << len(RULE_AT), -1, np.int8)
"""The rule of reasons that hold a single one; −1 for any other."""
for _place in range(len(RULE_AT)):
    RULE_OF_BITS[1 << _place] = _place


@dataclass(frozen=True, slots=True)
class NearMisses:
    """Pairs that fail one rule and only it, with the rule's number and the pair's line."""

    need: Index
    place: Index
    rule: npt.NDArray[np.int8]
    line: Index

    @classmethod
    def of(cls, block: Block) -> NearMisses:
        """Find them in a block; rules of safety too, which are counted and never relaxed."""
        rule = RULE_OF_BITS[block.failed]
        pairs = np.flatnonzero(rule >= 0)
        lines = block.lines(pairs)
        return cls(block.candidates.need[lines], block.vacancies(pairs, lines), rule[pairs], lines)

    def where(self, keep: Array) -> NearMisses:
        """Some of them."""
        return NearMisses(self.need[keep], self.place[keep], self.rule[keep], self.line[keep])

    def relaxable(self) -> NearMisses:
        """Those whose rule is not one of safety."""
        return self.where(~np.isin(self.rule, [RULE_AT.index(rule) for rule in SAFETY_RULES]))


@dataclass(slots=True)
class Counts:
    """How many each rule excludes, at all and alone: a line per need, or per vacancy."""

    at_all: npt.NDArray[np.int64]
    alone: npt.NDArray[np.int64]
    compared: Index
    """How many were candidates: the others are excluded by COMMUNE."""

    @classmethod
    def empty(cls, lines: int) -> Counts:
        """Nothing counted yet."""
        shape = (lines, len(RULE_AT))
        return cls(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(lines, np.int64))

    def excluded(self, line: int, total: int) -> dict[Rule, tuple[int, int | None]]:
        """What excludes something, in the order of the rules: how many at all, and alone."""
        found: dict[Rule, tuple[int, int | None]] = {}
        elsewhere = total - int(self.compared[line])
        at_all, alone = self.at_all[line].tolist(), self.alone[line].tolist()
        for place, rule in enumerate(RULE_AT):
            if place == COMMUNE:
                if elsewhere:
                    found[rule] = (elsewhere, None)
            elif at_all[place]:
                found[rule] = (at_all[place], alone[place])
        return found


def count(block: Block, misses: NearMisses, by_need: Counts, by_vacancy: Counts) -> None:
    """Add a block to the counts."""
    candidates, size = block.candidates, len(RULE_AT)
    if not candidates.pairs():
        return
    line_of = np.repeat(np.arange(len(candidates.need)), candidates.width)
    place_of = np.arange(candidates.pairs()) + (candidates.first - candidates.start[:-1])[line_of]
    needs, places = len(by_need.compared), len(by_vacancy.compared)
    by_need.compared += _summed(candidates.need, candidates.width, needs)
    by_vacancy.compared += np.bincount(place_of, minlength=places)
    for place in range(size):
        if place == COMMUNE:
            continue
        pairs = np.flatnonzero(block.failed & (1 << place))
        if len(pairs):
            lines = line_of[pairs]
            by_need.at_all[:, place] += np.bincount(candidates.need[lines], minlength=needs)
            by_vacancy.at_all[:, place] += np.bincount(place_of[pairs], minlength=places)
    for counts, key in ((by_need, misses.need), (by_vacancy, misses.place)):
        alone = np.bincount(key * size + misses.rule, minlength=counts.alone.size)
        counts.alone += alone.reshape(counts.alone.shape)


def _summed(key: Index, weights: Index, lines: int) -> Index:
    return np.bincount(key, weights=weights.astype(np.float64), minlength=lines).astype(np.int64)
