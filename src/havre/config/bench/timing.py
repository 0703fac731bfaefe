"""Two things measured in turns, so that whatever else the machine does weighs on both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

WARM_UPS = 3


def elapsed(run: Callable[[], Any]) -> float:
    """Return the milliseconds of one run."""
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def in_turns(
    first: Callable[[], float], second: Callable[[], float], repeat: int
) -> tuple[float, float]:
    """Return the median of each: both give milliseconds, and each goes first every other time."""
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    for turn in range(repeat + WARM_UPS):
        order = (0, 1) if turn % 2 else (1, 0)
        for which in order:
            taken = (first, second)[which]()
            if turn >= WARM_UPS:
                times[which].append(taken)
    return statistics.median(times[0]), statistics.median(times[1])


def ratio(protected: float, bare: float, budget: float) -> dict[str, Any]:
    """Return the figure of one budget that is a ratio."""
    found = protected / bare
    return {
        "protected_ms": round(protected, 3),
        "bare_ms": round(bare, 3),
        "ratio": round(found, 2),
        "budget": budget,
        "met": found <= budget,
    }
