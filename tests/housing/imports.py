"""Shortcuts of the tests about landlords' files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from havre.adapters.spreadsheets import read_table, write_csv
from havre.allocations.selectors import holds
from havre.housing import import_actions
from havre.housing.models import ImportRun
from havre.platform.acting import Actor, acting

SAMPLES = Path(__file__).parents[1] / "samples"
NOVEMBER_20 = datetime(2026, 11, 20, 9, tzinfo=UTC)
HEADINGS = ("Réf.", "Résidence", "Adresse", "CP", "Ville", "Type", "Surface", "Étage")
HEADINGS += ("Loyer HC", "Charges", "Financement", "Réservataire", "Dispo. le")


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def line(number: int, **changes: object) -> list[Any]:
    """A good line, with changes by heading."""
    cells = {
        "Réf.": f"F-{number:04}",
        "Résidence": "Les Tilleuls",
        "Adresse": f"{number} rue des Tests",
        "CP": "45000",
        "Ville": "Orléans",
        "Type": "T3",
        "Surface": "61",
        "Étage": "2",
        "Loyer HC": "410,50",
        "Charges": "90",
        "Financement": "PLUS",
        "Réservataire": "7",
        "Dispo. le": "01/12/2026",
    }
    return [{**cells, **changes}[heading] for heading in HEADINGS]


def csv_of(*lines: list[Any], headings: tuple[str, ...] = HEADINGS) -> bytes:
    return write_csv([headings, *lines])


def received(actor: Actor, content: bytes, landlord_id: int | None = None) -> ImportRun:
    with acting(actor):
        return import_actions.preview_import(
            landlord_id or actor.organisation_id, content, read_table(content), actor=actor
        )


def imported(
    actor: Actor, content: bytes, landlord_id: int | None = None, *, withdraw_missing: bool = False
) -> dict[str, Any]:
    """Import a file at once; return its figures."""
    run = received(actor, content, landlord_id)
    with acting(actor):
        done = import_actions.confirm_import(
            run, withdraw_missing=withdraw_missing, holds=holds, actor=actor
        )
    return dict(done.report["figures"])
