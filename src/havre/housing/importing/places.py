"""Where a vacancy is: its address and its commune, from one, two or four columns."""

from __future__ import annotations

from dataclasses import dataclass

from havre.housing.importing.addresses import parse_postcode, split_address
from havre.housing.importing.fields import VacancyField as Field
from havre.housing.importing.lines import Line
from havre.housing.importing.problems import BadValue
from havre.housing.importing.table import shown
from havre.housing.importing.territory import Commune, Territory

LONGEST_ADDRESS = 200


@dataclass(frozen=True)
class ReadPlace:
    """Street address, five-digit postcode and commune of a dwelling."""

    address: str
    postcode: str
    commune: Commune


def read_place(line: Line[Field], territory: Territory) -> ReadPlace | None:
    """The place of the dwelling, or None with the failure recorded on the line."""
    whole = not line.blank(Field.FULL_ADDRESS) and line.blank(Field.CITY)
    try:
        if whole:
            address, postcode, city = split_address(line.cell(Field.FULL_ADDRESS))
            column = Field.FULL_ADDRESS
        else:
            address = _street_address(line)
            column = Field.POSTCODE
            postcode = parse_postcode(line.cell(Field.POSTCODE))
            city = shown(line.cell(Field.CITY))
            column = _town_column(line)
    except BadValue as bad:
        line.fail(Field.FULL_ADDRESS if whole else Field.POSTCODE, str(bad))
        return None
    try:
        place = territory.find(city, postcode)
    except BadValue as bad:
        line.fail(column, str(bad))
        return None
    if place.remark:
        line.warn(column, place.remark)
    if not whole and city:
        line.note(Field.CITY, place.commune.name)
    if not address:
        line.warn(Field.ADDRESS, "Adresse non indiquée : complétez-la pour situer le logement.")
    postcode = postcode or (place.commune.postcodes or ("",))[0]
    return ReadPlace(_cut(line, address), postcode, place.commune)


def _town_column(line: Line[Field]) -> Field:
    for column in (Field.CITY, Field.POSTCODE, Field.FULL_ADDRESS):
        if column in line.cells and not line.blank(column):
            return column
    return Field.CITY


def _street_address(line: Line[Field]) -> str:
    number = shown(line.cell(Field.NUMBER))
    if not line.blank(Field.STREET):
        return f"{number} {shown(line.cell(Field.STREET))}".strip()
    address = line.cell(Field.ADDRESS)
    if address is None:
        address = line.cell(Field.FULL_ADDRESS)
    return shown(address)


def _cut(line: Line[Field], address: str) -> str:
    if len(address) > LONGEST_ADDRESS:
        line.warn(Field.ADDRESS, f"Adresse trop longue, coupée à {LONGEST_ADDRESS} caractères.")
    return address[:LONGEST_ADDRESS].rstrip()
