"""Ties: a whole number per pair drawn from its two references, and which ties are left.

The number depends on the references alone. Two plans that are equal in everything else have
different sums but by a chance of one in billions; then the next draw decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from havre.engine.assignment.network import Network
from havre.engine.assignment.problem import Ints

BITS: Final = 32
"""A draw is below 2³²."""

Unsigned = NDArray[np.uint64]


def draws(needs: Sequence[str], vacancies: Sequence[str], turn: int) -> Ints:
    """Return one draw per pair (`needs[i]`, `vacancies[i]`), from the references and the turn."""
    left = _digests(needs, b"need", turn)
    right = _digests(vacancies, b"vacancy", turn)
    mixed = left ^ ((right << np.uint64(31)) | (right >> np.uint64(33)))
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed = mixed ^ (mixed >> np.uint64(31))
    return (mixed >> np.uint64(64 - BITS)).astype(np.int64)


def _digests(references: Sequence[str], kind: bytes, turn: int) -> Unsigned:
    known: dict[str, int] = {}
    salt = turn.to_bytes(8, "big")
    for reference in references:
        if reference not in known:
            digest = blake2b(reference.encode(), digest_size=8, salt=salt, person=kind)
            known[reference] = int.from_bytes(digest.digest(), "big")
    return np.array([known[reference] for reference in references], np.uint64)


def undecided(network: Network, flow: Ints, active: Ints) -> Ints:
    """Return the arcs among `active` that another flow, as good, could use differently.

    These are the arcs of residual cycles; an arc that may move both ways is one road, not a
    cycle: its two ends are taken together.
    """
    moved, most = flow[active], network.cap[active]
    both = active[(moved > 0) & (moved < most)]
    name = _joined(network, both)
    if name is None:
        return active
    ahead, back = active[moved == 0], active[(moved == most) & (most > 0)]
    arcs = np.concatenate([ahead, back])
    tail = name[np.concatenate([network.tail[ahead], network.head[back]])]
    head = name[np.concatenate([network.head[ahead], network.tail[back]])]
    kept = np.arange(len(arcs))
    while len(kept):
        comes = np.bincount(head[kept], minlength=network.nodes) > 0
        goes = np.bincount(tail[kept], minlength=network.nodes) > 0
        passing = comes & goes
        inside = passing[tail[kept]] & passing[head[kept]]
        if inside.all():
            break
        kept = kept[inside]
    return np.union1d(arcs[kept], both) if len(kept) else np.empty(0, np.int64)


def _joined(network: Network, both: Ints) -> Ints | None:
    """Name nodes so that the two ends of each arc have one name; None when arcs make a ring."""
    name = np.arange(network.nodes)
    for arc in both:
        one, other = name[network.tail[arc]], name[network.head[arc]]
        if one == other:
            return None
        name[name == other] = one
    return name
