"""The same problem for a general solver (HiGHS, gap 0): women by urgency, then the score."""

from __future__ import annotations

import highspy
import numpy as np

from havre.engine.assignment import NOWHERE, Problem


def best_by_mip(of: Problem) -> tuple[int, int, int, int]:
    """Solve four MIPs, each fixing what the one before found."""
    ranks = of.urgency[of.need_of]
    goals = [(ranks == rank).astype(float) for rank in (1, 2, 3)] + [of.score.astype(float)]
    found: list[int] = []
    solver = _model(of)
    for goal in goals:
        columns = np.arange(len(goal), dtype=np.int32)
        solver.changeColsCost(len(goal), columns, goal)
        solver.run()
        assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        best = round(solver.getInfo().objective_function_value)
        solver.addRow(best - 0.5, highspy.kHighsInf, len(goal), columns, goal)
        found.append(best)
    return found[0], found[1], found[2], found[3]


def _model(of: Problem) -> highspy.Highs:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.0)
    pairs = len(of.vacancy)
    for _ in range(pairs):
        solver.addVar(0, 1)
    solver.changeColsIntegrality(
        pairs,
        np.arange(pairs, dtype=np.int32),
        np.full(pairs, highspy.HighsVarType.kInteger),
    )
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for need in range(len(of.needs)):
        _at_most(solver, np.flatnonzero(of.need_of == need), 1)
    for vacancy in range(len(of.vacancies)):
        _at_most(solver, np.flatnonzero(of.vacancy == vacancy), 1)
    for index, group in enumerate(of.groups):
        if group.cap is not None:
            inside = [v for v in range(len(of.vacancies)) if _under(of, int(of.group[v]), index)]
            _at_most(solver, np.flatnonzero(np.isin(of.vacancy, inside)), group.cap)
    return solver


def _at_most(solver: highspy.Highs, pairs: np.ndarray, most: int) -> None:
    solver.addRow(0, most, len(pairs), pairs.astype(np.int32), np.ones(len(pairs)))


def _under(of: Problem, group: int, above: int) -> bool:
    while group != NOWHERE:
        if group == above:
            return True
        group = of.groups[group].parent
    return False
