"""What one more dwelling would bring: the plan made again with it says exactly the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from havre.engine.assignment import (
    NOTHING,
    NOWHERE,
    Gain,
    Plan,
    Problem,
    gains,
    make_plan,
    price_of,
)
from tests.engine.assignment.builders import problem, random_problem, worth_of


def with_one_more(board: Problem, pairs: dict[int, int]) -> Problem:
    """The board with one more vacancy, compatible with `pairs` (need → score)."""
    last = len(board.vacancies)
    vacancy, score, start = list[int](), list[int](), [0]
    for need in range(len(board.needs)):
        here = slice(int(board.start[need]), int(board.start[need + 1]))
        vacancy += board.vacancy[here].tolist() + ([last] if need in pairs else [])
        score += board.score[here].tolist() + ([pairs[need]] if need in pairs else [])
        start.append(len(vacancy))
    return replace(
        board,
        vacancies=[*board.vacancies, "V-more"],
        start=np.array(start),
        vacancy=np.array(vacancy),
        score=np.array(score),
        group=np.append(board.group, NOWHERE),
    )


def gained(before: Plan, after: Plan) -> Gain:
    ranks = {rank: after.proof.housed[rank] - before.proof.housed[rank] for rank in (1, 2, 3)}
    more = sum((4 - rank) * count for rank, count in ranks.items())
    return Gain(more, after.proof.total_micro - before.proof.total_micro)


@pytest.mark.parametrize("seed", range(6))
def test_gains_are_those_of_the_plan_made_again(seed: int) -> None:
    board = random_problem(seed, 40, 25, 6, step=[1, 200_000][seed % 2])
    plan = make_plan(board)
    draw = np.random.default_rng(seed)
    more = [
        {
            int(n): int(draw.integers(0, 1_000_001))
            for n in draw.permutation(40)[: draw.integers(0, 9)]
        }
        for _ in range(12)
    ]
    start, vacancy, score = [0], list[int](), list[int]()
    for need in range(40):
        for index, pairs in enumerate(more):
            if need in pairs:
                vacancy.append(index)
                score.append(pairs[need])
        start.append(len(vacancy))
    found = gains(plan, np.array(start), np.array(vacancy), np.array(score), len(more))
    again = [make_plan(with_one_more(board, pairs)) for pairs in more]
    assert found == [gained(plan, after) for after in again]
    assert any(gain.rank for gain in found)


def test_a_vacancy_has_the_price_of_one_more_like_it() -> None:
    board = random_problem(21, 40, 25, 6)
    plan = make_plan(board)
    for vacancy in range(len(board.vacancies)):
        if board.group[vacancy] != NOWHERE:
            continue
        pairs = {
            int(n): int(s)
            for n, v, s in zip(board.need_of, board.vacancy, board.score, strict=True)
            if v == vacancy
        }
        assert price_of(plan, vacancy) == gained(plan, make_plan(with_one_more(board, pairs)))


def test_a_need_is_worth_what_the_plan_would_lose() -> None:
    board = random_problem(22, 30, 25, 6)
    plan = make_plan(board)
    units = plan.solution.units
    for need in range(len(board.needs)):
        hers = [
            (need, int(board.vacancy[at])) for at in range(board.start[need], board.start[need + 1])
        ]
        proof = make_plan(replace(board, forbidden=tuple(hers))).proof
        lost = sum(
            (4 - rank) * (plan.proof.housed[rank] - proof.housed[rank]) for rank in (1, 2, 3)
        )
        assert (
            worth_of(plan, need) == lost * units.housed + plan.proof.total_micro - proof.total_micro
        )


def test_who_would_be_housed_is_told_by_urgency() -> None:
    board = problem({("A", "V"): 3}, {"A": 1, "B": 2})
    plan = make_plan(board)
    (gain,) = gains(plan, np.array([0, 1, 2]), np.array([0, 0]), np.array([900_000, 400_000]), 1)
    assert gain == Gain(2, 400_000)
    assert gain.urgency == 2
    assert NOTHING.urgency is None


def test_a_better_dwelling_for_a_housed_woman_brings_its_score_only() -> None:
    board = problem({("A", "V"): 300_000}, {"A": 1})
    (gain,) = gains(make_plan(board), np.array([0, 1]), np.array([0]), np.array([900_000]), 1)
    assert gain == Gain(0, 600_000)


def test_a_fixed_pair_is_not_undone_by_one_more_dwelling() -> None:
    board = replace(problem({("A", "V"): 300_000}, {"A": 1}), fixed=((0, 0),))
    (gain,) = gains(make_plan(board), np.array([0, 1]), np.array([0]), np.array([900_000]), 1)
    assert gain == NOTHING


def test_no_dwelling_more_brings_nothing() -> None:
    board = problem({("A", "V"): 3}, {"A": 1})
    assert gains(make_plan(board), np.array([0, 0]), np.array([], int), np.array([], int), 2) == [
        NOTHING,
        NOTHING,
    ]
