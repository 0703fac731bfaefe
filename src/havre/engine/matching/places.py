"""Distances on the Earth, from directions: three numbers per point, then plain arithmetic.

Working on directions rather than on angles, a distance between two points and one between
two thousand are the same operations in the same order: they agree to the last bit.
"""

from __future__ import annotations

from math import asin, cos, inf, pi, radians, sin, sqrt
from typing import Any, Final, NamedTuple

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG)."""

CIRCLE_DUST_KM: Final = 1e-10
"""A tenth of a micrometre: what rounding may move. On the circle is inside."""

Point = tuple[float, float]
"""(latitude, longitude) in decimal degrees."""


class Direction(NamedTuple):
    """A point of the sphere of radius 1; each part a number, or an array of them."""

    x: Any
    y: Any
    z: Any


NOWHERE: Final = Direction(float("nan"), float("nan"), float("nan"))
"""The direction of what is not located: neither near nor far from anything."""


def direction(point: Point) -> Direction:
    """The direction of a point from the centre of the Earth."""
    lat, lon = radians(point[0]), radians(point[1])
    return Direction(cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))


def closeness(a: Direction, b: Direction) -> Any:
    """The square of half the chord between two directions: 0 at the same point, 1 opposite."""
    x, y, z = a.x - b.x, a.y - b.y, a.z - b.z
    return (x * x + y * y + z * z) * 0.25


def reach(km: float) -> float:
    """The `closeness` up to which a point lies within `km`; infinite when that is everywhere."""
    angle = (km + CIRCLE_DUST_KM) / (2 * EARTH_RADIUS_KM)
    return sin(angle) ** 2 if angle < pi / 2 else inf


def kilometres(closeness: float) -> float:
    """The great-circle distance of two directions of this `closeness`."""
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(closeness)))


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres between two points."""
    return kilometres(closeness(direction(a), direction(b)))
