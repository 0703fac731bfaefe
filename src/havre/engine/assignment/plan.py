"""A plan: who gets what, proven, with and the second choice of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from havre.engine.assignment.caps import Room
from havre.engine.assignment.certificate import Proof, verify
from havre.engine.assignment.problem import NOWHERE, Ints, Problem
from havre.engine.assignment.solve import Solution, solve


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The best plan of a problem. `assigned` and `runner_up` give a vacancy, or −1, per need."""

    problem: Problem
    solution: Solution
    proof: Proof
    runner_up: Ints

    @property
    def assigned(self) -> Ints:
        """Return the vacancy of each need, or −1."""
        return self.solution.assigned

    @property
    def left_out(self) -> Ints:
        """Return the needs that no dwelling is found for."""
        return np.flatnonzero(self.assigned == NOWHERE)


def make_plan(problem: Problem) -> Plan:
    """Return the best plan, its proof checked apart. Raises SolverRefused, Refuted."""
    solution = solve(problem)
    proof = verify(problem, solution.assigned, solution.tiers)
    return Plan(problem, solution, proof, runners_up(problem, solution.assigned))


def runners_up(problem: Problem, assigned: Ints) -> Ints:
    """Return, per housed need, her best dwelling that the plan leaves free, within the caps.

    What can be proposed to her at once if hers falls through, nobody else's plan being touched.
    By score, then by reference.
    """
    most = len(problem.vacancies)
    rank = np.empty(most, np.int64)
    rank[np.argsort(np.array(problem.vacancies, dtype=object), kind="stable")] = np.arange(most)
    room = Room.of(problem, assigned)
    need, vacancy = problem.need_of, problem.vacancy
    free = (assigned[need] != NOWHERE) & room.free[vacancy]
    for pair in problem.forbidden:
        position = problem.pair(*pair)
        if position is not None:
            free[position] = False
    at = np.flatnonzero(free)
    at = at[room.may_move(assigned[need[at]], vacancy[at])]
    best = np.full(len(problem.needs), NOWHERE, np.int64)
    np.maximum.at(best, need[at], problem.score[at] * most + (most - 1 - rank[vacancy[at]]))
    order = np.empty(most, np.int64)
    order[rank] = np.arange(most)
    return (
        np.where(best == NOWHERE, NOWHERE, order[most - 1 - best % max(most, 1)]) if most else best
    )


def with_fair_shares(problem: Problem, housed: int) -> Problem:
    """Return the problem with a floor per landlord: its part of `housed`, as of the offers.

    Rounded down, so that the floors never exceed what is housed. Which floors can be met without
    housing one woman less, the plan says.
    """
    offers = np.bincount(problem.group[problem.group != NOWHERE], minlength=len(problem.groups))
    total = max(len(problem.vacancies), 1)
    groups = tuple(
        replace(group, floor=housed * int(own) // total)
        for group, own in zip(problem.groups, offers, strict=True)
    )
    return replace(problem, groups=groups)


def shares_met(plan: Plan) -> list[tuple[int, int, int]]:
    """Return (group, floor asked, floor met) for each group that has a floor."""
    room = Room.of(plan.problem, plan.assigned)
    return [
        (index, group.floor, min(group.floor, room.used[index]))
        for index, group in enumerate(plan.problem.groups)
        if group.floor
    ]


def pairs_of(plan: Plan) -> Iterable[tuple[int, int]]:
    """Return (need, position of its pair) of the plan, by need."""
    order = np.argsort(plan.problem.need_of[plan.solution.pairs], kind="stable")
    return ((int(plan.problem.need_of[at]), int(at)) for at in plan.solution.pairs[order])
