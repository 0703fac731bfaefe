"""« Droits de réservation » on screen."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from havre.platform.clock import today
from havre.programmes.models import FlowTarget
from tests.world import World


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def form(world: World, **changes: object) -> dict[str, object]:
    return {
        "landlord": world.organisations["landlord"].pk,
        "holder": world.organisations["holder"].pk,
        "target": "12",
        "agreed_on": str(today()),
    } | changes


def test_the_operator_sets_a_target_and_each_sees_its_own(world: World) -> None:
    year = today().year
    address, page = f"/droits-reservation/{year}/objectif", "/droits-reservation/"
    operator = client_of(world, "operator")
    assert "Aucun objectif pour cette année" in text(operator.get(page).content)
    answer = operator.post(address, form(world))
    assert (answer.status_code, answer["Location"]) == (302, f"{page}?annee={year}")
    row = FlowTarget.objects.get()
    assert row.target == 12
    agreed = f"convenu le {today():%d/%m/%Y}"
    again = operator.get(
        address, {"bailleur": row.landlord_id, "reservataire": row.holder_id}
    ).content.decode()
    assert f'value="{today()}"' in again
    assert 'value="12"' in again
    assert f"Org landlord Org holder 12 {agreed} 0 12" in text(operator.get(page).content)
    own = text(client_of(world, "landlord").get(page).content)
    assert f"Org landlord Org holder 12 {agreed} 0 12" in own
    assert f"12 {agreed} moins de 5 –" in text(client_of(world, "holder").get(page).content)
    assert "Org holder" not in text(client_of(world, "other_landlord").get(page).content)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"target": "0"}, "Indiquez un nombre entier entre 1 et 2000"),
        ({"target": "x"}, "Indiquez un nombre entier entre 1 et 2000"),
        ({"landlord": ""}, "Choisissez un bailleur."),
        ({"agreed_on": ""}, "Indiquez la date de la convention."),
        ({"agreed_on": "9999-12-31"}, "ne peut pas être dans le futur"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    world: World, changes: dict[str, object], sentence: str
) -> None:
    client = client_of(world, "operator")
    page = client.post(f"/droits-reservation/{today().year}/objectif", form(world, **changes))
    assert sentence in text(page.content)
    assert not FlowTarget.objects.exists()


def test_only_the_operator_sets_targets_and_only_of_plausible_years(world: World) -> None:
    address = f"/droits-reservation/{today().year}/objectif"
    for name in set(world.users) - {"operator"}:
        assert client_of(world, name).get(address).status_code in {403, 404}, name
        assert client_of(world, name).post(address, form(world)).status_code in {403, 404}, name
    for year in (2022, today().year + 2):
        answer = client_of(world, "operator").get(f"/droits-reservation/{year}/objectif")
        assert answer.status_code == 404


@pytest.mark.parametrize("asked", ["1999", "abcd", "", "²⁰²⁶", "99999"])
def test_a_year_that_cannot_be_shows_the_present_one(world: World, asked: str) -> None:
    page = client_of(world, "operator").get("/droits-reservation/", {"annee": asked})
    assert f'<option value="{today().year}" selected>' in page.content.decode()
