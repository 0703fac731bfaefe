"""Postcodes and one-line addresses, as landlords write them."""

from __future__ import annotations

import re

from havre.housing.importing.problems import BadValue
from havre.housing.importing.table import Cell, shown


def parse_postcode(cell: Cell) -> str:
    """Five digits: 45140.0, « 45 140 » and « 45140 » are the same; blank stays blank.

    Raises:
        BadValue: anything else.
    """
    text = shown(cell)
    digits = text.replace(" ", "").removesuffix(".0")
    if not digits:
        return ""
    # A number loses its leading zero: 1000 is 01000.
    if (
        isinstance(cell, int | float)
        and not isinstance(cell, bool)
        and re.fullmatch(r"[0-9]{4}", digits)
    ):
        digits = f"0{digits}"
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise BadValue(
            f"« {text[:40]} » n’est pas un code postal. Écrivez cinq chiffres, par exemple 45000."
        )
    return digits


def split_address(cell: Cell) -> tuple[str, str, str]:
    """(street, postcode, town) of « 66 rue des Bleuets, 45380 La Chapelle-Saint-Mesmin ».

    Raises:
        BadValue: no postcode followed by a town.
    """
    text = shown(cell)[:500]
    match = re.fullmatch(r"(.*?)[ ,;–-]*\b([0-9]{5}|[0-9]{2} [0-9]{3})\b[ ,–-]+(\D.*)", text)
    if not match:
        raise BadValue(
            "L’adresse ne dit pas la commune. Écrivez-la ainsi : 12 rue des Carmes, 45000 Orléans."
        )
    return match[1].strip(), match[2].replace(" ", ""), match[3].strip()
