"""The figures of many compatible pairs at once: those a single pair's verdicts give."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from havre.engine.matching.affordability import left_per_day
from havre.engine.matching.arrays import Array, Index, offsets, runs
from havre.engine.matching.block import Block
from havre.engine.matching.places import Direction, closeness, kilometres
from havre.engine.matching.scoring import net_rents
from havre.engine.matching.sides import VacancySide


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Unrounded figures, a line per pair; NaN for one that does not apply."""

    net_rent: Array
    effort_rate: Array
    left_per_day: Array
    apl: Array
    closeness: Array
    """To the nearest point to avoid (see `places`)."""

    @classmethod
    def of(cls, block: Block, lines: Index, places: Index) -> PairFigures:
        """Work out the figures of pairs, given by their line and their vacancy in the table."""
        n, need = block.needs.side, block.candidates.need[lines]
        v = VacancySide(*(column[places] for column in block.table.side))
        apl, net = net_rents(block, lines, v)
        income = n.income[need]
        paid = income > 0
        effort = np.where(paid, net / np.where(paid, income, 1.0), np.nan)
        left = left_per_day(income, net, n.units[need])
        return cls(net, effort, left, apl, _nearest(block, need, v))

    @classmethod
    def none(cls) -> PairFigures:
        """The figures of no pair."""
        return cls(*(np.empty(0, np.float64) for _ in range(5)))

    @classmethod
    def joined(cls, parts: list[PairFigures]) -> PairFigures:
        """Figures one after the other."""
        columns = ("net_rent", "effort_rate", "left_per_day", "apl", "closeness")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in columns))

    def between(self, low: int, high: int) -> list[dict[str, float]]:
        """The figures of some pairs, rounded for reading as those of a single pair are."""
        here = slice(low, high)
        rows = zip(
            self.net_rent[here].tolist(),
            self.effort_rate[here].tolist(),
            self.left_per_day[here].tolist(),
            self.apl[here].tolist(),
            self.closeness[here].tolist(),
            strict=True,
        )
        return [_rounded(*row) for row in rows]


def _rounded(net: float, effort: float, left: float, apl: float, near: float) -> dict[str, float]:
    found = {"net_rent": round(net, 2)}
    if not math.isnan(effort):
        found["effort_rate"] = round(effort, 4)
    found |= {"left_per_day": round(left, 2), "apl": round(apl, 2)}
    if not math.isnan(near):
        found["km_to_nearest_zone"] = round(kilometres(near), 3)
    return found


def _nearest(block: Block, need: Index, v: VacancySide) -> Array:
    """The closeness of each pair's dwelling to the nearest point its need avoids."""
    circles = block.needs.circles
    found = np.full(len(need), np.nan)
    count = np.bincount(circles.need, minlength=len(block.needs))
    asked = np.flatnonzero((count[need] > 0) & ~np.isnan(v.x))
    if len(asked):
        begin = offsets(count)[:-1]
        counts = count[need[asked]]
        owner, place = runs(begin[need[asked]], counts)
        pair = asked[owner]
        centre = Direction(*(part[place] for part in circles.where))
        away = closeness(centre, Direction(v.x[pair], v.y[pair], v.z[pair]))
        found[asked] = np.minimum.reduceat(away, offsets(counts)[:-1])
    return found
