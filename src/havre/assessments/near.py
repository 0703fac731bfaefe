"""Places she wishes to live near: kept in the safety plan, told to no landlord (decision 41).

A child's school, a workplace or a mother's street is what the perpetrator knows: it is sealed with
the zones to avoid, and read by the same people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from havre.engine import matching as engine
from havre.engine.vocabulary import PlaceKind
from havre.platform.references import new_reference

Stored = dict[str, Any]
MOST: Final = 5
"""More places would pull each other apart and say nothing any more."""


class TooManyPlaces(ValueError):
    """There are MOST places already."""


def read_place(place: Mapping[str, Any]) -> engine.Place:
    """Return a stored place as the engine reads it; raise ValueError when it makes no sense."""
    try:
        return engine.Place(PlaceKind(place["kind"]), float(place["lat"]), float(place["lon"]))
    except (KeyError, TypeError) as error:
        raise ValueError("near: a value is missing") from error


def checked(places: list[Stored]) -> list[Stored]:
    """Return the places, each valid and with an `id`, the same one once.

    Raises ValueError, TooManyPlaces.
    """
    kept: dict[engine.Place, Stored] = {}
    for place in places:
        kept.setdefault(read_place(place), {"id": new_reference(), **place})
    if len(kept) > MOST:
        raise TooManyPlaces
    return list(kept.values())
