"""The answers of a board, their order, their words and their schemas."""

from __future__ import annotations

import json
from importlib.resources import files
from random import Random
from typing import Any

import pytest

from havre.config.bench.boards import Size, synthetic_board
from havre.config.board_files import shipped_ceilings
from havre.engine.board import Board, board_of
from havre.engine.board.answers import Answers, explained
from havre.engine.board.schemas import ANSWER_SCHEMA, BOARD_SCHEMA, PLAN_SCHEMA
from havre.engine.board.wording import lever_words, need_lines, pair_lines, vacancy_lines
from havre.engine.matching.complete import match_board
from havre.engine.matching.levers import Change
from tests.engine.board.boards import GONE, ZONES, changed, example
from tests.engine.board.validator import valid
from tests.engine.board.writing import board_to_json
from tests.engine.matching.builders import plain

CEILINGS = shipped_ceilings()
PACKAGE = files("havre.engine.board")
SMALL = Size(120, 150, 45)


def answer_of(board: Board, top: int | None = None) -> dict[str, Any]:
    found = match_board(board.needs, board.vacancies, board.settings, CEILINGS, top)
    answers = Answers.of(board, found)
    return {"needs": list(answers.needs()), "vacancies": list(answers.vacancies())}


def three_vacancies() -> Board:
    """The example with a dwelling that fits, one a room too large, one that fits nobody."""
    data = example()
    usual = data["vacancies"][0]
    data["vacancies"] += [
        usual | {"ref": "V-2", "rooms": 4},
        usual | {"ref": "V-3", "rooms": 4, "rent": 900.0},
        usual | {"ref": "V-4", "landlord": "loire-logis"},
        usual | {"ref": "V-5", "commune": "45147"},
    ]
    return board_of(data, ZONES.get)


def test_the_answer_of_the_example() -> None:
    assert answer_of(three_vacancies()) == {
        "needs": [
            {
                "ref": "N-1",
                "found": 1,
                "compatible": [
                    {
                        "vacancy": "V-1",
                        "score": 0.899958,
                        "figures": {
                            "net_rent": 141.64,
                            "effort_rate": 0.0977,
                            "left_per_day": 33.09,
                            "apl": 318.46,
                            "km_to_nearest_zone": 3.182,
                        },
                    }
                ],
                "excluded": {
                    "SAFETY_LANDLORD": {"at_all": 1, "alone": 1},
                    "COMMUNE": {"at_all": 1},
                    "TYPOLOGY": {"at_all": 2, "alone": 1},
                    "AFFORDABILITY": {"at_all": 1, "alone": 0},
                },
                "levers": [
                    {"change": "communes", "add": "45147", "opens": 1},
                    {"change": "rooms", "to": [2, 4], "opens": 1},
                ],
                "near_misses": [{"vacancy": "V-2", "rule": "TYPOLOGY"}],
            }
        ],
        "vacancies": [
            {
                "ref": "V-2",
                "excluded": {"TYPOLOGY": {"at_all": 1, "alone": 1}},
                "near_misses": [{"need": "N-1", "rule": "TYPOLOGY"}],
            },
            {
                "ref": "V-3",
                "excluded": {
                    "TYPOLOGY": {"at_all": 1, "alone": 0},
                    "AFFORDABILITY": {"at_all": 1, "alone": 0},
                },
                "near_misses": [],
            },
            {
                "ref": "V-4",
                "excluded": {"SAFETY_LANDLORD": {"at_all": 1, "alone": 1}},
                "near_misses": [],
            },
            {"ref": "V-5", "excluded": {"COMMUNE": {"at_all": 1}}, "near_misses": []},
        ],
    }


def test_the_lines_of_the_example() -> None:
    answer = answer_of(three_vacancies())
    assert [plain(line) for line in need_lines(answer["needs"][0])] == [
        "N-1 : 1 logement compatible",
        "    1  V-1            score 0,900, reste 141,64 €, effort 9,8 %, "
        "reste à vivre 33,09 € par jour, zone à 3,2 km",
        "  Écartés : Sécurité : bailleur 1 (à lui seul 1), Commune souhaitée 1, "
        "Nombre de pièces 2 (à lui seul 1), Loyer supportable 1.",
        "  + 1 avec la commune 45147 en plus",
        "  + 1 avec 2 à 4 pièces",
    ]
    assert list(vacancy_lines(answer["vacancies"][0])) == [
        "V-2 ne convient à personne : Nombre de pièces 1 (à lui seul 1).",
        "  N-1 : à une règle près (Nombre de pièces)",
    ]


