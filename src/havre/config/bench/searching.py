"""Searches for hidden and for absent persons, in pairs: can the time of the answer tell them apart?

Hidden: on file, not for the organisation that asks. Absent: the same identity, letters of the names
turned round, which nobody has. The page of the search itself is asked, in a session of a shelter.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any
from unittest import mock
from uuid import UUID

from django.db import connections
from django.test import Client
from django.urls import reverse

from havre.cases.models import Identity
from havre.config.bench.pages import signed_in
from havre.config.bench.protected_pages import TOKEN
from havre.config.bench.timing import WARM_UPS, elapsed
from havre.platform.vault.custody import custody
from havre.platform.vault.sealing import Place, opened
from havre.web.shell import limits

AUC_MAX = 0.55
NOBODY = b"Aucune situation que votre organisme suit"
PER_DAY = 32_000
Asked = dict[str, str]


def searches(email: str, pairs: int) -> dict[str, Any]:
    """Search so many hidden and absent persons; return how well time tells one from the other.

    `auc`: how often a hidden person's answer is the slower (0.5: no telling), or the faster where
    that is more often. Raises RuntimeError when an answer differs by more than its time.
    """
    client, actor = signed_in(email)
    hidden = list(islice(cycle(hidden_from(actor.organisation_id, pairs)), pairs + WARM_UPS))
    times: dict[bool, list[float]] = {True: [], False: []}
    draw = random.Random(45)  # noqa: S311  the order of a measure, no secret
    with unlimited():
        page = answer_to(client, absent_like(hidden[0]))
        for turn, asked in enumerate(hidden):
            pair = {True: asked, False: absent_like(asked)}
            for there in draw.sample([True, False], 2):
                taken, found = timed(client, pair[there])
                if found != page:
                    raise RuntimeError("hidden and absent persons do not get the same page")
                if turn >= WARM_UPS:
                    times[there].append(taken)
    told = auc(times[True], times[False])
    told = max(told, 1 - told)
    return {"pairs": pairs, "auc": round(told, 3), "budget": AUC_MAX, "met": told <= AUC_MAX}


def timed(client: Client, asked: Asked) -> tuple[float, bytes]:
    """Return the milliseconds of one search, and its page."""
    found: list[bytes] = []
    taken = elapsed(lambda: found.append(answer_to(client, asked)))
    return taken, found[0]


def answer_to(client: Client, asked: Asked) -> bytes:
    """Return the page of one search, but for its token."""
    response = client.post(reverse("case-search"), asked)
    if response.status_code != 200 or NOBODY not in response.content:
        raise RuntimeError("the search was not answered, or found somebody")
    return TOKEN.sub(b"", response.content)


def auc(first: Sequence[float], second: Sequence[float]) -> float:
    """Return how often one of `first` is greater than one of `second`; ties count for half."""
    ranked = sorted([(value, 1) for value in first] + [(value, 0) for value in second])
    above, below = 0.0, 0
    for start, end in _ties(ranked):
        ones = sum(which for _, which in ranked[start:end])
        zeros = end - start - ones
        above += ones * (below + zeros / 2)
        below += zeros
    return above / (len(first) * len(second))


def _ties(ranked: Sequence[tuple[float, int]]) -> Iterator[tuple[int, int]]:
    start = 0
    for end in range(1, len(ranked) + 1):
        if end == len(ranked) or ranked[end][0] != ranked[start][0]:
            yield start, end
            start = end


def hidden_from(organisation_id: int, number: int) -> list[Asked]:
    """Return identities on file that an organisation may not read."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT id, case_id, payload FROM cases_identity i WHERE NOT %s = ANY (readers)"
            " AND EXISTS (SELECT FROM platform_identitydigest d WHERE d.case_id = i.case_id)"
            " ORDER BY id LIMIT %s",
            [organisation_id, number],
        )
        found = [asked_of(*row) for row in cursor.fetchall()]
    if not found:
        raise RuntimeError("this territory hides nobody from this organisation")
    return found


def asked_of(row_id: UUID, case_id: UUID, payload: bytes) -> Asked:
    """Return what somebody who knows this person would type."""
    place = Place.of(Identity(id=row_id, case_id=case_id))
    key = custody().primitives({place.slot})[place.slot]
    identity = json.loads(opened(key, place, bytes(payload)))
    names = ("last_name", "first_name", "birth_date", "unique_number")
    return {name: str(identity.get(name) or "") for name in names} | {"reason": "SHE_CALLS"}


def absent_like(asked: Asked) -> Asked:
    """Return a person nobody has on file, of names as long, born on the same day."""
    number = asked["unique_number"]
    turned = {name: asked[name][::-1] for name in ("last_name", "first_name")}
    return asked | turned | {"unique_number": number[:-1] + "Ç" if number else ""}


@contextmanager
def unlimited() -> Iterator[None]:
    """Let one person search all she wants for the time of the block."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT id, searches_per_day FROM programmes_programme")
        usual = cursor.fetchall()
        cursor.execute("UPDATE programmes_programme SET searches_per_day = %s", [PER_DAY])
        try:
            with mock.patch.object(limits, "wait_after", lambda *_: 0):
                yield
        finally:
            for key, value in usual:
                cursor.execute(
                    "UPDATE programmes_programme SET searches_per_day = %s WHERE id = %s",
                    [value, key],
                )
