"""Zones to avoid: what is stored in the safety plan, read as the engine reads it.

A zone that the engine would refuse is refused when it is typed: found later, it would stop the
search, or protect from nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from havre.engine import matching as engine
from havre.engine.vocabulary import ZoneKind
from havre.platform.references import new_reference

Stored = dict[str, Any]


def read_zone(zone: Mapping[str, Any]) -> engine.Zone:
    """Return a stored zone as the engine reads it; raise ValueError when it makes no sense."""
    try:
        kind = ZoneKind(zone["kind"])
        if kind is ZoneKind.COMMUNE:
            return engine.AvoidCommune(zone["code"])
        if kind is ZoneKind.RADIUS:
            return engine.AvoidRadius(float(zone["lat"]), float(zone["lon"]), float(zone["km"]))
        if kind is ZoneKind.RESIDENCE:
            return engine.AvoidResidence(zone["name"])
        return engine.AvoidLandlord(str(int(zone["landlord"])))
    except (KeyError, TypeError) as error:
        raise ValueError("avoid: a value is missing") from error


def checked(zones: list[Stored]) -> list[Stored]:
    """Return the zones, each valid and with an `id`, the same place once. Raises ValueError."""
    kept: dict[engine.Zone, Stored] = {}
    for zone in zones:
        kept.setdefault(read_zone(zone), {"id": new_reference(), **zone})
    return list(kept.values())
