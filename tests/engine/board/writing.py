"""A board written as the JSON value that `reading` reads back, equal."""

from __future__ import annotations

from typing import Any

from havre.engine.board.model import Board
from havre.engine.matching.model import (
    Anywhere,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    Need,
    Settings,
    Vacancy,
    Zone,
)


def board_to_json(board: Board) -> dict[str, Any]:
    """The value of a board: plain objects, lists, texts and numbers."""
    return {
        "programme": _programme(board.settings) | {"landlord_caps": dict(board.landlord_caps)},
        "needs": [_need(need) for need in board.needs],
        "vacancies": [_vacancy(vacancy) for vacancy in board.vacancies],
    }


def _programme(settings: Settings) -> dict[str, Any]:
    return {
        "date": settings.date.isoformat(),
        "effort_rate_max": settings.effort_rate_max,
        "left_to_live_per_day": settings.left_to_live_per_day,
        "weights": dict(settings.weights),
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "ref": need.ref,
        "admitted_on": need.admitted_on.isoformat(),
        "urgency": need.urgency,
        "members": [{"birth_date": one.birth_date.isoformat()} for one in need.members],
        "disabled": need.disabled,
        "monthly_income": need.monthly_income,
        "tax_income": need.tax_income,
        "apl": {zone: [list(point) for point in curve] for zone, curve in need.apl.items()},
        "rooms": list(need.rooms),
        "communes": "ANY" if isinstance(need.communes, Anywhere) else list(need.communes),
        "accessible": need.accessible,
        "max_floor_without_lift": need.max_floor_without_lift,
        "ground_floor_ok": need.ground_floor_ok,
        "needed_by": None if need.needed_by is None else need.needed_by.isoformat(),
        "regimes": sorted(str(code.value) for code in need.regimes),
        "rights": sorted(str(code.value) for code in need.rights),
        "avoid": [_zone(zone) for zone in need.avoid],
        "near": [
            {"kind": str(place.kind), "lat": place.lat, "lon": place.lon} for place in need.near
        ],
    }


def _zone(zone: Zone) -> dict[str, Any]:
    if isinstance(zone, AvoidCommune):
        return {"kind": "COMMUNE", "code": zone.code}
    if isinstance(zone, AvoidRadius):
        return {"kind": "RADIUS", "lat": zone.lat, "lon": zone.lon, "km": zone.km}
    if isinstance(zone, AvoidLandlord):
        return {"kind": "LANDLORD", "id": zone.id}
    return {"kind": "RESIDENCE", "name": zone.name}


def _vacancy(vacancy: Vacancy) -> dict[str, Any]:
    plain = (
        "ref",
        "landlord",
        "residence",
        "commune",
        "lat",
        "lon",
        "rooms",
        "surface",
        "floor",
        "lift",
        "accessible",
        "rent",
        "charges",
    )
    found: dict[str, Any] = {name: getattr(vacancy, name) for name in plain}
    if vacancy.point is None:
        found["lat"] = found["lon"] = None
    codes = {name: str(getattr(vacancy, name).value) for name in ("financing", "regime", "right")}
    return found | codes | {"available_on": vacancy.available_on.isoformat()}
