"""The edges of every rule, one pair and a block of one alike; each says why it is an edge."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from havre.engine.matching import (
    ANY,
    AvoidCommune,
    AvoidRadius,
    Member,
    Need,
    Settings,
    Vacancy,
    distance_km,
    explain,
)
from havre.engine.matching.block import BIT, judge_block
from havre.engine.matching.candidates import Join
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.pairs import match_block
from havre.engine.matching.vacancy_table import VacancyTable
from havre.engine.vocabulary import Financing, Rule
from tests.engine.matching.builders import (
    CEILINGS,
    OLIVET,
    ORLEANS,
    SETTINGS,
    TODAY,
    a_need,
    a_vacancy,
    some_settings,
)

HERE = (47.90, 1.91)


def failed(need: Need, vacancy: Vacancy, settings: Settings = SETTINGS) -> set[Rule]:
    """The rules a pair fails, which a block of this pair alone must fail too."""
    alone = {v.rule for v in explain(need, vacancy, settings, CEILINGS) if not v.passed}
    needs, table = NeedTable.of([need], settings, CEILINGS), VacancyTable.of([vacancy])
    for lines in Join.of(needs, table).slices():
        for bits in judge_block(needs, table, lines).failed.tolist():
            assert {rule for rule in Rule if bits & BIT[rule]} == alone
    return alone


def test_a_child_born_on_29_february_turns_14_on_1_march() -> None:
    # 1.3 units leave more to live on than 1.5: the rent below is bearable on 28 February only.
    members = (Member(dt.date(1990, 1, 1)), Member(dt.date(2012, 2, 29)))
    need = a_need(members=members, monthly_income=800.0, apl={}, needed_by=None)
    vacancy = a_vacancy(rent=230.0, charges=0.0)
    before = some_settings(date=dt.date(2026, 2, 28), left_to_live_per_day=13.0)
    after = some_settings(date=dt.date(2026, 3, 1), left_to_live_per_day=13.0)
    assert failed(need, vacancy, before) == set()
    assert failed(need, vacancy, after) == {Rule.AFFORDABILITY}


def test_a_birth_today_and_a_birth_to_come_are_children() -> None:
    for birth in (TODAY, TODAY + dt.timedelta(days=100)):
        members = (Member(dt.date(1990, 1, 1)), Member(birth))
        assert failed(a_need(members=members), a_vacancy(surface=15.99)) == {Rule.SURFACE_MIN}
        assert failed(a_need(members=members), a_vacancy(surface=16.0)) == set()


@pytest.mark.parametrize("off", [-1e-9, 0.0, 1e-9])
@pytest.mark.parametrize("where", [(47.91, 1.87), (47.90, 1.9100001), (40.7, -74.0), HERE])
def test_on_the_circle_is_inside(where: tuple[float, float], off: float) -> None:
    km = distance_km(where, HERE) + off
    if km >= 0:
        zone = AvoidRadius(*where, km=km)
        expected = {Rule.SAFETY_ZONE} if off >= 0 else set()
        assert failed(a_need(avoid=(zone,)), a_vacancy()) == expected


def test_a_circle_as_wide_as_the_earth_leaves_nothing() -> None:
    assert failed(a_need(avoid=(AvoidRadius(0, 0, km=20_015.2),)), a_vacancy()) == {
        Rule.SAFETY_ZONE
    }


def test_half_a_coordinate_is_no_place() -> None:
    zone = AvoidRadius(0, 0, km=1)
    assert failed(a_need(avoid=(zone,)), a_vacancy(lon=None)) == {Rule.SAFETY_ZONE}
    assert failed(a_need(avoid=()), a_vacancy(lon=None)) == set()


def test_a_commune_both_wished_and_avoided_is_avoided() -> None:
    for communes in ((ORLEANS,), ANY):
        need = a_need(communes=communes, avoid=(AvoidCommune(ORLEANS),))
        assert failed(need, a_vacancy()) == {Rule.SAFETY_ZONE}


def let_in(commune: str) -> Vacancy:
    """A dwelling of any financing but a capped one: the ceilings here know no Paris."""
    return a_vacancy(commune=commune, financing=Financing.PRIVATE)


DISTRICTS = [
    *((f"751{number:02}", "75056") for number in range(1, 21)),
    *((f"6938{number}", "69123") for number in range(1, 10)),
    *((f"132{number:02}", "13055") for number in range(1, 17)),
]


@pytest.mark.parametrize(("district", "whole"), DISTRICTS)
def test_a_commune_to_avoid_is_avoided_in_each_of_its_districts_and_the_other_way(
    district: str, whole: str
) -> None:
    """Recorded under the whole commune, a dwelling may lie in the district to avoid."""
    for avoided, recorded in ((whole, district), (district, whole), (district, district)):
        need = a_need(communes=ANY, avoid=(AvoidCommune(avoided),))
        assert Rule.SAFETY_ZONE in failed(need, let_in(recorded))


@pytest.mark.parametrize(
    ("avoided", "recorded"),
    [
        ("75111", "75112"),
        ("75056", "69381"),
        ("69123", "69266"),
        ("75056", "75121"),
        ("75056", "75100"),
        ("13055", "13217"),
        ("69123", "69380"),
    ],
)
def test_another_district_or_commune_is_another_place(avoided: str, recorded: str) -> None:
    need = a_need(communes=ANY, avoid=(AvoidCommune(avoided),))
    assert Rule.SAFETY_ZONE not in failed(need, let_in(recorded))


@pytest.mark.parametrize(("listed", "recorded"), [("75056", "75111"), ("75111", "75056")])
def test_wished_communes_are_those_listed_and_no_other(listed: str, recorded: str) -> None:
    assert Rule.COMMUNE in failed(a_need(communes=(listed,)), let_in(recorded))


def test_a_commune_listed_twice_counts_once_where_it_comes_first() -> None:
    twice = a_need(communes=(ORLEANS, ORLEANS, OLIVET))
    once = a_need(communes=(ORLEANS, OLIVET))
    vacancies = [a_vacancy(), a_vacancy(ref="V-2", commune=OLIVET)]
    found, expected = (match_block([need], vacancies, SETTINGS, CEILINGS) for need in (twice, once))
    assert list(found.of(0)) == list(expected.of(0))
    verdicts = explain(twice, vacancies[1], SETTINGS, CEILINGS)
    assert verdicts[3].sentence == "Commune souhaitée, choix 2 sur 2."


@pytest.mark.parametrize("rooms", [0, 1_001, 10**30])
def test_rooms_beyond_any_dwelling_are_refused(rooms: int) -> None:
    with pytest.raises(ValueError, match="rooms"):
        a_vacancy(rooms=rooms)
    with pytest.raises(ValueError, match="rooms"):
        a_need(rooms=(1, rooms))


def test_a_thousand_rooms_are_compared_like_three() -> None:
    assert failed(a_need(rooms=(1_000, 1_000)), a_vacancy(rooms=1_000)) == set()
    assert failed(a_need(rooms=(1, 999)), a_vacancy(rooms=1_000)) == {Rule.TYPOLOGY}


@pytest.mark.parametrize("changes", [{"rent": 2e9}, {"floor": 2_000}, {"charges": 1e308}])
def test_figures_no_dwelling_has_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        a_vacancy(**changes)


def test_without_income_only_what_costs_nothing_is_bearable() -> None:
    need = a_need(monthly_income=0.0, apl={"2": ((0.0, 5_000.0),)})
    nothing = some_settings(left_to_live_per_day=0.0)
    assert failed(need, a_vacancy(), nothing) == set()
    assert failed(need, a_vacancy()) == {Rule.AFFORDABILITY}
    assert failed(a_need(monthly_income=0.0, apl={}), a_vacancy(), nothing) == {Rule.AFFORDABILITY}


def test_a_negative_tax_income_is_below_every_ceiling() -> None:
    # A loss brought forward: the notice then shows less than 0.
    for financing in Financing:
        assert failed(a_need(tax_income=-4_000.0), a_vacancy(financing=financing)) == set()


@pytest.mark.parametrize(
    ("tax_income", "expected"), [(37_584, set()), (37_584.01, {Rule.INCOME_CEILING})]
)
def test_the_ceiling_itself_is_respected(tax_income: float, expected: set[Rule]) -> None:
    assert failed(a_need(tax_income=tax_income), a_vacancy()) == expected


@pytest.mark.parametrize("day", [1, 2])
def test_the_last_day_is_not_too_late(day: int) -> None:
    need = a_need(needed_by=dt.date(2026, 12, 1))
    vacancy = a_vacancy(available_on=dt.date(2026, 12, day))
    assert failed(need, vacancy) == (set() if day == 1 else {Rule.AVAILABILITY})


@pytest.mark.parametrize(
    ("floor", "lift", "limit", "ground_ok", "passes"),
    [
        (2, False, 2, False, True),
        (3, False, 2, False, False),
        (3, True, 2, False, True),
        (0, True, 2, False, False),
        (0, False, 2, True, True),
        (0, False, None, False, False),
        (-1, False, 0, False, True),
        (None, False, None, False, True),
        (None, False, 1_000, True, False),
        (None, True, 0, False, True),
    ],
)
def test_floors(
    floor: int | None, lift: bool, limit: int | None, ground_ok: bool, passes: bool
) -> None:
    need = a_need(max_floor_without_lift=limit, ground_floor_ok=ground_ok)
    expected = set() if passes else {Rule.FLOOR}
    assert failed(need, a_vacancy(floor=floor, lift=lift)) == expected


def test_apl_beyond_the_rent_makes_it_free_and_no_more() -> None:
    need = a_need(apl={"2": ((0.0, 900.0),)})
    (match,) = match_block([need], [a_vacancy()], some_settings(weights={"rent": 1}), CEILINGS).of(
        0
    )
    assert match == (0, 1_000_000)
