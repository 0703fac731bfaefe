"""What the caps of landlords and groups leave, once a plan is made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from havre.engine.assignment.problem import NOWHERE, Ints, Problem, ancestors

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Free vacancies, dwellings used per group, and the nearest full group above each vacancy.

    A group's descendants are the interval `enters[g]` to `leaves[g]` of a walk of the groups.
    """

    problem: Problem
    free: Flags
    used: tuple[int, ...]
    full_above: Ints
    enters: Ints
    leaves: Ints

    @classmethod
    def of(cls, problem: Problem, assigned: Ints) -> Room:
        """Work out what is left beside `assigned` (a vacancy or −1 per need)."""
        groups = problem.groups
        taken = assigned[assigned != NOWHERE]
        free = np.ones(len(problem.vacancies), dtype=bool)
        free[taken] = False
        direct = np.bincount(problem.group[taken] + 1, minlength=len(groups) + 1)[1:]
        used = [0] * len(groups)
        for group, count in enumerate(direct):
            for above in ancestors(groups, group):
                used[above] += int(count)
        full = [g.cap is not None and used[i] >= g.cap for i, g in enumerate(groups)]
        nearest = np.full(len(groups) + 1, NOWHERE)  # the last one is read by NOWHERE
        for group in range(len(groups)):
            nearest[group] = next((a for a in ancestors(groups, group) if full[a]), NOWHERE)
        enters, leaves = _walk(problem)
        return cls(problem, free, tuple(used), nearest[problem.group], enters, leaves)

    def may_move(self, held: Ints, wanted: Ints) -> Flags:
        """Tell, per pair, whether who holds `held` may take the free `wanted` instead.

        Leaving a dwelling makes room in its landlord's groups: a full one is no obstacle when
        both are under it.
        """
        full, own = self.full_above[wanted], self.problem.group[held]
        inside = (self.enters[full] <= self.enters[own]) & (self.enters[own] < self.leaves[full])
        allowed: Flags = (full == NOWHERE) | ((own != NOWHERE) & inside)
        return allowed

    def under(self, group: int) -> Flags:
        """Tell which vacancies are under a group."""
        own = self.problem.group
        inside = (self.enters[group] <= self.enters[own]) & (self.enters[own] < self.leaves[group])
        below: Flags = (own != NOWHERE) & inside
        return below


def _walk(problem: Problem) -> tuple[Ints, Ints]:
    below: dict[int, list[int]] = {}
    for index, one in enumerate(problem.groups):
        below.setdefault(one.parent, []).append(index)
    enters = np.zeros(len(problem.groups) + 1, np.int64)
    leaves = np.zeros(len(problem.groups) + 1, np.int64)
    clock = 0
    ahead = [(root, True) for root in reversed(below.get(NOWHERE, []))]
    while ahead:
        group, entering = ahead.pop()
        if not entering:
            leaves[group] = clock
            continue
        enters[group] = clock
        clock += 1
        ahead.append((group, False))
        ahead.extend((child, True) for child in reversed(below.get(group, [])))
    return enters, leaves
