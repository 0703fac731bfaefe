"""`havre bench matching`: from a need or an offer that changes to the rows on screen.

The page of the dwellings that suit one woman, and that of the women an offer suits, on a
territory of their own: asked whole, through sessions, row security, the vault and the journal.
Before each measure an offer changes, and each page is another's, so that no answer is known
beforehand. As for the engine, the budget is for the least disturbed of the runs.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from havre.assessments.selectors import validated_of_searching
from havre.config import synthetic
from havre.config.bench.pages import signed_in
from havre.config.bench.territory import prepare
from havre.config.bench.timing import WARM_UPS, elapsed
from havre.engine.vocabulary import VacancyStatus
from havre.housing.models import Vacancy
from havre.housing.standing import standing_rows
from havre.platform.acting import Actor, acting
from havre.platform.clock import today

SCREEN_MS: Final = 100.0
CASES: Final = 4_000
"""Situations of the territory: so many that five hundred look for a dwelling at once."""
VACANCIES: Final = 544
"""What a territory of so many cases multiplies into two thousand offers."""
MANY: Final = 1_000_000
"""The hour's quota of the vault is for persons: here the same one asks hundreds of times."""


@dataclass(frozen=True, slots=True)
class Board:
    """What the territory has to compare, for its operator."""

    client: Client
    actor: Actor
    cases: Sequence[str]
    offers: Sequence[str]

    @classmethod
    def read(cls) -> Board:
        """Read the references of situations that look for a dwelling, and of offers."""
        emails = {account.role: account.email for account in synthetic.ACCOUNTS}
        client, actor = signed_in(emails["OPERATOR"])
        with acting(actor):
            cases = [one.case.reference for one in validated_of_searching(actor)]
            return cls(client, actor, cases, [one.reference for one in standing_rows(actor)])

    def change(self, reference: str) -> None:
        """Let an offer cost a cent more."""
        with acting(self.actor):
            offer = Vacancy.objects.get(reference=reference)
            offer.rent += Decimal("0.01")
            Vacancy.objects.filter(pk=offer.pk).update(rent=offer.rent)


def figures(repeat: int) -> dict[str, Any]:
    """Measure both pages on their territory: each figure, its budget, whether it is met."""
    prepare(CASES, VACANCIES)
    let_stand()
    board = Board.read()
    with override_settings(HAVRE_QUOTA_PERSON=MANY, HAVRE_QUOTA_EVERYONE=MANY):
        return {
            "board": {"needs": len(board.cases), "vacancies": len(board.offers)},
            "need": measured(board, "compatible", board.cases, repeat),
            "vacancy": measured(board, "vacancy-needs", board.offers, repeat),
        }


def let_stand() -> None:
    """Let the territory's open offers stand on the day it is measured, which is not its own."""
    late = Vacancy.objects.using("owner").filter(status=VacancyStatus.OPEN, expires_on__lt=today())
    late.update(expires_on=today())


def measured(board: Board, page: str, references: Sequence[str], repeat: int) -> dict[str, Any]:
    """Ask for the page of one after another, an offer having changed before each."""
    times = []
    for turn in range(repeat + WARM_UPS):
        offer = board.offers[turn % len(board.offers)]
        about = offer if references is board.offers else references[turn % len(references)]
        board.change(offer)
        path = reverse(page, args=[about])
        times.append(elapsed(partial(shown, board.client, path)))
    counted = times[WARM_UPS:]
    best = min(counted)
    return {
        "best_ms": round(best, 1),
        "median_ms": round(statistics.median(counted), 1),
        "budget": SCREEN_MS,
        "met": best <= SCREEN_MS,
    }


def shown(client: Client, path: str) -> None:
    """Ask for a page. Raises RuntimeError when it is not shown."""
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")


def readable(report: dict[str, Any]) -> str:
    """Return the report as lines."""
    board = report["board"]
    lines = [f"à l’écran : {board['needs']} besoins, {board['vacancies']} logements"]
    for key, label in (
        ("need", "les logements d’une situation"),
        ("vacancy", "pour qui une offre"),
    ):
        figure = report[key]
        word = "tenu" if figure["met"] else "MANQUÉ"
        lines.append(f"  {label} : {figure['best_ms']} ms (attendu {SCREEN_MS:g}, {word})")
    return "\n".join(lines)
