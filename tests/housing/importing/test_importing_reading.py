"""Accepting, refusing and warning, one line at a time."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havre.engine.vocabulary import Financing, Regime
from havre.housing.importing.columns import find_header, find_stock_header
from havre.housing.importing.problems import ImportProblem
from havre.housing.importing.reading import Reading, read_vacancies
from havre.housing.importing.report import report_rows
from havre.housing.importing.stock import StockReading, read_stock, stock_reference
from havre.housing.importing.table import Cell, Table
from havre.housing.importing.territory import Territory, build_territory

TODAY = date(2026, 11, 20)
GOOD: dict[str, Cell] = {
    "Réf": "A1",
    "Résidence": "Le Val",
    "Adresse": "2 quai du Roi",
    "CP": 45000.0,
    "Ville": "Orléans",
    "Type": "T3",
    "Surface": 61.0,
    "Étage": 1.0,
    "Asc.": "O",
    "Loyer HC": 348.1,
    "Loyer CC": None,
    "Charges": 112.0,
    "Fin.": "PLUS",
    "Réservataire": "",
    "Régime": "",
    "Dispo. le": date(2026, 12, 1),
    "DPE": "C",
    "PMR": "",
    "Meublé": "",
}


def read(territory: Territory, *changes: dict[str, Cell], **defaults: Financing) -> Reading:
    rows = [tuple({**GOOD, "Réf": f"A{i}", **change}.values()) for i, change in enumerate(changes)]
    table = Table("", (tuple(GOOD), *rows))
    return read_vacancies(table, find_header(table), territory, TODAY, **defaults)


def one(territory: Territory, **change: Cell) -> Reading:
    return read(territory, {key.replace("_", " "): value for key, value in change.items()})


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Réf", "", "La référence du logement manque"),
        ("Réf", "x" * 61, "dépasse 60 caractères"),
        ("Réf", "--", "il y faut un chiffre ou une lettre"),
        ("Type", "", "Typologie : la case est vide"),
        ("Surface", -48.0, "supérieure à zéro"),
        ("Surface", 401, "dépasse 400 m²"),
        ("Surface", "grand", "n’est pas un nombre"),
        ("Loyer HC", "", "Loyer hors charges : la case est vide"),
        ("Loyer HC", 0.0, "supérieur à zéro"),
        ("Loyer HC", 5000.01, "dépasse 5 000,00 € par mois"),
        ("Charges", -1, "entre 0 € et 2 000,00 €"),
        ("Dispo. le", date(2028, 11, 22), "à plus de deux ans"),
        ("Dispo. le", date(2024, 11, 18), "à plus de deux ans"),
        ("Fin.", "", "Le financement manque"),
        ("Fin.", "PAP", "n’a pas de plafond connu"),
        ("Réservataire", "qui ?", "n’est pas connu"),
        ("Régime", "?", "n’est pas connu"),
        ("CP", "4500", "n’est pas un code postal"),
        ("Ville", "Chartres", "n’est pas dans le territoire"),
    ],
)
def test_rejected(territory: Territory, column: str, value: Cell, reason: str) -> None:
    reading = read(territory, {column: value})
    assert (reading.rows, reading.warnings) == ([], [])
    assert [(p.line, p.column) for p in reading.rejected] == [(2, column)]
    assert reason in reading.rejected[0].reason


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("Surface", "", "Surface non indiquée"),
        ("Surface", 20.0, "très petite"),
        ("Loyer HC", 29.0, "très bas"),
        ("Charges", 400.0, "dépassent le loyer"),
        ("Charges", "", "comptées à 0 €"),
        ("Loyer CC", 500.0, "font 460,10 €, non 500,00 €"),
        ("Dispo. le", "", "compté comme libre"),
        ("Dispo. le", date(2026, 3, 1), "plus de six mois"),
        ("Étage", "dernier", "étage inconnu"),
        ("Asc.", "?!a", "sans ascenseur"),
        ("DPE", "Z", "étiquette inconnue"),
        ("PMR", "peut-être", "non accessible"),
        ("Adresse", "", "Adresse non indiquée"),
        ("Résidence", "x" * 121, "coupé à 120"),
    ],
)
def test_warned(territory: Territory, column: str, value: Cell, reason: str) -> None:
    reading = read(territory, {column: value})
    assert len(reading.rows) == 1
    told = [(p.column, p.reason) for p in reading.warnings]
    assert any(where == column and reason in why for where, why in told), told


def test_all_in_rent_less_charges(territory: Territory) -> None:
    reading = one(territory, **{"Loyer HC": "", "Loyer CC": "829 €", "Charges": 60})
    assert reading.rows[0].rent == Decimal("769.00")
    assert reading.rows[0].corrections == (
        "Loyer hors charges : 829,00 € − 60,00 € de charges = 769,00 €.",
    )
    without = one(territory, **{"Loyer HC": "", "Loyer CC": 829, "Charges": ""})
    assert without.rejected[0].column == "Charges"
    negative = one(territory, **{"Loyer HC": "", "Loyer CC": 50, "Charges": 60})
    assert negative.rejected[0].column == "Loyer CC"


def test_several_failures_are_one_rejection(territory: Territory) -> None:
    reading = one(territory, Type="T12", Surface=-1)
    assert len(reading.rejected) == 1
    assert reading.rejected[0].column == "Type"
    assert "T12" in reading.rejected[0].reason
    assert "supérieure à zéro" in reading.rejected[0].reason


def test_first_accepted_line_of_a_reference_wins(territory: Territory) -> None:
    bad, good = {"Réf": "B1", "Loyer HC": ""}, {"Réf": "B1"}
    again = {"Réf": " b1 ", "Loyer HC": 350.0}
    reading = read(territory, bad, good, again)
    assert [row.line for row in reading.rows] == [3]
    assert [p.line for p in reading.rejected] == [2]
    assert [(p.line, p.reason) for p in reading.duplicates] == [
        (
            4,
            "La référence b1 est déjà à la ligne 3, qui est retenue. "
            "Les deux lignes diffèrent : Réf, Loyer HC.",
        )
    ]


def test_number_references_stay_whole(territory: Territory) -> None:
    assert one(territory, Réf=1035.0).rows[0].reference == "1035"


def test_defaults(territory: Territory) -> None:
    blank: dict[str, Cell] = {"Fin.": ""}
    given_default = read(territory, blank, default_financing=Financing.PLAI)
    assert given_default.rows[0].financing is Financing.PLAI
    assert given_default.rows[0].corrections == ("Financement non indiqué : PLAI retenu.",)
    private = read(territory, {**blank, "Régime": "IML"})
    assert private.rows[0].financing is Financing.PRIVATE
    assert private.rows[0].regime is Regime.IML
    assert read(territory, {}).rows[0].regime is Regime.BAIL_DIRECT


def test_ignored_lines(territory: Territory) -> None:
    width = len(GOOD)
    good = tuple(GOOD.values())
    total = (None, "TOTAL GÉNÉRAL", *([None] * (width - 3)), 12)
    rows = (("Titre",), (), tuple(GOOD), good, total, (" ",), tuple(GOOD), ("Sous total : 1",))
    table = Table("", rows)
    reading = read_vacancies(table, find_header(table), territory, TODAY)
    assert [(line.line, line.reason) for line in reading.ignored_lines] == [
        (1, "Titre, au-dessus des colonnes"),
        (2, "Ligne vide"),
        (5, "Sous-total ou total"),
        (6, "Ligne vide"),
        (7, "Titres de colonnes répétés"),
        (8, "Sous-total ou total"),
    ]
    assert (len(reading.rows), reading.ignored) == (1, 6)


def test_formula_text_stays_text(territory: Territory) -> None:
    text = '=HYPERLINK("http://exemple.invalid")'
    assert one(territory, Résidence=text).rows[0].residence == text


def test_missing_column_stops_the_reading(territory: Territory) -> None:
    table = Table("", (("Réf", "Adresse", "Ville", "Type"),))
    with pytest.raises(ImportProblem, match="Loyer hors charges"):
        read_vacancies(table, find_header(table), territory, TODAY)


def test_same_file_reads_the_same(territory: Territory) -> None:
    assert read(territory, {}, {"Type": "F2"}).rows == read(territory, {}, {"Type": "F2"}).rows


STOCK = ("DEPCOM", "NUMVOIE", "TYPVOIE", "NOMVOIE", "ETAGE", "NBPIECE", "SURFHAB", "FINAN_CODE")


def test_stock_lines(territory: Territory) -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        STOCK,
        (45234.0, 3.0, "RUE", "DES CARMES", 1.0, 3.0, 61.0, 13.0),
        ("45234", "3", "RUE", "DES CARMES", "1", "3", "-1", "13"),
        ("45234", "3", "RUE", "DES CARMES", "1", "3", "62", "54"),
        ("28085", "1", "RUE", "DES CARMES", "1", "3", "62", "13"),
    )
    table = Table("", rows)
    reading = read_stock(table, find_stock_header(table), territory)
    assert [(row.reference, row.financing) for row in reading.rows] == [
        ("45234-3-rue-des-carmes-e1-1", Financing.PLUS),
        ("45234-3-rue-des-carmes-e1-3", None),
    ]
    assert [(p.line, p.column) for p in reading.rejected] == [(3, "SURFHAB"), (5, "DEPCOM")]
    assert [(p.line, p.column) for p in reading.warnings] == [(4, "FINAN_CODE")]
    assert [told[0] for told in report_rows(reading)] == [1, 2, 3, 4, 5]


IN_ORLEANS, ACROSS = ("618000", "6756000,00"), (618_120.5, 6_756_050.0)


def placed(territory: Territory, *rows: tuple[Cell, ...]) -> StockReading:
    """Lines of DEPCOM, number, street, X and Y."""
    lines = [
        (code, number, "RUE", street, "1", "3", "61", "13", x, y)
        for code, number, street, x, y in rows
    ]
    table = Table("", ((*STOCK, "X", "Y"), *lines))
    return read_stock(table, find_stock_header(table), territory)


def test_x_and_y_of_the_stock_are_a_place(territory: Territory) -> None:
    reading = placed(
        territory,
        ("45234", "3", "DES CARMES", *IN_ORLEANS),
        ("45234", "3", "DES CARMES", *IN_ORLEANS),
        ("45234", "5", "DES CARMES", *ACROSS),
        ("45234", "7", "DES CARMES", None, ""),
    )
    assert [row.point for row in reading.rows] == [
        (47.899265, 1.902554),
        (47.899265, 1.902554),
        (47.89973, 1.904157),
        None,
    ]
    assert (reading.warnings, reading.rejected) == ([], [])


@pytest.mark.parametrize(
    ("x", "y", "column", "said"),
    [
        ("6756000", "618000", "X", "Ce point n’est pas dans la commune"),
        ("1,9025", "47,8993", "X", "Ce point n’est pas dans la commune"),
        ("648952,58", "6977867,25", "X", "Ce point n’est pas dans la commune"),  # Amiens
        ("0", "0", "X", "Ce point n’est pas dans la commune"),
        ("618000", "", "Y", "n’est pas un nombre"),
        ("", "6756000", "X", "n’est pas un nombre"),
        ("ici", "6756000", "X", "« ici » n’est pas un nombre"),
        (float("nan"), "6756000", "X", "hors de toute mesure"),
    ],
)
def test_odd_coordinates_of_the_stock_are_left_out(
    territory: Territory, x: Cell, y: Cell, column: str, said: str
) -> None:
    reading = placed(territory, ("45234", "3", "DES CARMES", x, y))
    assert [row.point for row in reading.rows] == [None]
    ((problem,),) = (reading.warnings,)
    assert problem.column == column
    assert said in problem.reason
    assert "emplacement inconnu" in problem.reason


def test_a_point_of_two_addresses_is_nobody_s_door(territory: Territory) -> None:
    """A street's middle, or a commune's, given for want of better: it would pass for a safe one."""
    reading = placed(
        territory,
        ("45234", "3", "DES CARMES", *IN_ORLEANS),
        ("45234", "5", "DES CARMES", *IN_ORLEANS),
        ("45234", "9", "DES CARMES", *ACROSS),
    )
    assert [row.point is None for row in reading.rows] == [True, True, False]
    assert [(one.line, one.column) for one in reading.warnings] == [(2, "X"), (3, "X")]
    assert "celui d’une autre adresse" in reading.warnings[0].reason


def test_overseas_the_projection_is_another_one() -> None:
    reunion = build_territory([("97411", "Saint-Denis", ["97400"], 2, -20.9, 55.5)], [])
    reading = placed(reunion, ("97411", "3", "DES CARMES", "338000", "7690000"))
    assert [row.point for row in reading.rows] == [None]
    assert [one.reason for one in reading.warnings] == [
        "Hors de la métropole, X et Y ne sont pas lus : emplacement inconnu."
    ]


def test_long_stock_reference_is_cut_but_unique() -> None:
    first, second = stock_reference("a" * 200, 1), stock_reference("a" * 199 + "b", 1)
    assert len(first) == len(second) == 100
    assert first != second


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(
            st.text(max_size=12) | st.none() | st.floats() | st.sampled_from(list(GOOD.values())),
            min_size=1,
            max_size=len(GOOD) + 2,
        ),
        max_size=8,
    )
)
def test_no_file_stops_the_reading(territory: Territory, rows: list[list[Cell]]) -> None:
    table = Table("", (tuple(GOOD), *map(tuple, rows)))
    header = find_header(Table("", table.rows[:1]))
    reading = read_vacancies(table, header, territory, TODAY)
    assert [told[0] for told in report_rows(reading)] == list(range(1, len(rows) + 2))
