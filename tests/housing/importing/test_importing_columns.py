"""Finding the header line, recognising headings, remembering a landlord's own."""

import pytest

from havre.housing.importing.columns import (
    VACANCIES,
    apply_profile,
    find_header,
    heading_key,
    recognised,
    require_columns,
)
from havre.housing.importing.fields import VacancyField
from havre.housing.importing.problems import ImportProblem
from havre.housing.importing.table import Cell, Table

FULL = ("Réf.", "Adresse", "CP", "Ville", "Type", "Loyer HC", "Charges", "Dispo. le")


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table("Feuille", rows)


def test_header_is_found_under_titles() -> None:
    header = find_header(table(("Logements libres",), (), (None, "Type"), FULL, ("A1",)))
    assert (header.line, header.unknown, header.missing) == (4, (), ())
    assert header.mapping[4] is VacancyField.TYPOLOGY
    assert header.heading(VacancyField.RENT) == "Loyer HC"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N° UG", VacancyField.REFERENCE),
        ("Surf. hab. (m²)", VacancyField.SURFACE),
        ("m2", VacancyField.SURFACE),
        ("LOYER HORS CHARGES (€)", VacancyField.RENT),
        ("Loyer CC", VacancyField.RENT_ALL_IN),
        ("dont charges", VacancyField.CHARGES),
        ("Fin.", VacancyField.FINANCING),
        ("Étiquette énergie", VacancyField.ENERGY),
        ("Adapté handicap", VacancyField.ACCESSIBLE),
    ],
)
def test_usual_headings(heading: str, field: VacancyField) -> None:
    assert VACANCIES.headings[heading_key(heading)] is field


def test_lone_address_column_is_a_full_address() -> None:
    header = find_header(table(("Réf", "Adresse", "Type", "Loyer", "Charges", "Libre le")))
    assert header.mapping[1] is VacancyField.FULL_ADDRESS
    require_columns(header)


def test_missing_columns_are_named_with_those_not_understood() -> None:
    header = find_header(table(("Réf", "Adresse", "Ville", "Type", "Montant 1", "Prov")))
    assert header.unknown == ("Montant 1", "Prov")
    with pytest.raises(ImportProblem) as raised:
        require_columns(header)
    assert str(raised.value) == (
        "Il manque des colonnes : « Loyer hors charges », « Charges », « Date de disponibilité ». "
        "Colonnes non reconnues : « Montant 1 », « Prov ». Indiquez laquelle correspond."
    )


def test_one_missing_column() -> None:
    with pytest.raises(ImportProblem, match=r"^Il manque une colonne : « Référence »\.$"):
        require_columns(find_header(table(FULL[1:])))


def test_a_profile_wins_over_usual_headings() -> None:
    headings = ["Réf", "Code interne", "Montant 1", "Loyer", "Loyer HC"]
    profile: dict[str, VacancyField | None] = {
        "CODE INTERNE": VacancyField.REFERENCE,
        "Montant 1": VacancyField.CHARGES,
        "Loyer": None,
    }
    assert apply_profile(headings, profile, VACANCIES) == {
        1: VacancyField.REFERENCE,
        2: VacancyField.CHARGES,
        4: VacancyField.RENT,
    }


def test_a_profile_helps_to_find_the_header() -> None:
    odd = ("Zorg", "Lieu", "Blop", "Prix")
    with pytest.raises(ImportProblem, match="n’a pas été trouvée"):
        find_header(table(odd))
    profile = {
        "Zorg": VacancyField.REFERENCE,
        "Lieu": VacancyField.CITY,
        "Prix": VacancyField.RENT,
    }
    assert find_header(table(odd), profile).unknown == ("Blop",)


def test_recognised_counts_known_headings() -> None:
    assert recognised(table(FULL)) == 8
    assert recognised(table(("DEPCOM", "NBPIECE", "SURFHAB", "FINAN_CODE"))) == 4
    assert recognised(table(("a", "b"))) == 0
    assert recognised(table()) == 0
