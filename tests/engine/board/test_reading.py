"""A board is read whole and sound, or refused by one sentence that names the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.config.bench.boards import Size, synthetic_board
from havre.engine.board import AplRequest, Board, Wrong, board_of, read_board
from havre.engine.board import reading as board_reading
from havre.engine.matching import (
    ANY,
    AplCurve,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Settings,
    compatible,
)
from tests.engine.board.boards import GONE, ZONES, changed, example, raw
from tests.engine.board.writing import board_to_json
from tests.engine.matching.builders import CEILINGS

HUGE = "1" + "0" * 30


def read(data: Any) -> Board:
    return board_of(data, ZONES.get)


def refusal(data: bytes) -> str:
    with pytest.raises(Wrong) as refused:
        read_board(data, ZONES.get)
    return str(refused.value)


def test_the_example() -> None:
    board = read_board(raw(example()), ZONES.get)
    (need,), (vacancy,) = board.needs, board.vacancies
    assert board.settings.date == dt.date(2026, 11, 22)
    assert board.landlord_caps == {"val-habitat": 5}
    assert (need.rooms, need.communes, need.tax_income) == ((2, 3), ("45234", "45232"), 11800.0)
    assert need.apl == {"2": ((0, 0), (300, 262.5), (450, 437), (900, 437))}
    assert need.avoid == (
        AvoidCommune("45302"),
        AvoidRadius(47.91, 1.87, 2.0),
        AvoidLandlord("loire-logis"),
        AvoidResidence("Le Clos des Mauves"),
    )
    assert (vacancy.zone_123, vacancy.rent, vacancy.point) == ("2", 348.10, (47.90, 1.91))
    (match,) = compatible(need, board.vacancies, board.settings, CEILINGS).compatible
    assert match.figures["net_rent"] == 141.64


def test_what_may_be_left_out() -> None:
    data = example()
    data["programme"] = {"date": "2026-11-22"}
    for name in ("residence", "lat", "lon", "surface", "floor"):
        del data["vacancies"][0][name]
    del data["needs"][0]["near"], data["needs"][0]["wage"]
    board = read(data)
    assert board.settings == Settings(
        dt.date(2026, 11, 22),
        0.30,
        10.0,
        {"commune": 3, "proximity": 2, "rent": 2, "surface": 1},
    )
    assert (board.landlord_caps, board.needs[0].near) == ({}, ())
    assert (board.vacancies[0].floor, board.vacancies[0].point) == (None, None)


def test_any_commune() -> None:
    assert read(changed("needs.0.communes", "ANY")).needs[0].communes is ANY


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("needs.0.communes", [], "needs[0].communes: une liste de 1 à 2000 éléments"),
        ("needs.0.communes", "any", "needs[0].communes: une liste est attendue"),
        ("needs.0.communes.1", "4523", "needs[0].communes[1]: un code INSEE"),
        ("needs.0.communes.1", "45234", "needs[0].communes: « 45234 » est donné deux fois"),
        ("needs.0.rooms", [3, 2], "needs[0].rooms: le premier nombre de pièces dépasse"),
        ("needs.0.rooms", [2], "needs[0].rooms: une liste de 2 à 2 éléments"),
        ("needs.0.rooms.1", 2.5, "needs[0].rooms[1]: un nombre entier de 1 à 50"),
        ("needs.0.rooms.1", True, "needs[0].rooms[1]: un nombre entier"),
        ("needs.0.monthly_income", -1, "needs[0].monthly_income: un nombre de 0 à"),
        ("needs.0.monthly_income", 1e308, "needs[0].monthly_income: un nombre de 0 à"),
        ("needs.0.monthly_income", "1450", "needs[0].monthly_income: un nombre de 0 à"),
        ("needs.0.monthly_income", GONE, "needs[0].monthly_income: ce champ manque"),
        ("needs.0.avoid", GONE, "needs[0].avoid: ce champ manque"),
        ("needs.0.avoid.0.code", "Saran", "needs[0].avoid[0].code: un code INSEE"),
        ("needs.0.avoid.0.kind", "VILLE", "needs[0].avoid[0].kind: code inconnu « VILLE »"),
        ("needs.0.avoid.0.kind", GONE, "needs[0].avoid[0].kind: ce champ manque"),
        ("needs.0.avoid.1.km", -2, "needs[0].avoid[1].km: un nombre de 0 à 500"),
        ("needs.0.avoid.1.km", GONE, "needs[0].avoid[1].km: ce champ manque"),
        ("needs.0.avoid.3.name", "-", "needs[0].avoid[3]: ce nom ne désigne rien"),
        ("needs.0.members", [], "needs[0].members: une liste de 1 à 30"),
        ("needs.0.members.0.birth_date", "2026-11-23", "needs[0].members[0].birth_date: cette"),
        ("needs.0.members.1.birth_date", "2026-02-30", "needs[0].members[1].birth_date: cette"),
        ("needs.0.members.1.birth_date", "20180502", "needs[0].members[1].birth_date: une date"),
        ("needs.0.regimes", ["BAIL"], "needs[0].regimes[0]: code inconnu « BAIL »"),
        ("needs.0.rights.0", "8", "needs[0].rights[0]: code inconnu « 8 »"),
        ("needs.0.rights.0", 2, "needs[0].rights[0]: code inconnu 2"),
        ("needs.0.urgency", 4, "needs[0].urgency: un nombre entier de 1 à 3"),
        ("needs.0.prenom", "x", "needs[0]: champ inconnu « prenom »"),
        (
            "needs.0.apl",
            {"2": [[0, 0], [300, 9], [300, 8]]},
            "needs[0].apl.2[2]: les loyers d’une courbe",
        ),
        ("needs.0.apl.2", [], "needs[0].apl.2: une liste de 1 à 100"),
        ("needs.0.apl.4", [[0, 0]], "needs[0].apl.4: une zone 1, 2 ou 3"),
        ("needs.0.near.0.kind", "BAR", "needs[0].near[0].kind: code inconnu « BAR »"),
        ("needs.0.needed_by", GONE, "needs[0].needed_by: ce champ manque"),
        ("needs.0.disabled", 0, "needs[0].disabled: true ou false"),
        ("needs.0", [], "needs[0]: un objet est attendu, et non une liste"),
        ("vacancies.0.commune", "45999", "vacancies[0].commune: aucune commune"),
        ("vacancies.0.rent", None, "vacancies[0].rent: un nombre de 0 à"),
        ("vacancies.0.rent", -348.1, "vacancies[0].rent: un nombre de 0 à"),
        ("vacancies.0.lat", GONE, "vacancies[0].lat: lat et lon vont ensemble"),
        ("vacancies.0.lon", None, "vacancies[0].lon: lat et lon vont ensemble"),
        ("vacancies.0.landlord", " ", "vacancies[0].landlord: un texte sans espace autour"),
        ("vacancies.0.landlord", "a\ud800", "vacancies[0].landlord: un texte de caractères"),
        ("vacancies.0.residence", "\udfff", "vacancies[0].residence: un texte de caractères"),
        ("needs.0.ref", "\ud83d", "needs[0].ref: un texte de caractères entiers est attendu, et"),
        ("needs.0.avoid.2.id", "\udc00", "needs[0].avoid[2].id: un texte de caractères entiers"),
        (
            "programme.landlord_caps",
            {"\udc80": 1},
            "programme.landlord_caps.?: un texte de caractères entiers est attendu, et non « ? »",
        ),
        ("vacancies.0.floor", 10**14, "vacancies[0].floor: un nombre entier de -10 à 200"),
        ("programme.landlord_caps.val-habitat", -1, "programme.landlord_caps.val-habitat: un no"),
        ("programme.landlord_caps.val-habitat", 1.5, "programme.landlord_caps.val-habitat: un no"),
        (
            "programme.landlord_caps",
            {"a": "b", "b": "a"},
            "programme.landlord_caps.a: un nombre entier de 0 à 200000 est attendu, et non « b »",
        ),
        ("programme.landlord_caps", [], "programme.landlord_caps: un objet est attendu"),
        ("programme.weights.safety", 1, "programme.weights: champ inconnu « safety »"),
        ("programme.effort_rate_max", 30, "programme.effort_rate_max: un nombre de 0 à 1"),
        ("programme.date", GONE, "programme.date: ce champ manque"),
        ("needs", None, "needs: une liste est attendue, et non null"),
        ("vacancies", GONE, "vacancies: ce champ manque"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(place: str, value: Any, sentence: str) -> None:
    with pytest.raises(Wrong) as refused:
        read(changed(place, value))
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("NaN", "needs[0].monthly_income: un nombre de 0 à 100000 est attendu, et non NaN"),
        ("-Infinity", "needs[0].monthly_income: un nombre de 0 à 100000 est attendu"),
        ("1e999", "needs[0].monthly_income: un nombre de 0 à 100000 est attendu"),
        (HUGE, "needs[0].monthly_income: un nombre de 0 à 100000 est attendu, et non 1000000"),
        ("1" * 10_000, "needs[0].monthly_income: un nombre de 0 à 100000 est attendu"),
        ('1450, "monthly_income": 9', "needs[0]: le champ « monthly_income » est donné deux"),
    ],
)
def test_what_json_should_not_hold(text: str, sentence: str) -> None:
    data = raw(example()).replace(b'"monthly_income": 1450.0', f'"monthly_income": {text}'.encode())
    assert refusal(data).startswith(sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "le fichier est vide"),
        (b" \n", "le fichier est vide"),
        (b"[]", "un objet est attendu, et non une liste"),
        (b"3", "un objet est attendu, et non 3"),
        (b"{\n  oui", "ligne 2, colonne 3 : ce n’est pas du JSON"),
        (b'{"needs": "\xe9"}', "ligne 1 : le fichier n’est pas en UTF-8"),
        (b"\xef\xbb\xbf{}", "le fichier commence par une marque d’ordre (BOM)"),
        (b"\xff\xfe{\x00}\x00", "le fichier commence par une marque d’ordre (BOM)"),
        (b"[" * 100_000, "le fichier est trop imbriqué"),
        (b'{"a": 1, "a": 1}', "le champ « a » est donné deux fois"),
        (b"{}", "programme: ce champ manque"),
    ],
)
def test_what_is_no_board(data: bytes, sentence: str) -> None:
    assert refusal(data).startswith(sentence)


def test_two_lines_of_one_reference() -> None:
    data = example()
    data["vacancies"].append(dict(data["vacancies"][0]))
    assert refusal(raw(data)) == (
        "vacancies[1].ref: cette référence est déjà celle de vacancies[0]"
    )


def test_too_many_lines_are_refused_before_any_is_read() -> None:
    data = changed("needs", [0] * 200_001)
    assert refusal(raw(data)) == (
        "needs: une liste de 0 à 200000 éléments est attendue, et non 200001"
    )


def test_a_file_too_large_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(board_reading, "MOST_BRACKETS", 20)
    assert refusal(raw(example())) == "le fichier est trop grand (0 Mo, 1 lignes)"


def test_a_missing_curve_names_its_need() -> None:
    data = changed("needs.0.apl", {"3": [[0, 0]]})
    assert refusal(raw(data)) == (
        "needs[0].apl: la courbe de la zone 2 manque, et rien ici ne la calcule"
    )


def test_missing_curves_are_asked_for_in_the_zones_of_the_board() -> None:
    data = changed("needs.0.apl", GONE)
    data["needs"][0]["communes"] = ["45234", "45147"]
    data["vacancies"].append(data["vacancies"][0] | {"ref": "V-2", "commune": "45043"})
    asked: list[AplRequest] = []

    def curves(requests: Sequence[AplRequest], settings: Settings) -> list[AplCurve]:
        asked.extend(requests)
        return [((0.0, 120.0),) for _ in requests]

    board = board_of(data, ZONES.get, curves)
    assert [(one.need.ref, one.wage, one.zone) for one in asked] == [
        ("N-1", 900.0, "2"),
        ("N-1", 900.0, "3"),
    ]
    assert board.needs[0].apl == {"2": ((0.0, 120.0),), "3": ((0.0, 120.0),)}


def test_a_board_written_is_read_back() -> None:
    board = synthetic_board(Size(30, 40, 9))
    zones = {vacancy.commune: vacancy.zone_123 for vacancy in board.vacancies}
    back = read_board(raw(board_to_json(board)), zones.get)
    assert back.needs == board.needs
    assert back.settings == board.settings
    assert back.landlord_caps == board.landlord_caps
    located = [vacancy for vacancy in back.vacancies if vacancy.lon is not None]
    assert 0 < len(located) < len(back.vacancies)
    assert all(vacancy in board.vacancies for vacancy in located)
    assert [vacancy.point for vacancy in back.vacancies] == [v.point for v in board.vacancies]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    *(f"needs.0.{name}" for name in example()["needs"][0]),
    *(f"vacancies.0.{name}" for name in example()["vacancies"][0]),
    *(f"programme.{name}" for name in example()["programme"]),
]


@given(st.sampled_from(FIELDS), JSON)
def test_anything_anywhere_is_read_or_refused_in_one_sentence(place: str, value: Any) -> None:
    try:
        read(changed(place, value))
    except Wrong as refused:
        assert str(refused).startswith(place.replace(".0", "[0]"))
        assert "\n" not in str(refused)
