"""Income ceiling and affordability, at their limits and in words."""

from __future__ import annotations

import datetime as dt

import pytest

from havre.engine.matching import Ceilings, MissingCeiling, explain
from havre.engine.vocabulary import Financing, Rule
from tests.engine.matching.builders import (
    CEILINGS,
    SETTINGS,
    a_need,
    a_vacancy,
    household,
    plain,
    some_settings,
    verdict,
)


@pytest.mark.parametrize(
    ("financing", "tax_income", "passed"),
    [
        (Financing.PLAI, 22550, True),
        (Financing.PLAI, 22551, False),
        (Financing.PLUS, 37584, True),
        (Financing.PLUS, 37585, False),
        (Financing.PLS, 48859.2, True),
        (Financing.PLS, 48860, False),
        (Financing.PLI, 10**6, True),
        (Financing.PRIVATE, 10**6, True),
    ],
)
def test_income_ceiling_of_one_dependant(
    financing: Financing, tax_income: float, passed: bool
) -> None:
    need, vacancy = {"tax_income": tax_income}, {"financing": financing}
    assert verdict(Rule.INCOME_CEILING, need, vacancy).passed is passed


def test_the_income_ceiling_says_what_it_compared() -> None:
    found = verdict(Rule.INCOME_CEILING, {}, {})
    assert plain(found.sentence) == (
        "Revenu fiscal 11 800,00 €, plafond PLUS 2026 de catégorie 3 : 37 584,00 €."
    )
    assert found.figures == {
        "tax_income": 11800,
        "ceiling": 37584,
        "category": 3,
        "extra_persons": 0,
        "year": 2026,
    }
    assert found.remark == ""
    provisional = verdict(Rule.INCOME_CEILING, {}, {"financing": Financing.PLAI})
    assert provisional.remark == "Plafonds 2026 provisoires."


def test_the_income_ceiling_follows_the_year_of_the_programme() -> None:
    settings = some_settings(date=dt.date(2027, 1, 4))
    found = explain(a_need(), a_vacancy(), settings, CEILINGS)[6]
    assert found.remark == "Plafonds 2027 inconnus : ceux de 2026 sont appliqués."
    assert found.figures["year"] == 2026


def test_alone_and_disabled_is_category_2_and_a_large_household_counts_each_person() -> None:
    alone = {"members": household(30), "disabled": True}
    assert verdict(Rule.INCOME_CEILING, alone, {}).figures["ceiling"] == 31254
    seven = verdict(Rule.INCOME_CEILING, {"members": household(40, 9, 8, 7, 6, 5, 4)}, {})
    assert seven.figures["ceiling"] == 60156 + 2 * 6710
    assert "de catégorie 6 + 2 :" in seven.sentence


def test_a_missing_ceiling_is_an_error_not_a_pass() -> None:
    with pytest.raises(MissingCeiling):
        explain(a_need(), a_vacancy(), SETTINGS, Ceilings.from_rows([]))


def test_affordability_is_read_to_her_as_it_is_computed() -> None:
    need = {"apl": {"2": ((0.0, 437.0),)}, "monthly_income": 1017.65}
    found = verdict(Rule.AFFORDABILITY, need, {"rent": 512.0, "charges": 98.0})
    assert plain(found.sentence) == (
        "Loyer 512,00 € + charges 98,00 €, APL estimée 437,00 € : reste 173,00 €, "
        "soit 17 % de ses ressources (maximum 30 %). "
        "Reste à vivre 21,36 € par jour et par unité de consommation (minimum 10,00 €)."
    )
    assert found.figures == {
        "apl": 437,
        "net_rent": 173,
        "effort_rate": 0.17,
        "left_per_day": 21.36,
        "effort_rate_max": 0.30,
        "left_per_day_min": 10.0,
    }
    assert (found.passed, found.remark) == (True, "")


def test_a_rate_just_above_the_limit_does_not_read_as_the_limit() -> None:
    found = verdict(Rule.AFFORDABILITY, {"apl": {}}, {"rent": 438.0, "charges": 0.0})
    assert not found.passed
    assert "soit 30,2 % de ses ressources (maximum 30,0 %)" in plain(found.sentence)


def test_without_a_curve_apl_is_0_and_it_is_said() -> None:
    found = verdict(Rule.AFFORDABILITY, {"apl": {}}, {"rent": 300.0, "charges": 50.0})
    assert (found.passed, found.remark) == (True, "APL non calculée")
    assert found.figures["apl"] == 0
    assert "sans APL : reste 350,00 €" in plain(found.sentence)


def test_what_is_left_to_live_on_can_fail_alone() -> None:
    need = {"apl": {}, "monthly_income": 400.0, "members": household(40, 15, 15)}
    found = verdict(Rule.AFFORDABILITY, need, {"rent": 100.0, "charges": 0.0})
    assert not found.passed
    assert found.figures["effort_rate"] == 0.25
    assert found.figures["left_per_day"] == 4.93


@pytest.mark.parametrize("income", [0.0, -120.0])
def test_no_income_fails_in_words(income: float) -> None:
    found = verdict(Rule.AFFORDABILITY, {"monthly_income": income}, {})
    assert not found.passed
    assert "sans ressources pour le payer" in found.sentence
    assert "effort_rate" not in found.figures
