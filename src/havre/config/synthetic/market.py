"""Dwellings and offers, with rents that their financing, size and landlord make plausible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Final

from havre.config.synthetic import words
from havre.config.synthetic.households import Need, reaches
from havre.config.synthetic.partners import PARTNERS, holder_of, slugs
from havre.config.synthetic.territory import Spot, Town, spot_in
from havre.engine.matching.places import distance_km
from havre.engine.vocabulary import Financing, Regime, Role, VacancyStatus, ZoneKind

RENT_PER_M2: Final = {
    Financing.PLAI: (5.0, 5.9),
    Financing.PLUS: (5.6, 6.8),
    Financing.PLS: (8.3, 9.4),
    Financing.PLI: (9.6, 10.8),
    Financing.PRIVATE: (10.4, 12.6),
}
SURFACES: Final = {1: (26, 35), 2: (42, 52), 3: (57, 68), 4: (71, 84), 5: (86, 99), 6: (102, 118)}
ROOM_WEIGHTS: Final = (10, 27, 33, 21, 8, 1)
ENERGY_WEIGHTS: Final = (3, 10, 35, 34, 13, 4, 1)
RIGHT_WEIGHTS: Final = (
    ("7", "", 44),
    ("2", "", 24),
    ("3", "", 16),
    ("4", "métropole", 7),
    ("4", "commune", 6),
    ("1", "", 3),
)
AGENCY_REGIMES: Final = (
    Regime.IML,
    Regime.MANDAT_GESTION,
    Regime.PRIVE_CONVENTIONNE,
    Regime.PRIVE_LIBRE,
)
SOCIAL_FINANCING: Final = (Financing.PLAI, Financing.PLUS, Financing.PLS, Financing.PLI)
PREFIXES: Final = {partner.slug: partner.prefix for partner in PARTNERS}


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A dwelling of a landlord's stock, as `housing.Dwelling` keeps it."""

    landlord: str
    reference: str
    residence: str
    address: str
    spot: Spot
    rooms: int
    typology: str
    surface: Decimal
    floor: int
    lift: bool
    accessible: bool
    financing: Financing
    energy: str
    furnished: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A dwelling available at a date, on terms."""

    reference: str
    dwelling: Dwelling
    rent: Decimal
    charges: Decimal
    regime: Regime
    right: str
    detail: str
    holder: str | None
    available_on: date
    expires_on: date
    status: VacancyStatus
    entered_at: datetime
    ended_at: datetime | None


def draw_dwelling(
    rng: Random, landlord: str, number: int, town: Town, rooms: int, *, spot: Spot | None = None
) -> Dwelling:
    """Return a dwelling of a landlord in a commune; `number` is unique within its stock."""
    social = landlord in slugs(Role.LANDLORD)
    low, high = SURFACES[rooms]
    collective = rng.random() < 0.85
    floor = rng.choices(range(8), (14, 22, 21, 17, 13, 5, 4, 4))[0] if collective else 0
    accessible = rng.random() < 0.08
    return Dwelling(
        landlord=landlord,
        reference=f"{PREFIXES[landlord]}-D{number:05}",
        residence=rng.choice(words.RESIDENCE_NAMES) if collective else "",
        address=f"{rng.randrange(1, 140)} {rng.choice(words.STREETS)}",
        spot=spot or spot_in(town, rng),
        rooms=rooms,
        typology="T1 bis" if rooms == 1 and rng.random() < 0.3 else f"T{rooms}",
        surface=Decimal(f"{rng.uniform(low, high):.2f}"),
        floor=floor,
        lift=floor > 4 or accessible or rng.random() < 0.3,
        accessible=accessible,
        financing=(
            rng.choices(SOCIAL_FINANCING, (31, 55, 10, 4))[0] if social else Financing.PRIVATE
        ),
        energy=rng.choices("ABCDEFG", ENERGY_WEIGHTS)[0],
        furnished=not social and rng.random() < 0.15,
    )


def draw_regime(rng: Random, landlord: str, accepted: Sequence[str] = ()) -> Regime:
    """Return under which agreement a landlord lets, among those accepted when some are said."""
    if landlord in slugs(Role.LANDLORD):
        gliding = rng.random() < 0.06 and (not accepted or "BAIL_GLISSANT" in accepted)
        return Regime.BAIL_GLISSANT if gliding else Regime.BAIL_DIRECT
    fit = [regime for regime in AGENCY_REGIMES if not accepted or regime.value in accepted]
    return rng.choices(AGENCY_REGIMES, (40, 25, 30, 5))[0] if not fit else rng.choice(fit)


def draw_right(rng: Random, landlord: str, accepted: Sequence[str] = ()) -> tuple[str, str]:
    """Return the (code, detail) of who may designate; private dwellings are not reserved.

    Among those she accepts, the State's own, for priority publics, is met most.
    """
    if landlord not in slugs(Role.LANDLORD):
        return "7", ""
    fit = [row for row in RIGHT_WEIGHTS if not accepted or row[0] in accepted]
    weights = [row[2] * (3 if accepted and row[0] == "2" else 1) for row in fit]
    code, detail, _ = rng.choices(fit, weights)[0]
    return code, detail


def rent_of(rng: Random, dwelling: Dwelling, regime: Regime) -> tuple[Decimal, Decimal]:
    """Return (rent, charges) in euros: dearer by m² when small, cheaper under an agreement."""
    low, high = RENT_PER_M2[dwelling.financing]
    rate = rng.uniform(low, high) * {1: 1.12, 2: 1.04}.get(dwelling.rooms, 1.0)
    if regime in {Regime.IML, Regime.MANDAT_GESTION}:
        rate *= 0.74
    elif regime is Regime.PRIVE_CONVENTIONNE:
        rate *= 0.8
    heating = 0.45 if rng.random() < 0.35 else 0.0
    per_m2 = rng.uniform(0.75, 1.3) + heating + (0.2 if dwelling.lift else 0.0)
    surface = float(dwelling.surface)
    return Decimal(f"{surface * rate:.2f}"), Decimal(f"{surface * per_m2:.2f}")


def make_offer(
    rng: Random,
    dwelling: Dwelling,
    *,
    reference: str,
    regime: Regime,
    right: tuple[str, str],
    available_on: date,
    expires_on: date,
    status: VacancyStatus,
    entered_at: datetime,
    ended_at: datetime | None,
) -> Offer:
    """Return the offer of a dwelling on terms, its rent drawn."""
    rent, charges = rent_of(rng, dwelling, regime)
    return Offer(
        reference=reference,
        dwelling=dwelling,
        rent=rent,
        charges=charges,
        regime=regime,
        right=right[0],
        detail=right[1],
        holder=holder_of(*right),
        available_on=available_on,
        expires_on=expires_on,
        status=status,
        entered_at=entered_at,
        ended_at=ended_at,
    )


def suiting_dwelling(
    rng: Random, need: Need, towns: Sequence[Town], landlord: str, number: int
) -> Dwelling:
    """Return a dwelling that suits a need: outside every place to avoid, in a commune she wants."""
    wanted = [
        town
        for town in towns
        if (need.any_commune or town.code in need.communes)
        and not any(reaches(zone, town) for zone in need.zones)
    ]
    town = rng.choices(wanted, [t.population**0.6 for t in wanted])[0]
    spot = safe_spot(rng, town, wanted, need)
    by_code = {t.code: t for t in towns}
    rooms = rng.randint(*need.rooms)
    while True:
        found = draw_dwelling(rng, landlord, number, by_code[spot.code], rooms, spot=spot)
        if (
            found.residence not in need.avoided(ZoneKind.RESIDENCE)
            and (need.ground_floor_ok or found.floor)
            and (found.accessible or not need.accessible)
            and (
                found.lift
                or need.max_floor_without_lift is None
                or found.floor <= need.max_floor_without_lift
            )
            and found.financing in {Financing.PLAI, Financing.PLUS, Financing.PRIVATE}
        ):
            return found


def safe_spot(rng: Random, town: Town, others: Sequence[Town], need: Need) -> Spot:
    """Return a point outside every radius to avoid, in another commune when this one has none."""
    circles = need.avoided(ZoneKind.RADIUS)
    for attempt in range(200):
        spot = spot_in(town if attempt < 20 else rng.choice(others), rng)
        point = (spot.latitude, spot.longitude)
        if all(distance_km((lat, lon), point) > km + 0.1 for lat, lon, km in circles):
            return spot
    raise AssertionError("no safe point: a radius covers every commune she accepts")
