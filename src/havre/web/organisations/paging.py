"""Pages of a list, without totals: a total would have to count everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25
LAST_PAGE = 1000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where the neighbouring ones are."""

    rows: Sequence[Row]
    previous_url: str
    next_url: str


def page_of(rows: QuerySet[Row], request: HttpRequest) -> Page[Row]:
    """Return the page that `?page=` asks for; anything but a plausible number is the first."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    number = min(max(number, 1), LAST_PAGE)
    start = (number - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE + 1])
    return Page(
        rows=found[:PAGE_SIZE],
        previous_url=f"?page={number - 1}" if number > 1 else "",
        next_url=f"?page={number + 1}" if len(found) > PAGE_SIZE else "",
    )
