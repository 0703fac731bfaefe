"""What the gate must keep from whoever may not read it: the places she avoids."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from havre.assessments.models import SafetyPlan
from havre.engine.vocabulary import Compartment, ZoneKind
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.gate import Fact, Kind, facts_of_place
from havre.programmes.selectors import commune_names


def facts(case_id: UUID, actor: Actor) -> Iterator[Fact]:
    """Tell the communes and residences to avoid, and what stands at the centre of a radius."""
    plan = SafetyPlan.objects.filter(case_id=case_id).order_by("-assessment__version").first()
    if plan is None:
        return
    zones = vault.open_row(plan, actor=actor, action="GATE_READ").get("zones", [])
    named = any(zone["kind"] == ZoneKind.COMMUNE or zone.get("place") for zone in zones)
    names = commune_names() if named else {}
    for zone in zones:
        if zone["kind"] == ZoneKind.COMMUNE and zone["code"] in names:
            yield Fact(Kind.COMMUNE, names[zone["code"]], Compartment.SAFETY)
        elif zone["kind"] == ZoneKind.RESIDENCE:
            yield Fact(Kind.PLACE, zone["name"], Compartment.SAFETY)
        elif zone["kind"] == ZoneKind.RADIUS and zone.get("place"):
            place = str(zone["place"])
            for fact in facts_of_place(place, Compartment.SAFETY, communes=names.values()):
                if fact.kind is not Kind.COMMUNE:  # a whole commune has a zone of its own
                    yield fact