def test_nobody_and_nothing() -> None:
    data = example()
    data["needs"] = []
    answer = answer_of(board_of(data, ZONES.get))
    assert answer["needs"] == []
    (vacancy,) = answer["vacancies"]
    assert list(vacancy_lines(vacancy)) == ["V-1 ne convient à personne : aucun besoin."]
    assert answer_of(board_of(data | {"vacancies": []}, ZONES.get))["vacancies"] == []


def test_top_says_how_many_there_are_beyond() -> None:
    data = example()
    data["vacancies"].append(data["vacancies"][0] | {"ref": "V-2"})
    (need,) = answer_of(board_of(data, ZONES.get), top=1)["needs"]
    assert (need["found"], len(need["compatible"])) == (2, 1)
    assert next(need_lines(need)) == "N-1 : 2 logements compatibles, dont les 1 premiers"


@pytest.mark.parametrize(
    ("lever", "words"),
    [
        ({"change": "net_rent", "by": 50}, "50 € de plus par mois à sa charge"),
        ({"change": "needed_by", "to": "2027-03-30"}, "une entrée jusqu’au 30 mars 2027"),
        ({"change": "max_floor_without_lift", "to": 3}, "3e étage sans ascenseur"),
        ({"change": "max_floor_without_lift", "to": None}, "tout étage sans ascenseur"),
        ({"change": "ground_floor_ok", "to": True}, "un rez-de-chaussée"),
        ({"change": "regimes", "add": "BAIL_GLISSANT"}, "le régime « Bail glissant »"),
        ({"change": "rights", "add": "3"}, "le contingent « Action Logement »"),
    ],
)
def test_levers_in_words(lever: dict[str, Any], words: str) -> None:
    assert plain(lever_words(lever)) == words


def test_every_kind_of_lever_has_its_words_and_its_schema() -> None:
    board = synthetic_board(SMALL)
    answer = answer_of(board)
    levers = [lever for need in answer["needs"] for lever in need["levers"]]
    assert {lever["change"] for lever in levers} == {
        "communes",
        "rooms",
        "net_rent",
        "needed_by",
        "max_floor_without_lift",
        "ground_floor_ok",
        "regimes",
        "rights",
    }
    assert len(Change) == 9
    assert all(lever_words(lever) for lever in levers)
    assert valid(json.loads(json.dumps(answer)), ANSWER_SCHEMA)
    assert valid(board_to_json(board), BOARD_SCHEMA)


def test_the_order_of_lines_changes_no_answer() -> None:
    board = synthetic_board(SMALL)
    rng = Random(4)
    needs, vacancies = list(board.needs), list(board.vacancies)
    rng.shuffle(needs)
    rng.shuffle(vacancies)
    other = Board(board.settings, tuple(needs), tuple(vacancies))
    assert answer_of(other) == answer_of(board)


def test_a_pair_explained() -> None:
    board = three_vacancies()
    answer = explained(board.needs[0], board.vacancies[1], board, CEILINGS)
    assert (answer["compatible"], answer["score"], len(answer["rules"])) == (False, None, 13)
    assert answer["rules"][4] == {
        "rule": "TYPOLOGY",
        "label": "Nombre de pièces",
        "passed": False,
        "sentence": "4 pièces, pour 2 à 3 demandées.",
        "remark": "",
        "figures": {"rooms": 4, "rooms_min": 2, "rooms_max": 3},
    }
    lines = list(pair_lines(answer))
    assert lines[0] == "V-2 ne convient pas à N-1"
    assert lines[5] == "  NON  Nombre de pièces : 4 pièces, pour 2 à 3 demandées."
    fits = explained(board.needs[0], board.vacancies[0], board, CEILINGS)
    assert next(pair_lines(fits)) == "V-1 convient à N-1, score 0,899958"


def test_the_shipped_schemas_are_those_of_the_reader() -> None:
    schemas = {"board": BOARD_SCHEMA, "match": ANSWER_SCHEMA, "plan": PLAN_SCHEMA}
    for name, schema in schemas.items():
        text = PACKAGE.joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
        assert json.loads(text) == schema


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("needs.0.communes", []),
        ("needs.0.communes.0", "4523"),
        ("needs.0.avoid.1.km", GONE),
        ("needs.0.avoid.0.kind", "VILLE"),
        ("needs.0.urgency", 4),
        ("needs.0.first_name", "x"),
        ("needs.0.apl", {"4": [[0, 0]]}),
        ("vacancies.0.rent", None),
        ("vacancies.0.financing", "PLU"),
        ("programme.landlord_caps", {"a": -1}),
        ("programme.weights.safety", 1),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(place: str, value: Any) -> None:
    assert valid(example(), BOARD_SCHEMA)
    assert not valid(changed(place, value), BOARD_SCHEMA)
