"""Rents, surfaces and dates of a vacancy, with the bounds beyond which a figure is a mistake."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from havre.housing.importing.fields import VacancyField as Field
from havre.housing.importing.lines import Line
from havre.housing.importing.values import parse_date, parse_number

HIGHEST_RENT = Decimal(5000)
LOWEST_USUAL_RENT = Decimal(30)
HIGHEST_CHARGES = Decimal(2000)
LARGEST_SURFACE = Decimal(400)
SMALLEST_USUAL_PER_ROOM = Decimal(9)
FARTHEST_DAYS = 731
STALE_DAYS = 183


def euros(amount: Decimal) -> str:
    """An amount as French readers write it: « 1 234,50 € »."""
    return f"{amount:,.2f} €".replace(",", " ").replace(".", ",")


def read_money(line: Line[Field]) -> tuple[Decimal, Decimal] | None:
    """(rent without charges, charges) in € a month; the rent is all-in less charges if need be."""
    charges = _read_charges(line)
    from_all_in = line.blank(Field.RENT) and not line.blank(Field.RENT_ALL_IN)
    column = Field.RENT_ALL_IN if from_all_in or Field.RENT not in line.cells else Field.RENT
    written = line.must(column, parse_number)
    if written is None or charges is None:
        return None
    rent = written - charges if from_all_in else written
    if from_all_in and line.blank(Field.CHARGES):
        line.fail(
            Field.CHARGES, "Les charges manquent : sans elles, le loyer hors charges est inconnu."
        )
    elif rent <= 0:
        line.fail(column, f"Le loyer hors charges ({euros(rent)}) doit être supérieur à zéro.")
    elif rent > HIGHEST_RENT:
        line.fail(
            column, f"Le loyer ({euros(rent)}) dépasse {euros(HIGHEST_RENT)} par mois. Corrigez-le."
        )
    else:
        _check_money(line, column, rent, charges)
        if from_all_in:
            said = f"{euros(written)} − {euros(charges)} de charges = {euros(rent)}"
            line.corrections.append(f"Loyer hors charges : {said}.")
        return rent, charges
    return None


def _check_money(line: Line[Field], column: Field, rent: Decimal, charges: Decimal) -> None:
    if rent < LOWEST_USUAL_RENT:
        line.warn(column, f"Loyer très bas ({euros(rent)} par mois) : vérifiez-le.")
    if charges > rent:
        line.warn(Field.CHARGES, "Les charges dépassent le loyer : vérifiez-les.")
    if line.blank(Field.RENT) or line.blank(Field.RENT_ALL_IN):
        return
    all_in = line.may(Field.RENT_ALL_IN, parse_number, rent + charges, "colonne non lue")
    if abs(all_in - rent - charges) > 1:
        line.warn(
            Field.RENT_ALL_IN,
            f"Loyer et charges font {euros(rent + charges)}, non {euros(all_in)} : vérifiez-les.",
        )


def _read_charges(line: Line[Field]) -> Decimal | None:
    if line.blank(Field.CHARGES):
        if line.blank(Field.RENT_ALL_IN) or not line.blank(Field.RENT):
            line.warn(Field.CHARGES, "Charges non indiquées, comptées à 0 € : complétez-les.")
        return Decimal(0)
    charges = line.attempt(Field.CHARGES, parse_number)
    if charges is not None and not 0 <= charges <= HIGHEST_CHARGES:
        line.fail(
            Field.CHARGES,
            f"Les charges doivent être comprises entre 0 € et {euros(HIGHEST_CHARGES)}.",
        )
        return None
    return charges


def read_surface(line: Line[Field], rooms: int) -> Decimal | None:
    """The surface in m²; None when not written, or once the line is refused for it."""
    if line.blank(Field.SURFACE):
        line.warn(Field.SURFACE, "Surface non indiquée : elle ne pourra pas être vérifiée.")
        return None
    surface = line.attempt(Field.SURFACE, parse_number)
    if surface is None:
        return None
    if surface <= 0:
        line.fail(Field.SURFACE, "La surface doit être supérieure à zéro. Corrigez-la.")
    elif surface > LARGEST_SURFACE:
        line.fail(Field.SURFACE, f"La surface dépasse {LARGEST_SURFACE} m². Corrigez-la.")
    elif surface < rooms * SMALLEST_USUAL_PER_ROOM:
        line.warn(Field.SURFACE, "Surface très petite pour ce nombre de pièces : vérifiez-la.")
    return surface


def read_availability(line: Line[Field], today: date) -> date | None:
    """The day the dwelling is free; a blank means `today`, with a warning."""
    if line.blank(Field.AVAILABLE_ON):
        line.warn(Field.AVAILABLE_ON, "Date non indiquée : le logement est compté comme libre.")
        return today
    day = line.attempt(Field.AVAILABLE_ON, lambda cell: parse_date(cell, today))
    if day is None:
        return None
    if abs((day - today).days) > FARTHEST_DAYS:
        shown_day = day.strftime("%d/%m/%Y")
        line.fail(Field.AVAILABLE_ON, f"La date {shown_day} est à plus de deux ans. Corrigez-la.")
        return None
    if (today - day).days > STALE_DAYS:
        line.warn(
            Field.AVAILABLE_ON, "Libre depuis plus de six mois : vérifiez qu’il l’est encore."
        )
    line.note(Field.AVAILABLE_ON, day.strftime("%d/%m/%Y"))
    return day
