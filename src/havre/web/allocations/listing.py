"""Pages of the list of proposals, and its filter; without totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from havre.allocations import selectors
from havre.allocations.models import Proposal
from havre.engine.lifecycle import ENDED
from havre.engine.vocabulary import ProposalStatus
from havre.platform.acting import Actor

PAGE_SIZE = 15
LAST_PAGE = 400
RUNNING, OVER = "en-cours", "terminees"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where the neighbouring ones are."""

    rows: Sequence[Row]
    previous_url: str
    next_url: str


def page_of(rows: QuerySet[Row], request: HttpRequest, **kept: str) -> Page[Row]:
    """Return the page that `?page=` asks for, the first for anything else; `kept` stays asked."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    number = min(max(number, 1), LAST_PAGE)
    start = (number - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE + 1])

    def url(page: int) -> str:
        return "?" + urlencode({**kept, "page": page})

    return Page(
        rows=found[:PAGE_SIZE],
        previous_url=url(number - 1) if number > 1 else "",
        next_url=url(number + 1) if len(found) > PAGE_SIZE and number < LAST_PAGE else "",
    )


def status_choices() -> list[tuple[str, str]]:
    """Return what the list may be narrowed to, in the order of the path."""
    words = [(status.value, status.label) for status in ProposalStatus]
    return [(RUNNING, "En cours"), (OVER, "Terminées"), *words]


def chosen_status(request: HttpRequest) -> str:
    """Return the filter asked for; the running ones for anything unknown."""
    asked = request.GET.get("etat", RUNNING)
    return asked if asked in dict(status_choices()) else RUNNING


def filtered(actor: Actor, status: str) -> QuerySet[Proposal]:
    """Return the actor's proposals under a filter."""
    if status == RUNNING:
        return selectors.running(actor)
    found = selectors.proposals(actor)
    if status == OVER:
        return found.filter(status__in=[*ENDED, ProposalStatus.MOVED_IN])
    return found.filter(status=status)
