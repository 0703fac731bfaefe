"""The bench of the plan: real figures, the same answer as HiGHS, a gain over greedy rules."""

from __future__ import annotations

from typing import Any

import pytest

from havre.config.bench import plan
from havre.config.bench.plan_mip import WAYS
from havre.engine.assignment import make_plan
from havre.engine.assignment.greedy import Outcome
from tests.engine.assignment.builders import problem, random_problem


@pytest.fixture(scope="module")
def orleans() -> dict[str, Any]:
    found: dict[str, Any] = plan.measure("orleans")
    return found


def test_the_smallest_board(orleans: dict[str, Any]) -> None:
    assert (orleans["needs"], orleans["vacancies"]) == (60, 200)
    highs = orleans["highs"]
    assert (highs["same"], set(highs["ways"])) == (True, {"tiers", "weights"})
    assert [one["runs"] for one in highs["ways"].values()] == [plan.BUDGETS["orleans"].repeat] * 2
    assert highs["seconds"] == min(one["seconds"] for one in highs["ways"].values())
    ratio = highs["seconds"] * 1000 / orleans["whole_ms"]
    assert orleans["ratio"] == pytest.approx(ratio, rel=0.02)
    assert orleans["caps"]["full"] == orleans["caps"]["given"] > 0
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


@pytest.mark.parametrize("way", ["tiers", "weights"])
def test_the_mip_reads_the_same_problem(way: str) -> None:
    board = random_problem(3, 50, 40, 8)
    proof = make_plan(board).proof
    assert WAYS[way](board, 60) == (proof.housed, proof.total_micro)
    assert WAYS[way](board, 0) is None


def test_by_tiers_no_score_outweighs_a_woman() -> None:
    """Five perfect scores are lost for one woman more: the small weights do not see it."""
    pairs = {("A", "V0"): 0}
    for i in range(5):
        pairs |= {(f"B{i}", f"V{i}"): 1_000_000, (f"B{i}", f"V{i + 1}"): 0}
    board = problem(pairs, {"A": 3} | {f"B{i}": 2 for i in range(5)})
    assert WAYS["tiers"](board, 60) == ({1: 0, 2: 5, 3: 1}, 0)
    assert WAYS["weights"](board, 60) == ({1: 0, 2: 5, 3: 0}, 5_000_000)
    assert make_plan(board).proof.housed == {1: 0, 2: 5, 3: 1}


ONCE = plan.Budget(ms=1, ratio=None, highs_seconds=60, repeat=1)


def test_an_answer_of_another_problem_is_no_agreement() -> None:
    board = random_problem(3, 20, 15, 5)
    proof = make_plan(board).proof
    other = Outcome(proof.housed, proof.total_micro + 1)
    with pytest.raises(RuntimeError, match="do not agree"):
        plan.against_highs(board, ONCE, other)


def test_a_process_that_dies_is_no_time_out() -> None:
    with pytest.raises(RuntimeError, match="died"):
        plan.runs_of_highs(random_problem(3, 20, 15, 5), "no such way", 60, 1)


def test_out_of_time_is_said_with_the_time_it_was_given() -> None:
    board = random_problem(3, 20, 15, 5)
    proof = make_plan(board).proof
    hurried = plan.Budget(ms=1, ratio=None, highs_seconds=1e-9, repeat=3)
    found = plan.against_highs(board, hurried, Outcome(proof.housed, proof.total_micro))
    assert (found["same"], found["seconds"]) == (None, 0)
    assert [one["runs"] for one in found["ways"].values()] == [1, 1]
