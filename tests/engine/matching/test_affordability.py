from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.matching import (
    Need,
    Settings,
    Subject,
    Vacancy,
    consumption_units,
    cost,
    interpolate,
)
from havre.engine.matching.predicates import affordability
from havre.engine.matching.verdict import Pair
from tests.engine.matching.builders import (
    CEILINGS,
    CURVE,
    SETTINGS,
    TODAY,
    a_need,
    a_vacancy,
    household,
    some_settings,
)

AMOUNTS = st.floats(0, 3000).map(lambda value: round(value, 2))
CURVES = st.lists(
    st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6, unique_by=lambda point: point[0]
).map(lambda points: tuple(sorted(points)))


def bearable(need: Need, vacancy: Vacancy, settings: Settings = SETTINGS) -> bool:
    """Whether the rule lets the cost of a dwelling pass."""
    pair = Pair.of(Subject.of(need, settings, CEILINGS), vacancy)
    return bool(affordability(pair.n, cost(need, vacancy, settings, pair.subject.units).net_rent))


@pytest.mark.parametrize(
    ("rent", "apl"),
    [(0, 0), (150, 131.25), (300, 262.5), (375, 349.75), (450, 437), (600, 437), (5000, 437)],
)
def test_the_curve_is_linear_between_points_and_constant_outside(rent: float, apl: float) -> None:
    assert interpolate(CURVE, rent) == pytest.approx(apl, abs=1e-12)


def test_a_curve_is_constant_before_its_first_point() -> None:
    assert interpolate(((200.0, 80.0), (300.0, 90.0)), 100) == 80
    assert interpolate(((200.0, 80.0),), 1000) == 80


def test_a_curve_without_points_is_an_error() -> None:
    with pytest.raises(ValueError, match="point"):
        interpolate((), 100)


@given(CURVES, AMOUNTS, AMOUNTS)
def test_interpolation_is_monotone_between_two_points(
    curve: tuple[tuple[float, float], ...], one: float, other: float
) -> None:
    low, high = sorted((one, other))
    if any(low < rent < high for rent, _ in curve):
        return
    values = tuple(round(interpolate(curve, rent), 9) for rent in (low, high))
    after = next((apl for rent, apl in curve if rent >= high), curve[-1][1])
    before = next((apl for rent, apl in reversed(curve) if rent <= low), curve[0][1])
    assert values == tuple(sorted(values, reverse=after < before))
    assert min(before, after) <= values[0] <= max(before, after)


@pytest.mark.parametrize(
    ("ages", "units"),
    [
        ((30,), 1.0),
        ((30, 13), 1.3),
        ((30, 14), 1.5),
        ((30, 14, 13), 1.8),
        ((30, 5, 3, 1), 1.9),
        ((16, 0), 1.3),
    ],
)
def test_consumption_units(ages: tuple[int, ...], units: float) -> None:
    assert consumption_units(household(*ages), TODAY) == units


def test_the_figures_of_the_documented_pair() -> None:
    found = cost(a_need(), a_vacancy(), SETTINGS, 1.3)
    assert found.apl == pytest.approx(262.5 + 174.5 * 48.1 / 150)
    assert found.net_rent == pytest.approx(460.10 - found.apl)
    assert found.effort_rate == pytest.approx(found.net_rent / 1450)
    assert found.left_per_day == pytest.approx((1450 - found.net_rent) * 12 / 365 / 1.3)
    assert found.apl_known
    assert bearable(a_need(), a_vacancy())


def test_the_zone_of_the_dwelling_chooses_the_curve() -> None:
    need = a_need(apl={"2": ((0.0, 200.0),), "3": ((0.0, 150.0),)})
    assert cost(need, a_vacancy(zone_123="3"), SETTINGS, 1.3).apl == 150
    elsewhere = cost(need, a_vacancy(zone_123="1"), SETTINGS, 1.3)
    assert (elsewhere.apl, elsewhere.apl_known) == (0, False)


def test_an_empty_curve_is_an_absent_one() -> None:
    found = cost(a_need(apl={"2": ()}), a_vacancy(), SETTINGS, 1.3)
    assert (found.apl, found.apl_known) == (0, False)


def test_apl_never_exceeds_rent_and_charges() -> None:
    need = a_need(apl={"2": ((0.0, 900.0),)})
    found = cost(need, a_vacancy(rent=300, charges=50), SETTINGS, 1.3)
    assert (found.apl, found.net_rent, found.effort_rate) == (350, 0, 0)


@pytest.mark.parametrize(("charges", "passes"), [(135.0, True), (135.01, False)])
def test_the_limit_itself_is_affordable(charges: float, passes: bool) -> None:
    assert bearable(a_need(apl={}), a_vacancy(rent=300.0, charges=charges)) is passes


def test_binary_rounding_does_not_move_the_limit() -> None:
    # In binary, 220.5 + 50.1 is above 0.3 × 902, though both are 270.60 €.
    need = a_need(apl={}, monthly_income=902.0)
    assert bearable(need, a_vacancy(rent=220.5, charges=50.1))


@pytest.mark.parametrize(("least", "passes"), [(10.0, True), (10.01, False)])
def test_what_is_left_to_live_on(least: float, passes: bool) -> None:
    need = a_need(apl={}, monthly_income=365.0 / 12 * 10 + 100, members=household(30))
    settings = some_settings(left_to_live_per_day=least)
    found = cost(need, a_vacancy(rent=100, charges=0), settings, 1.0)
    assert found.left_per_day == pytest.approx(10.0)
    assert bearable(need, a_vacancy(rent=100, charges=0), settings) is passes


@pytest.mark.parametrize("income", [0.0, -50.0])
def test_no_income_is_no_crash(income: float) -> None:
    found = cost(a_need(monthly_income=income), a_vacancy(), SETTINGS, 1.3)
    assert found.effort_rate is None
    assert not bearable(a_need(monthly_income=income), a_vacancy())


@given(CURVES, AMOUNTS, AMOUNTS)
def test_net_rent_is_never_negative_nor_above_the_rent(
    curve: tuple[tuple[float, float], ...], rent: float, charges: float
) -> None:
    found = cost(a_need(apl={"2": curve}), a_vacancy(rent=rent, charges=charges), SETTINGS, 1.3)
    assert 0 <= found.net_rent <= rent + charges
    assert found.apl <= rent + charges
