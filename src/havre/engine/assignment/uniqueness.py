"""For the certificate alone: could another plan be as good?

It could if going round some ring of free roads costs nothing. Roads are followed from those that
nothing leads to; what is left at the end is a ring.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from havre.engine.assignment.roads import Roads


def only_one(roads: Roads, free: Any) -> bool:
    """Tell whether no ring can be made of the `free` roads, in the directions they allow."""
    flow, cap = roads.flow[free], roads.cap[free]
    name = np.arange(roads.nodes)
    for road in free[(flow > 0) & (flow < cap)]:  # a road open both ways is one place
        here, there = _root(name, int(roads.tail[road])), _root(name, int(roads.head[road]))
        if here == there:
            return False
        name[here] = there
    names = np.arange(roads.nodes)
    for node in np.flatnonzero(name != names):
        names[node] = _root(name, int(node))
    ahead, back = free[(flow == 0) & (cap > 0)], free[(flow == cap) & (cap > 0)]
    tail = names[np.concatenate([roads.tail[ahead], roads.head[back]])]
    head = names[np.concatenate([roads.head[ahead], roads.tail[back]])]
    return _no_ring(tail, head, roads.nodes)


def _root(name: Any, node: int) -> int:
    while name[node] != node:
        node = int(name[node])
    return node


def _no_ring(tail: Any, head: Any, nodes: int) -> bool:
    order = np.argsort(tail, kind="stable")
    tail, head = tail[order], head[order]
    first = np.searchsorted(tail, np.arange(nodes + 1))
    waits = np.bincount(head, minlength=nodes)
    ready = np.flatnonzero(waits == 0)
    left = len(tail)
    while len(ready):
        roads = _spans(first, ready)
        left -= len(roads)
        np.subtract.at(waits, head[roads], 1)
        reached = np.unique(head[roads])
        ready = reached[waits[reached] == 0]
    return left == 0


def _spans(first: Any, nodes: Any) -> Any:
    counts = first[nodes + 1] - first[nodes]
    starts = np.repeat(first[nodes] - np.cumsum(counts) + counts, counts)
    return starts + np.arange(len(starts))
