"""`havre bench plan`: the certified plan of boards of four sizes, beside HiGHS and greedy rules.

Each board is measured in a process of its own, so that its memory is its own. Pairs are made
first, and not counted: the plan alone is. HiGHS solves the same problem as a MIP with gap 0, in two
ways, and is judged by the faster; its answers must be the same, or it has run out of the time it is
given, and that is said. Times are wall times on a shared machine, each side timing itself, the best
of as many runs of each; `load` says how busy it was.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from havre.config.bench.memory import peak_mb
from havre.engine.assignment import Problem, make_plan, problem_of, verify
from havre.engine.assignment.caps import Room
from havre.engine.assignment.greedy import Outcome, dwelling_first, household_first
from havre.engine.assignment.solve import solve
from havre.engine.matching import MICRO


@dataclass(frozen=True, slots=True)
class Budget:
    """What a board's plan may take, and how many times faster than HiGHS it has to be."""

    ms: float
    ratio: float | None
    highs_seconds: float
    repeat: int


Run = tuple[float, tuple[dict[int, int], int] | None]
"""Seconds, then women housed by urgency and the total score; None when time ran out."""

STARTING_SECONDS: Final = 30.0
"""What a new process may take before it begins."""

BUDGETS: Final[Mapping[str, Budget]] = {
    "orleans": Budget(10, None, 30, 15),
    "metropole": Budget(25, 10, 60, 15),
    "idf": Budget(3_000, 20, 120, 3),
    "france": Budget(12_000, None, 0, 2),
}


def figures(names: Iterable[str]) -> list[dict[str, Any]]:
    """Measure these boards, each in its own process."""
    found = []
    for name in names:
        command = [sys.executable, "-m", "havre.config.bench.plan", name]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return found


