"""The bench of the plan: real figures, the same answer as HiGHS, a gain over greedy rules."""

from __future__ import annotations

from typing import Any

import pytest

from havre.config.bench import plan
from havre.config.bench.plan_mip import best_by_mip
from havre.engine.assignment import make_plan
from havre.engine.assignment.greedy import Outcome
from tests.engine.assignment.builders import random_problem


@pytest.fixture(scope="module")
def orleans() -> dict[str, Any]:
    found: dict[str, Any] = plan.measure("orleans")
    return found


def test_the_smallest_board(orleans: dict[str, Any]) -> None:
    assert (orleans["needs"], orleans["vacancies"]) == (60, 200)
    assert orleans["highs"]["same"] is True
    assert 0 < orleans["solve_ms"] < orleans["whole_ms"] * 3
    assert sum(orleans["housed"].values()) <= 60
    assert set(orleans["greedy"]) == {"household_first", "dwelling_first"}
    for gain in orleans["greedy"].values():
        assert gain["women_more"] >= 0


def test_what_is_too_slow_is_said(orleans: dict[str, Any]) -> None:
    slow = orleans | {"met": False, "highs": {"seconds": 9.0, "limit": 9.0, "same": None}}
    assert not plan.within_budget([orleans | {"met": True}, slow])
    assert plan.within_budget([orleans | {"met": True}])
    table = plan.readable([slow, orleans | {"met": True, "highs": None}])
    assert "TROP LENT" in table.splitlines()[1]
    assert "9.00 s (limite)" in table.splitlines()[1]
    assert "TROP LENT" not in table.splitlines()[2]


def test_the_mip_reads_the_same_problem() -> None:
    board = random_problem(3, 50, 40, 8)
    proof = make_plan(board).proof
    assert best_by_mip(board, 60) == (proof.housed, proof.total_micro)


def test_an_answer_of_another_problem_is_no_agreement() -> None:
    board = random_problem(3, 20, 15, 5)
    proof = make_plan(board).proof
    other = Outcome(proof.housed, proof.total_micro + 1)
    with pytest.raises(RuntimeError, match="do not agree"):
        plan.against_highs(board, 60, other)
