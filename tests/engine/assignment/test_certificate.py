"""The proof is checked apart: whatever is altered in a plan or in its prices is refused."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from havre.engine.assignment import (
    NOWHERE,
    Group,
    Problem,
    Refuted,
    certificate,
    roads,
    ties,
    uniqueness,
    verify,
)
from havre.engine.assignment.solve import Solution, solve
from tests.engine.assignment.builders import by_trying_everything, problem, random_problem


def tied_board() -> Problem:
    """A board whose plan needs every criterion, with fair shares and a full landlord."""
    board = random_problem(5, 30, 40, 10, step=500_000)
    groups = tuple(replace(g, floor=min(2, g.cap or 0)) for g in board.groups)
    return replace(board, groups=groups)


def solved() -> tuple[Problem, Solution]:
    board = tied_board()
    found = solve(board)
    assert [tier.kind for tier in found.tiers] == ["HOUSED", "WAITING", "REFERENCES"]
    verify(board, found.assigned, found.tiers)
    return board, found


def test_another_dwelling_for_anyone_is_refused() -> None:
    board, found = solved()
    for need in range(len(board.needs)):
        for vacancy in range(-1, len(board.vacancies)):
            if vacancy != found.assigned[need]:
                other = found.assigned.copy()
                other[need] = vacancy
                with pytest.raises(Refuted):
                    verify(board, other, found.tiers)


def test_two_women_exchanged_are_refused() -> None:
    board, found = solved()
    for one in range(len(board.needs)):
        for other in range(one):
            if found.assigned[one] != found.assigned[other]:
                changed = found.assigned.copy()
                changed[[one, other]] = changed[[other, one]]
                with pytest.raises(Refuted):
                    verify(board, changed, found.tiers)


@pytest.mark.parametrize("change", [-1, 1, 1_000_000_007])
def test_any_price_altered_is_refused(change: int) -> None:
    """Every node of every criterion: a price is the plan's, or there is no proof."""
    board, found = solved()
    for index, tier in enumerate(found.tiers):
        for node in range(len(tier.price)):
            price = tier.price.copy()
            price[node] += change
            tiers = list(found.tiers)
            tiers[index] = replace(tier, price=price)
            with pytest.raises(Refuted):
                verify(board, found.assigned, tiers)


def test_criteria_missing_added_or_out_of_order_are_refused() -> None:
    board, found = solved()
    housed, waiting, references = found.tiers
    for tiers in (
        (),
        (housed,),
        (housed, waiting),
        (waiting, housed, references),
        (housed, references, waiting),
        (housed, waiting, replace(references, turn=1)),
        (housed, replace(waiting, turn=3), references),
        (replace(housed, kind="SCORE"), waiting, references),
        (replace(housed, price=housed.price[:-1]), waiting, references),
        (replace(housed, price=housed.price + (1 << 60)), waiting, references),
    ):
        with pytest.raises(Refuted):
            verify(board, found.assigned, tiers)


def test_a_proof_does_not_serve_another_board() -> None:
    """One score, urgency, wait, cap or floor changed where it matters: no proof any more."""
    board, found = solved()
    need = int(np.flatnonzero(found.assigned != NOWHERE)[0])
    at = board.pair(need, int(found.assigned[need]))
    score, urgency, waiting = board.score.copy(), board.urgency.copy(), board.waiting.copy()
    score[at] -= 250_000
    urgency[need] = 4 - urgency[need] if urgency[need] != 2 else 1
    waiting += 1 + np.arange(len(waiting)) * 7
    full = next(i for i, g in enumerate(board.groups) if g.cap is not None)
    groups = list(board.groups)
    groups[full] = replace(groups[full], cap=0)
    for other in (
        replace(board, score=np.clip(score, 0, None) if score[at] >= 0 else score + 500_000),
        replace(board, urgency=urgency),
        replace(board, waiting=waiting),
        replace(board, groups=tuple(groups)),
        replace(board, forbidden=((need, int(found.assigned[need])),)),
    ):
        with pytest.raises(Refuted):
            verify(other, found.assigned, found.tiers)


def test_a_fixed_pair_must_be_there() -> None:
    board = problem({("A", "V"): 9, ("A", "W"): 1}, {"A": 1})
    found = solve(board)
    with pytest.raises(Refuted, match="compatible"):
        verify(replace(board, fixed=((0, 1),)), found.assigned, found.tiers)


def test_a_tie_left_open_is_refused() -> None:
    """Optimal, but not the only one: refused until a criterion decides."""
    board = problem({("A", "V"): 5, ("B", "V"): 5}, {"A": 1, "B": 1})
    found = solve(board)
    assert len(by_trying_everything(board).plans) == 2
    with pytest.raises(Refuted, match="aussi bon"):
        verify(board, found.assigned, found.tiers[:1])


def test_a_ring_through_a_full_landlord_is_a_tie() -> None:
    """Caps that are not reached let a ring pass both ways; it is seen as well."""
    groups = [Group("a", 2), Group("b", 2)]
    pairs = {("A", "V"): 5, ("A", "W"): 5}
    board = problem(pairs, {"A": 1}, landlords={"V": "a", "W": "b"}, groups=groups)
    found = solve(board)
    with pytest.raises(Refuted, match="aussi bon"):
        verify(board, found.assigned, found.tiers[:1])
    verify(board, found.assigned, found.tiers)


def test_both_ways_of_drawing_agree() -> None:
    """The certificate draws by itself; the numbers are those of the plan, and written here."""
    needs, vacancies = ["N-1", "N-2", "é"], ["V-1", "V-2", "V-1"]
    every = np.arange(3)
    for turn in (0, 1, 9):
        left = roads._digests(needs, every, b"need", turn)
        right = roads._digests(vacancies, every, b"vacancy", turn)
        assert ties.draws(needs, vacancies, turn).tolist() == roads.mixed(left, right).tolist()
    assert ties.draws(["N-1"], ["V-1"], 0).tolist() == [1113955605]


def test_the_certificate_shares_no_code_with_what_makes_plans() -> None:
    own = {"havre.engine.assignment." + name for name in ("roads", "uniqueness", "certificate")}
    for module in (certificate, roads, uniqueness):
        assert module.__file__
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("havre"):
                assert (
                    node.module in own
                    or {f"{node.module}.{alias.name}" for alias in node.names} <= own
                )
