"""The board: who reads it, filters, pages, and one's own offers beside each card."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.assessments import actions
from havre.assessments.models import NeedCard
from havre.platform.acting import acting
from havre.web.board import views
from tests import world as w
from tests.world import World


def published(world: World, **need: object) -> NeedCard:
    case = w.admitted(world)
    assessment = w.assessed(world, case, need=need)
    with acting(world.operator):
        return actions.publish_card(assessment, actor=world.operator)


def page(client: Client, world: World, who: str, url: str = "/fiches/") -> str:
    client.force_login(world.users[who])
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("who", ["operator", "landlord", "agency", "holder"])
def test_readers_see_cards_and_no_case(client: Client, world: World, who: str) -> None:
    card = published(world)
    for url in ("/fiches/", f"/fiches/{card.reference}"):
        html = page(client, world, who, url)
        assert "2 à 3\u00a0pièces pour 2\u00a0personnes" in html
        assert card.reference in html
        if who != "operator":
            assert f"{card.case_id}" not in html and "Logements compatibles" not in html


@pytest.mark.parametrize("who", ["shelter", "referrer", "specialist", "funder"])
def test_others_do_not(client: Client, world: World, who: str) -> None:
    card = published(world)
    client.force_login(world.users[who])
    assert client.get("/fiches/").status_code == 403
    assert client.get(f"/fiches/{card.reference}").status_code == 404


def test_a_hidden_or_withdrawn_card_is_not_found(client: Client, world: World) -> None:
    case = w.admitted(world)
    avoided = world.organisations["landlord"]
    assessment = w.assessed(world, case, zones=[{"kind": "LANDLORD", "landlord": avoided.pk}])
    with acting(world.operator):
        card = actions.publish_card(assessment, actor=world.operator)
    assert "Aucune fiche pour l’instant" in page(client, world, "landlord")
    assert client.get(f"/fiches/{card.reference}").status_code == 404
    assert card.reference in page(client, world, "agency")
    with acting(world.operator):
        actions.withdraw_card(case, actor=world.operator)
    client.force_login(world.users["agency"])
    assert client.get(f"/fiches/{card.reference}").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"small", "large"}),
        ("commune=45234", {"small", "large"}),
        ("commune=45302", {"large"}),
        ("rooms=1", {"small"}),
        ("rooms=4", {"large"}),
        ("rooms=3", set()),
        ("urgency=1", {"small", "large"}),
        ("urgency=3", set()),
        ("commune=45302&rooms=1", set()),
        ("rooms=abc&urgency=9&commune=x", {"small", "large"}),
        ("page=abc", {"small", "large"}),
        ("page=99999999999999999999", set()),
    ],
)
def test_filters(client: Client, world: World, query: str, found: set[str]) -> None:
    small = published(world, rooms_min=1, rooms_max=2)
    large = published(world, rooms_min=4, rooms_max=5, any_commune=True, communes=[])
    html = page(client, world, "landlord", f"/fiches/?{query}")
    names = {"small": small.reference, "large": large.reference}
    assert {name for name, reference in names.items() if reference in html} == found


def test_pages_are_bounded(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    for _ in range(3):
        published(world)
    first = page(client, world, "landlord", "/fiches/?rooms=2")
    assert "?rooms=2&amp;page=2" in first and "Précédent" not in first
    second = page(client, world, "landlord", "/fiches/?rooms=2&page=2")
    assert "?rooms=2&amp;page=1" in second and "Suivant" not in second


def test_own_offers_only(client: Client, world: World) -> None:
    card = published(world)
    w.vacancy(world, reference="MINE")
    w.vacancy(world, reference="DEAR", rent=600)
    w.vacancy(world, reference="LARGE", rooms=5)
    w.vacancy(world, reference="FAR", commune_code="45302")
    w.vacancy(world, "other_landlord", reference="THEIRS")
    html = page(client, world, "landlord", f"/fiches/{card.reference}")
    shown = {ref for ref in ("MINE", "DEAR", "LARGE", "FAR", "THEIRS") if ref in html}
    assert shown == {"MINE"}
    assert "Vos offres qui correspondent" in page(client, world, "landlord")
    assert "Aucune de vos offres ne correspond." in page(client, world, "agency")
    assert "Vos offres" not in page(client, world, "operator", f"/fiches/{card.reference}")


@pytest.mark.parametrize("cards", [1, 3])
def test_queries(client: Client, world: World, cards: int) -> None:
    for n in range(cards):
        card = published(world)
        w.vacancy(world, reference=f"T-{n}")
    client.force_login(world.users["landlord"])
    for url, wanted in (("/fiches/", 6), (f"/fiches/{card.reference}", 7)):
        with CaptureQueriesContext(connections["default"]) as one:
            client.get(url)
        asked = [q for q in one.captured_queries if q["sql"].startswith(("SELECT", "INSERT"))]
        assert len(asked) == wanted, url
