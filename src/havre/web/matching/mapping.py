"""What the map draws beside a list of dwellings; the list says the same in words.

Zones to avoid and places she wishes near come from her safety plan: these pages exist for those
alone who read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from havre.engine import matching as engine
from havre.engine.vocabulary import PlaceKind
from havre.web.matching.presenting import Suited
from havre.web.templatetags.havre import count

SAME_SPOT = 4
"""Decimals of a degree within which two dwellings are one mark: about ten metres."""


def map_dwellings(case_reference: str, rows: Iterable[Suited]) -> list[dict[str, Any]]:
    """Return a mark per spot: the best rank there, what is there in words, and where it leads."""
    spots: dict[tuple[float, float], list[Suited]] = {}
    for row in rows:
        dwelling = row.vacancy.dwelling
        if dwelling.latitude is not None and dwelling.longitude is not None:
            spot = (round(dwelling.latitude, SAME_SPOT), round(dwelling.longitude, SAME_SPOT))
            spots.setdefault(spot, []).append(row)
    return [
        {
            "lat": lat,
            "lon": lon,
            "text": f"{here[0].rank}{'+' if len(here) > 1 else ''}",
            "label": _label(here),
            "url": reverse("compatible-pair", args=[case_reference, here[0].vacancy.reference])
            if len(here) == 1
            else f"#rang-{here[0].rank}",
        }
        for (lat, lon), here in spots.items()
    ]


def _label(here: list[Suited]) -> str:
    if len(here) == 1:
        dwelling = here[0].vacancy.dwelling
        return f"N° {here[0].rank} : {dwelling.typology} à {dwelling.commune.name}"
    ranks = ", ".join(str(row.rank) for row in here)
    return f"{count(len(here), 'logement,logements')} au même endroit : n° {ranks}"


def map_avoided(need: engine.Need) -> list[dict[str, Any]]:
    """Return the zones to avoid that have a place."""
    drawn: list[dict[str, Any]] = []
    for zone in need.avoid:
        if isinstance(zone, engine.AvoidCommune):
            drawn.append({"commune": zone.code, "km": 1.5, "label": "Commune à éviter"})
        elif isinstance(zone, engine.AvoidRadius):
            place = {"lat": zone.lat, "lon": zone.lon, "km": zone.km}
            drawn.append(place | {"label": "Zone à éviter"})
    return drawn


def map_places(need: engine.Need) -> list[dict[str, Any]]:
    """Return the places she wishes to live near."""
    return [
        {"lat": place.lat, "lon": place.lon, "label": PlaceKind(place.kind).label}
        for place in need.near
    ]
