"""The need card of a case: preview, audience, publication, withdrawal."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.assessments.models import NeedCard
from havre.assessments.selectors import board
from havre.cases.models import Case
from havre.platform.acting import acting
from havre.sharing.policy import Recipient
from tests import world as w
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    return w.admitted(world)


@pytest.fixture
def page(client: Client, world: World, case: Case) -> str:
    client.force_login(world.users["operator"])
    return f"/situations/{case.reference}/fiche"


def published(world: World) -> list[NeedCard]:
    with acting(world.operator):
        return list(board(world.operator))


def test_there_is_none_before_the_assessment(client: Client, page: str, case: Case) -> None:
    assert client.get(page).url == f"/situations/{case.reference}/diagnostic"
    assert client.post(f"{page}/publier").url == f"/situations/{case.reference}/diagnostic"


def test_preview_publication_and_withdrawal(
    client: Client, page: str, case: Case, world: World
) -> None:
    avoided = world.organisations["other_landlord"]
    w.assessed(world, case, zones=[{"kind": "LANDLORD", "landlord": avoided.pk}])
    html = client.get(page).content.decode()
    assert "Publier la fiche" in html
    assert "3\u00a0destinataires" in html
    assert "Org other_landlord<br>" in html and "À éviter : sa sécurité" in html
    for name in ("Org landlord", "Org agency", "Org holder"):
        assert f"<li>{name}</li>" in html
    for _ in range(2):
        assert client.post(f"{page}/publier").url == page
    assert len(published(world)) == 1
    html = client.get(page).content.decode()
    assert "Retirer la fiche" in html and "Publier la fiche" not in html
    for _ in range(2):
        assert client.post(f"{page}/retirer").url == page
    assert published(world) == []


def test_the_landlord_that_knows_her_does_not_receive_it(client: Client, world: World) -> None:
    origin = world.organisations["landlord"]
    case = w.admitted(world, "other_landlord", origin_landlord_id=origin.pk)
    w.assessed(world, case)
    client.force_login(world.users["operator"])
    html = client.get(f"/situations/{case.reference}/fiche").content.decode()
    assert "Son bailleur d’origine : il sait qui elle est" in html
    assert "L’a orientée : il sait qui elle est" in html
    assert "2\u00a0destinataires" in html


def test_without_her_agreement_nothing_is_published(client: Client, world: World) -> None:
    agreed = dict.fromkeys(Recipient, True) | {Recipient.BOARD: False}
    case = w.admitted(world, agreed=agreed)
    w.assessed(world, case)
    client.force_login(world.users["operator"])
    page = f"/situations/{case.reference}/fiche"
    html = client.get(page).content.decode()
    assert "Son accord ne couvre pas les bailleurs" in html and "Publier la fiche" not in html
    assert client.post(f"{page}/publier").url == page
    assert published(world) == []


def test_it_is_not_published_while_a_proposal_runs(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    w.proposed(world, case, w.vacancy(world))
    assert "Publier la fiche" not in client.get(page).content.decode()
    assert client.post(f"{page}/publier").url == page
    assert "à cette étape" in client.get(page).content.decode()
    assert published(world) == []


@pytest.mark.parametrize("who", ["shelter", "landlord"])
def test_only_the_operator_sees_it(client: Client, world: World, case: Case, who: str) -> None:
    w.assessed(world, case)
    client.force_login(world.users[who])
    page = f"/situations/{case.reference}/fiche"
    assert client.get(page).status_code == 404
    assert client.post(f"{page}/publier").status_code == 404
    assert client.post(f"{page}/retirer").status_code == 404
