"""What one more dwelling would change, exactly: read from the prices, without another plan.

A need's price is what the plan would lose without her; so one more dwelling given to her is worth
its own value less that price, and one more dwelling is worth the best of these. Whole numbers, no
estimate: tests make the plan again with the dwelling, and find the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from havre.engine.assignment.plan import Plan

Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, order=True)
class Gain:
    """Women housed more (`rank`: 3 for one of urgency 1, 2, 1, or 0 for none), then score."""

    rank: int
    score_micro: int

    @property
    def urgency(self) -> int | None:
        """Return the urgency of the woman who would be housed, if any."""
        return 4 - self.rank if self.rank else None


NOTHING = Gain(0, 0)


def gains(plan: Plan, start: Whole, vacancy: Whole, score: Whole, more: int) -> list[Gain]:
    """Return what each of `more` dwellings would bring if it were added alone.

    Their compatible pairs come by need, as in a Problem: `vacancy` counts from 0 to `more` − 1.
    They belong to no landlord of the plan: no cap holds for them. Fair shares being a wish below
    women housed, a gain is read in women, then in score.
    """
    problem, units = plan.problem, plan.solution.units
    worth = -plan.solution.tiers[0].price[: len(problem.needs)]
    need = np.repeat(np.arange(len(problem.needs)), np.diff(start))
    free = np.ones(len(problem.needs), dtype=bool)
    free[[one for one, _ in problem.fixed]] = False
    value = (4 - problem.urgency[need]) * units.housed + score.astype(np.int64) - worth[need]
    best = np.zeros(more, np.int64)
    np.maximum.at(best, vacancy[free[need]], value[free[need]])
    return [_read(int(one), units.housed, units.shared) for one in best]


def _read(value: int, housed: int, shared: int) -> Gain:
    rank = (2 * value + housed) // (2 * housed)
    rest = value - rank * housed
    score = rest - (2 * rest + shared) // (2 * shared) * shared
    return Gain(rank, score)


def price_of(plan: Plan, vacancy: int) -> Gain:
    """Return what one more dwelling just like this one would bring."""
    problem, units = plan.problem, plan.solution.units
    price = int(plan.solution.tiers[0].price[len(problem.needs) + vacancy])
    return _read(max(price, 0), units.housed, units.shared) if price > 0 else NOTHING
