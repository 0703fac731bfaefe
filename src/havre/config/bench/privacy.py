"""`havre bench privacy`: what protection costs, each figure beside its budget. See decision 33."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from havre.config import synthetic
from havre.config.bench.bare import Bare
from havre.config.bench.pages import signed_in
from havre.config.bench.policies import policies
from havre.config.bench.protected_pages import case_page, list_page
from havre.config.bench.revoking import revocation
from havre.config.bench.searching import searches
from havre.platform.vault.rotation import rotation_figure

ROTATION_SECONDS = 300.0
OPERATOR, SHELTER = "OPERATOR", "SHELTER"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured; the budgets are for the defaults."""

    repeat: int = 41
    rows: int = 200_000
    rotated: int = 100_000
    pairs: int = 1_000


def figures(sizes: Sizes) -> dict[str, dict[str, Any]]:
    """Measure everything on the present territory: one figure, its budget and whether it is met."""
    emails = {account.role: account.email for account in synthetic.ACCOUNTS}
    client, operator = signed_in(emails[OPERATOR])
    _, shelter = signed_in(emails[SHELTER])
    bare = Bare()
    try:
        pages = {
            "case": case_page(client, operator, bare, sizes.repeat),
            "list": list_page(client, bare, sizes.repeat),
        }
    finally:
        bare.close()
    actors = {"operator": operator, "shelter": shelter}
    return pages | {
        "policies": policies(actors, sizes.rows, sizes.repeat),
        "revocation": revocation(operator, emails[SHELTER]),
        "search": searches(emails[SHELTER], sizes.pairs),
        "rotation": rotation(sizes.rotated),
    }


def rotation(cases: int) -> dict[str, Any]:
    """Rotate the keys of so many cases, on a store of their own."""
    found = rotation_figure(cases)
    met = found["seconds"] < ROTATION_SECONDS and not found["unreadable"]
    return found | {"budget_seconds": ROTATION_SECONDS, "met": met}


def load() -> list[float]:
    """Return the machine's load over 1, 5 and 15 minutes."""
    return [round(value, 1) for value in os.getloadavg()]


def within_budget(report: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether every figure keeps to its budget."""
    return all(figure["met"] for figure in report.values())


MAIN = {
    "case": "ratio",
    "list": "ratio",
    "policies": "ratio",
    "revocation": "seconds",
    "search": "auc",
    "rotation": "seconds",
}


def readable(report: Mapping[str, Mapping[str, Any]]) -> str:
    """Return one line per figure."""
    lines = []
    for name, figure in report.items():
        budget = figure.get("budget", figure.get("budget_seconds"))
        word = "tenu" if figure["met"] else "DÉPASSÉ"
        lines.append(f"{name:<12}{figure[MAIN[name]]:>10}  au plus {budget:<6} {word}")
    return "\n".join(lines)
