"""`havre plan`: a table, JSON, choices and their price, one pair, or one sentence that says no."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from havre.config.cli import main
from havre.engine.assignment import Refuted, SolverRefused
from havre.engine.board.schemas import PLAN_SCHEMA
from tests.engine.board.boards import changed, example, raw
from tests.engine.board.validator import valid


def boards() -> Any:
    """Three women for two dwellings: N-1 (urgency 1) suits both, N-2 and N-3 suit V-1 alone."""
    board = example()
    need, offer = board["needs"][0], board["vacancies"][0]
    board["programme"]["landlord_caps"] = {}
    board["needs"] = [
        need | {"ref": "N-1", "avoid": []},
        need | {"ref": "N-2", "avoid": [], "urgency": 2, "rooms": [3, 3]},
        need | {"ref": "N-3", "avoid": [], "urgency": 3, "rooms": [3, 3]},
    ]
    board["vacancies"] = [
        offer | {"ref": "V-1", "rooms": 3},
        offer | {"ref": "V-2", "rooms": 2, "surface": 50.0, "landlord": "autre"},
    ]
    return board


def answer(tmp_path: Path, capsys: Any, board: Any, *options: str) -> Any:
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(board))
    assert main(["plan", str(path), "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_best_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(tmp_path, capsys, boards())
    assert valid(found, PLAN_SCHEMA)
    assert [(row["need"], row["vacancy"]) for row in found["assignments"]] == [
        ("N-1", "V-2"), ("N-2", "V-1")
    ]  # fmt: skip
    assert found["housed"] == {"1": 1, "2": 1, "3": 0}
    assert found["left_out"] == [
        {"need": "N-3", "why": "OUTBID", "by": ["N-2"], "criteria": ["URGENCY"]}
    ]
    assert found["proof"] == {
        "optimal": True, "bound": found["total_score"], "verified": True
    }  # fmt: skip
    assert {name: found["lacking"][0][name] for name in ("commune", "rooms", "accessible")} == {
        "commune": "45234",
        "rooms": 3,
        "accessible": False,
    }
    assert found["lacking"][0]["houses_urgency"] == 3
    assert [row["vacancy"] for row in found["prices"]] == ["V-1"]


def test_the_order_of_the_file_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = answer(tmp_path, capsys, boards())
    for seed in range(20):
        board, draw = boards(), random.Random(seed)
        draw.shuffle(board["needs"])
        draw.shuffle(board["vacancies"])
        assert answer(tmp_path, capsys, board) == first


def test_choices_have_a_price(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(tmp_path, capsys, boards(), "--fix", "N-3", "V-1")
    assert valid(found, PLAN_SCHEMA)
    assert found["housed"] == {"1": 1, "2": 0, "3": 1}
    assert found["choices"]["housed"] == {"1": 0, "2": -1, "3": 1}
    assert found["choices"]["moves"] == [
        {"need": "N-2", "from": "V-1", "to": None},
        {"need": "N-3", "from": None, "to": "V-1"},
    ]
    found = answer(tmp_path, capsys, boards(), "--forbid", "N-2", "V-1", "--forbid", "N-3", "V-1")
    assert [(row["need"], row["vacancy"]) for row in found["assignments"]] == [("N-1", "V-2")]


def test_caps_and_fair_shares(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = boards()
    landlord = board["vacancies"][0]["landlord"]
    found = answer(tmp_path, capsys, board, "--fair-share")
    assert valid(found, PLAN_SCHEMA)
    assert {row["landlord"]: (row["floor"], row["met"]) for row in found["fair_share"]} == {
        landlord: (1, 1), "autre": (1, 1)
    }  # fmt: skip
    board["programme"]["landlord_caps"] = {landlord: 0}
    found = answer(tmp_path, capsys, board)
    assert [row["why"] for row in found["left_out"]] == ["OUTBID", "OUTBID"]
    assert found["left_out"][0] == {
        "need": "N-2", "why": "OUTBID", "by": [], "criteria": ["LANDLORD_CAP"]
    }  # fmt: skip


def test_one_pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(tmp_path, capsys, boards(), "--explain", "N-3", "V-1")
    assert (said["held_by"], said["criterion"], said["in_plan"]) == ("N-2", "URGENCY", False)
    assert said["if_forced"]["housed"] == {"1": 0, "2": -1, "3": 1}
    said = answer(tmp_path, capsys, boards(), "--explain", "N-1", "V-2")
    assert said["in_plan"]
    assert said["if_she_declines"]["housed"] == {"1": 0, "2": -1, "3": 0}
    said = answer(tmp_path, capsys, boards(), "--explain", "N-3", "V-2")
    assert said["score"] is None


def test_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(boards()))
    assert main(["plan", str(path), "--fair-share", "--fix", "N-3", "V-1"]) == 0
    table = capsys.readouterr().out
    assert table.startswith("Relogées : urgence 1 : 1, urgence 2 : 0, urgence 3 : 1.")
    assert "N-2             N-3 (paire forcée)" in table
    assert "Part de autre : 1 sur 1" in table
    assert "N-2 : V-1 → rien ; N-3 : rien → V-1." in table
    for couple, sentence in (
        (("N-3", "V-1"), "Pourquoi pas elle : plus urgente"),
        (("N-1", "V-2"), "Si elle refuse : urgence 2 : −1"),
        (("N-3", "V-2"), "Ce logement ne lui convient pas"),
    ):
        assert main(["plan", str(path), "--explain", *couple]) == 0
        assert sentence in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--fix", "N-9", "V-1"], "--fix: aucun besoin ne porte la référence « N-9 »"),
        (["--forbid", "N-1", "V-9"], "--forbid: aucun logement ne porte la référence « V-9 »"),
        (["--explain", "N-9", "V-9"], "--explain: aucun besoin ne porte la référence « N-9 »"),
        (["--fix", "N-3", "V-2"], "N-3 – V-2 : ce logement ne lui convient pas"),
        (
            ["--fix", "N-2", "V-1", "--fix", "N-3", "V-1"],
            "un besoin ou une offre est forcé deux fois",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], sentence: str
) -> None:
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(boards()))
    assert main(["plan", str(path), *options]) == 1
    told = capsys.readouterr()
    assert told.err.startswith(sentence)
    assert told.out == ""
    assert told.err.count("\n") == 1


@pytest.mark.parametrize("error", [Refuted("un autre plan serait meilleur"), SolverRefused("1")])
def test_what_is_not_proven_is_not_given(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def refuse(problem: Any) -> None:
        raise error

    monkeypatch.setattr("havre.engine.assignment.make_plan", refuse)
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(boards()))
    assert main(["plan", str(path), "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Le plan n’a pas pu être prouvé le meilleur : il n’est pas donné.\n"


@pytest.mark.parametrize("command", ["plan", "match"])
def test_too_many_couples_is_one_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setattr("havre.engine.matching.candidates.MOST_COMPARED", 1)
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(boards()))
    assert main([command, str(path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "needs: trop de couples à comparer : précisez les communes\n"


@pytest.mark.parametrize("command", ["plan", "match"])
def test_half_a_character_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(changed("needs.0.ref", "N-\ud800")))
    assert main([command, str(path)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("needs[0].ref: un texte de caractères entiers")


def test_half_a_file_is_planned_from_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(changed("needs.0.communes", [])))
    assert main(["plan", str(path)]) == 1
    assert capsys.readouterr().err.startswith("needs[0].communes: ")
