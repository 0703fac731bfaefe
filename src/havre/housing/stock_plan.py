"""What importing an RPLS file would change: dwellings of the stock, never an offer."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from havre.engine.vocabulary import Located
from havre.housing.import_plan import Effect, apply
from havre.housing.importing.reading import reference_key
from havre.housing.importing.stock import StockReading, StockRow
from havre.housing.models import Dwelling

LONGEST_REFERENCE = 100


@dataclass
class StockPlan:
    """What becomes of each accepted line, and the rows to write."""

    reading: StockReading
    effects: dict[int, Effect] = field(default_factory=dict)
    new_dwellings: list[Dwelling] = field(default_factory=list)
    changed_dwellings: list[Dwelling] = field(default_factory=list)

    @property
    def rows(self) -> list[StockRow]:
        """The accepted lines."""
        return self.reading.rows

    def count(self, effect: Effect) -> int:
        """How many accepted lines have this effect."""
        return Counter(self.effects.values())[effect]


def kept_reference(reference: str) -> str:
    """Return a stock reference as a dwelling keeps it: shortened, still one per dwelling."""
    if len(reference) <= LONGEST_REFERENCE:
        return reference
    digest = hashlib.sha256(reference.encode()).hexdigest()[:16]
    return f"{reference[: LONGEST_REFERENCE - 17]}-{digest}"


def plan_stock(reading: StockReading, landlord_id: int) -> StockPlan:
    """Compare an RPLS file with the dwellings known of a landlord, in two queries."""
    plan = StockPlan(reading)
    wanted = {reference_key(kept_reference(row.reference)) for row in reading.rows}
    references = Dwelling.objects.filter(landlord_id=landlord_id).values_list("pk", "reference")
    matched = [pk for pk, reference in references if reference_key(reference) in wanted]
    known = {
        reference_key(one.reference): one for one in Dwelling.objects.in_bulk(matched).values()
    }
    for row in reading.rows:
        reference = kept_reference(row.reference)
        dwelling = known.get(reference_key(reference))
        if dwelling is None:
            made = Dwelling(landlord_id=landlord_id, reference=reference, **stock_fields(row))
            plan.new_dwellings.append(made)
            plan.effects[row.line] = Effect.CREATED
        elif apply(dwelling, fields_for(dwelling, row)):
            plan.changed_dwellings.append(dwelling)
            plan.effects[row.line] = Effect.UPDATED
        else:
            plan.effects[row.line] = Effect.UNCHANGED
    return plan


def fields_for(dwelling: Dwelling, row: StockRow) -> dict[str, Any]:
    """Return what a line says of a dwelling that is known.

    A place that was set by hand, or found from the address, is surer than the file's.
    """
    fields = stock_fields(row)
    if dwelling.latitude is not None and dwelling.located_by != Located.IMPORT:
        for name in ("latitude", "longitude", "located_by"):
            fields.pop(name, None)
    return fields


def stock_fields(row: StockRow) -> dict[str, Any]:
    """Return the dwelling's fields that an RPLS line tells; its address is part of its reference.

    A financing without a known ceiling is left blank: an offer must name one. Coordinates are left
    out when the line has none.
    """
    fields: dict[str, Any] = {
        "address": row.address,
        "postcode": row.postcode,
        "commune_id": row.commune_code,
        "rooms": row.rooms,
        "typology": row.typology,
        "surface": row.surface,
        "floor": row.floor,
        "accessible": row.accessible,
        "financing": row.financing or "",
        "energy": row.energy or "",
    }
    if row.point is not None:
        fields |= {"latitude": row.point[0], "longitude": row.point[1]}
        fields["located_by"] = Located.IMPORT
    return fields
