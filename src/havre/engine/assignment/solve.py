"""The plan: most women of urgency 1 housed, then 2, then 3; fair shares; score; waiting; ties.

The women who can be housed together form a matroid (a flow with caps makes a gammoid): one set
houses most of urgency 1, and of those most of 2, and of those most of 3, if and only if it is of
greatest weight for the weights 3, 2, 1. Weights 3B, 2B and B, with B above any sum of scores,
thus rank as strictly as powers would. What follows the score is settled on the optimal face:
the arcs that every optimal flow may still use differently, where all prices are tight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from havre.engine.assignment.flow import best_flow, fits
from havre.engine.assignment.network import Network, build, profit_of
from havre.engine.assignment.potentials import NotOptimal, potentials
from havre.engine.assignment.problem import NOWHERE, WAITING_MOST, Ints, Problem, ancestors
from havre.engine.assignment.ties import BITS, draws, undecided
from havre.engine.matching.score import MICRO

FAR = {"WAITING": 2 * (WAITING_MOST + 1), "REFERENCES": 2 * (1 << BITS)}
"""Per node, more than a path can lose: it passes each node once, and takes two pairs for it."""

BIG_BOARD = 500
"""Nodes from which smaller weights are tried first: proven afterwards, and faster."""


@dataclass(frozen=True, slots=True)
class Units:
    """What one woman housed, one dwelling of a fair share, and one millionth weigh together."""

    housed: int
    shared: int

    @classmethod
    def strict(cls, problem: Problem) -> Units:
        """Units no sum of what comes after can reach, twice over (so that sums read apart).

        With one dwelling more than there are, and the highest score there may be: what one more
        would bring is read in the same units. One dwelling counts for the fair share of each
        group it is under.
        """
        most = min(len(problem.needs), len(problem.vacancies)) + 1
        shared = 2 * most * MICRO + 1
        groups = problem.groups
        deepest = max((len(ancestors(groups, one)) for one in range(len(groups))), default=0)
        floors = min(sum(group.floor for group in groups), most * deepest)
        return cls(shared * (2 * floors + 1), shared)

    @classmethod
    def light(cls, problem: Problem) -> Units:
        """Units that a few exchanges could outweigh, and hardly ever do."""
        shared = 4 * int(problem.score.max(initial=1)) + 1
        floors = any(group.floor for group in problem.groups)
        return cls(shared * (4 if floors else 1), shared)


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """One criterion: its kind, the draw's turn, and the price of each node that proves it."""

    kind: str
    turn: int
    price: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Who gets what (`assigned[need]`, or NOWHERE), and the prices that prove it."""

    assigned: Ints
    pairs: Ints
    tiers: tuple[Tier, ...]
    units: Units


def solve(problem: Problem) -> Solution:
    """Return the one best plan, whatever the order of the input. Raises SolverRefused."""
    network, allowed = build(problem)
    units = Units.strict(problem)
    everything = np.arange(len(network.tail))
    profit = _main(problem, network, allowed, units)
    flow, price = _first(problem, network, allowed, units, profit)
    tiers = [Tier("HOUSED", 0, price)]
    tight = _tight(network, everything, profit, price)
    active = undecided(network, flow, tight)
    while len(active):
        kind, turn = ("WAITING", 0) if len(tiers) == 1 else ("REFERENCES", len(tiers) - 2)
        profit = _tie(problem, network, allowed, tight, kind, turn)
        flow = best_flow(network, flow, profit, active)
        price = potentials(network, flow, profit, tight, FAR[kind] * network.nodes)
        tiers.append(Tier(kind, turn, price))
        tight = _tight(network, tight, profit, price)
        active = undecided(network, flow, tight)
    chosen = allowed[np.flatnonzero(flow[: network.pairs])]
    assigned = np.full(len(problem.needs), NOWHERE)
    assigned[problem.need_of[chosen]] = problem.vacancy[chosen]
    return Solution(assigned, chosen, tuple(tiers), units)


def _main(problem: Problem, network: Network, allowed: Ints, units: Units) -> Ints:
    ranks = 4 - problem.urgency[problem.need_of[allowed]]
    return profit_of(network, ranks * units.housed + problem.score[allowed], units.shared)


def _first(
    problem: Problem, network: Network, allowed: Ints, units: Units, profit: Ints
) -> tuple[Ints, Ints]:
    """Return a flow of greatest main profit, and its prices."""
    everything = np.arange(len(network.tail))
    nothing = np.zeros(len(network.tail), np.int64)
    far = 8 * units.housed
    if network.nodes < BIG_BOARD and fits(network, profit):
        flow = best_flow(network, nothing, profit, everything)
        return flow, potentials(network, flow, profit, everything, far)
    light = _main(problem, network, allowed, Units.light(problem))
    flow = best_flow(network, nothing, light, everything)
    try:
        return flow, potentials(network, flow, profit, everything, far)
    except NotOptimal:
        flow = _in_two_steps(problem, network, allowed)
        return flow, potentials(network, flow, profit, everything, far)


def _in_two_steps(problem: Problem, network: Network, allowed: Ints) -> Ints:
    """Settle who counts first, then the score among the flows that are still as good."""
    everything = np.arange(len(network.tail))
    floors = sum(group.floor for group in problem.groups)
    rank = (4 - problem.urgency[problem.need_of[allowed]]) * (floors + 1)
    profit = profit_of(network, rank, 1)
    flow = best_flow(network, np.zeros(len(network.tail), np.int64), profit, everything)
    price = potentials(network, flow, profit, everything, 8 * (floors + 1))
    active = _tight(network, everything, profit, price)
    return best_flow(network, flow, profit_of(network, problem.score[allowed]), active)


def _tie(
    problem: Problem, network: Network, allowed: Ints, active: Ints, kind: str, turn: int
) -> Ints:
    """Return the profits of a tie tier, on the arcs still undecided."""
    profit = np.zeros(len(network.tail), np.int64)
    arcs = active[active < network.pairs]
    pairs = allowed[arcs]
    needs, vacancies = problem.need_of[pairs], problem.vacancy[pairs]
    if kind == "WAITING":
        profit[arcs] = problem.waiting[needs]
    else:
        profit[arcs] = draws(
            [problem.needs[i] for i in needs], [problem.vacancies[i] for i in vacancies], turn
        )
    return profit


def _tight(network: Network, active: Ints, profit: Ints, price: Ints) -> Ints:
    """Return the arcs whose profit is exactly paid by prices: others are settled."""
    tail, head = network.tail[active], network.head[active]
    left = profit[active] + price[tail] - price[head]
    return np.compress(left == 0, active)


__all__ = ["Solution", "Tier", "Units", "solve"]
