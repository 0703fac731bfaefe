from __future__ import annotations

import pytest

from havre.engine.matching import (
    Category,
    Ceiling,
    CeilingRow,
    Ceilings,
    MissingCeiling,
    ceiling_zone,
    explain,
    household_category,
)
from havre.engine.matching.ceiling_zones import AROUND_PARIS
from havre.engine.vocabulary import CeilingZone, Financing, Rule
from tests.engine.matching.builders import (
    CEILINGS,
    SETTINGS,
    a_need,
    a_vacancy,
    ceiling_rows,
)


@pytest.mark.parametrize(
    ("persons", "disabled", "category"),
    [
        (1, False, Category(1)),
        (1, True, Category(2)),
        (2, False, Category(3)),
        (2, True, Category(3)),
        (3, False, Category(4)),
        (4, False, Category(5)),
        (5, False, Category(6)),
        (6, False, Category(6, 1)),
        (8, True, Category(6, 3)),
    ],
)
def test_category(persons: int, disabled: bool, category: Category) -> None:
    assert household_category(persons, disabled) == category


def test_a_household_has_someone() -> None:
    with pytest.raises(ValueError, match="persons"):
        household_category(0, False)


@pytest.mark.parametrize(
    ("year", "financing", "category", "amount", "used"),
    [
        (2026, Financing.PLUS, Category(1), 23403, 2026),
        (2025, Financing.PLUS, Category(6), 59636, 2025),
        (2026, Financing.PLUS, Category(6, 2), 60156 + 2 * 6710, 2026),
        (2026, Financing.PLS, Category(1), 30423.9, 2026),
        (2025, Financing.PLS, Category(6, 1), 86174.4, 2025),
        (2025, Financing.PLAI, Category(4), 24875, 2025),
        (2030, Financing.PLUS, Category(3), 37584, 2026),
        (2020, Financing.PLUS, Category(3), 37259, 2025),
    ],
)
def test_amounts(
    year: int, financing: Financing, category: Category, amount: float, used: int
) -> None:
    assert CEILINGS.lookup(year, financing, category) == Ceiling(amount, used, False)


def test_a_category_missing_that_year_is_taken_from_a_year_that_has_it() -> None:
    found = CEILINGS.lookup(2025, Financing.PLAI, Category(5))
    assert found == Ceiling(29359, 2026, provisional=True)


def test_the_latest_earlier_year_comes_before_a_closer_later_one() -> None:
    rows = [CeilingRow(2020, "PLUS", "1", 100), CeilingRow(2026, "PLUS", "1", 200)]
    assert Ceilings.from_rows(rows).lookup(2025, Financing.PLUS, Category(1)).year == 2020


def test_category_and_extra_come_from_the_same_year() -> None:
    rows = [
        CeilingRow(2025, "PLUS", "6", 600),
        CeilingRow(2025, "PLUS", "+", 60),
        CeilingRow(2026, "PLUS", "6", 700),
    ]
    ceilings = Ceilings.from_rows(rows)
    assert ceilings.lookup(2026, Financing.PLUS, Category(6, 1)) == Ceiling(660, 2025, False)
    assert ceilings.lookup(2026, Financing.PLUS, Category(6)) == Ceiling(700, 2026, False)


def test_what_cannot_be_looked_up() -> None:
    with pytest.raises(ValueError, match="PLI"):
        CEILINGS.lookup(2026, Financing.PLI, Category(1))
    with pytest.raises(MissingCeiling, match="PLUS"):
        Ceilings.from_rows([]).lookup(2026, Financing.PLUS, Category(1))


@pytest.mark.parametrize(
    "row",
    [
        CeilingRow(2026, "PLS", "1", 30424),
        CeilingRow(2026, "PRIVATE", "1", 30424),
        CeilingRow(2026, "HLM", "1", 30424),
        CeilingRow(2026, "PLUS", "7", 30424),
        CeilingRow(2026, "PLUS", "1", 0),
        CeilingRow(2026, "PLUS", "1", 23403, zone="CORSE"),
    ],
)
def test_a_bad_row_is_refused(row: CeilingRow) -> None:
    with pytest.raises(ValueError):
        Ceilings.from_rows([row])


def test_a_row_given_twice_is_refused() -> None:
    row = CeilingRow(2026, "PLUS", "1", 23403)
    with pytest.raises(ValueError, match="twice"):
        Ceilings.from_rows([row, row])


@pytest.mark.parametrize(
    ("commune", "zone"),
    [
        ("75056", CeilingZone.PARIS),
        ("75112", CeilingZone.PARIS),
        ("92012", CeilingZone.PARIS),
        ("93006", CeilingZone.PARIS),
        ("94080", CeilingZone.PARIS),
        ("92050", CeilingZone.ILE_DE_FRANCE),
        ("77284", CeilingZone.ILE_DE_FRANCE),
        ("95127", CeilingZone.ILE_DE_FRANCE),
        ("45234", CeilingZone.OTHER),
        ("2A004", CeilingZone.OTHER),
        ("97411", CeilingZone.OTHER),
        ("", CeilingZone.OTHER),
        ("Paris", CeilingZone.OTHER),
    ],
)
def test_the_zone_of_a_commune(commune: str, zone: CeilingZone) -> None:
    assert ceiling_zone(commune) is zone


def test_29_communes_touch_paris() -> None:
    assert len(AROUND_PARIS) == 29


def test_each_zone_has_its_own_ceilings() -> None:
    rows = [
        CeilingRow(2026, "PLUS", "1", 26920, zone="PARIS"),
        CeilingRow(2026, "PLUS", "1", 23403),
        CeilingRow(2025, "PLUS", "1", 20000, zone="ILE_DE_FRANCE"),
    ]
    ceilings = Ceilings.from_rows(rows)
    found = [ceilings.lookup(2026, Financing.PLUS, Category(1), zone) for zone in CeilingZone]
    assert [(one.amount, one.year) for one in found] == [
        (26920, 2026),
        (20000, 2025),
        (23403, 2026),
    ]


def test_a_zone_never_stands_in_for_another() -> None:
    with pytest.raises(MissingCeiling, match="PLUS PARIS"):
        CEILINGS.lookup(2026, Financing.PLUS, Category(1), CeilingZone.PARIS)


def test_the_rule_reads_the_zone_of_the_dwelling() -> None:
    paris = [row._replace(zone="PARIS", amount=row.amount * 2) for row in ceiling_rows()]
    ceilings = Ceilings.from_rows([*ceiling_rows(), *paris])
    need = a_need(tax_income=40000, communes=("45234", "75056"))
    for commune, passed, limit in (("45234", False, 37584), ("75056", True, 75168)):
        verdicts = explain(need, a_vacancy(commune=commune), SETTINGS, ceilings)
        found = next(v for v in verdicts if v.rule is Rule.INCOME_CEILING)
        assert (found.passed, found.figures["ceiling"]) == (passed, limit)
