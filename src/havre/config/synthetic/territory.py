"""The communes of the territory, from the project's reference file, and points within them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from random import Random
from typing import Final

ORLEANS: Final = "45234"
SPREAD: Final = 0.006
"""Degrees: how far (one standard deviation) a dwelling lies from the middle of its commune."""

DISTRICTS: Final = (
    (47.9020, 1.9040, "45000"),  # centre
    (47.9170, 1.8980, "45000"),  # Blossières
    (47.9060, 1.9330, "45000"),  # Argonne
    (47.8840, 1.9060, "45100"),  # Saint-Marceau
    (47.8370, 1.9300, "45100"),  # La Source
)
"""The centroid of Orléans hides La Source: its dwellings lie around five districts instead."""


@dataclass(frozen=True, slots=True)
class Town:
    """A commune of the territory."""

    code: str
    name: str
    population: int
    latitude: float
    longitude: float
    postcodes: tuple[str, ...]
    neighbours: tuple[str, ...]
    zone_123: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in a commune, with its postcode."""

    code: str
    postcode: str
    latitude: float
    longitude: float


def towns() -> tuple[Town, ...]:
    """Read the 22 communes, in the order of the reference file."""
    path = files("havre.programmes").joinpath("reference", "communes.csv")
    with path.open(encoding="utf-8") as handle:
        return tuple(
            Town(
                code=row["code_insee"],
                name=row["nom"],
                population=int(row["population"]),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                postcodes=tuple(row["codes_postaux"].split()),
                neighbours=tuple(row["codes_adjacents"].split()),
                zone_123=row["zone_123"],
            )
            for row in csv.DictReader(handle, delimiter=";")
        )


def spot_in(town: Town, rng: Random) -> Spot:
    """Return a point of a commune, near its middle (in Orléans: near a district's)."""
    latitude, longitude, postcode = town.latitude, town.longitude, town.postcodes[0]
    if town.code == ORLEANS:
        latitude, longitude, postcode = rng.choice(DISTRICTS)
    return Spot(
        code=town.code,
        postcode=postcode,
        latitude=round(latitude + rng.gauss(0, SPREAD), 5),
        longitude=round(longitude + rng.gauss(0, SPREAD), 5),
    )
