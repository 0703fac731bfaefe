"""Figures as stats and tables with bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from havre.engine.vocabulary import Pathway
from havre.programmes.models import PathwayTarget
from havre.reporting.figures import SMALL, Figures

MASKED = f"<\u00a0{SMALL}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number beside a bar."""

    label: str
    number: int
    most: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One way of sharing out a figure."""

    title: str
    column: str
    rows: list[Row]
    notes: bool = False


def shown(number: int | None) -> str:
    """Return a figure as it is read: « < 5 » where it is masked."""
    return MASKED if number is None else str(number)


def pathway_table(figures: Figures, targets: Mapping[Pathway, PathwayTarget]) -> Table:
    """Return the situations handled by pathway, beside the targets of the year."""
    counts = figures.handled_by_pathway
    most = max([*counts.values(), *(target.high for target in targets.values()), 1])
    rows = [
        Row(pathway.label, number, most, _aim(targets.get(pathway)))
        for pathway, number in counts.items()
    ]
    return Table("Par public", "Public", rows, notes=bool(targets))


def _aim(target: PathwayTarget | None) -> str:
    if target is None:
        return ""
    low, high = target.low, target.high
    return str(high) if low == high else f"{low} à {high}"


def lease_tables(figures: Figures) -> list[Table]:
    """Return the rehousings by landlord, by holder and by commune."""
    shares = (
        ("Par bailleur", "Bailleur", figures.by_landlord),
        ("Par réservataire", "Réservataire", figures.by_holder),
        ("Par commune", "Commune", figures.by_commune),
    )
    return [_table(title, column, counts) for title, column, counts in shares if counts]


def _table(title: str, column: str, counts: Mapping[str, int]) -> Table:
    most = max([*counts.values(), 1])
    return Table(title, column, [Row(name, n, most) for name, n in counts.items()])


def split_table(figures: Figures) -> Table | None:
    """Return the rehousings by reference landlord; None where they are masked or there is none."""
    parts = {
        "Chez un autre bailleur": figures.between_landlords,
        "Chez le bailleur de référence": figures.same_landlord,
        "Sans bailleur de référence": figures.no_reference,
    }
    if not figures.rehoused or None in parts.values():
        return None
    return _table(
        "Selon le bailleur de référence", "Relogement", {k: v or 0 for k, v in parts.items()}
    )


def headline(label: str, number: int | None, note: str = "") -> dict[str, Any]:
    """Return one key figure."""
    return {"value": shown(number), "label": label, "note": note}
