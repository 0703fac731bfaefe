"""One best plan: against all plans on small boards, against a MIP of gap 0 on others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings

from havre.engine.assignment import NOWHERE, Group, Impossible, Problem, make_plan
from tests.engine.assignment.builders import (
    by_trying_everything,
    named,
    problem,
    problems,
    random_problem,
    shuffled,
    worth_of,
)
from tests.engine.assignment.mip import best_by_mip


@settings(max_examples=200, deadline=None)
@given(problems())
def test_no_plan_is_better(board: Problem) -> None:
    """Women by urgency, then fair shares, then score, then waiting: as trying everything says."""
    plan, best = make_plan(board), by_trying_everything(board)
    assert tuple(plan.assigned.tolist()) in best.plans
    assert tuple(plan.proof.housed.values()) == best.worth[:3]
    assert plan.proof.total_micro == plan.proof.bound_micro == best.worth[4]


@settings(max_examples=100, deadline=None)
@given(problems())
def test_a_fixed_pair_is_in_the_best_plan_that_has_it(board: Problem) -> None:
    assume(len(board.vacancy) > 0)
    try:
        fixed = replace(board, fixed=((int(board.need_of[0]), int(board.vacancy[0])),))
    except Impossible:
        assume(False)
    plan = make_plan(fixed)
    assert tuple(plan.assigned.tolist()) in by_trying_everything(fixed).plans


@pytest.mark.parametrize("step", [1, 250_000, 1_000_000])
def test_one_plan_in_any_order(step: int) -> None:
    """25 orders of needs, vacancies, pairs and landlords; many ties; one answer, one proof."""
    board = random_problem(7, 40, 60, 12, step=step)
    first = make_plan(board)
    expected = named(board, first.assigned)
    for seed in range(25):
        again = shuffled(board, seed)
        plan = make_plan(again)
        assert named(again, plan.assigned) == expected
        assert plan.proof == first.proof
        worth = {again.needs[n]: worth_of(plan, n) for n in range(len(again.needs))}
        assert worth == {board.needs[n]: worth_of(first, n) for n in range(len(board.needs))}
        runners = {again.needs[n]: int(v) for n, v in enumerate(plan.runner_up)}
        seconds = {n: again.vacancies[v] for n, v in runners.items() if v != NOWHERE}
        assert seconds == named(board, first.runner_up)


@pytest.mark.parametrize(
    ("needs", "vacancies", "each", "step"),
    [(60, 80, 15, 1), (120, 60, 20, 1), (200, 150, 10, 100_000), (300, 300, 8, 1)],
)
def test_a_mip_finds_no_better(needs: int, vacancies: int, each: int, step: int) -> None:
    board = random_problem(needs, needs, vacancies, each, step=step)
    proof = make_plan(board).proof
    assert best_by_mip(board) == (*proof.housed.values(), proof.total_micro)


def test_on_boards_beyond_the_strict_weights_the_same() -> None:
    """Where smaller weights are tried first (big boards), then two steps, nothing changes."""
    from havre.engine.assignment import solve

    board = random_problem(11, 300, 250, 12)
    big = make_plan(board)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "BIG_BOARD", 10_000)
        strict = make_plan(board)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve.Units, "light", lambda _: solve.Units(1, 1))  # outweighed by scores
        steps = make_plan(board)
    for other in (strict, steps):
        assert other.assigned.tolist() == big.assigned.tolist()
        assert other.proof == big.proof


def test_urgency_weighs_more_than_any_score() -> None:
    """One woman of urgency 1 comes before two perfect scores of others could."""
    pairs = {("A", "V"): 0, ("B", "V"): 1_000_000, ("C", "W"): 1_000_000, ("A", "W"): 0}
    plan = make_plan(problem(pairs, {"A": 1, "B": 2, "C": 2}))
    assert plan.proof.housed == {1: 1, 2: 1, 3: 0}
    assert plan.proof.total_micro == 1_000_000


def test_fair_shares_of_nested_groups_never_outweigh_a_woman() -> None:
    """V counts for the share of ten groups, one within the other, and only one may be housed."""
    chain = [Group(f"g{i}", parent=i + 1, floor=1) for i in range(9)]
    groups = [*chain, Group("g9", 1, floor=1)]
    pairs = {("A", "W"): 0, ("B", "V"): 1_000_000}
    board = problem(pairs, {"A": 2, "B": 3}, landlords={"V": "g0", "W": "g9"}, groups=groups)
    plan = make_plan(board)
    assert named(board, plan.assigned) == {"A": "W"}
    assert tuple(plan.assigned.tolist()) in by_trying_everything(board).plans


def test_the_longest_wait_settles_equal_scores() -> None:
    pairs = {("A", "V"): 500_000, ("B", "V"): 500_000}
    for waits in ({"A": 3, "B": 9}, {"A": 9, "B": 3}):
        board = problem(pairs, {"A": 1, "B": 1}, waiting=waits)
        assert named(board, make_plan(board).assigned) == {max(waits, key=waits.__getitem__): "V"}


def test_references_alone_settle_what_is_left() -> None:
    """The same two references get the same dwelling, whatever else is on the board."""
    pairs = {("A", "V"): 5, ("B", "V"): 5}
    alone = problem(pairs, {"A": 1, "B": 1})
    winner = named(alone, make_plan(alone).assigned)
    more = problem(pairs | {("C", "W"): 7}, {"C": 3, "B": 1, "A": 1})
    assert named(more, make_plan(more).assigned) == winner | {"C": "W"}


def test_when_draws_are_equal_another_is_made() -> None:
    """Two plans of equal draws (all made zero here, but in the third) are not left to chance."""
    from havre.engine.assignment import solve

    true_draws = solve.draws
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            solve,
            "draws",
            lambda needs, vacancies, turn: true_draws(needs, vacancies, turn) * (turn >= 2),
        )
        board = problem({("A", "V"): 5, ("B", "V"): 5}, {"A": 1, "B": 1})
        found = solve.solve(board)
    assert [(tier.kind, tier.turn) for tier in found.tiers] == [
        ("HOUSED", 0),
        ("WAITING", 0),
        ("REFERENCES", 0),
        ("REFERENCES", 1),
        ("REFERENCES", 2),
    ]


def test_nested_caps_hold() -> None:
    groups = [Group("a", 2, 2), Group("b", 2, 2), Group("both", 3), Group("none", 0)]
    pairs = {(f"N{i}", f"V{j}"): 10 * i + j for i in range(6) for j in range(6)}
    landlords = {"V0": "a", "V1": "a", "V2": "b", "V3": "b", "V4": "none", "V5": "none"}
    board = problem(pairs, {f"N{i}": 2 for i in range(6)}, landlords=landlords, groups=groups)
    plan = make_plan(board)
    assert plan.proof.housed == {1: 0, 2: 3, 3: 0}
    assert best_by_mip(board) == (0, 3, 0, plan.proof.total_micro)


def test_an_empty_board_has_an_empty_plan() -> None:
    for board in (problem({}, {}), problem({}, {"A": 1}), problem({}, {}, vacancies=["V"])):
        plan = make_plan(board)
        assert plan.proof.housed == {1: 0, 2: 0, 3: 0}
        assert (plan.assigned == NOWHERE).all()
        assert plan.runner_up.tolist() == [NOWHERE] * len(board.needs)


def test_greatest_scores_do_not_overflow() -> None:
    """All scores at their highest, more women than dwellings: sums stay exact."""
    needs, vacancies = 700, 600
    draw = np.random.default_rng(3)
    board = random_problem(3, needs, vacancies, 10, landlords=1)
    board = replace(
        board, score=np.full(len(board.score), 1_000_000), urgency=draw.integers(1, 4, needs)
    )
    proof = make_plan(board).proof
    assert proof.total_micro == sum(proof.housed.values()) * 1_000_000
