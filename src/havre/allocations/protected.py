"""What the gate must keep from whoever may not read it: where she lives now."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from havre.allocations.models import Tenancy
from havre.engine.vocabulary import Compartment
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.gate import Fact, Kind, facts_of_place


def facts(case_id: UUID, actor: Actor) -> Iterator[Fact]:
    """Tell the address and residence of each home she signed for; its landlord may read its own."""
    homes = list(Tenancy.objects.filter(case_id=case_id))
    opened = vault.open_rows(homes, actor=actor, action="GATE_READ")
    for home in homes:
        said, scope = opened[home.pk], home.proposal_id
        yield from facts_of_place(said.get("address", ""), Compartment.NEW_HOME, scope=scope)
        for name in ("residence", "dwelling"):
            if said.get(name):
                yield Fact(Kind.PLACE, str(said[name]), Compartment.NEW_HOME, scope)
