from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.matching import (
    ANY,
    MICRO,
    WEIGHTS,
    Need,
    Place,
    Settings,
    Subject,
    Vacancy,
    score_micro,
)
from tests.engine.matching.builders import (
    CEILINGS,
    OLIVET,
    ORLEANS,
    SARAN,
    a_need,
    a_vacancy,
    some_settings,
)

WEIGHED = st.dictionaries(st.sampled_from(WEIGHTS), st.floats(0, 100))


def score(need: Need, vacancy: Vacancy, **weights: float) -> int:
    settings: Settings = some_settings(weights=weights)
    return score_micro(Subject.of(need, settings, CEILINGS), vacancy)


@pytest.mark.parametrize(("commune", "micro"), [(ORLEANS, 1_000_000), (OLIVET, 500_000)])
def test_commune_order(commune: str, micro: int) -> None:
    assert score(a_need(), a_vacancy(commune=commune), commune=1) == micro


def test_three_communes_are_thirds() -> None:
    wished = (ORLEANS, OLIVET, SARAN)
    need = a_need(communes=wished)
    scores = [score(need, a_vacancy(commune=code), commune=3) for code in wished]
    assert scores == [1_000_000, 666_666, 333_333]


def test_rent_margin_is_the_share_of_the_highest_rent_left_free() -> None:
    need = a_need(apl={})
    assert score(need, a_vacancy(rent=435, charges=0), rent=1) == 0
    assert score(need, a_vacancy(rent=217.5, charges=0), rent=1) == 500_000
    assert score(need, a_vacancy(rent=0, charges=0), rent=1) == 1_000_000
    assert score(a_need(monthly_income=0), a_vacancy(), rent=1) == 0


@pytest.mark.parametrize(
    ("surface", "micro"),
    [(16.0, 0), (24.0, 500_000), (32.0, 1_000_000), (90.0, 1_000_000), (None, 0)],
)
def test_surface_above_the_minimum(surface: float | None, micro: int) -> None:
    assert score(a_need(), a_vacancy(surface=surface), surface=1) == micro


def test_proximity_is_the_average_over_her_places() -> None:
    here, far = Place("SCHOOL", 47.90, 1.91), Place("WORK", 48.90, 1.91)
    assert score(a_need(near=(here,)), a_vacancy(), proximity=1) == 1_000_000
    assert score(a_need(near=(here, far)), a_vacancy(), proximity=1) == 500_000
    assert score(a_need(near=(here,)), a_vacancy(lat=None), proximity=1) == 0


def test_wishes_she_has_not_expressed_are_left_out() -> None:
    need = a_need(communes=ANY)
    vacancy = a_vacancy(surface=24.0)
    assert score(need, vacancy, commune=3, proximity=2, surface=1) == 500_000
    assert score(need, vacancy, commune=3, proximity=2) == 0
    assert score(need, vacancy) == 0


def test_weights_share_the_score() -> None:
    vacancy = a_vacancy(commune=OLIVET, surface=32.0)
    assert score(a_need(), vacancy, commune=3, surface=1) == 625_000


@given(WEIGHED, st.floats(0, 2000), st.one_of(st.none(), st.floats(0, 200)))
def test_a_score_is_a_whole_number_of_millionths_from_0_to_1(
    weights: dict[str, float], rent: float, surface: float | None
) -> None:
    found = score(a_need(), a_vacancy(rent=rent, surface=surface), **weights)
    assert isinstance(found, int)
    assert 0 <= found <= MICRO


@given(WEIGHED)
def test_health_and_household_data_that_are_no_wish_change_nothing(
    weights: dict[str, float],
) -> None:
    need = a_need()
    other = replace(need, disabled=True, accessible=True, urgency=3, ref="N-2")
    assert score(need, a_vacancy(), **weights) == score(other, a_vacancy(), **weights)
