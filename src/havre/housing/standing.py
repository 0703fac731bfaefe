"""Offers that stand, as plain rows: thousands are read for one page, and a few are shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final, NamedTuple
from uuid import UUID

from havre.housing.models import Vacancy
from havre.housing.selectors import standing_offers
from havre.platform.acting import Actor


class StandingOffer(NamedTuple):
    """What is compared, filtered and counted of an offer; names as `Vacancy` and `Dwelling`."""

    pk: UUID
    reference: str
    landlord_id: int
    landlord_name: str
    holder_id: int | None
    commune_id: str
    commune_name: str
    zone_123: str
    latitude: float | None
    longitude: float | None
    residence: str
    rooms: int
    typology: str
    surface: Decimal | None
    floor: int | None
    lift: bool
    accessible: bool
    financing: str
    rent: Decimal
    charges: Decimal
    regime: str
    right: str
    available_on: date

    @classmethod
    def of(cls, vacancy: Vacancy) -> StandingOffer:
        """Return the row of a vacancy read with its dwelling, commune and landlord."""
        return cls._make(_read(vacancy))


PATHS: Final = {
    "landlord_name": "landlord__name",
    "commune_id": "dwelling__commune_id",
    "commune_name": "dwelling__commune__name",
    "zone_123": "dwelling__commune__zone_123",
} | {
    name: f"dwelling__{name}"
    for name in (
        "latitude",
        "longitude",
        "residence",
        "rooms",
        "typology",
        "surface",
        "floor",
        "lift",
        "accessible",
        "financing",
    )
}
COLUMNS: Final = tuple(PATHS.get(name, name) for name in StandingOffer._fields)
_read = attrgetter(*(path.replace("__", ".") for path in COLUMNS))


def standing_rows(actor: Actor) -> list[StandingOffer]:
    """Return the rows of the offers that stand, the soonest available first."""
    found = standing_offers(actor).select_related(None).values_list(*COLUMNS)
    return [StandingOffer._make(row) for row in found]
