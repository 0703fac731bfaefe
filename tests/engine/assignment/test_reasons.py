"""« Why not me », second choices, fair shares."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from havre.engine.assignment import (
    NOWHERE,
    Criterion,
    Group,
    Impossible,
    Outbid,
    Problem,
    Reasons,
    Why,
    make_plan,
    shares_met,
    with_fair_shares,
)
from havre.engine.assignment.greedy import Outcome, dwelling_first, household_first
from havre.engine.assignment.problem import ancestors
from tests.engine.assignment.builders import named, problem, random_problem


def why(board: Problem, need: str) -> tuple[Why, set[tuple[str, str, str]]]:
    reason, outbid = Reasons.of(make_plan(board)).why(list(board.needs).index(need))
    told = {(board.vacancies[o.vacancy], board.needs[o.by], o.criterion.value) for o in outbid}
    return reason, told


@pytest.mark.parametrize(
    ("urgency", "score", "waiting", "criterion"),
    [
        ({"A": 1, "B": 2}, (1, 9), {}, Criterion.URGENCY),
        ({"A": 2, "B": 2}, (9, 1), {}, Criterion.SCORE),
        ({"A": 2, "B": 2}, (5, 5), {"A": 4}, Criterion.WAITING),
    ],
)
def test_what_decides_is_named(
    urgency: dict[str, int], score: tuple[int, int], waiting: dict[str, int], criterion: Criterion
) -> None:
    board = problem({("A", "V"): score[0], ("B", "V"): score[1]}, urgency, waiting=waiting)
    assert why(board, "B") == (Why.OUTBID, {("V", "A", criterion.value)})


def test_references_are_named_when_nothing_else_decides() -> None:
    board = problem({("A", "V"): 5, ("B", "V"): 5}, {"A": 1, "B": 1})
    (winner,) = named(board, make_plan(board).assigned)
    (other,) = {"A", "B"} - {winner}
    assert why(board, other) == (Why.OUTBID, {("V", winner, "REFERENCES")})


def test_no_compatible_vacancy() -> None:
    board = problem({("A", "V"): 5}, {"A": 1, "B": 1})
    assert why(board, "B") == (Why.NO_COMPATIBLE_VACANCY, set())
    barred = replace(problem({("A", "V"): 5}, {"A": 1}), forbidden=((0, 0),))
    assert why(barred, "A") == (Why.NO_COMPATIBLE_VACANCY, set())


def test_a_full_landlord_is_named_with_those_it_houses() -> None:
    groups = [Group("x", 1, 1), Group("group", 1)]
    board = problem(
        {("A", "V"): 5, ("B", "W"): 5},
        {"A": 1, "B": 2},
        landlords={"V": "x", "W": "x"},
        groups=groups,
    )
    assert why(board, "B") == (Why.OUTBID, {("W", "A", "LANDLORD_CAP")})


def test_a_landlord_that_may_have_none_is_named_alone() -> None:
    board = problem({("A", "V"): 5}, {"A": 1}, landlords={"V": "x"}, groups=[Group("x", 0)])
    reason, outbid = Reasons.of(make_plan(board)).why(0)
    assert (reason, outbid) == (Why.OUTBID, (Outbid(0, NOWHERE, Criterion.LANDLORD_CAP),))


def test_a_forced_pair_is_named() -> None:
    board = problem({("A", "V"): 5, ("B", "V"): 5}, {"A": 3, "B": 1})
    assert why(replace(board, fixed=((0, 0),)), "B") == (Why.OUTBID, {("V", "A", "FIXED")})


@pytest.mark.parametrize("seed", range(4))
def test_whoever_is_named_really_comes_first(seed: int) -> None:
    """Every woman left out with a compatible dwelling has somebody before her on each."""
    board = random_problem(seed, 60, 25, 6, step=250_000)
    plan = make_plan(board)
    reasons = Reasons.of(plan)
    for need in plan.left_out.tolist():
        reason, outbid = reasons.why(need)
        hers = {int(board.vacancy[at]) for at in range(board.start[need], board.start[need + 1])}
        assert {one.vacancy for one in outbid} == hers
        assert reason == (Why.OUTBID if hers else Why.NO_COMPATIBLE_VACANCY)
        for one in outbid:
            assert _comes_first(board, need, one, plan.assigned.tolist())
    assert any(reasons.why(need)[1] for need in plan.left_out.tolist())


def _comes_first(board: Problem, need: int, one: Outbid, assigned: list[int]) -> bool:
    if one.criterion == Criterion.LANDLORD_CAP:
        return _is_full_with(board, one, assigned)
    mine, theirs = board.pair(need, one.vacancy), board.pair(one.by, one.vacancy)
    keys = [
        (-int(board.urgency[who]), int(board.score[at]), int(board.waiting[who]))
        for who, at in ((need, mine), (one.by, theirs))
        if at is not None
    ]
    return keys[1] >= keys[0]


def _is_full_with(board: Problem, one: Outbid, assigned: list[int]) -> bool:
    """Some group above the dwelling has as many as it may, and hers is one of them."""
    for group in ancestors(board.groups, int(board.group[one.vacancy])):
        under = [
            need
            for need, v in enumerate(assigned)
            if v != NOWHERE and group in ancestors(board.groups, int(board.group[v]))
        ]
        if len(under) == board.groups[group].cap:
            return one.by in under if under else one.by == NOWHERE
    return False


def test_of_a_large_landlord_that_is_full_nobody_is_named_a_thousand_times() -> None:
    """300 of 600 dwellings under one cap: all those housed are named, in as many lines as that."""
    count, cap = 600, 300
    board = Problem(
        needs=[f"N-{i}" for i in range(count)],
        vacancies=[f"V-{i}" for i in range(count)],
        urgency=np.full(count, 2),
        waiting=np.zeros(count, np.int64),
        start=np.arange(count + 1) * 2,
        vacancy=np.stack([np.arange(count), (np.arange(count) + 1) % count], axis=1).reshape(-1),
        score=np.full(2 * count, 500_000),
        group=np.zeros(count, np.int64),
        groups=(Group("x", cap),),
    )
    plan = make_plan(board)
    reasons = Reasons.of(plan)
    capped = 0
    for need in plan.left_out.tolist():
        _, outbid = reasons.why(need)
        by_cap = [one for one in outbid if one.criterion == Criterion.LANDLORD_CAP]
        if by_cap:
            free = {one.vacancy for one in by_cap}
            assert {one.by for one in by_cap} == set(range(count)) - set(plan.left_out.tolist())
            assert len(by_cap) == cap + len(free) - 1
            capped += len(free) == 2
    assert capped


def test_the_second_choice_is_free_and_the_best_of_hers() -> None:
    pairs = {("A", "V"): 9, ("A", "W"): 5, ("A", "X"): 7, ("B", "X"): 9, ("A", "Y"): 5}
    board = problem(pairs, {"A": 1, "B": 1})
    plan = make_plan(board)
    assert named(board, plan.assigned) == {"A": "V", "B": "X"}
    assert named(board, plan.runner_up) == {"A": "W"}  # X is taken; W before Y by reference


def test_the_second_choice_keeps_the_caps() -> None:
    """Of a full landlord, only who leaves one of its dwellings may take another."""
    pairs = {("A", "V"): 9, ("A", "W"): 5, ("B", "X"): 9, ("B", "W"): 5}
    landlords = {"V": "full", "W": "full"}
    board = problem(pairs, {"A": 1, "B": 1}, landlords=landlords, groups=[Group("full", 1)])
    plan = make_plan(board)
    assert named(board, plan.assigned) == {"A": "V", "B": "X"}
    assert named(board, plan.runner_up) == {"A": "W"}


def test_fair_shares_never_cost_a_woman_and_are_told_when_not_met() -> None:
    """x has half of the offers: its floor is one of two; but its only dwelling fits nobody new."""
    pairs = {("A", "V"): 9, ("A", "W"): 1, ("B", "V"): 8, ("B", "X"): 2}
    landlords = {"V": "y", "X": "y", "W": "x", "Z": "x"}
    groups = [Group("x"), Group("y")]
    board = problem(pairs, {"A": 1, "B": 2}, landlords=landlords, groups=groups, vacancies=["Z"])
    alone = make_plan(board)
    assert named(board, alone.assigned) == {"A": "V", "B": "X"}
    fair = make_plan(with_fair_shares(board, 2))
    assert named(board, fair.assigned) == {"A": "W", "B": "V"}
    assert fair.proof.housed == alone.proof.housed
    assert shares_met(fair) == [(0, 1, 1), (1, 1, 1)]
    only = problem(
        {("A", "V"): 9}, {"A": 1}, landlords=landlords, groups=groups, vacancies=["W", "Z"]
    )
    raised = replace(only, groups=(Group("x", floor=1), Group("y")))
    assert shares_met(make_plan(raised)) == [(0, 1, 0)]


@pytest.mark.parametrize("seed", range(5))
def test_fair_shares_house_as_many_of_each_urgency(seed: int) -> None:
    board = random_problem(seed, 50, 40, 6)
    alone = make_plan(board)
    fair = make_plan(with_fair_shares(board, sum(alone.proof.housed.values())))
    assert fair.proof.housed == alone.proof.housed
    assert fair.proof.total_micro <= alone.proof.total_micro


@pytest.mark.parametrize("seed", range(5))
def test_a_plan_is_never_worse_than_a_greedy_rule(seed: int) -> None:
    board = random_problem(seed, 60, 30, 6)
    plan = make_plan(board)
    best = (*plan.proof.housed.values(), plan.proof.total_micro)
    for rule in (household_first, dwelling_first):
        outcome = rule(board)
        assert (*outcome.housed.values(), outcome.total_micro) <= best


def test_greedy_rules_as_a_meeting_would() -> None:
    """Household first gives A the best for her, and B nothing; dwelling first likewise."""
    board = problem({("A", "V"): 9, ("A", "W"): 8, ("B", "V"): 5}, {"A": 1, "B": 2})
    assert household_first(board) == Outcome({1: 1, 2: 0, 3: 0}, 9)
    assert dwelling_first(board) == Outcome({1: 1, 2: 0, 3: 0}, 9)
    assert make_plan(board).proof.housed == {1: 1, 2: 1, 3: 0}


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        ([Group("a", 1, 1), Group("b", 1, 2), Group("c", 1, 0)], "a → b → c → a"),
        ([Group("a", 1, 0)], "plafonds circulaires : a → a"),
        ([Group("a", -1)], "plafond de « a » : un nombre positif est attendu"),
        ([Group("a", 1, 7)], "plafond de « a » : groupe inconnu"),
    ],
)
def test_caps_that_make_no_sense_are_refused(groups: list[Group], sentence: str) -> None:
    with pytest.raises(Impossible, match=sentence):
        problem({}, {"A": 1}, groups=groups)


def test_arrays_that_make_no_sense_are_refused() -> None:
    board = random_problem(1, 5, 5, 3)
    for changes, sentence in (
        ({"urgency": board.urgency + 3}, "urgence : entre 1 et 3"),
        ({"urgency": board.urgency[:-1]}, "longueurs différentes"),
        ({"start": board.start[::-1]}, "longueurs différentes"),
        ({"score": board.score - 1_000_001}, "score : entre 0 et 1000000"),
        ({"score": board.score + 1_000_001}, "score : entre 0 et 1000000"),
        ({"vacancy": board.vacancy + 5}, "offre : entre 0 et 4"),
        ({"waiting": board.waiting + 100_001}, "attente : entre 0 et 100000"),
        ({"group": board.group + 9}, "bailleur : entre -1 et 4"),
        ({"needs": ["N"] * 5}, "deux fois la même référence de besoin"),
        ({"vacancies": ["V"] * 5}, "deux fois la même référence d"),
    ):
        with pytest.raises(Impossible, match=sentence):
            replace(board, **changes)
