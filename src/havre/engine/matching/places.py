"""Distances on the Earth."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG)."""

Point = tuple[float, float]
"""(latitude, longitude) in decimal degrees."""


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres between two points (haversine formula)."""
    lat_a, lat_b = radians(a[0]), radians(b[0])
    half_lat = (lat_b - lat_a) / 2
    half_lon = radians(b[1] - a[1]) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))
