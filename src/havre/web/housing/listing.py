"""Pages of a filtered list, without totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

PAGE_SIZE = 25
LAST_PAGE = 1000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where the neighbouring ones are."""

    rows: Sequence[Row]
    previous_url: str
    next_url: str


def page_of(rows: QuerySet[Row], query: QueryDict) -> Page[Row]:
    """Return the page that `page` asks for, the filters kept; a wrong number is the first page."""
    asked = query.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    number = min(max(number, 1), LAST_PAGE)
    start = (number - 1) * PAGE_SIZE
    found = list(rows[start : start + PAGE_SIZE + 1])
    return Page(
        rows=found[:PAGE_SIZE],
        previous_url=_address(query, number - 1) if number > 1 else "",
        next_url=_address(query, number + 1) if len(found) > PAGE_SIZE else "",
    )


def _address(query: QueryDict, number: int) -> str:
    kept = query.copy()
    kept["page"] = str(number)
    return f"?{kept.urlencode()}"
