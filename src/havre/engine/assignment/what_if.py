"""What another choice would change: each question is answered by the plan made again."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from havre.engine.assignment.plan import Plan, make_plan
from havre.engine.assignment.problem import Problem


@dataclass(frozen=True, slots=True)
class Difference:
    """What `after` changes: women housed by urgency, millionths of score, who moves where.

    Each move is (need, vacancy before, vacancy after), −1 for none.
    """

    housed: dict[int, int]
    score_micro: int
    moves: tuple[tuple[int, int, int], ...]

    @property
    def nothing(self) -> bool:
        """Tell whether both plans are the same."""
        return not self.moves


def difference(before: Plan, after: Plan) -> Difference:
    """Compare two plans of the same needs and vacancies."""
    changed = np.flatnonzero(before.assigned != after.assigned)
    moves = tuple((int(n), int(before.assigned[n]), int(after.assigned[n])) for n in changed)
    housed = {rank: after.proof.housed[rank] - count for rank, count in before.proof.housed.items()}
    return Difference(housed, after.proof.total_micro - before.proof.total_micro, moves)


def if_she_declines(plan: Plan, need: int) -> tuple[Plan, Difference]:
    """Return the plan without her dwelling for her; others may have it."""
    problem = plan.problem
    barred = dict.fromkeys((*problem.forbidden, (need, int(plan.assigned[need]))))
    kept = tuple(pair for pair in problem.fixed if pair not in barred)
    after = make_plan(replace(problem, forbidden=tuple(barred), fixed=kept))
    return after, difference(plan, after)


def price_of_choices(plan: Plan) -> Difference:
    """Return what the fixed and forbidden pairs cost against the plan without them.

    Negative counts are women who would be housed otherwise.
    """
    if not plan.problem.fixed and not plan.problem.forbidden:
        return Difference({1: 0, 2: 0, 3: 0}, 0, ())
    return difference(make_plan(replace(plan.problem, fixed=(), forbidden=())), plan)


def if_fixed(problem: Problem, need: int, vacancy: int) -> Problem:
    """Return the problem with one more fixed pair. Raises Impossible."""
    if (need, vacancy) in problem.fixed:
        return problem
    return replace(problem, fixed=(*problem.fixed, (need, vacancy)))
