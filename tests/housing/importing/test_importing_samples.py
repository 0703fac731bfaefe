"""The four real formats: the exact figures of each import on 20 November 2026."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from havre.adapters.spreadsheets import read_table
from havre.engine.vocabulary import Financing, Regime, ReservationCode
from havre.housing.importing.columns import (
    STOCK,
    VACANCIES,
    find_header,
    find_stock_header,
    is_stock,
)
from havre.housing.importing.problems import ImportProblem
from havre.housing.importing.reading import Reading, read_vacancies
from havre.housing.importing.report import figures, report_rows
from havre.housing.importing.stock import read_stock
from havre.housing.importing.table import Table
from havre.housing.importing.territory import Territory
from havre.housing.importing.vacancy_lines import VacancyRow

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = date(2026, 11, 20)


def load(name: str) -> Table:
    return read_table((SAMPLES / name).read_bytes(), name)


def read(name: str, territory: Territory) -> Reading:
    table = load(name)
    return read_vacancies(table, find_header(table), territory, TODAY)


def row(reading: Reading, reference: str) -> VacancyRow:
    return next(one for one in reading.rows if one.reference == reference)


def test_val_habitat_figures(territory: Territory) -> None:
    reading = read("val-habitat-logements-libres.xlsx", territory)
    assert len(reading.rows) == 71
    assert [(p.line, p.reference, p.column) for p in reading.rejected] == [
        (89, "VH-09002", "Surf. hab. (m²)"),
        (90, "VH-09003", "Ville"),
        (91, "VH-09004", "Loyer HC"),
    ]
    assert [p.reason for p in reading.rejected] == [
        "La surface doit être supérieure à zéro. Corrigez-la.",
        "CHARTRES (28000) n’est pas dans le territoire du dispositif.",
        "Loyer hors charges : la case est vide. Remplissez-la.",
    ]
    assert [(p.line, p.reference, p.reason) for p in reading.warnings] == [
        (88, "VH-09001", "« La Source » est un quartier d’Orléans, la commune retenue.")
    ]
    assert [(p.line, p.reference) for p in reading.duplicates] == [(92, "VH-01035")]
    assert reading.duplicates[0].reason == (
        "La référence VH-01035 est déjà à la ligne 5, qui est retenue."
    )
    assert Counter(line.reason for line in reading.ignored_lines) == {
        "Titre, au-dessus des colonnes": 2,
        "Ligne vide": 1,
        "Sous-total ou total": 14,
    }


def test_val_habitat_rows(territory: Territory) -> None:
    reading = read("val-habitat-logements-libres.xlsx", territory)
    assert row(reading, "VH-01067") == VacancyRow(
        line=14,
        reference="VH-01067",
        residence="Les Mariniers",
        address="50 rue du Clos Renard",
        postcode="45380",
        commune_code="45075",
        rooms=2,
        typology="T2",
        surface=Decimal("49.44"),
        floor=1,
        lift=False,
        rent=Decimal("441.07"),
        charges=Decimal("75.95"),
        financing=Financing.PLS,
        reservation=ReservationCode.STATE_PRIORITY,
        reservation_detail="",
        regime=Regime.BAIL_DIRECT,
        available_on=TODAY,
        energy="C",
        accessible=False,
        furnished=False,
        corrections=(
            "Réservataire : « Préfecture - prioritaires » lu « État, publics prioritaires ».",
            "Dispo. le : « immédiate » lu « 20/11/2026 ».",
        ),
    )
    assert Counter(r.typology for r in reading.rows)["T3"] == 26
    assert sum(r.accessible for r in reading.rows) == 4
    assert sum(r.floor == 0 for r in reading.rows) == 21
    assert row(reading, "VH-09001").commune_code == "45234"
    assert row(reading, "VH-01061").reservation_detail == "métropole"
    assert row(reading, "VH-01003").reservation is ReservationCode.STATE_CIVIL


def test_loire_logis_figures(territory: Territory) -> None:
    reading = read("loire-logis-vacants.csv", territory)
    assert len(reading.rows) == 56
    assert [(p.line, p.reference, p.column, p.reason) for p in reading.rejected] == [
        (
            57,
            "LL9001",
            "Date de disponibilité",
            "La date « 31/02/2027 » n’existe pas. Corrigez le jour ou le mois.",
        ),
        (
            58,
            "LL9002",
            "Typologie",
            "« T12 » n’est pas une typologie possible. Écrivez T1, T1 bis, T2… jusqu’à T6 ou T6+.",
        ),
        (
            60,
            "LL9004",
            "",
            "Ligne incomplète : il manque Numéro, Voie, Code postal, Commune, Typologie, Surface… "
            "Complétez la ligne.",
        ),
    ]
    assert (reading.warnings, reading.duplicates, reading.ignored) == ([], [], 0)


def test_loire_logis_rows(territory: Territory) -> None:
    reading = read("loire-logis-vacants.csv", territory)
    assert row(reading, "LL9003").residence == '=HYPERLINK("http://exemple.invalid")'
    small = row(reading, "LL0022")
    assert (small.rooms, small.typology, small.surface) == (1, "T1 bis", Decimal("31.62"))
    assert row(reading, "LL0014").rent == Decimal("144.48")
    assert row(reading, "LL0010").available_on == TODAY
    assert row(reading, "LL0006").commune_code == "45298"
    assert row(reading, "LL0040").accessible is True
    assert row(reading, "LL0007").reservation is ReservationCode.NONE
    assert Counter(r.financing for r in reading.rows) == {
        Financing.PLUS: 36,
        Financing.PLAI: 17,
        Financing.PLS: 3,
    }


def test_agencies(territory: Territory) -> None:
    reading = read("agences-offres-privees.ods", territory)
    assert len(reading.rows) == 14
    assert (reading.rejected, reading.warnings, reading.duplicates) == ([], [], [])
    assert Counter(r.regime for r in reading.rows) == {
        Regime.IML: 6,
        Regime.PRIVE_LIBRE: 7,
        Regime.PRIVE_CONVENTIONNE: 1,
    }
    assert {r.financing for r in reading.rows} == {Financing.PRIVATE}
    first = row(reading, "AG-001")
    assert (first.address, first.postcode, first.commune_code) == (
        "66 rue des Bleuets",
        "45380",
        "45075",
    )
    assert (first.rent, first.charges) == (Decimal("769.00"), Decimal("60.00"))
    assert sum(r.rent for r in reading.rows) == Decimal("11690.00")
    assert [r.reference for r in reading.rows if r.furnished] == [
        "AG-005",
        "AG-007",
        "AG-008",
        "AG-013",
        "AG-014",
    ]


def test_rpls(territory: Territory) -> None:
    table = load("rpls-extrait.csv")
    assert is_stock(table)
    reading = read_stock(table, find_stock_header(table), territory)
    assert len(reading.rows) == 240
    assert (reading.rejected, reading.warnings, reading.ignored) == ([], [], 0)
    assert len({one.reference for one in reading.rows}) == 240
    assert Counter(one.financing for one in reading.rows) == {
        Financing.PLAI: 85,
        Financing.PLUS: 141,
        Financing.PLS: 14,
    }
    first = reading.rows[0]
    assert first.reference == "45234-110-rue-du-clos-renard-e0-1"
    assert (first.address, first.rooms, first.surface) == (
        "110 RUE DU CLOS RENARD",
        5,
        Decimal("100.00"),
    )
    assert (first.house, first.floor, first.built, first.energy) == (True, 0, 1978, "E")
    assert sum(one.accessible for one in reading.rows) == 34
    assert sum(one.priority_district for one in reading.rows) == 68
    assert reading.rows[170].reference == "45234-25-rue-des-carmes-e1-2"
    told = figures(reading)
    assert (told["kind"], told["stock"], told["vacancies"]) == ("stock", 240, 0)


def test_stock_file_is_no_list_of_vacancies() -> None:
    with pytest.raises(ImportProblem, match="Importez-le comme parc"):
        find_header(load("rpls-extrait.csv"))


@pytest.mark.parametrize(
    "name",
    ["val-habitat-logements-libres.xlsx", "loire-logis-vacants.csv", "agences-offres-privees.ods"],
)
def test_every_line_is_told_once(name: str, territory: Territory) -> None:
    table = load(name)
    reading = read_vacancies(table, find_header(table), territory, TODAY)
    assert [one[0] for one in report_rows(reading)] == list(range(1, len(table.rows) + 1))
    with pytest.raises(ImportProblem, match="n’est pas un extrait RPLS"):
        find_stock_header(table)


def test_figures_of_a_reading(territory: Territory) -> None:
    told = figures(read("val-habitat-logements-libres.xlsx", territory))
    assert (told["kind"], told["accepted"], told["ignored"]) == ("vacancies", 71, 17)
    assert isinstance(told["rejected"], list)
    assert told["rejected"][0] == {
        "line": 89,
        "reference": "VH-09002",
        "column": "Surf. hab. (m²)",
        "reason": "La surface doit être supérieure à zéro. Corrigez-la.",
    }


def test_report_rows(territory: Territory) -> None:
    rows = report_rows(read("val-habitat-logements-libres.xlsx", territory))
    assert rows[3] == (4, "", "Titres", "", "Titres des colonnes.")
    assert rows[6] == (7, "", "Ignorée", "", "Sous-total ou total.")
    assert rows[7] == (8, "VH-01022", "Acceptée", "", "Type : « Type 4 » lu « T4 ».")
    assert rows[87] == (
        88,
        "VH-09001",
        "Acceptée avec avertissement",
        "Ville",
        "« La Source » est un quartier d’Orléans, la commune retenue. "
        "Ville : « ORLEANS LA SOURCE » lu « Orléans ».",
    )
    assert rows[91][1:3] == ("VH-01035", "Doublon")


def test_layouts_name_their_files() -> None:
    assert (VACANCIES.name, STOCK.name) == ("logements disponibles", "parc (fichier RPLS)")
