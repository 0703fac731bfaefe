from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.matching import EARTH_RADIUS_KM, distance_km

POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_known_distances() -> None:
    assert distance_km((0, 0), (0, 90)) == pytest.approx(math.pi / 2 * EARTH_RADIUS_KM)
    assert distance_km((47.9, 1.9), (48.9, 1.9)) == pytest.approx(111.19508, abs=1e-5)
    assert distance_km((47.91, 1.87), (47.90, 1.91)) == pytest.approx(3.1822, abs=1e-4)
    assert distance_km((0, 179.5), (0, -179.5)) == pytest.approx(111.19508, abs=1e-5)


def test_opposite_points_are_half_the_earth_apart() -> None:
    assert distance_km((30, 10), (-30, -170)) == pytest.approx(math.pi * EARTH_RADIUS_KM)


@given(POINTS, POINTS)
def test_distances_are_symmetric_and_bounded(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    assert distance_km(a, a) == 0
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-6)
    assert 0 <= distance_km(a, b) <= math.pi * EARTH_RADIUS_KM + 1e-6
