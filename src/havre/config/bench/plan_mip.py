"""The plan's problem for a general solver: HiGHS, mixed integers, gap 0."""

from __future__ import annotations

from typing import Any

import numpy as np

from havre.engine.assignment import NOWHERE, Problem


def best_by_mip(problem: Problem, seconds: float) -> tuple[dict[int, int], int] | None:
    """Return women housed by urgency and the total score, or None when time ran out."""
    import highspy

    solver = highspy.Highs()
    for option, value in (
        ("output_flag", False),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
        ("time_limit", float(seconds)),
    ):
        solver.setOptionValue(option, value)
    pairs = len(problem.vacancy)
    unit = 4 * int(problem.score.max(initial=1)) + 1
    worth = (4 - problem.urgency[problem.need_of]) * unit + problem.score
    model = highspy.HighsLp()
    model.num_col_ = pairs
    model.col_cost_ = worth.astype(float) / 1_000_000
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
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    chosen = np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5)
    ranks = problem.urgency[problem.need_of[chosen]]
    housed = {rank: int((ranks == rank).sum()) for rank in (1, 2, 3)}
    return housed, int(problem.score[chosen].sum())


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
