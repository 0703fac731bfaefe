"""The page of the search: one answer, no term kept."""

from __future__ import annotations

import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.platform.acting import acting
from havre.programmes.models import Programme
from havre.sharing.actions import close_shares
from tests import world as w
from tests.world import World

URL = "/situations/retrouver"
ORIANE = {
    "last_name": "Zyntharel",
    "first_name": "Oriane",
    "birth_date": "1991-04-02",
    "reason": "SHE_CALLS",
}


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def test_the_list_leads_there(world: World) -> None:
    text = client_of(world, "shelter").get("/situations/").content.decode()
    assert f'href="{URL}"' in text


def test_a_visible_case_is_a_link_and_no_term_stays(world: World) -> None:
    case = w.referred(world)
    answer = client_of(world, "shelter").post(URL, ORIANE)
    text = answer.content.decode()
    assert f'href="/situations/{case.reference}"' in text
    assert answer.headers["Cache-Control"] == "no-store"
    for term in ("Zyntharel", "Oriane", "1991-04-02"):
        assert term not in text


def test_hidden_and_absent_are_the_same_page(world: World) -> None:
    w.referred(world)
    client = client_of(world, "other_shelter")
    pages = [
        client.post(URL, ORIANE | change).content.decode()
        for change in ({}, {"last_name": "Personne"})
    ]
    assert len({re.sub(r"[A-Za-z0-9]{64}", "", page) for page in pages}) == 1
    assert all("Aucune situation" in page for page in pages)


def asked_by(client: Client, query: dict[str, str]) -> tuple[list[str], str]:
    """What a search asks of the database, its values left out, and its page without its token."""
    with (
        CaptureQueriesContext(connections["default"]) as web,
        CaptureQueriesContext(connections["vault"]) as vaulted,
    ):
        page = client.post(URL, query).content.decode()
    asked = [*web.captured_queries, *vaulted.captured_queries]
    shapes = [re.sub(r"'[^']*'(::\w+)?|\b\d+\b", "?", query["sql"]) for query in asked]
    return shapes, re.sub(r"[A-Za-z0-9]{64}", "", page)


@pytest.mark.parametrize("name", ["other_shelter", "referrer", "landlord", "specialist"])
def test_never_shared_and_absent_ask_the_same_of_the_database(world: World, name: str) -> None:
    w.referred(world)
    client = client_of(world, name)
    client.post(URL, ORIANE)
    hidden = asked_by(client, ORIANE)
    absent = asked_by(client, ORIANE | {"last_name": "Vorlabine"})
    assert hidden == absent
    assert len(hidden[0]) > 5
    assert "Aucune situation" in hidden[1]


def test_taken_back_and_absent_ask_the_same_of_the_database(world: World) -> None:
    case = w.referred(world)
    client = client_of(world, "shelter")
    assert case.reference in asked_by(client, ORIANE)[1]
    with acting(world.operator) as actor:
        close_shares(case.pk, actor=actor, organisation_id=world.shelter.organisation_id)
    assert asked_by(client, ORIANE) == asked_by(client, ORIANE | {"last_name": "Vorlabine"})


def test_a_get_searches_nothing(world: World) -> None:
    w.referred(world)
    text = client_of(world, "shelter").get(URL, ORIANE).content.decode()
    assert "Situation retrouvée" not in text
    assert "Zyntharel" not in text


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ("last_name", "Écrivez son nom."),
        ("first_name", "Écrivez son prénom."),
        ("birth_date", "Indiquez sa date de naissance."),
        ("reason", "Dites pourquoi vous la cherchez."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    world: World, without: str, sentence: str
) -> None:
    typed = {name: value for name, value in ORIANE.items() if name != without}
    text = client_of(world, "shelter").post(URL, typed).content.decode()
    assert sentence in text
    if without != "last_name":
        assert "Zyntharel" in text


def test_the_number_is_enough(world: World) -> None:
    case = w.referred(world)
    asked = {"unique_number": "045062612345ABCDE1", "reason": "RIGHTS"}
    text = client_of(world, "operator").post(URL, asked).content.decode()
    assert case.reference in text


def test_the_last_search_of_the_day(world: World) -> None:
    Programme.objects.update(searches_per_day=1)
    client = client_of(world, "shelter")
    client.post(URL, ORIANE)
    text = client.post(URL, ORIANE).content.decode()
    assert "Vous avez fait toutes vos recherches d’aujourd’hui." in text
    assert "Aucune situation" not in text


def test_a_funder_finds_no_such_page(world: World) -> None:
    assert client_of(world, "funder").get(URL).status_code == 403
