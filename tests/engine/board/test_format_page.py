"""The examples of docs/board-format.md and docs/rules/scoring.md are what Havre answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from havre.adapters.apl_zones import zone_of
from havre.config.board_files import shipped_ceilings
from havre.config.commands.plan import lacking
from havre.engine.assignment import make_plan, problem_of
from havre.engine.assignment.answers import answer
from havre.engine.assignment.wording import plan_lines
from havre.engine.board import Board, read_board
from havre.engine.board.answers import Answers, explained
from havre.engine.board.form import NEED, PROGRAMME, VACANCY
from havre.engine.board.wording import need_lines, pair_lines, vacancy_lines
from havre.engine.matching.complete import match_board

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = (DOCS / "board-format.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    """The text of the example of this name."""
    found = re.search(rf"<!-- {name} -->\n```\w+\n(.*?)\n```\n", PAGE, re.DOTALL)
    assert found is not None
    return found.group(1)


@pytest.fixture(scope="module")
def board() -> Board:
    return read_board(example("board").encode(), zone_of)


@pytest.fixture(scope="module")
def answers(board: Board) -> Answers:
    found = match_board(board.needs, board.vacancies, board.settings, shipped_ceilings())
    return Answers.of(board, found)


def test_the_table(answers: Answers) -> None:
    lines = [line for one in answers.needs() for line in need_lines(one)]
    lines += [line for one in answers.vacancies() for line in vacancy_lines(one)]
    assert example("match").splitlines() == [line.replace("\u202f", " ") for line in lines]


def test_the_json(answers: Answers) -> None:
    found = {"needs": list(answers.needs()), "vacancies": list(answers.vacancies())}
    assert json.loads(example("json")) == found


def test_the_pair(board: Board) -> None:
    answer = explained(board.needs[0], board.vacancies[1], board, shipped_ceilings())
    lines = [line.replace("\u202f", " ") for line in pair_lines(answer)]
    assert example("explain").splitlines() == lines


def test_the_plan(board: Board) -> None:
    """The plan of the worked example, as a table and as JSON."""
    ceilings = shipped_ceilings()
    problem = problem_of(
        board.needs, board.vacancies, board.settings, ceilings, board.landlord_caps
    )
    plan = make_plan(problem)
    found = answer(plan, lacking(board, ceilings, plan))
    assert example("plan").splitlines() == "\n".join(plan_lines(found)).splitlines()
    assert json.loads(example("plan json")) == found


def test_every_field_is_described() -> None:
    for kind in (PROGRAMME, NEED, VACANCY):
        for name in kind.schema["properties"]:
            assert re.search(rf"^\|.*`{name}`.*\|$", PAGE, re.MULTILINE), name


def test_the_score_of_the_worked_example(answers: Answers) -> None:
    (need,) = answers.needs()
    scoring = (DOCS / "rules" / "scoring.md").read_text(encoding="utf-8")
    score = next(one["score"] for one in need["compatible"] if one["vacancy"] == "V-1")
    assert scoring.rstrip().endswith(f"÷ 8 = {score}.")
