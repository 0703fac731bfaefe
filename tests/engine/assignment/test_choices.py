"""Fixed and forbidden pairs, what they cost, and what happens when she declines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from havre.engine.assignment import (
    Difference,
    Group,
    Impossible,
    Problem,
    if_fixed,
    if_she_declines,
    make_plan,
    price_of_choices,
)
from tests.engine.assignment.builders import named, problem, random_problem

A, B, C = 0, 1, 2
V, W = 0, 1


def three() -> Problem:
    """A is the most urgent; A and B share V; only A fits W as well; C fits W."""
    pairs = {
        ("A", "V"): 900_000,
        ("A", "W"): 100_000,
        ("B", "V"): 500_000,
        ("C", "W"): 800_000,
    }
    return problem(pairs, {"A": 1, "B": 2, "C": 3})


def test_choices_have_a_price_in_women_and_in_score() -> None:
    board = three()
    assert named(board, make_plan(board).assigned) == {"A": "W", "B": "V"}
    fixed = make_plan(if_fixed(board, C, W))
    assert named(board, fixed.assigned) == {"A": "V", "C": "W"}
    cost = price_of_choices(fixed)
    assert cost == Difference({1: 0, 2: -1, 3: 1}, 1_100_000, ((A, W, V), (B, V, -1), (C, -1, W)))
    assert not cost.nothing


def test_a_choice_already_in_the_plan_costs_nothing() -> None:
    board = three()
    plan = make_plan(if_fixed(board, A, W))
    assert price_of_choices(plan).nothing
    assert price_of_choices(make_plan(board)) == Difference({1: 0, 2: 0, 3: 0}, 0, ())
    assert if_fixed(plan.problem, A, W) is plan.problem


def test_when_she_declines_others_are_served_again() -> None:
    board = three()
    after, change = if_she_declines(make_plan(board), A)
    assert named(board, after.assigned) == {"A": "V", "C": "W"}
    assert change.housed == {1: 0, 2: -1, 3: 1}
    assert change.moves == ((A, W, V), (B, V, -1), (C, -1, W))


def test_declining_undoes_a_forced_pair() -> None:
    plan = make_plan(if_fixed(three(), C, W))
    after, _ = if_she_declines(plan, C)
    assert after.problem.fixed == ()
    assert (C, W) in after.problem.forbidden


def test_a_forbidden_pair_is_in_no_plan_nor_second_choice() -> None:
    board = random_problem(8, 20, 30, 8)
    plan = make_plan(board)
    barred = tuple((n, int(v)) for n, v in enumerate(plan.runner_up) if v >= 0)
    assert barred
    again = make_plan(replace(board, forbidden=barred))
    assert again.assigned.tolist() == plan.assigned.tolist()
    assert all(again.runner_up[n] != v for n, v in barred)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fixed": ((B, W),)}, "B – W : ce logement ne lui convient pas, il ne peut être forcé"),
        ({"fixed": ((A, V), (B, V))}, "un besoin ou une offre est forcé deux fois"),
        ({"fixed": ((A, V), (A, W))}, "un besoin ou une offre est forcé deux fois"),
        ({"fixed": ((A, V),), "forbidden": ((A, V),)}, "A – V : forcé et écarté à la fois"),
    ],
)
def test_choices_that_contradict_are_refused(
    changes: dict[str, tuple[tuple[int, int], ...]], sentence: str
) -> None:
    nothing: dict[str, tuple[tuple[int, int], ...]] = {"fixed": (), "forbidden": ()}
    chosen = nothing | changes
    with pytest.raises(Impossible, match=f"^{sentence}$"):
        replace(three(), fixed=chosen["fixed"], forbidden=chosen["forbidden"])


def test_forced_pairs_keep_the_caps() -> None:
    landlords = {"V": "x", "W": "x"}
    pairs = {("A", "V"): 1, ("B", "W"): 1}
    board = problem(pairs, {"A": 1, "B": 1}, landlords=landlords, groups=[Group("x", 1)])
    with pytest.raises(Impossible, match="B – W : le plafond de « x » est dépassé"):
        replace(board, fixed=((A, V), (B, W)))
