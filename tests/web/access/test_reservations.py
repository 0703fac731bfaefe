"""The pages by which a partner is asked to reserve a case, and answers."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import world as w
from tests.world import World


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def link_of(client: Client) -> str:
    """The address of the request, on the home page."""
    home = client.get("/").content.decode()
    return str(re.findall(r'href="(/equipe/a-reserver/[0-9a-f-]+)"', home)[0])


@pytest.mark.parametrize("suspend", [True, False])
def test_from_the_keepers_page_to_the_partners_answer(world: World, suspend: bool) -> None:
    case = w.admitted(world)
    keeper, partner = client_of(world, "operator"), client_of(world, "shelter")
    own = world.organisations["shelter"].pk
    page = keeper.get(f"/situations/{case.reference}/acces").content.decode()
    assert f'href="/situations/{case.reference}/acces/demander"' in page
    typed = {"organisation": str(own)} | ({"suspend": "on"} if suspend else {})
    done = keeper.post(f"/situations/{case.reference}/acces/demander", typed, follow=True)
    assert "C’est demandé à Org shelter" in done.content.decode()
    assert ("Accès suspendu" if suspend else "En attente") in done.content.decode()
    seen = partner.get(f"/situations/{case.reference}").status_code
    assert seen == (404 if suspend else 200)
    address = link_of(partner)
    form = partner.get(address).content.decode()
    assert (case.reference in form) is not suspend
    missing = partner.post(address, {})
    assert "Nommez au moins une personne." in missing.content.decode()
    answer = partner.post(address, {"people": [str(world.shelter.user_id)]}, follow=True)
    assert "Seules les personnes nommées voient cette situation." in answer.content.decode()
    assert partner.get(f"/situations/{case.reference}").status_code == 200
    assert partner.get(address).status_code == 404  # answered: back and again are harmless
    page = keeper.get(f"/situations/{case.reference}/acces").content.decode()
    assert "Réservée" in page
    assert (
        "Aucun partenaire à qui le demander"
        in keeper.get(f"/situations/{case.reference}/acces/demander").content.decode()
    )


def test_not_possible_there(world: World) -> None:
    case = w.admitted(world)
    keeper, partner = client_of(world, "operator"), client_of(world, "shelter")
    ask = f"/situations/{case.reference}/acces/demander"
    keeper.post(ask, {"organisation": str(world.organisations["shelter"].pk)})
    partner.post(link_of(partner), {"cannot": "1"})
    home = keeper.get("/").content.decode()
    assert "Un partenaire ne peut pas réserver une situation : décidez" in home
    page = keeper.get(f"/situations/{case.reference}/acces").content.decode()
    end = re.findall(r'action="(/situations/[^"]+/retirer)"', page)[0]
    assert "La demande est retirée" in keeper.post(end, follow=True).content.decode()
    assert "C’est déjà fait." in keeper.post(end, follow=True).content.decode()


@pytest.mark.parametrize("name", ["shelter", "landlord", "funder"])
def test_for_nobody_else(world: World, name: str) -> None:
    case = w.admitted(world)
    client = client_of(world, name)
    assert client.get(f"/situations/{case.reference}/acces/demander").status_code == 404
    nowhere = "/equipe/a-reserver/00000000-0000-4000-8000-000000000001"
    assert client.get(nowhere).status_code == 404


EVERYBODY = "Toute l’équipe de chaque partenaire voit ce qui lui est partagé."


def test_reserved_is_said_while_it_is(world: World) -> None:
    case = w.admitted(world)
    keeper, partner = client_of(world, "operator"), client_of(world, "shelter")
    address = f"/situations/{case.reference}/acces"

    def panel() -> str:
        page = keeper.get(address).content.decode()
        return page[page.index('id="partenaires"') :]

    assert EVERYBODY in panel()
    people = {"people": [str(world.shelter.user_id)]}
    partner.post(f"{address}/reserver", people)  # nobody asked it
    assert EVERYBODY not in panel()
    assert re.search(r"Org shelter</strong>.*Depuis le .*Réservée", panel(), re.DOTALL)
    assert "Retirer la demande" not in panel()
    partner.post(f"{address}/reserver/fin")
    assert EVERYBODY in panel()
    keeper.post(f"{address}/demander", {"organisation": str(world.organisations["shelter"].pk)})
    partner.post(link_of(partner), people)
    assert ">Réservée<" in re.sub(r"\s*(<[^>]*>)\s*", r"\1", panel())
    partner.post(f"{address}/reserver/fin")
    assert "N’est plus réservée" in panel()
    assert panel().count("Org shelter</strong>") == 1
    keeper.post(f"{address}/demander", {"organisation": str(world.organisations["shelter"].pk)})
    assert "En attente" in panel()
    assert "N’est plus réservée" not in panel()
