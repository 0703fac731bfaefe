"""Loads the reference files shipped with the project: communes, districts, income ceilings."""

from __future__ import annotations

import csv
from importlib.resources import files

from havre.programmes.ceiling_file import shipped
from havre.programmes.models import Commune, IncomeCeiling, Locality

FOLDER = files("havre.programmes").joinpath("reference")


def _rows(name: str) -> list[dict[str, str]]:
    with FOLDER.joinpath(name).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def load(using: str = "default") -> None:
    """Write what is missing or newer; a ceiling the operator corrected stays as she set it."""
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
    load_ceilings(using)


def load_ceilings(using: str) -> None:
    """Write the ceilings; those of the file replace what nobody has corrected since."""
    kept = {
        (row.year, row.financing, row.zone, row.category): row
        for row in IncomeCeiling.objects.using(using).all()
    }
    fresh, newer = [], []
    for row, source in shipped():
        found = kept.get((row.year, row.financing, row.zone, row.category))
        values = {"amount": row.amount, "source": source, "provisional": row.provisional}
        if found is None:
            place = {"financing": row.financing, "zone": row.zone, "category": row.category}
            fresh.append(IncomeCeiling(year=row.year, **place, **values))
        elif found.edited_by_id is None and any(getattr(found, k) != v for k, v in values.items()):
            for name, value in values.items():
                setattr(found, name, value)
            newer.append(found)
    ceilings = IncomeCeiling.objects.using(using)
    ceilings.bulk_create(fresh, ignore_conflicts=True)
    ceilings.bulk_update(newer, ["amount", "source", "provisional"])
