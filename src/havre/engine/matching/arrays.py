"""What the tables of a block share: the functions over arrays, and runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from havre.engine.matching.maths import Maths

Array = npt.NDArray[Any]
Index = npt.NDArray[np.int64]

ARRAYS: Final = Maths(np.minimum, np.maximum, np.sqrt, np.rint)


def offsets(counts: Array) -> Index:
    """Where each run of `counts` begins, and where the last one ends."""
    found = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=found[1:])
    return found


def runs(starts: Array, counts: Array) -> tuple[Index, Index]:
    """Every number of the runs that begin at `starts`, with the run each belongs to."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = offsets(counts)[:-1]
    return owner, (starts - first)[owner] + np.arange(len(owner))


def columns(rows: Sequence[tuple[Any, ...]], kinds: Sequence[Any]) -> list[Array]:
    """One array per column of `rows`, of the kinds given; empty ones when there is no row."""
    by_column: Iterable[Sequence[Any]] = zip(*rows, strict=True) if rows else [()] * len(kinds)
    return [np.array(column, kind) for column, kind in zip(by_column, kinds, strict=True)]
