"""The organisations of the programme, for its operator."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.engine.vocabulary import Seat
from havre.organisations.models import Invitation, Membership, Organisation
from tests.worker import deliver_all
from tests.world import World, add_person

NEW = {"name": "Foyer des Saules", "city": "Olivet", "phone": "", "roles": ["SHELTER"]}
LIST = "/dispositif/organismes/"


def added(client: Client, **changes: object) -> Organisation:
    """Add an organisation through its page."""
    answer = client.post(f"{LIST}ajouter", NEW | changes)
    assert answer.status_code == 302
    return Organisation.objects.get(name=NEW["name"])


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_takes_the_same_queries_whatever_its_length(
    client: Client, world: World, more: int
) -> None:
    client.force_login(world.users["operator"])
    for n in range(more):
        client.post(f"{LIST}ajouter", NEW | {"name": f"Organisme {n}"})
    client.get(LIST)
    with (
        CaptureQueriesContext(connections["default"]) as queries,
        CaptureQueriesContext(connections["vault"]) as vault,
    ):
        page = client.get(LIST)
    assert len(page.context["rows"]) == 10 + more
    assert (len(queries), len(vault)) == (8, 0)


@pytest.mark.parametrize(
    "name", ["shelter", "landlord", "agency", "holder", "referrer", "specialist", "funder"]
)
def test_only_the_operator_opens_these_pages(client: Client, world: World, name: str) -> None:
    client.force_login(world.users[name])
    for path, status in (("", 403), ("ajouter", 403), ("shelter", 404), ("shelter/modifier", 404)):
        assert client.get(LIST + path).status_code == status
    for path, status in (("ajouter", 403), ("shelter", 404), ("shelter/modifier", 404)):
        assert client.post(LIST + path, NEW | {"email": "a@exemple.test"}).status_code == status
    assert client.post(f"{LIST}shelter/acces").status_code == 404


def test_the_operator_s_plain_members_read_only(client: Client, world: World) -> None:
    member = add_person(world.organisations["operator"], "membre@exemple.test", Seat.MEMBER)
    client.force_login(member)
    assert "Ajouter un organisme" not in client.get(LIST).content.decode()
    assert "Modifier" not in client.get(f"{LIST}shelter").content.decode()
    assert client.get(f"{LIST}ajouter").status_code == 403
    assert client.post(f"{LIST}shelter", {"email": "a@exemple.test"}).status_code == 404
    assert client.post(f"{LIST}shelter/acces", {"active": "0"}).status_code == 404


def test_an_unknown_organisation_is_404(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    Organisation.objects.create(slug="hors-dispositif", name="Hors dispositif")
    for slug in ("inconnu", "hors-dispositif"):
        assert client.get(f"{LIST}{slug}").status_code == 404
        assert client.get(f"{LIST}{slug}/modifier").status_code == 404
        assert client.post(f"{LIST}{slug}/acces").status_code == 404


def test_adding_an_organisation_invites_its_first_coordinator(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    organisation = added(client, email="premiere@exemple.test")
    again = client.post(f"{LIST}ajouter", NEW)
    assert "Un organisme du dispositif porte déjà ce nom." in again.content.decode()
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.seat) == (organisation, "COORDINATOR")
    assert [message.to for message in deliver_all()] == [["premiere@exemple.test"]]
    page = client.get(f"{LIST}{organisation.slug}").content.decode()
    assert "premiere@exemple.test" in page and "Invitation envoyée" in page
    path = f"{LIST}{organisation.slug}/invitations/{invitation.pk}"
    resent = client.post(f"{path}/renvoi", follow=True)
    assert "vient déjà de partir" in resent.content.decode()
    for words in ("L’invitation est retirée", "Cette invitation est close."):
        assert words in client.post(f"{path}/retrait", follow=True).content.decode()
    other = client.post(f"{LIST}{organisation.slug}", {"email": "autre@exemple.test"}, follow=True)
    assert "L’invitation part à l’instant." in other.content.decode()


def test_an_organisation_with_its_coordinator_invites_by_itself(
    client: Client, world: World
) -> None:
    client.force_login(world.users["operator"])
    answer = client.post(f"{LIST}shelter", {"email": "intruse@exemple.test"}, follow=True)
    assert "Cet organisme a sa coordination" in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "x" * 10_000}, "au plus 160"),
        ({"name": ""}, "obligatoire"),
        ({"roles": []}, "Choisissez au moins un rôle."),
        ({"roles": ["OPERATOR"]}, "OPERATOR n’en fait pas partie"),
        ({"email": "pas une adresse"}, "adresse"),
        ({"phone": "0" * 31}, "au plus 30"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: Client, world: World, changes: dict[str, object], sentence: str
) -> None:
    client.force_login(world.users["operator"])
    answer = client.post(f"{LIST}ajouter", NEW | changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Organisation.objects.count() == 10


def test_an_organisation_is_corrected(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    edit = f"{LIST}shelter/modifier"
    assert "Org shelter" in client.get(edit).content.decode()
    answer = client.post(edit, NEW | {"roles": ["SHELTER", "REFERRER"]}, follow=True)
    assert "Foyer des Saules" in answer.content.decode()
    assert "Structure de mise à l’abri, Partenaire orienteur" in answer.content.decode()
    taken = client.post(edit, NEW | {"name": "Org landlord"})
    assert "porte déjà ce nom" in taken.content.decode()
    holder = client.post(f"{LIST}holder/modifier", NEW | {"name": "Org holder"})
    assert "tient encore des contingents" in holder.content.decode()


def test_closing_an_organisation_ends_its_sessions_at_once(client: Client, world: World) -> None:
    hers = Client()
    hers.force_login(world.users["shelter"])
    client.force_login(world.users["operator"])
    assert hers.get("/aide").status_code == 200
    client.post(f"{LIST}shelter/acces", {"active": "0"})
    assert hers.get("/aide")["Location"] == "/sans-organisme"
    client.post(f"{LIST}shelter/acces", {"active": "1"})
    assert hers.get("/aide").status_code == 200
    assert Membership.objects.filter(active=False).count() == 0


def test_the_operator_stays_and_a_holder_of_rights_too(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    for slug, words in (
        ("operator", "L’accès de l’opérateur ne se ferme pas d’ici."),
        ("holder", "tient encore des contingents"),
    ):
        answer = client.post(f"{LIST}{slug}/acces", {"active": "0"}, follow=True)
        assert words in answer.content.decode()
    assert not Organisation.objects.filter(active=False).exists()
