"""Is this plan the best one, and the only one? Checked from the problem, without the solver.

This module shares no code with what makes plans: it reads the problem again, its own way. A plan
is proven by a price for each need, vacancy and group and for each criterion, so that (compared
criterion by criterion) no pair, place or fair share left aside pays more than it costs, and none
that is taken pays less: complementary slackness, in whole numbers. It is the only plan when no
exchange costs exactly nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from havre.engine.assignment import uniqueness
from havre.engine.assignment.roads import Roads, profits, roads_of, strict_units

PRICE_MOST = 1 << 60


class Refuted(ValueError):
    """The proof does not hold; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was verified: women housed by urgency, total score, and the bound no plan exceeds."""

    housed: dict[int, int]
    total_micro: int
    bound_micro: int


def verify(problem: Any, assigned: Any, tiers: Any) -> Proof:
    """Check a plan and its prices. Raises Refuted.

    `assigned` gives a vacancy or −1 per need; each tier has a `kind`, a `turn` and the `price`
    of needs, vacancies, groups and sink, in this order.
    """
    roads = roads_of(problem, np.asarray(assigned), Refuted)
    _order_of(tiers)
    open_arcs = np.arange(len(roads.tail))
    bound = 0
    for index, tier in enumerate(tiers):
        price = np.asarray(tier.price)
        if price.shape != (roads.nodes,) or np.abs(price).max(initial=0) >= PRICE_MOST:
            raise Refuted("prix : un nombre par nœud est attendu")
        if price[-1] != 0:
            raise Refuted("prix : le puits vaut zéro")
        profit, far = profits(problem, roads, tier.kind, tier.turn, open_arcs)
        left = profit + price[roads.tail[open_arcs]] - price[roads.head[open_arcs]]
        _slack(roads, open_arcs, left)
        _supported(roads, open_arcs, left, price, far)
        if index == 0:
            bound = _bound(roads, left, price)
        open_arcs = open_arcs[left == 0]
    if not uniqueness.only_one(roads, open_arcs):
        raise Refuted("un autre plan serait aussi bon")
    return _proof(problem, roads, bound)


def _order_of(tiers: Any) -> None:
    for index, tier in enumerate(tiers):
        kind = "HOUSED" if index == 0 else "WAITING" if index == 1 else "REFERENCES"
        if tier.kind != kind or tier.turn != max(index - 2, 0):
            raise Refuted("critères : ils ne sont pas dans l’ordre")
    if not len(tiers):
        raise Refuted("critères : il en manque")


def _slack(roads: Roads, arcs: Any, left: Any) -> None:
    """What is not full pays nothing more; what is used pays its price."""
    flow, cap = roads.flow[arcs], roads.cap[arcs]
    if bool(((left > 0) & (flow < cap)).any()) or bool(((left < 0) & (flow > 0)).any()):
        raise Refuted("un autre plan serait meilleur")


def _supported(roads: Roads, arcs: Any, left: Any, price: Any, far: int) -> None:
    """Each price is exactly what a road from the sink makes it, or that of nodes it never meets."""
    flow, cap = roads.flow[arcs], roads.cap[arcs]
    exact = left == 0
    held = np.zeros(roads.nodes, dtype=bool)
    held[-1] = True
    held[roads.head[arcs[exact & (flow < cap)]]] = True
    held[roads.tail[arcs[exact & (flow > 0)]]] = True
    if not bool((held | (price == -far)).all()):
        raise Refuted("un prix n’est pas celui du plan")


def _bound(roads: Roads, left: Any, price: Any) -> int:
    """The dual value: no plan of this problem can be worth more."""
    gains = _exact_sum(np.maximum(left, 0), roads.cap)
    return gains - _exact_sum(price[: roads.needs], np.ones(roads.needs, np.int64))


def _exact_sum(values: Any, times: Any) -> int:
    used = np.flatnonzero(values)
    high, low = values[used] >> 30, values[used] & ((1 << 30) - 1)
    return (int((high * times[used]).sum()) << 30) + int((low * times[used]).sum())


def _proof(problem: Any, roads: Roads, bound: int) -> Proof:
    housed_unit, shared_unit = strict_units(problem)
    taken = roads.taken
    urgency = problem.urgency[problem.need_of[taken]]
    housed = {rank: int((urgency == rank).sum()) for rank in (1, 2, 3)}
    total = int(problem.score[taken].sum())
    worth = sum((4 - rank) * count for rank, count in housed.items()) * housed_unit
    worth += roads.shared * shared_unit
    if worth + total != bound:
        raise Refuted("la borne n’est pas atteinte")
    return Proof(housed, total, bound - worth)
