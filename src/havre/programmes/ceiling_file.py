"""The dated income ceilings shipped with Havre, read in one place, with or without a database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Final, NamedTuple

from havre.engine.matching import CeilingRow

PLACE: Final = files("havre.programmes").joinpath("reference", "income_ceilings.csv")
TRUTH: Final = {"true": True, "false": False}


class Shipped(NamedTuple):
    """One ceiling, and the text it is taken from."""

    row: CeilingRow
    source: str


def shipped() -> Iterator[Shipped]:
    """Return each ceiling of the file. Raises ValueError or KeyError for a line that is none."""
    with PLACE.open(encoding="utf-8") as handle:
        for line in csv.DictReader(handle, delimiter=";", strict=True):
            row = CeilingRow(
                int(line["year"]),
                line["financing"],
                line["category"],
                int(line["amount"]),
                TRUTH[line["provisional"]],
                line["zone"],
            )
            yield Shipped(row, line["source"])
