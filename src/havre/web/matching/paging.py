"""Pages of what was computed: bounded, the filters kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from havre.web.shell.requests import MemberRequest

PAGE = 25
T = TypeVar("T")


def page_of(
    request: MemberRequest, rows: Sequence[T], size: int = PAGE
) -> tuple[Sequence[T], dict[str, str]]:
    """Return the rows of the page, and where the neighbouring pages are."""
    text = request.GET.get("page", "")
    number = max(int(text[:6]), 1) if text.isascii() and text.isdigit() else 1
    start = (number - 1) * size
    before, after = number > 1, len(rows) > start + size
    return (
        rows[start : start + size],
        {
            "previous_url": _address(request, number - 1) if before else "",
            "next_url": _address(request, number + 1) if after else "",
        },
    )


def _address(request: MemberRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
