"""What the bench of matching compares is comparable: same boards, same answers, honest verdicts."""

from __future__ import annotations

import numpy as np
import pytest

from havre.config.bench import matching
from havre.config.bench.boards import SIZES, Size, synthetic_board
from havre.config.bench.matching import Tables
from havre.config.bench.matching_tables import tables_of

SMALL = Size(80, 120, 12)


def test_a_board_is_the_same_for_the_same_seed() -> None:
    assert synthetic_board(SMALL) == synthetic_board(SMALL)
    assert synthetic_board(SMALL) != synthetic_board(SMALL, seed=5)


def test_the_boards_are_those_of_the_budgets() -> None:
    sizes = {name: (size.needs, size.vacancies) for name, size in SIZES.items()}
    assert sizes == {
        "orleans": (60, 200),
        "metropole": (500, 2_000),
        "idf": (40_000, 15_000),
        "france": (100_000, 50_000),
    }
    budgets = {*matching.JUDGED_MS, *matching.COMPLETE_MS, *matching.MEMORY_MB}
    assert budgets == set(SIZES)


def test_the_plain_loop_judges_as_the_engine_does(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = Tables.of(synthetic_board(SMALL))
    expected = matching.answer_of(tables)
    assert expected.shape[1] == sum(block.candidates.pairs() for block in tables.judge())
    assert matching.loop_figure("small", tables, expected, 1)["same_answer"] is True
    expected[2, 0] ^= 16
    with pytest.raises(RuntimeError):
        matching.loop_figure("small", tables, expected, 1)


def test_a_peer_that_answers_otherwise_stops_the_bench() -> None:
    tables = Tables.of(synthetic_board(SMALL))
    expected = matching.answer_of(tables)
    agreeing = matching.Peer(lambda: 1.0, lambda: expected, lambda: None)
    assert matching.beside(tables, agreeing, expected, 1)["same_answer"] is True
    other = matching.Peer(lambda: 1.0, lambda: expected[:, 1:], lambda: None)
    with pytest.raises(RuntimeError):
        matching.beside(tables, other, expected, 1)


def test_the_tables_given_to_peers_hold_every_segment_of_every_curve() -> None:
    tables = Tables.of(synthetic_board(SMALL))
    given = tables_of(tables.needs, tables.vacancies)
    segments = given["segments"]
    inside = [
        (segments["curve"][i], low) for i, low in enumerate(segments["low"]) if np.isfinite(low)
    ]
    curves = tables.needs.curves
    points = [
        (number, rent)
        for number, rents in enumerate(curves.points)
        for rent in rents[np.isfinite(rents)]
    ]
    assert inside == points
    assert len(given["needs"]["id"]) == SMALL.needs
    assert len(given["vacancies"]["id"]) == SMALL.vacancies


def test_one_figure_beyond_its_budget_is_enough() -> None:
    assert matching.within_budget({"a": {"met": True}, "b": {"c": {"value": 3}}})
    assert not matching.within_budget({"a": {"met": True}, "b": {"c": {"met": False}}})
