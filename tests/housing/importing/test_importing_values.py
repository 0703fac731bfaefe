"""Each way landlords write a value, with what it means; anything else is a `BadValue`."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from havre.housing.importing.addresses import parse_postcode, split_address
from havre.housing.importing.labels import parse_financing, parse_regime, parse_reservation
from havre.housing.importing.problems import BadValue
from havre.housing.importing.table import Cell, normalised, shown
from havre.housing.importing.values import (
    parse_date,
    parse_energy,
    parse_flag,
    parse_floor,
    parse_number,
    parse_typology,
)

TODAY = date(2026, 11, 20)

NUMBERS: list[tuple[Cell, str]] = [
    (463.79, "463.79"),
    (61, "61.00"),
    (-48.0, "-48.00"),
    ("78,35", "78.35"),
    ("85,8 m²", "85.80"),
    ("61.5m2", "61.50"),
    ("144,48 €", "144.48"),
    ("1 234,50 €", "1234.50"),
    ("1\u202f234,50\u00a0€", "1234.50"),
    ("1.234,50", "1234.50"),
    ("1,234.50", "1234.50"),
    ("350 €/mois", "350.00"),
    ("350 euros par mois", "350.00"),
    ("−12", "-12.00"),
    ("0,125", "0.13"),
    ("66,", "66.00"),
]


@pytest.mark.parametrize(("cell", "expected"), NUMBERS)
def test_numbers(cell: Cell, expected: str) -> None:
    assert parse_number(cell) == Decimal(expected)


@pytest.mark.parametrize(
    "cell",
    [
        *("", "douze", "12 34", "1,234", "1.234", "=1+1", "1e5", "٣", "9" * 200, "--1", "1,2,3"),
        *(None, True, TODAY, float("nan"), float("inf"), 1e300),
    ],
)
def test_no_numbers(cell: Cell) -> None:
    with pytest.raises(BadValue):
        parse_number(cell)


def test_ambiguous_number_says_what_to_write() -> None:
    with pytest.raises(BadValue, match=r"se lit de deux façons\. Écrivez par exemple 1234 ou 1,23"):
        parse_number("1,234")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("T3", (3, "T3")),
        ("F3", (3, "T3")),
        ("Type 3", (3, "T3")),
        ("type  3", (3, "T3")),
        ("3", (3, "T3")),
        (3.0, (3, "T3")),
        (3, (3, "T3")),
        ("3 pièces", (3, "T3")),
        ("P2", (2, "T2")),
        ("T3 duplex", (3, "T3")),
        ("T1", (1, "T1")),
        ("Studio", (1, "T1")),
        ("T1bis", (1, "T1 bis")),
        ("T1 bis", (1, "T1 bis")),
        ("F1 BIS", (1, "T1 bis")),
        ("T6", (6, "T6")),
        ("T6+", (6, "T6+")),
        ("T6 et plus", None),
        ("T3+", None),
        ("T2 bis", (2, "T2")),
        ("T7", (7, "T6+")),
        ("T12", None),
        ("T0", None),
        ("3.5", None),
        (3.5, None),
        ("T2/T3", None),
        ("", None),
        (True, None),
        (date(2026, 3, 1), None),
    ],
)
def test_typologies(cell: Cell, expected: tuple[int, str] | None) -> None:
    if expected is None:
        with pytest.raises(BadValue):
            parse_typology(cell)
    else:
        assert parse_typology(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("RDC", 0),
        ("rez-de-chaussée", 0),
        ("Rez de jardin", 0),
        ("0", 0),
        (0.0, 0),
        ("1er", 1),
        ("1er étage", 1),
        ("1e", 1),
        ("2nd", 2),
        ("2ème étage", 2),
        ("4e", 4),
        ("R+3", 3),
        (6.0, 6),
        ("-1", -1),
        ("étage 5", 5),
        ("dernier", None),
        ("41", None),
        (1.5, None),
        ("", None),
    ],
)
def test_floors(cell: Cell, expected: int | None) -> None:
    if expected is None:
        with pytest.raises(BadValue):
            parse_floor(cell)
    else:
        assert parse_floor(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *((cell, True) for cell in ("O", "oui", "X", "x", 1.0, True)),
        *((cell, False) for cell in ("N", "NON", "non", "", None, 0)),
    ],
)
def test_flags(cell: Cell, expected: bool) -> None:
    assert parse_flag(cell) is expected


def test_flag_is_yes_or_no() -> None:
    with pytest.raises(BadValue, match="ne veut dire ni oui ni non"):
        parse_flag("peut-être")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (date(2027, 1, 31), date(2027, 1, 31)),
        (datetime.fromisoformat("2027-01-31T08:30"), date(2027, 1, 31)),
        ("16/12/2026", date(2026, 12, 16)),
        ("16-12-26", date(2026, 12, 16)),
        ("2026-12-16", date(2026, 12, 16)),
        ("2026-12-16T00:00:00", date(2026, 12, 16)),
        ("1er décembre 2026", date(2026, 12, 1)),
        ("15 févr. 2027", date(2027, 2, 15)),
        ("15 août 2027", date(2027, 8, 15)),
        ("15 juillet 2027", date(2027, 7, 15)),
        ("à partir du 03/01/2027", date(2027, 1, 3)),
        ("Libre au 03/01/2027", date(2027, 1, 3)),
        (46357.0, date(2026, 12, 1)),
        ("immédiate", TODAY),
        ("de suite", TODAY),
        ("Libre", TODAY),
    ],
)
def test_dates(cell: Cell, expected: date) -> None:
    assert parse_date(cell, TODAY) == expected


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31/02/2027", "La date « 31/02/2027 » n’existe pas"),
        ("12/13/2026", "n’existe pas"),
        ("12/2026", "n’est pas une date"),
        ("bientôt", "n’est pas une date"),
        ("15 jui 2027", "n’est pas une date"),
        ("", "n’est pas une date"),
        (12.0, "n’est pas une date"),
        (True, "n’est pas une date"),
        ("0000-01-01", "n’existe pas"),
    ],
)
def test_no_dates(cell: Cell, reason: str) -> None:
    with pytest.raises(BadValue, match=reason):
        parse_date(cell, TODAY)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *(
            (code, "PLAI")
            for code in ("10", "11", "51", 10.0, "PLAI", "PLA-I", "PLAI-A", "PLR/PSR")
        ),
        *(
            (code, "PLUS")
            for code in ("12", "13", "50", "52", "53", "PLA", "HLMO", "HLM/O", "plus")
        ),
        *((code, "PLS") for code in ("14", 14, "PLS")),
        *((code, "PLI") for code in ("16", "PLI")),
        *((code, "PRIVATE") for code in ("privé", "libre")),
        *((code, None) for code in ("15", "54", "99", "ILN", "", "PLUS ou PLAI", "conventionné")),
    ],
)
def test_financings(cell: Cell, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(BadValue):
            parse_financing(cell)
    else:
        assert parse_financing(cell).value == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *((str(code), (str(code), "")) for code in range(1, 8)),
        (2.0, ("2", "")),
        ("Préfecture - prioritaires", ("2", "")),
        ("Préfecture - fonctionnaires", ("1", "")),
        ("Préfecture", ("2", "")),
        ("Préfecture du département", ("2", "")),
        ("DALO", ("2", "")),
        ("Action Logement", ("3", "")),
        ("Mairie", ("4", "commune")),
        ("Ville d’Orléans", ("4", "commune")),
        ("Orléans Métropole", ("4", "métropole")),
        ("Conseil départemental", ("4", "département")),
        ("Région Centre-Val de Loire", ("4", "région")),
        ("Collectivités locales", ("4", "")),
        ("Ministère de la défense", ("5", "")),
        ("Autre", ("6", "")),
        ("Non réservé", ("7", "")),
        ("Bailleur", ("7", "")),
        ("", ("7", "")),
        (None, ("7", "")),
        ("8", None),
        ("Mairie / Action Logement", None),
        ("inconnu", None),
    ],
)
def test_reservations(cell: Cell, expected: tuple[str, str] | None) -> None:
    if expected is None:
        with pytest.raises(BadValue):
            parse_reservation(cell)
    else:
        read = parse_reservation(cell)
        assert (read.code.value, read.detail) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("intermédiation locative", "IML"),
        ("IML", "IML"),
        ("libre", "PRIVE_LIBRE"),
        ("Loc1", "PRIVE_CONVENTIONNE"),
        ("Loc2", "PRIVE_CONVENTIONNE"),
        ("Loc’Avantages", "PRIVE_CONVENTIONNE"),
        ("Conventionné", "PRIVE_CONVENTIONNE"),
        ("Bail glissant", "BAIL_GLISSANT"),
        ("mandat de gestion", "MANDAT_GESTION"),
        ("bail direct", "BAIL_DIRECT"),
        ("Loc4", None),
        ("", None),
    ],
)
def test_regimes(cell: Cell, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(BadValue):
            parse_regime(cell)
    else:
        assert parse_regime(cell).value == expected


def test_energy() -> None:
    assert [parse_energy(cell) for cell in ("D", "g", "Classe B", "", None, "NC")] == [
        "D",
        "G",
        "B",
        None,
        None,
        None,
    ]
    with pytest.raises(BadValue):
        parse_energy("H")


def test_postcodes() -> None:
    cells: list[Cell] = [45140.0, "45140", "45 140", 1000, "01000", ""]
    assert [parse_postcode(cell) for cell in cells] == [
        "45140",
        "45140",
        "45140",
        "01000",
        "01000",
        "",
    ]
    for bad in ("4514", "451400", "ORLEANS", 1.5, True):
        with pytest.raises(BadValue):
            parse_postcode(bad)


def test_one_line_addresses() -> None:
    assert split_address("66 rue des Bleuets, 45380 La Chapelle-Saint-Mesmin") == (
        "66 rue des Bleuets",
        "45380",
        "La Chapelle-Saint-Mesmin",
    )
    assert split_address("2 quai du Roi - 45 000 - Orléans") == (
        "2 quai du Roi",
        "45000",
        "Orléans",
    )
    with pytest.raises(BadValue, match="ne dit pas la commune"):
        split_address("2 quai du Roi, Orléans")


PARSERS: list[Callable[[Cell], object]] = [
    parse_number,
    parse_typology,
    parse_floor,
    parse_flag,
    lambda cell: parse_date(cell, TODAY),
    parse_energy,
    parse_financing,
    parse_reservation,
    parse_regime,
    parse_postcode,
    split_address,
]
DIGITS = st.text("0123456789 .,-/+eTF€m²°'٣²１Ⅳ½\u202f\ud800", max_size=20)
CELLS = (
    st.text(max_size=60)
    | DIGITS
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.none()
)


@given(CELLS)
@example("\ud800")
@example("T٣")
@example("²")
@example("1" * 5000)
@example(date(1, 1, 1))
def test_parsers_raise_nothing_but_bad_value(cell: Cell) -> None:
    for parse in PARSERS:
        try:
            parse(cell)
        except BadValue as bad:
            assert str(bad)[0].isupper() or str(bad).startswith("«")
            assert str(bad).endswith((".", "»"))


@given(st.text(max_size=200))
def test_shown_and_normalised_are_stable(text: str) -> None:
    assert shown(shown(text)) == shown(text)
    assert normalised(normalised(text)) == normalised(text)
    shown(text).encode()


def test_shown_drops_what_nobody_sees() -> None:
    assert shown("Le\u200b Val\u202e \x07 A") == "Le Val A"
    assert shown(45140.0) == "45140"
    assert normalised("Surf. hab. (m²)") == "surf hab m2"
    assert normalised("N° UG") == "n ug"
