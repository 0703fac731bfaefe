"""Zones to avoid in words and on the map. For the operator's eyes only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from havre.engine.matching import distance_km
from havre.engine.vocabulary import PlaceKind, ZoneKind
from havre.programmes.models import Commune
from havre.web.templatetags.havre import number

KIND_SLUGS = {
    "commune": ZoneKind.COMMUNE,
    "rayon": ZoneKind.RADIUS,
    "residence": ZoneKind.RESIDENCE,
    "bailleur": ZoneKind.LANDLORD,
}


def describe(
    zone: Mapping[str, Any], communes: Mapping[str, str], landlords: Mapping[int, str]
) -> str:
    """Say a zone in French."""
    kind = ZoneKind(zone["kind"])
    if kind is ZoneKind.COMMUNE:
        return f"Commune : {communes.get(zone['code'], zone['code'])}"
    if kind is ZoneKind.RADIUS:
        km = number(zone["km"], 0 if float(zone["km"]).is_integer() else 1)
        if zone.get("place"):
            return f"{km} km autour de : {zone['place']}"
        return f"{km} km autour du point {number(zone['lat'], 4)} ; {number(zone['lon'], 4)}"
    if kind is ZoneKind.RESIDENCE:
        return f"Résidence : {zone['name']}"
    return f"Bailleur : {landlords.get(int(zone['landlord']), 'inconnu du dispositif')}"


def nearest(zone: Mapping[str, Any], communes: Sequence[Commune]) -> str:
    """Return the name of the commune whose centre is nearest to a point zone, else ""."""
    return nearest_to(zone, communes) if zone["kind"] == ZoneKind.RADIUS else ""


def nearest_to(place: Mapping[str, Any], communes: Sequence[Commune]) -> str:
    """Return the name of the commune whose centre is nearest to a place, "" without any."""
    if not communes:
        return ""
    point = (float(place["lat"]), float(place["lon"]))
    return min(communes, key=lambda c: distance_km(point, (c.latitude, c.longitude))).name


def map_communes(communes: Sequence[Commune]) -> list[dict[str, Any]]:
    """Return the communes as parts/map.html draws them."""
    return [
        {
            "code": c.code,
            "name": c.name,
            "lat": c.latitude,
            "lon": c.longitude,
            "population": c.population,
            "neighbours": c.neighbours,
        }
        for c in communes
    ]


def describe_place(place: Mapping[str, Any]) -> str:
    """Say a place she wishes to live near in French."""
    kind = PlaceKind(place["kind"]).label
    return f"{kind} : {number(place['lat'], 4)} ; {number(place['lon'], 4)}"


def map_places(places: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the places she wishes to live near, as parts/map.html draws them."""
    return [
        {"lat": place["lat"], "lon": place["lon"], "label": PlaceKind(place["kind"]).label}
        for place in places
    ]


def map_zones(zones: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the zones that have a place, as parts/map.html draws them."""
    drawn: list[dict[str, Any]] = []
    for zone in zones:
        if zone["kind"] == ZoneKind.COMMUNE:
            drawn.append({"commune": zone["code"], "km": 1.5, "label": "Commune à éviter"})
        elif zone["kind"] == ZoneKind.RADIUS:
            place = {name: zone[name] for name in ("lat", "lon", "km")}
            drawn.append(place | {"label": "Zone à éviter"})
    return drawn
