"""The page where a shelter signals a fact, and where the keeper reads it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client

from havre.cases.models import Case, SafetySignal
from tests import world as w
from tests.world import World

TEXT = "Il a rôdé devant la résidence Zorblax."


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def address(case: Case) -> str:
    return f"/situations/{case.reference}/signaler"


def test_from_the_shelter_s_page_to_the_keeper_s(world: World) -> None:
    case = w.admitted(world)
    shelter, keeper = client_of(world, "shelter"), client_of(world, "operator")
    file = f"/situations/{case.reference}"
    assert address(case) in shelter.get(file).content.decode()
    assert address(case) not in keeper.get(file).content.decode()
    page = shelter.get(address(case)).content.decode()
    found = re.search(r'name="signal" value="([0-9a-f-]{36})"', page)
    assert found
    data = {"signal": found[1], "said": TEXT}
    answer = shelter.post(address(case), data, follow=True).content.decode()
    assert "C’est transmis à l’opérateur." in answer
    assert "Zorblax" not in answer
    again = shelter.post(address(case), data, follow=True).content.decode()
    assert "C’était déjà transmis." in again
    assert "1 fait signalé est à lire" in keeper.get("/").content.decode()
    shown = keeper.get(file).content.decode()
    assert "Ce que la structure signale" in shown
    assert TEXT in shown
    (seen,) = re.findall(r'action="([^"]+/lu)"', shown)
    assert shelter.post(seen).status_code == 404
    assert "C’est noté comme lu." in keeper.post(seen, follow=True).content.decode()
    assert "C’est déjà noté comme lu." in keeper.post(seen, follow=True).content.decode()
    assert 'action="' + seen not in keeper.get(file).content.decode()
    assert "fait signalé" not in keeper.get("/").content.decode()


@pytest.mark.parametrize(
    ("said", "told"),
    [("", "Écrivez ce que vous signalez."), ("x" * 601, "Ce texte est trop long")],
)
def test_errors_stand_at_the_field_and_nothing_typed_is_lost(
    world: World, said: str, told: str
) -> None:
    case = w.admitted(world)
    data = {"signal": str(uuid4()), "said": said}
    page = client_of(world, "shelter").post(address(case), data).content.decode()
    assert told in page
    assert data["signal"] in page
    assert said in page
    assert not SafetySignal.objects.using("owner").exists()


@pytest.mark.parametrize("name", ["operator", "landlord", "other_shelter", "referrer", "funder"])
def test_for_nobody_else(world: World, name: str) -> None:
    client = client_of(world, name)
    case = w.admitted(world)
    data = {"signal": str(uuid4()), "said": TEXT}
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case), data).status_code == 404
    nothing = f"{address(case)}/{uuid4()}/lu"
    assert client.post(nothing).status_code == 404
