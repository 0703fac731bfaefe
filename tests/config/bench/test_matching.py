"""What the bench of matching compares is comparable: same boards, same answers, honest verdicts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit, urlunsplit

import numpy as np
import pytest

from havre.config.bench import matching
from havre.config.bench.boards import SIZES, Size, synthetic_board
from havre.config.bench.matching import Tables
from havre.config.bench.matching_peers import duckdb_with, postgresql_with
from havre.config.bench.matching_tables import tables_of
from havre.engine.board import Board
from havre.engine.matching import ANY, AvoidCommune
from havre.engine.matching.block import BIT
from havre.engine.vocabulary import Financing, Rule
from havre.platform.roles import drop_database, make_database
from tests import environment
from tests.engine.matching.builders import SETTINGS, a_need, a_vacancy

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


@pytest.fixture
def a_database() -> Iterator[str]:
    url, name = environment.superuser_url(), "havre_peer_" + uuid.uuid4().hex
    make_database(url, name)
    yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    drop_database(url, name)


def test_postgresql_and_duckdb_judge_as_the_engine_does(a_database: str) -> None:
    """The SQL is run, in both, on a board where every rule fails somewhere."""
    tables = Tables.of(synthetic_board(SMALL))
    expected = matching.answer_of(tables)
    bits = int(np.bitwise_or.reduce(expected[2]))
    assert bits == sum(bit for rule, bit in BIT.items() if rule != Rule.COMMUNE)
    given = tables_of(tables.needs, tables.vacancies)
    for make in (lambda: postgresql_with(a_database, given), lambda: duckdb_with(given)):
        with closing(make()) as peer:
            assert matching.beside(tables, peer, expected, 1)["ratio"] > 0
            assert np.array_equal(peer.answer(), expected)


def test_a_dwelling_of_an_avoided_district_is_outside_for_every_peer(a_database: str) -> None:
    """She avoids Paris, which lists no district; the dwelling lies in the eleventh."""
    need = a_need(communes=ANY, avoid=(AvoidCommune("75056"),))
    offers = [
        a_vacancy(ref=code, commune=code, financing=Financing.PRIVATE)
        for code in ("75111", "75056", "69381")
    ]
    tables = Tables.of(Board(SETTINGS, (need,), tuple(offers)))
    expected = matching.answer_of(tables)
    given = tables_of(tables.needs, tables.vacancies)
    refs = [offers[place].ref for place in tables.vacancies.given]
    unsafe = {
        ref for ref, failed in zip(refs, expected[2], strict=True) if failed & BIT[Rule.SAFETY_ZONE]
    }
    assert unsafe == {"75111", "75056"}
    for make in (lambda: postgresql_with(a_database, given), lambda: duckdb_with(given)):
        with closing(make()) as peer:
            assert matching.beside(tables, peer, expected, 1)["same_answer"] is True


def test_the_whole_answer_counts_the_sorting_into_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = Tables.of(synthetic_board(SMALL))
    sorted_again: list[Board] = []
    true_of = Tables.of

    def counted(board: Board) -> Tables:
        sorted_again.append(board)
        return true_of(board)

    monkeypatch.setattr(Tables, "of", counted)
    assert tables.complete().found.sum() > 0
    assert sorted_again == [tables.board]


def test_both_ratios_of_the_plain_loop_are_shown() -> None:
    figure = {"best_ms": 1.0}
    changed = {"need": {"median_ms": 1.0}, "vacancy": {"median_ms": 1.0}}
    found = {
        "board": {"needs": 1, "vacancies": 2, "communes": 3}, "candidates": 4, "columns_ms": 5.0,
        "judged": figure, "complete": figure, "memory_mb": {"value": 6}, "changed": changed,
        "loop": {"ratio": 114.2, "ratio_prepared": 67.1},
    }  # fmt: skip
    lines = matching.readable({"small": found}).splitlines()
    assert "  loop : 114.2 fois plus lent" in lines
    assert "  loop, logements préparés : 67.1 fois plus lent" in lines


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
