"""Reading one line of a list of available dwellings into a `VacancyRow`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from havre.engine.vocabulary import Financing, Regime, ReservationCode
from havre.housing.importing.fields import VacancyField as Field
from havre.housing.importing.labels import (
    Reservation,
    parse_financing,
    parse_regime,
    parse_reservation,
)
from havre.housing.importing.lines import Line
from havre.housing.importing.places import read_place, read_point
from havre.housing.importing.plausible import (
    read_availability,
    read_money,
    read_surface,
)
from havre.housing.importing.table import shown
from havre.housing.importing.territory import Territory
from havre.housing.importing.values import parse_energy, parse_flag, parse_floor, parse_typology

LONGEST_NAME = 120
PRIVATE_REGIMES = frozenset(
    {Regime.IML, Regime.MANDAT_GESTION, Regime.PRIVE_CONVENTIONNE, Regime.PRIVE_LIBRE}
)
_ACCESSIBLE = frozenset({"accessible", "pmr", "adapte", "ufr", "accessible pmr", "adapte pmr"})
_NOT_ACCESSIBLE = frozenset({"non accessible", "non adapte"})
_FURNISHED = frozenset({"meuble", "meublee"})
_BARE = frozenset({"non meuble", "non meublee", "vide", "nu"})


@dataclass(frozen=True)
class Defaults:
    """What a reading needs beside the file: territory, day of the import, landlord's defaults."""

    territory: Territory
    today: date
    financing: Financing | None
    regime: Regime


@dataclass(frozen=True)
class VacancyRow:
    """A dwelling offered by a landlord, as read from one line of its file.

    `reference` is the landlord's own and tells one dwelling from another, import after import.
    `surface` is in m² (None: not written); `rent` (without charges) and `charges` in € a month;
    `floor` 0 is the ground floor (None: unknown); `lift` and `accessible` are False when the
    file does not say. `reservation_detail` is commune, métropole, département or région for
    reservation code 4, or empty. `corrections` tells, in French, what was read differently from
    what was written. `point` is (latitude, longitude), None when unknown.
    """

    line: int
    reference: str
    residence: str
    address: str
    postcode: str
    commune_code: str
    rooms: int
    typology: str
    surface: Decimal | None
    floor: int | None
    lift: bool
    rent: Decimal
    charges: Decimal
    financing: Financing
    reservation: ReservationCode
    reservation_detail: str
    regime: Regime
    available_on: date
    energy: str | None
    accessible: bool
    furnished: bool
    corrections: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


def read_vacancy(line: Line[Field], defaults: Defaults) -> VacancyRow | None:
    """The dwelling of this line, or None, its failures then being recorded on the line."""
    if _cut_short(line):
        return None
    typology = line.must(Field.TYPOLOGY, parse_typology)
    money = read_money(line)
    place = read_place(line, defaults.territory)
    surface = read_surface(line, typology[0] if typology else 1)
    regime = _read_regime(line, defaults.regime)
    financing = _read_financing(line, defaults.financing, regime)
    reservation = _read_reservation(line)
    available_on = read_availability(line, defaults.today)
    if not (typology and money and place and regime and financing and reservation and available_on):
        return None
    _note_typology(line, typology[1])
    return VacancyRow(
        line=line.number,
        reference=line.reference,
        residence=line.text(Field.RESIDENCE, LONGEST_NAME),
        address=place.address,
        postcode=place.postcode,
        commune_code=place.commune.code,
        rooms=typology[0],
        typology=typology[1],
        surface=surface,
        floor=_read_floor(line),
        lift=line.may(Field.LIFT, parse_flag, False, "sans ascenseur"),
        rent=money[0],
        charges=money[1],
        financing=financing,
        reservation=reservation.code,
        reservation_detail=reservation.detail,
        regime=regime,
        available_on=available_on,
        energy=line.may(Field.ENERGY, parse_energy, None, "étiquette inconnue"),
        accessible=_read_accessible(line),
        furnished=_read_furnished(line),
        corrections=tuple(line.corrections),
        point=read_point(line, place.commune),
    )


def _note_typology(line: Line[Field], label: str) -> None:
    # In a column of rooms, 3 is T3 and nothing was corrected.
    if not shown(line.cell(Field.TYPOLOGY)).isdecimal():
        line.note(Field.TYPOLOGY, label)


def _cut_short(line: Line[Field]) -> bool:
    """Whether commune, typology and rent are all blank: the line was cut, say so once."""
    place = (Field.CITY, Field.POSTCODE, Field.FULL_ADDRESS)
    money = (Field.RENT, Field.RENT_ALL_IN)
    if not all(line.blank(one) for one in (*place, *money, Field.TYPOLOGY)):
        return False
    blank = [one for one in line.cells if line.blank(one)]
    names = ", ".join(line.header.heading(one) for one in blank[:6])
    line.fail_whole(f"Ligne incomplète : il manque {names}… Complétez la ligne.")
    return True


def _read_regime(line: Line[Field], default: Regime) -> Regime | None:
    if line.blank(Field.REGIME):
        return default
    regime = line.attempt(Field.REGIME, parse_regime)
    if regime:
        line.note(Field.REGIME, regime.label)
    return regime


def _read_financing(
    line: Line[Field], default: Financing | None, regime: Regime | None
) -> Financing | None:
    if not line.blank(Field.FINANCING):
        financing = line.attempt(Field.FINANCING, parse_financing)
        if financing:
            line.note(Field.FINANCING, financing.label)
        return financing
    # Never guess a ceiling: only the private stock has none.
    found = default or (Financing.PRIVATE if regime in PRIVATE_REGIMES else None)
    if found is None:
        line.fail(Field.FINANCING, "Le financement manque. Écrivez PLAI, PLUS, PLS, PLI ou privé.")
    elif Field.FINANCING in line.cells:
        line.corrections.append(f"Financement non indiqué : {found.label} retenu.")
    return found


def _read_reservation(line: Line[Field]) -> Reservation | None:
    reservation = line.attempt(Field.RESERVATION, parse_reservation)
    # A code or a blank says exactly what it means: there is nothing to point out.
    if reservation and len(shown(line.cell(Field.RESERVATION))) > 1:
        line.note(Field.RESERVATION, reservation.label)
    return reservation


def _read_floor(line: Line[Field]) -> int | None:
    if line.blank(Field.FLOOR):
        return None
    return line.may(Field.FLOOR, parse_floor, None, "étage inconnu")


def _read_accessible(line: Line[Field]) -> bool:
    return line.may(
        Field.ACCESSIBLE,
        lambda cell: parse_flag(cell, yes=_ACCESSIBLE, no=_NOT_ACCESSIBLE),
        False,
        "non accessible",
    )


def _read_furnished(line: Line[Field]) -> bool:
    return line.may(
        Field.FURNISHED,
        lambda cell: parse_flag(cell, yes=_FURNISHED, no=_BARE),
        False,
        "non meublé",
    )