def within_budget(report: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether every board keeps to its time and to its ratio."""
    return all(board["met"] for board in report)


def problem_named(name: str) -> Problem:
    """Return the problem of a synthetic board."""
    from havre.config.bench.boards import SIZES, synthetic_board
    from havre.config.board_files import shipped_ceilings

    board = synthetic_board(SIZES[name])
    return problem_of(
        board.needs, board.vacancies, board.settings, shipped_ceilings(), board.landlord_caps
    )


def measure(name: str) -> dict[str, Any]:
    """Measure one board in this process."""
    budget, problem = BUDGETS[name], problem_named(name)
    make_plan(_small())  # the solver's library is loaded once for all
    solving, solution = _best(lambda: solve(problem), budget.repeat)
    proving, proof = _best(
        lambda: verify(problem, solution.assigned, solution.tiers), budget.repeat
    )
    whole, _ = _best(lambda: make_plan(problem), budget.repeat)
    memory = peak_mb()
    ours = Outcome(proof.housed, proof.total_micro)
    highs = against_highs(problem, budget, ours) if budget.highs_seconds else None
    ratio = round(highs["seconds"] * 1000 / whole, 1) if highs else None
    met = whole <= budget.ms and (budget.ratio is None or (ratio or 0) >= budget.ratio)
    return {
        "board": name,
        "needs": len(problem.needs),
        "vacancies": len(problem.vacancies),
        "pairs": len(problem.vacancy),
        "caps": caps_of(problem, solution.assigned),
        "solve_ms": round(solving, 2),
        "certify_ms": round(proving, 2),
        "whole_ms": round(whole, 2),
        "budget_ms": budget.ms,
        "criteria": [tier.kind for tier in solution.tiers],
        "memory_mb": memory,
        "load": round(os.getloadavg()[0], 1),
        "housed": proof.housed,
        "total_score": proof.total_micro / MICRO,
        "highs": highs,
        "ratio": ratio,
        "ratio_asked": budget.ratio,
        "greedy": {
            rule.__name__: _gain(rule(problem), ours) for rule in (household_first, dwelling_first)
        },
        "met": met,
    }


def caps_of(problem: Problem, assigned: Any) -> dict[str, int]:
    """Count the caps given, and those that the plan fills: the others could as well not be."""
    used = Room.of(problem, assigned).used
    caps = [(group.cap, count) for group, count in zip(problem.groups, used, strict=True)]
    given = [(cap, count) for cap, count in caps if cap is not None]
    return {"given": len(given), "full": sum(count >= cap for cap, count in given)}


def _small() -> Problem:
    import numpy as np

    one, none = np.ones(1, np.int64), np.zeros(1, np.int64)
    return Problem(
        needs=["N"], vacancies=["V"], urgency=one, waiting=none, start=np.array([0, 1]),
        vacancy=none, score=none, group=none - 1,
    )  # fmt: skip


def _best(work: Callable[[], Any], repeat: int) -> tuple[float, Any]:
    """Return the shortest of `repeat` times, in milliseconds, and the last result."""
    times, result = [], None
    for _ in range(repeat):
        started = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - started) * 1000)
    return min(times), result


def _gain(rule: Outcome, best: Outcome) -> dict[str, Any]:
    """Return what the plan houses more than a rule, by urgency, and the difference of scores."""
    more = {rank: best.housed[rank] - count for rank, count in rule.housed.items()}
    return {
        "housed_more": more,
        "women_more": sum(more.values()),
        "score_more": (best.total_micro - rule.total_micro) / MICRO,
    }


def against_highs(problem: Problem, budget: Budget, ours: Outcome) -> dict[str, Any]:
    """Solve the same problem with HiGHS, in each way; what is compared is the faster.

    `same` is None when it had no optimum in time: its seconds are then the least it would have
    taken. Raises RuntimeError when an answer is another one, or when there is none at all.
    """
    found: dict[str, dict[str, Any]] = {}
    for way in ("tiers", "weights"):
        runs = runs_of_highs(problem, way, budget.highs_seconds, budget.repeat)
        if any(answer not in (None, (ours.housed, ours.total_micro)) for _, answer in runs):
            raise RuntimeError("HiGHS and the plan do not agree")
        solved = [seconds for seconds, answer in runs if answer is not None]
        best = min(solved, default=budget.highs_seconds)
        found[way] = {"seconds": round(best, 4), "runs": len(runs), "same": bool(solved) or None}
    way = min(found, key=lambda one: (found[one]["same"] is None, found[one]["seconds"]))
    return {"way": way, **found[way], "limit": budget.highs_seconds, "ways": found}


def runs_of_highs(problem: Problem, way: str, seconds: float, repeat: int) -> list[Run]:
    """Solve so many times, each run timed by the process that does it, until one has no answer.

    HiGHS looks at the clock between steps that may take minutes: in a process of its own, it is
    stopped. Raises RuntimeError when that process dies.
    """
    apart = multiprocessing.get_context("spawn")  # its threads would not survive a fork
    here, there = apart.Pipe(duplex=False)
    child = apart.Process(target=_send_runs, args=(there, problem, way, seconds, repeat))
    child.start()
    there.close()  # so that a child that dies is heard
    runs: list[Run] = []
    try:
        while len(runs) < repeat and (not runs or runs[-1][1] is not None):
            late = not here.poll(seconds + (0 if runs else STARTING_SECONDS))
            runs.append((seconds, None) if late else here.recv())
    except EOFError:
        raise RuntimeError("the process of HiGHS died") from None
    finally:
        child.kill()
        child.join()
    return runs


def _send_runs(to: Connection, problem: Problem, way: str, seconds: float, repeat: int) -> None:
    from havre.config.bench.plan_mip import WAYS

    solve_once = WAYS[way]
    for _ in range(repeat):
        started = time.perf_counter()
        answer = solve_once(problem, seconds)
        to.send((time.perf_counter() - started, answer))


def readable(report: Iterable[Mapping[str, Any]]) -> str:
    """Return the figures as a table."""
    lines = [
        f"{'tableau':<12}{'paires':>10}{'plan prouvé':>14}{'HiGHS':>16}{'mémoire':>10}  greedy"
    ]
    for board in report:
        highs = board["highs"]
        said = (
            "—"
            if not highs
            else f"{highs['seconds']:.2f} s" + ("" if highs["same"] else " (limite)")
        )
        more = ", ".join(f"+{one['women_more']}" for one in board["greedy"].values())
        lines.append(
            f"{board['board']:<12}{board['pairs']:>10}{board['whole_ms']:>11.1f} ms{said:>16}"
            f"{board['memory_mb']:>7} Mo  {more}{'' if board['met'] else '  TROP LENT'}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
