"""Two ways a meeting could do without a plan, to say what a plan brings.

Household first: the most urgent, then who has waited longest, takes the best dwelling left.
Dwelling first: each dwelling, by reference, goes to the most urgent, then the best score.
Both keep the caps; neither looks ahead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from havre.engine.assignment.problem import NOWHERE, Ints, Problem, ancestors


@dataclass(frozen=True, slots=True)
class Outcome:
    """Women housed by urgency, and total score in millionths."""

    housed: dict[int, int]
    total_micro: int


def household_first(problem: Problem) -> Outcome:
    """Serve needs one by one."""
    order = np.lexsort((np.array(problem.needs, dtype=str), -problem.waiting, problem.urgency))
    names = np.array(problem.vacancies, dtype=str)
    pairs = np.arange(len(problem.vacancy))
    by_score = np.lexsort((names[problem.vacancy], -problem.score, problem.need_of))
    first = problem.start
    offers = ((int(need), pairs[by_score[first[need] : first[need + 1]]]) for need in order)
    return _serve(problem, offers)


def dwelling_first(problem: Problem) -> Outcome:
    """Give dwellings one by one."""
    need, names = problem.need_of, np.array(problem.needs, dtype=str)
    place = np.empty(len(problem.vacancies), np.int64)
    order = np.argsort(np.array(problem.vacancies, dtype=str), kind="stable")
    place[order] = np.arange(len(order))
    keys = (names[need], -problem.waiting[need], -problem.score, problem.urgency[need])
    by_dwelling = np.lexsort((*keys, place[problem.vacancy]))
    first = np.searchsorted(
        place[problem.vacancy][by_dwelling], np.arange(len(problem.vacancies) + 1)
    )
    offers = (
        (int(vacancy), by_dwelling[first[at] : first[at + 1]]) for at, vacancy in enumerate(order)
    )
    return _serve(problem, offers)


def _serve(problem: Problem, turns: Iterable[tuple[int, Ints]]) -> Outcome:
    """At each turn, take the first pair that is still possible."""
    used = [0] * len(problem.groups)
    caps = [group.cap for group in problem.groups]
    chains: dict[int, list[int]] = {NOWHERE: []} | {
        g: ancestors(problem.groups, g) for g in range(len(used))
    }
    housed, gone = set[int](), set[int]()
    chosen: list[int] = []
    for _, pairs in turns:
        for at in pairs:
            need, vacancy = int(problem.need_of[at]), int(problem.vacancy[at])
            chain = chains[int(problem.group[vacancy])]
            full = any((cap := caps[g]) is not None and used[g] >= cap for g in chain)
            if need in housed or vacancy in gone or full:
                continue
            housed.add(need)
            gone.add(vacancy)
            chosen.append(int(at))
            for group in chain:
                used[group] += 1
            break
    ranks = problem.urgency[problem.need_of[chosen]] if chosen else np.empty(0, np.int64)
    counts = {rank: int((ranks == rank).sum()) for rank in (1, 2, 3)}
    return Outcome(counts, int(problem.score[chosen].sum()) if chosen else 0)
