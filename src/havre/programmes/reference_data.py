"""Loads the reference files shipped with the project: communes, districts, income ceilings."""

from __future__ import annotations

import csv
from importlib.resources import files

from havre.programmes.models import Commune, IncomeCeiling, Locality

FOLDER = files("havre.programmes").joinpath("reference")


def _rows(name: str) -> list[dict[str, str]]:
    with FOLDER.joinpath(name).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def load(using: str = "default") -> None:
    """Write what is missing; a value the operator has corrected is left as she set it."""
    Commune.objects.using(using).bulk_create(
        [
            Commune(
                code=row["code_insee"],
                name=row["nom"],
                population=int(row["population"]),
                latitude=float(row["latitude"]),
                longitude=float(row["longitude"]),
                postcodes=row["codes_postaux"].split(),
                zone_abc=row["zone_abc"],
                zone_123=row["zone_123"],
                neighbours=row["codes_adjacents"].split(),
            )
            for row in _rows("communes.csv")
        ],
        ignore_conflicts=True,
    )
    Locality.objects.using(using).bulk_create(
        [
            Locality(name=row["locality"], commune_id=row["commune_code"])
            for row in _rows("localities.csv")
        ],
        ignore_conflicts=True,
    )
    IncomeCeiling.objects.using(using).bulk_create(
        [
            IncomeCeiling(
                year=int(row["year"]),
                financing=row["financing"],
                category=row["category"],
                amount=int(row["amount"]),
                source=row["source"],
                provisional=row["provisional"].strip().lower() in {"1", "true", "oui", "yes"},
            )
            for row in _rows("income_ceilings.csv")
        ],
        ignore_conflicts=True,
    )
