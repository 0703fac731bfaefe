"""Lambert-93 (EPSG:2154), the legal projection of metropolitan France, to degrees.

Source: the inverse of the conformal conic projection with two standard parallels, in closed form
but for the latitude, which is approached until it no longer changes: IGN, note technique NT/G 71
(algorithms ALG0001, ALG0002 and ALG0004); the constants are those of arrêté du 5 mars 2019
(RGF93, ellipsoid GRS 1980). RGF93 and WGS 84 differ by less than a metre, which is left aside.
"""

from __future__ import annotations

import math
from typing import Final

SEMI_MAJOR: Final = 6_378_137.0
FLATTENING: Final = 1 / 298.257222101
ECCENTRICITY: Final = math.sqrt(FLATTENING * (2 - FLATTENING))
PARALLELS: Final = (math.radians(44), math.radians(49))
ORIGIN: Final = (math.radians(46.5), math.radians(3))
"""Latitude and longitude of the origin, which is at X = 700 km, Y = 6,600 km."""

X_ORIGIN: Final = 700_000.0
Y_ORIGIN: Final = 6_600_000.0
BOUNDS: Final = ((0.0, 1_300_000.0), (6_000_000.0, 7_200_000.0))
"""X and Y of metropolitan France, and some way around it."""

ROUNDS: Final = 8
"""Each brings the latitude some 300 times nearer: the last ones change nothing."""


def degrees_of(x: float, y: float) -> tuple[float, float] | None:
    """The latitude and longitude of a point, to the sixth decimal; None far from the country."""
    if not all(low <= value <= high for value, (low, high) in zip((x, y), BOUNDS, strict=True)):
        return None
    east, south = x - X_ORIGIN, _TO_POLE - (y - Y_ORIGIN)
    isometric = -math.log(math.hypot(east, south) / _SCALE) / _CONE
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(ROUNDS):
        sine = ECCENTRICITY * math.sin(latitude)
        stretched = math.exp(isometric) * ((1 + sine) / (1 - sine)) ** (ECCENTRICITY / 2)
        latitude = 2 * math.atan(stretched) - math.pi / 2
    longitude = ORIGIN[1] + math.atan2(east, south) / _CONE
    return round(math.degrees(latitude), 6), round(math.degrees(longitude), 6)


def _isometric(latitude: float) -> float:
    sine = ECCENTRICITY * math.sin(latitude)
    squeezed = ((1 - sine) / (1 + sine)) ** (ECCENTRICITY / 2)
    return math.log(math.tan(math.pi / 4 + latitude / 2) * squeezed)


def _parallel(latitude: float) -> float:
    """The radius of a parallel, in metres."""
    sine = ECCENTRICITY * math.sin(latitude)
    return SEMI_MAJOR * math.cos(latitude) / math.sqrt(1 - sine * sine)


_CONE: Final = math.log(_parallel(PARALLELS[1]) / _parallel(PARALLELS[0])) / (
    _isometric(PARALLELS[0]) - _isometric(PARALLELS[1])
)
_SCALE: Final = _parallel(PARALLELS[0]) * math.exp(_CONE * _isometric(PARALLELS[0])) / _CONE
_TO_POLE: Final = _SCALE * math.exp(-_CONE * _isometric(ORIGIN[0]))
"""From the origin to the point of the cone, in metres on the map."""
