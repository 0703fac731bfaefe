"""One exact min-cost flow, by OR-Tools, on the arcs that may still change.

What the solver answers is never believed: potentials are worked out from its flow, and say
whether it is optimal (`potentials`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from havre.engine.assignment.network import Network
from havre.engine.assignment.problem import Ints

COST_MOST: Final = 1 << 60
"""Greatest cost times nodes given to the solver, which scales costs by the number of nodes."""


class SolverRefused(ArithmeticError):
    """The solver did not answer: a cost beyond its range, or no flow at all."""


def fits(network: Network, profit: Ints) -> bool:
    """Tell whether the solver's own scaling of these profits stays within 64 bits."""
    greatest = int(np.abs(profit).max(initial=0))
    return greatest * (network.nodes + 1) < COST_MOST


def best_flow(network: Network, flow: Ints, profit: Ints, active: Ints) -> Ints:
    """Return the flow of greatest profit that differs from `flow` on the arcs `active` only."""
    from ortools.graph.python import min_cost_flow  # loaded by those alone who make a plan

    tail, head = network.tail[active], network.head[active]
    kept = flow.copy()
    kept[active] = 0
    supply = network.supply.copy()
    np.subtract.at(supply, network.tail, kept)
    np.add.at(supply, network.head, kept)
    nodes = np.unique(np.concatenate([tail, head]))
    place = np.zeros(network.nodes, np.int32)
    place[nodes] = np.arange(len(nodes), dtype=np.int32)
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        place[tail], place[head], network.cap[active], -profit[active]
    )
    solver.set_nodes_supplies(place[nodes], supply[nodes])
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise SolverRefused(str(status))
    kept[active] = solver.flows(arcs)
    return kept
