"""`havre match`: a table, JSON, one pair, or one sentence and a status that says no."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from havre.config.cli import main
from tests.engine.board.boards import changed, example, raw


@pytest.fixture
def board(tmp_path: Path) -> Path:
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(example()))
    return path


def test_json(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", str(board), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [one["vacancy"] for one in answer["needs"][0]["compatible"]] == ["V-1"]
    assert answer["vacancies"] == []


def test_a_table(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", str(board), "--top", "3"]) == 0
    assert capsys.readouterr().out.startswith("N-1 : 1 logement compatible\n    1  V-1")


def test_one_pair(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", str(board), "--explain", "N-1", "V-1"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 14
    assert main(["match", str(board), "--explain", "N-1", "V-1", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rules"]) == 13


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--explain", "N-9", "V-1"], "needs: aucun besoin ne porte cette référence"),
        (["--explain", "N-1", "V-9"], "vacancies: aucun logement ne porte cette référence"),
    ],
)
def test_a_reference_that_is_not_there(
    board: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["match", str(board), *arguments]) == 1
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", f"{sentence}\n")


@pytest.mark.parametrize("name", ["absent.json", "."])
def test_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["match", str(tmp_path / name)]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err in {"ce fichier n’existe pas\n", "c’est un dossier, et non un fichier\n"}


def test_half_a_board_is_no_board(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "tableau.json"
    path.write_bytes(raw(changed("vacancies.0.rent", -1)))
    assert main(["match", str(path), "--json"]) == 1
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("vacancies[0].rent: un nombre de 0 à 1000000 est attendu")


@pytest.mark.parametrize("top", ["0", "-1", "deux", "9" * 30])
def test_a_top_that_is_no_number(board: Path, top: str) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["match", str(board), "--top", top])
    assert refused.value.code == 2
