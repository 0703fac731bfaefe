"""Where a vacancy is: its address and its commune, from one, two or four columns."""

from __future__ import annotations

from dataclasses import dataclass

from havre.engine.matching.places import distance_km
from havre.housing.importing.addresses import parse_postcode, split_address
from havre.housing.importing.fields import VacancyField as Field
from havre.housing.importing.lines import Line
from havre.housing.importing.problems import BadValue
from havre.housing.importing.table import shown
from havre.housing.importing.territory import Commune, Territory
from havre.housing.importing.values import parse_degrees

LONGEST_ADDRESS = 200
FARTHEST_KM = 15.0
"""From the centre of its commune; farther, the coordinates are not those of the dwelling."""
IGNORED = "emplacement inconnu"


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


def read_point(line: Line[Field], commune: Commune) -> tuple[float, float] | None:
    """The coordinates of the dwelling, None when they are absent, or cannot be those of it.

    A place that is wrong would pass for a safe one: whatever is odd is left out, with a warning.
    """
    if line.blank(Field.LATITUDE) and line.blank(Field.LONGITUDE):
        return None
    latitude = line.may(Field.LATITUDE, parse_degrees, None, IGNORED)
    longitude = line.may(Field.LONGITUDE, parse_degrees, None, IGNORED)
    if latitude is None or longitude is None:
        return None
    if distance_km((latitude, longitude), (commune.lat, commune.lon)) > FARTHEST_KM:
        line.warn(
            Field.LATITUDE,
            f"Ce point n’est pas dans la commune : vérifiez que latitude et longitude ne sont pas "
            f"inversées. En attendant : {IGNORED}.",
        )
        return None
    return latitude, longitude


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
