"""Lambert-93 to degrees, against published points and constants."""

from __future__ import annotations

import pytest

from havre.housing.importing import lambert93
from havre.housing.importing.lambert93 import degrees_of


def test_the_constants_are_those_that_are_published() -> None:
    """n, C and Ys of Lambert-93 as IGN gives them (NT/G 71 and its page of the projection)."""
    assert pytest.approx(0.7256077650, abs=1e-10) == lambert93._CONE
    assert pytest.approx(11_754_255.426, abs=5e-4) == lambert93._SCALE
    assert pytest.approx(12_655_612.050, abs=5e-4) == lambert93._TO_POLE + lambert93.Y_ORIGIN


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (700_000, 6_600_000, (46.5, 3.0)),  # the origin, by definition
        (648_952.58, 6_977_867.25, (49.897443, 2.290084)),  # 8 bd du Port, Amiens: base adresse
        (618_000, 6_756_000, (47.899265, 1.902554)),  # the others: EPSG:2154 as PROJ reads it
        (1_242_000, 6_105_000, (41.844378, 9.518535)),
        (124_000, 6_820_000, (48.225126, -4.768771)),
    ],
)
def test_published_points(x: float, y: float, expected: tuple[float, float]) -> None:
    assert degrees_of(x, y) == expected


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (0, 0),
        (6_756_000, 618_000),  # X and Y exchanged
        (1.9, 47.9),  # degrees
        (-1, 6_600_000),
        (700_000, 7_200_001),
        (float("nan"), 6_600_000),
        (float("inf"), 6_600_000),
    ],
)
def test_a_point_that_is_not_in_the_country_is_none(x: float, y: float) -> None:
    assert degrees_of(x, y) is None
