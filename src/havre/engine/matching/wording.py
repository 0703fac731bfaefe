"""How figures are written in the sentences of the rules, in French."""

from __future__ import annotations

import datetime as dt
from typing import Final

THIN: Final = "\u202f"
"""Narrow no-break space: between thousands, and before a unit."""

MONTHS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

SAME: Final = 1e-9
MOST_DIGITS: Final = 4


def number(value: float, digits: int) -> str:
    """`1 234,50`: decimal comma, thousands apart."""
    text = f"{value:,.{digits}f}"
    return text.replace(",", THIN).replace(".", ",")


def measure(value: float, unit: str, digits: int = 0) -> str:
    """A figure with its unit: `61 m²`."""
    return f"{number(value, digits)}{THIN}{unit}"


def euros(amount: float) -> str:
    """`1 234,50 €`."""
    return measure(amount, "€", 2)


def against(value: float, limit: float, unit: str, digits: int) -> tuple[str, str]:
    """A value and the limit it is held against, with enough decimals to tell them apart.

    At least `digits` decimals; more when the limit needs them, or when rounding would show
    « 30 % (maximum 30 %) » for 30.2 %.
    """
    while digits < MOST_DIGITS and _misleading(value, limit, digits):
        digits += 1
    return measure(value, unit, digits), measure(limit, unit, digits)


def _misleading(value: float, limit: float, digits: int) -> bool:
    shown = round(limit, digits)
    looks_equal = round(value, digits) == shown
    return abs(shown - limit) > SAME or (looks_equal and abs(value - limit) > SAME)


def surface(square_metres: float) -> str:
    """`61 m²`, or `61,5 m²`: surfaces keep the decimals they have, two at most."""
    digits = next((d for d in (0, 1) if abs(round(square_metres, d) - square_metres) < SAME), 2)
    return measure(square_metres, "m²", digits)


def several(count: int, noun: str) -> str:
    """`1 pièce`, `3 pièces`."""
    return f"{count} {noun}{'s' if count > 1 else ''}"


def day(date: dt.date) -> str:
    """`1er décembre 2026`."""
    number_of_day = "1er" if date.day == 1 else str(date.day)
    return f"{number_of_day} {MONTHS[date.month - 1]} {date.year}"


def storey(floor: int) -> str:
    """`rez-de-chaussée`, `1er étage`, `3e étage`, `niveau -1`."""
    if floor < 0:
        return f"niveau {floor}"
    if floor == 0:
        return "rez-de-chaussée"
    return f"{floor}{'er' if floor == 1 else 'e'} étage"
