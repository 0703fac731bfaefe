"""The plan as a flow: need → vacancy → landlord → groups → sink, and need → sink when left out.

Arcs come in blocks, in this order: pairs, vacancies, floors, rests, left out. A floor arc is the
part of a landlord's dwellings that counts for its fair share; the rest arc carries the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from havre.engine.assignment.problem import NOWHERE, Ints, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Arcs as arrays, and how many units each node sends (the sink takes them all)."""

    tail: Ints
    head: Ints
    cap: Ints
    supply: Ints
    pairs: int
    floors: slice

    @property
    def nodes(self) -> int:
        """How many nodes; the sink is the last."""
        return len(self.supply)

    @property
    def sink(self) -> int:
        """Where every unit ends."""
        return len(self.supply) - 1


def build(problem: Problem) -> tuple[Network, Ints]:
    """Return the network, and the position in the problem of each pair that may be chosen."""
    needs, vacancies = len(problem.needs), len(problem.vacancies)
    groups = problem.groups
    sink = needs + vacancies + len(groups)
    allowed = _allowed(problem)
    node_of_group = np.append(needs + vacancies + np.arange(len(groups)), sink)
    into = node_of_group[problem.group]
    most = np.array([vacancies if g.cap is None else min(g.cap, vacancies) for g in groups], int)
    floor = np.minimum(np.array([g.floor for g in groups], int), most)
    above = node_of_group[np.array([g.parent for g in groups], int)] if groups else most
    own = node_of_group[:-1]
    with_floor = np.flatnonzero(floor)
    free = np.ones(needs, dtype=bool)
    free[[need for need, _ in problem.fixed]] = False
    out = np.flatnonzero(free)
    one = np.ones
    tail = [problem.need_of[allowed], needs + np.arange(vacancies), own[with_floor], own, out]
    head = [
        needs + problem.vacancy[allowed],
        into,
        above[with_floor],
        above,
        np.full(len(out), sink),
    ]
    cap = [one(len(allowed)), one(vacancies), floor[with_floor], most - floor, one(len(out))]
    supply = np.zeros(sink + 1, np.int64)
    supply[:needs] = 1
    supply[sink] = -needs
    before = len(allowed) + vacancies
    return (
        Network(
            np.concatenate(tail).astype(np.int64),
            np.concatenate(head).astype(np.int64),
            np.concatenate(cap).astype(np.int64),
            supply,
            len(allowed),
            slice(before, before + len(with_floor)),
        ),
        allowed,
    )


def _allowed(problem: Problem) -> Ints:
    """Positions of the pairs that are not forbidden; of a fixed need, its pair alone."""
    if not problem.fixed and not problem.forbidden:
        return np.arange(len(problem.vacancy))
    keep = np.ones(len(problem.vacancy), dtype=bool)
    for need, vacancy in problem.fixed:
        keep[problem.vacancy == vacancy] = False
        keep[int(problem.start[need]) : int(problem.start[need + 1])] = False
    for need, vacancy in problem.fixed:
        chosen = problem.pair(need, vacancy)
        assert chosen is not None
        keep[chosen] = True
    for need, vacancy in problem.forbidden:
        position = problem.pair(need, vacancy)
        if position is not None:
            keep[position] = False
    return np.flatnonzero(keep)


def profit_of(network: Network, on_pairs: Ints, on_floors: int = 0) -> Ints:
    """Return the profit of each arc: of pairs, and of each dwelling that counts for a floor."""
    profit = np.zeros(len(network.tail), np.int64)
    profit[: network.pairs] = on_pairs
    profit[network.floors] = on_floors
    return profit


__all__ = ["NOWHERE", "Network", "build", "profit_of"]
