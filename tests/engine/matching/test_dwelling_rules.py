"""The rules about the dwelling itself, at their limits and in words."""

from __future__ import annotations

import datetime as dt

import pytest

from havre.engine.matching import ANY
from havre.engine.vocabulary import Rule
from tests.engine.matching.builders import OLIVET, SARAN, household, plain, verdict


@pytest.mark.parametrize(
    ("need", "vacancy", "passed", "sentence"),
    [
        ({}, {}, True, "Commune souhaitée, choix 1 sur 2."),
        ({}, {"commune": OLIVET}, True, "Commune souhaitée, choix 2 sur 2."),
        ({}, {"commune": SARAN}, False, "Commune non souhaitée."),
        ({"communes": ANY}, {"commune": SARAN}, True, "Toute commune convient."),
    ],
)
def test_commune(
    need: dict[str, object], vacancy: dict[str, object], passed: bool, sentence: str
) -> None:
    found = verdict(Rule.COMMUNE, need, vacancy)
    assert (found.passed, found.sentence) == (passed, sentence)


@pytest.mark.parametrize(
    ("rooms", "wanted", "passed", "sentence"),
    [
        (1, (2, 3), False, "1 pièce, pour 2 à 3 demandées."),
        (2, (2, 3), True, "2 pièces, pour 2 à 3 demandées."),
        (3, (2, 3), True, "3 pièces, pour 2 à 3 demandées."),
        (4, (2, 3), False, "4 pièces, pour 2 à 3 demandées."),
        (1, (1, 1), True, "1 pièce, pour 1 demandée."),
    ],
)
def test_typology(rooms: int, wanted: tuple[int, int], passed: bool, sentence: str) -> None:
    found = verdict(Rule.TYPOLOGY, {"rooms": wanted}, {"rooms": rooms})
    assert (found.passed, found.sentence) == (passed, sentence)


@pytest.mark.parametrize(
    ("persons", "surface", "passed"),
    [
        (1, 9.0, True),
        (1, 8.99, False),
        (2, 16.0, True),
        (2, 15.99, False),
        (3, 25.0, True),
        (3, 24.99, False),
        (6, 52.0, True),
        (6, 51.99, False),
    ],
)
def test_minimum_surface(persons: int, surface: float, passed: bool) -> None:
    members = household(*[30] * persons)
    found = verdict(Rule.SURFACE_MIN, {"members": members}, {"surface": surface})
    assert (found.passed, found.remark) == (passed, "")


def test_the_sentences_of_minimum_surface() -> None:
    known = verdict(Rule.SURFACE_MIN, {}, {"surface": 61.5})
    assert plain(known.sentence) == "61,5 m² pour 2 personnes (minimum 16 m²)."
    unknown = verdict(Rule.SURFACE_MIN, {}, {"surface": None})
    assert (unknown.passed, unknown.remark) == (True, "Surface à vérifier")
    assert plain(unknown.sentence) == "Surface inconnue, minimum 16 m² pour 2 personnes."


@pytest.mark.parametrize(
    ("needed", "accessible", "passed"),
    [(False, False, True), (False, True, True), (True, True, True), (True, False, False)],
)
def test_accessibility(needed: bool, accessible: bool, passed: bool) -> None:
    found = verdict(Rule.ACCESSIBILITY, {"accessible": needed}, {"accessible": accessible})
    assert found.passed is passed


@pytest.mark.parametrize(
    ("floor", "lift", "limit", "ground_ok", "passed"),
    [
        (2, False, 2, False, True),
        (3, False, 2, False, False),
        (3, True, 2, False, True),
        (9, False, None, False, True),
        (0, False, 2, False, False),
        (0, True, None, False, False),
        (0, False, 2, True, True),
        (0, False, 0, True, True),
        (1, False, 0, True, False),
        (None, False, 2, True, False),
        (None, False, 2, False, False),
        (None, True, 2, True, True),
        (None, False, None, True, True),
        (None, True, 2, False, True),
    ],
)
def test_floor(
    floor: int | None, lift: bool, limit: int | None, ground_ok: bool, passed: bool
) -> None:
    need = {"max_floor_without_lift": limit, "ground_floor_ok": ground_ok}
    assert verdict(Rule.FLOOR, need, {"floor": floor, "lift": lift}).passed is passed


def test_an_unknown_floor_says_so() -> None:
    failed = verdict(Rule.FLOOR, {}, {"floor": None})
    assert failed.sentence == "Sans ascenseur, étage inconnu (maximum 2e étage)."
    assert failed.figures == {"reason": "étage inconnu"}
    passed = verdict(Rule.FLOOR, {}, {"floor": None, "lift": True})
    assert passed.remark == "Étage inconnu : vérifier que ce n’est pas un rez-de-chaussée"


@pytest.mark.parametrize(
    ("needed_by", "passed"),
    [(dt.date(2026, 12, 1), True), (dt.date(2026, 11, 30), False), (None, True)],
)
def test_availability(needed_by: dt.date | None, passed: bool) -> None:
    assert verdict(Rule.AVAILABILITY, {"needed_by": needed_by}, {}).passed is passed


def test_availability_in_words() -> None:
    assert verdict(Rule.AVAILABILITY, {}, {}).sentence == (
        "Disponible le 1er décembre 2026, pour un besoin au plus tard le 28 février 2027."
    )
