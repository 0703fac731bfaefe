"""The plan's problem for a general solver: HiGHS, mixed integers, gap 0, in two ways.

By tiers: one program for who counts (3, 2 and 1 by urgency, as strict as can be, see `solve`),
then, that many kept, one for the score. By weights: one program for both, the weights as small as
they may be, which is faster and could, on some other board, let scores outweigh a woman. Neither
is asked to settle the ties.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import highspy
import numpy as np

from havre.engine.assignment import NOWHERE, Problem
from havre.engine.matching import MICRO

Answer = tuple[dict[int, int], int]
"""Women housed by urgency, and the total score in millionths."""


def by_tiers(problem: Problem, seconds: float) -> Answer | None:
    """Return the best of the plan's first two criteria, or None when time ran out."""
    until = time.perf_counter() + seconds
    pairs = len(problem.vacancy)
    rank = (4 - problem.urgency[problem.need_of]).astype(float)
    solver = _model(problem, rank)
    if not _solved(solver, until):
        return None
    columns = np.arange(pairs, dtype=np.int32)
    most = round(solver.getInfo().objective_function_value)
    solver.addRow(most - 0.5, highspy.kHighsInf, pairs, columns, rank)
    solver.changeColsCost(pairs, columns, problem.score.astype(float))
    return _answer(problem, solver) if _solved(solver, until) else None


def by_weights(problem: Problem, seconds: float) -> Answer | None:
    """Return the same, a woman weighing a little more than four scores of this board."""
    until = time.perf_counter() + seconds
    unit = 4 * int(problem.score.max(initial=1)) + 1
    worth = (4 - problem.urgency[problem.need_of]) * unit + problem.score
    solver = _model(problem, worth / MICRO)
    return _answer(problem, solver) if _solved(solver, until) else None


WAYS: Final[Mapping[str, Callable[[Problem, float], Answer | None]]] = {
    "tiers": by_tiers,
    "weights": by_weights,
}


def _answer(problem: Problem, solver: Any) -> Answer:
    chosen = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
    ranks = problem.urgency[problem.need_of[chosen]]
    housed = {rank: int((ranks == rank).sum()) for rank in (1, 2, 3)}
    return housed, int(problem.score[chosen].sum())


def _solved(solver: Any, until: float) -> bool:
    """Run to the optimum, or to the end of the time."""
    left = until - time.perf_counter()
    if left <= 0:
        return False
    solver.setOptionValue("time_limit", solver.getRunTime() + left)
    solver.run()
    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def _model(problem: Problem, worth: Any) -> Any:
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        solver.setOptionValue(option, value)
    pairs = len(problem.vacancy)
    model = highspy.HighsLp()
    model.num_col_ = pairs
    model.col_cost_ = worth
    model.col_lower_ = np.zeros(pairs)
    model.col_upper_ = np.ones(pairs)
    model.integrality_ = [highspy.HighsVarType.kInteger] * pairs
    model.sense_ = highspy.ObjSense.kMaximize
    rows, columns, most = _rows(problem)
    order = np.argsort(columns, kind="stable")
    model.num_row_ = len(most)
    model.row_lower_ = np.full(len(most), -highspy.kHighsInf)
    model.row_upper_ = most
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(columns[order], np.arange(pairs + 1))
    model.a_matrix_.index_ = rows[order]
    model.a_matrix_.value_ = np.ones(len(rows))
    solver.passModel(model)
    return solver


def _rows(problem: Problem) -> tuple[Any, Any, Any]:
    """One row per need, per vacancy, per capped group: each holds its pairs, and how many."""
    needs, vacancies, pairs = len(problem.needs), len(problem.vacancies), len(problem.vacancy)
    every = np.arange(pairs)
    rows, columns = [problem.need_of, needs + problem.vacancy], [every, every]
    most = [np.ones(needs + vacancies)]
    for index, group in enumerate(problem.groups):
        if group.cap is None:
            continue
        inside = every[_under(problem, index)[problem.vacancy]]
        rows.append(np.full(len(inside), needs + vacancies + len(most) - 1))
        columns.append(inside)
        most.append(np.array([float(group.cap)]))
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(most)


def _under(problem: Problem, group: int) -> Any:
    """Tell which vacancies are under a group."""
    inside = np.zeros(len(problem.groups) + 1, dtype=bool)  # the last one is read by NOWHERE
    for index in range(len(problem.groups)):
        here = index
        while here != NOWHERE:
            inside[index] |= here == group
            here = problem.groups[here].parent
    return inside[problem.group]
