"""How many times each page asks the database, session, sign-in, journal and vault included."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.assessments import actions
from havre.platform.acting import acting
from tests import world as w
from tests.world import World


def asked(client: Client, url: str) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["vault"]) as other,
    ):
        assert client.get(url).status_code == 200, url
    frame = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    queries = [*one.captured_queries, *other.captured_queries]
    return sum(1 for q in queries if not q["sql"].startswith(frame))


@pytest.mark.parametrize("zones", [1, 3])
def test_pages_ask_the_same_whatever_they_hold(client: Client, world: World, zones: int) -> None:
    case = w.admitted(world)
    base = f"/situations/{case.reference}"
    places: list[dict[str, object]] = [
        {"kind": "LANDLORD", "landlord": world.organisations[name].pk}
        for name in ("landlord", "other_landlord", "agency")[:zones]
    ]
    assessment = w.assessed(world, case, zones=places)
    client.force_login(world.users["operator"])
    counts = {slug: asked(client, f"{base}/{slug}") for slug in ("diagnostic", "fiche")}
    with acting(world.operator):
        assessment = actions.reopen_assessment(assessment, actor=world.operator)
    pages = ("diagnostic", "menage", "ressources", "besoin", "securite", "contact", "conclusion")
    for slug in pages:
        path = f"{base}/diagnostic" if slug == "diagnostic" else f"{base}/diagnostic/{slug}"
        counts[f"open/{slug}"] = asked(client, path)
    counts["zone"] = asked(client, f"{base}/diagnostic/zones/rayon")
    assert counts == {
        "diagnostic": 12,
        "fiche": 15,
        "open/diagnostic": 7,
        "open/menage": 8,
        "open/ressources": 11,
        "open/besoin": 9,
        "open/securite": 12,
        "open/contact": 10,
        "open/conclusion": 11,
        "zone": 11,
    }
