"""A case with everything in it, and a list of fifty: with protection and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest import mock

from django.test import Client
from django.urls import reverse

from havre.cases import selectors
from havre.cases.listing import page_of
from havre.cases.models import Case
from havre.config.bench.bare import Bare
from havre.config.bench.timing import elapsed, in_turns, ratio
from havre.engine.vocabulary import Compartment, Stage
from havre.platform.acting import Actor, acting
from havre.web.cases import listing

CASE_MAX, LIST_MAX = 2.0, 1.3
LINES = 50
ALL = frozenset(
    {
        Compartment.PROGRESS,
        Compartment.IDENTITY,
        Compartment.CONTACT,
        Compartment.HOUSEHOLD,
        Compartment.SHELTER_PLACE,
        Compartment.SAFETY,
    }
)
"""What the page of a file holds; the other compartments have pages of their own."""
TOKEN = re.compile(rb"[0-9A-Za-z]{64}")
"""A masked CSRF token: another one on each page."""


def case_page(client: Client, actor: Actor, bare: Bare, repeat: int) -> dict[str, Any]:
    """Measure the page of a file of which every part is shown."""
    path = reverse("case", args=[whole_case(actor).reference])
    return ratio(*page(client, path, bare, repeat), CASE_MAX) | {"compartments": len(ALL)}


def list_page(client: Client, bare: Bare, repeat: int) -> dict[str, Any]:
    """Measure the list of situations with fifty lines, names included."""
    with mock.patch.object(listing, "page_of", partial(page_of, size=LINES)):
        path = reverse("cases")
        lines = client.get(path).content.count(b"case-link")
        return ratio(*page(client, path, bare, repeat), LIST_MAX) | {"lines": lines}


def whole_case(actor: Actor) -> Case:
    """Return the latest case being searched for that shows this reader every part of the page."""
    with acting(actor):
        for case in selectors.visible_to(actor).filter(stage=Stage.SEARCH)[:50]:
            if selectors.contents_of(case, actor=actor).compartments == ALL:
                return case
    raise RuntimeError("no case of this territory shows every part")


def page(client: Client, path: str, bare: Bare, repeat: int) -> tuple[float, float]:
    """Return the median milliseconds of a page with and without protection.

    Raises RuntimeError when the two are not the same page, byte for byte.
    """

    def ask() -> bytes:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path}: {response.status_code}")
        return TOKEN.sub(b"", response.content)

    def without(run: Callable[[], Any]) -> Any:
        with bare:
            return run()

    if ask() != without(ask):
        raise RuntimeError(f"{path} is not the same page without protection")
    return in_turns(lambda: elapsed(ask), lambda: float(without(partial(elapsed, ask))), repeat)
