"""Where an RPLS file says a dwelling is: X and Y in Lambert-93, believed only when they are sure.

A place that is wrong would pass for a safe one: whatever is odd is left out, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from havre.engine.matching.places import distance_km
from havre.housing.importing.fields import StockField as Field
from havre.housing.importing.lambert93 import degrees_of
from havre.housing.importing.lines import Line
from havre.housing.importing.places import FARTHEST_KM, IGNORED
from havre.housing.importing.territory import Commune
from havre.housing.importing.values import parse_number

OVERSEAS: Final = ("97", "98")
"""Departments whose files have another projection."""

SHARED: Final = (
    f"Ce point est aussi celui d’une autre adresse : ce n’est pas celui du logement. "
    f"En attendant : {IGNORED}."
)

Point = tuple[float, float]


class Placed(Protocol):
    """A line that says an address and, maybe, where it is."""

    @property
    def address(self) -> str:
        """Number and street."""

    @property
    def commune_code(self) -> str:
        """INSEE code."""

    @property
    def point(self) -> Point | None:
        """Latitude and longitude."""


def read_stock_point(line: Line[Field], commune: Commune) -> Point | None:
    """The coordinates of the dwelling, None when they are absent, or cannot be those of it."""
    if line.blank(Field.X) and line.blank(Field.Y):
        return None
    if commune.code.startswith(OVERSEAS):
        line.warn(Field.X, f"Hors de la métropole, X et Y ne sont pas lus : {IGNORED}.")
        return None
    east = line.may(Field.X, parse_number, None, IGNORED)
    north = line.may(Field.Y, parse_number, None, IGNORED)
    if east is None or north is None:
        return None
    point = degrees_of(float(east), float(north))
    if point is None or distance_km(point, (commune.lat, commune.lon)) > FARTHEST_KM:
        line.warn(
            Field.X,
            "Ce point n’est pas dans la commune : vérifiez que X et Y sont en Lambert 93, et non "
            f"inversés. En attendant : {IGNORED}.",
        )
        return None
    return point


def shared_points(rows: Iterable[Placed]) -> frozenset[Point | None]:
    """The points given for two addresses or more: the middle of a street or of a commune."""
    seen: dict[Point, tuple[str, str]] = {}
    shared: set[Point | None] = set()
    for row in rows:
        if row.point is not None:
            address = (row.commune_code, row.address.casefold())
            if seen.setdefault(row.point, address) != address:
                shared.add(row.point)
    return frozenset(shared)
