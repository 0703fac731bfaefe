"""Node prices that prove a flow optimal: the greatest profit of a residual path from the sink.

With `e` these lengths, a residual arc from x to y of profit c has e[y] ≥ e[x] + c: no path, hence
no cycle, improves the flow. For a need, −e is exactly what the plan would lose without her; for a
dwelling, e is the least price at which everybody keeps hers.
"""

from __future__ import annotations

import numpy as np

from havre.engine.assignment.network import Network
from havre.engine.assignment.problem import Ints


class NotOptimal(ArithmeticError):
    """A residual cycle improves the flow."""


def potentials(network: Network, flow: Ints, profit: Ints, active: Ints, far: int) -> Ints:
    """Return `e` for each node, over the arcs `active`. Raises NotOptimal.

    `far` is more than any path can lose: nodes that the sink does not reach start from −far.
    """
    tail, head, value = _residual(network, flow, profit, active)
    order = np.argsort(tail, kind="stable")
    tail, head, value = tail[order], head[order], value[order]
    first = np.searchsorted(tail, np.arange(network.nodes + 1))
    reach = np.full(network.nodes, -(2 * far), np.int64)
    reach[network.sink] = 0
    _spread(reach, np.array([network.sink]), first, head, value, far, network.sink)
    lost = np.flatnonzero(reach < -far)
    reach[lost] = -far
    _spread(reach, lost, first, head, value, far, network.sink)
    return reach


def _residual(network: Network, flow: Ints, profit: Ints, active: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the arcs along which flow may still change, in either direction."""
    moved, most = flow[active], network.cap[active]
    ahead, back = active[moved < most], active[moved > 0]
    return (
        np.concatenate([network.tail[ahead], network.head[back]]),
        np.concatenate([network.head[ahead], network.tail[back]]),
        np.concatenate([profit[ahead], -profit[back]]),
    )


def _spread(
    reach: Ints, changed: Ints, first: Ints, head: Ints, value: Ints, far: int, sink: int
) -> None:
    """Raise labels along arcs until none can be raised (Bellman and Ford, from what changed)."""
    seen = np.zeros(len(reach), dtype=bool)
    for _ in range(len(reach) + 1):
        if not len(changed):
            return
        begin = first[changed]
        counts = first[changed + 1] - begin
        total = int(counts.sum())
        if not total:
            return
        offset = np.repeat(begin - np.cumsum(counts) + counts, counts)
        arcs = offset + np.arange(total)
        label = np.repeat(reach[changed], counts) + value[arcs]
        target = head[arcs]
        better = label > reach[target]
        target, label = target[better], label[better]
        np.maximum.at(reach, target, label)
        if reach[sink] > 0 or (len(label) and int(label.max()) > far):
            raise NotOptimal
        seen[target] = True
        changed = np.flatnonzero(seen)
        seen[changed] = False
    raise NotOptimal
