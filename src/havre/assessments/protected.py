"""What the gate must keep from whoever may not read it: the places she avoids."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from havre.assessments.models import SafetyPlan
from havre.engine.vocabulary import Compartment, ZoneKind
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.gate import Fact, Kind
from havre.programmes.selectors import commune_names


def facts(case_id: UUID, actor: Actor) -> Iterator[Fact]:
    """Tell the communes and residences to avoid, of the latest version."""
    plan = SafetyPlan.objects.filter(case_id=case_id).order_by("-assessment__version").first()
    if plan is None:
        return
    zones = vault.open_row(plan, actor=actor, action="GATE_READ").get("zones", [])
    names = commune_names() if any(zone.get("kind") == ZoneKind.COMMUNE for zone in zones) else {}
    for zone in zones:
        if zone["kind"] == ZoneKind.COMMUNE and zone["code"] in names:
            yield Fact(Kind.COMMUNE, names[zone["code"]], Compartment.SAFETY)
        elif zone["kind"] == ZoneKind.RESIDENCE:
            yield Fact(Kind.PLACE, zone["name"], Compartment.SAFETY)
