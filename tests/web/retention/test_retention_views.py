"""« Conservation »: who reads it, who changes it, and what it says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from havre.engine.vocabulary import Seat
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.retention import selectors
from havre.retention.models import LegalHold
from havre.retention.rules import PERIODS, Kind
from tests import world as w
from tests.retention.test_purge import age, refused
from tests.world import World

PAGE, PERIODS_PAGE = "/dispositif/conservation", "/dispositif/conservation/durees"


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def usual() -> dict[str, str]:
    return {kind.value: str(period.usual) for kind, period in PERIODS.items()}


def test_the_list(world: World) -> None:
    case = refused(world)
    client = client_of(world, "operator")
    assert "Aucun dossier n’arrive à son terme" in client.get(PAGE).content.decode()
    age(case, 350)
    text = client.get(PAGE).content.decode()
    assert case.reference in text
    assert f"/situations/{case.reference}/conservation" in text


@pytest.mark.parametrize("name", ["shelter", "landlord", "holder", "specialist", "funder"])
def test_it_is_the_operators_alone(world: World, name: str) -> None:
    client = client_of(world, name)
    assert client.get(PAGE).status_code == 403
    assert client.post(PERIODS_PAGE, usual()).status_code == 403


def test_changing_a_period(world: World) -> None:
    client = client_of(world, "operator")
    answer = client.post(PERIODS_PAGE, usual() | {"NOT_ADMITTED": "180"}, follow=True)
    assert "Elles valent dès cette nuit." in answer.content.decode()
    with acting(world.operator) as actor:
        assert selectors.days_of(actor)[Kind.NOT_ADMITTED] == 180


@pytest.mark.parametrize("typed", ["89", "731", "", "-5", "abc", "1e9", "180,5"])
def test_an_impossible_period_is_refused_at_its_field(world: World, typed: str) -> None:
    client = client_of(world, "operator")
    text = client.post(PERIODS_PAGE, usual() | {"NOT_ADMITTED": typed}).content.decode()
    assert "ndiquez" in text or "obligatoire" in text
    if typed:
        assert f'value="{typed}"' in text
    with acting(world.operator) as actor:
        assert selectors.days_of(actor)[Kind.NOT_ADMITTED] == 365


def test_a_member_who_does_not_coordinate_changes_nothing(world: World) -> None:
    w.add_person(world.organisations["operator"], "membre@exemple.test", Seat.MEMBER)
    client = Client()
    client.login(email="membre@exemple.test", password=w.PASSWORD)
    assert client.post(PERIODS_PAGE, usual()).status_code in {302, 403}
    with acting(world.operator) as actor:
        assert selectors.days_of(actor)[Kind.DRAFT] == 90


def test_holding_a_file_and_letting_it_go(world: World) -> None:
    case = refused(world)
    client, page = client_of(world, "operator"), f"/situations/{case.reference}/conservation"
    assert client.get(page).status_code == 200
    assert "Choisissez un motif." in client.post(page, {}).content.decode()
    past = (today() - timedelta(days=1)).isoformat()
    text = client.post(page, {"ground": "PROCEDURE", "until": past}).content.decode()
    assert "Choisissez un jour à venir" in text
    assert past in text
    answer = client.post(page, {"ground": "PROCEDURE", "until": ""}, follow=True).content.decode()
    assert "Une procédure est en cours" in answer
    with acting(world.operator):
        assert LegalHold.objects.get().ground == "PROCEDURE"
    assert "Ne plus conserver" in client.get(page).content.decode()
    for _ in range(2):
        client.post(f"{page}/lever")
    with acting(world.operator):
        assert not LegalHold.objects.exists()
