"""The team's pages: who opens them, what they do, how many queries they take."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.engine.vocabulary import Seat
from havre.organisations.models import Invitation, Membership
from tests.worker import deliver_all
from tests.world import World, add_person

MANY = "x" * 10_000


def invite(client: Client, email: str, seat: str = "MEMBER") -> None:
    """Send the invitation form and check that it went."""
    answer = client.post("/equipe/inviter", {"email": email, "seat": seat})
    assert (answer.status_code, answer["Location"]) == (302, "/equipe/")


def test_a_coordinator_sees_her_colleagues_and_nobody_else(client: Client, world: World) -> None:
    add_person(world.organisations["shelter"], "membre@exemple.test", Seat.MEMBER)
    client.force_login(world.users["shelter"])
    page = client.get("/equipe/").content.decode()
    assert "shelter@exemple.test" in page and "membre@exemple.test" in page
    assert "landlord@exemple.test" not in page
    assert "<title>Havre · Équipe</title>" in page


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_takes_the_same_queries_whatever_its_length(
    client: Client, world: World, people: int
) -> None:
    client.force_login(world.users["shelter"])
    for n in range(people):
        add_person(world.organisations["shelter"], f"membre{n}@exemple.test", Seat.MEMBER)
        invite(client, f"invitee{n}@exemple.test")
    client.get("/equipe/")
    with (
        CaptureQueriesContext(connections["default"]) as queries,
        CaptureQueriesContext(connections["vault"]) as vault,
    ):
        client.get("/equipe/")
    assert (len(queries), len(vault)) == (8, 0)


def test_a_long_list_has_pages_and_no_total(client: Client, world: World) -> None:
    for n in range(30):
        add_person(world.organisations["shelter"], f"m{n:03}@exemple.test", Seat.MEMBER)
    client.force_login(world.users["shelter"])
    first = client.get("/equipe/")
    assert len(first.context["page"].rows) == 25
    assert (first.context["page"].previous_url, first.context["page"].next_url) == ("", "?page=2")
    second = client.get("/equipe/?page=2")
    assert len(second.context["page"].rows) == 6
    for odd in ("0", "-1", "nan", "1e9", "²", "9" * 400):
        assert client.get("/equipe/", {"page": odd}).status_code == 200
    assert b"Personne sur cette page" in client.get("/equipe/?page=9").content


def test_a_plain_member_has_no_team_page(client: Client, world: World) -> None:
    own = Membership.objects.get(user=world.users["shelter"])
    member = add_person(world.organisations["shelter"], "membre@exemple.test", Seat.MEMBER)
    client.force_login(member)
    for path in ("/equipe/", "/equipe/inviter"):
        assert client.get(path).status_code == 403
    assert client.get(f"/equipe/{own.pk}").status_code == 404
    for path in (f"/equipe/{own.pk}/acces", "/equipe/invitations/1/renvoi"):
        assert client.post(path).status_code == 404
    assert b"quipe</a>" not in client.get("/aide").content


def test_another_organisation_s_people_do_not_exist(client: Client, world: World) -> None:
    other = Membership.objects.get(user=world.users["landlord"])
    client.force_login(world.users["landlord"])
    invite(client, "nouvelle@exemple.test")
    waiting = Invitation.objects.get()
    client.force_login(world.users["shelter"])
    assert client.get(f"/equipe/{other.pk}").status_code == 404
    assert client.post(f"/equipe/{other.pk}", {"seat": "MEMBER"}).status_code == 404
    assert client.post(f"/equipe/{other.pk}/acces", {"active": "0"}).status_code == 404
    assert client.post(f"/equipe/invitations/{waiting.pk}/renvoi").status_code == 404
    assert client.post(f"/equipe/invitations/{waiting.pk}/retrait").status_code == 404
    assert client.get(f"/equipe/{10**30}").status_code == 404
    other.refresh_from_db()
    assert (other.active, other.seat) == (True, "COORDINATOR")


def test_inviting_twice_says_so_at_the_address(client: Client, world: World) -> None:
    client.force_login(world.users["shelter"])
    invite(client, "nouvelle@exemple.test")
    again = client.post("/equipe/inviter", {"email": "nouvelle@exemple.test", "seat": "MEMBER"})
    assert "Une invitation est déjà partie à cette adresse" in again.content.decode()
    there = client.post("/equipe/inviter", {"email": "Shelter@exemple.test", "seat": "MEMBER"})
    assert "Cette personne a déjà accès à l’organisme." in there.content.decode()
    assert len(deliver_all()) == 1


@pytest.mark.parametrize(
    "typed",
    [
        {"email": "", "seat": "MEMBER"},
        {"email": "pas une adresse", "seat": "MEMBER"},
        {"email": f"{MANY}@exemple.test", "seat": "MEMBER"},
        {"email": "a@exemple.test\nBcc: b@exemple.test", "seat": "MEMBER"},
        {"email": "a@exemple.test", "seat": "OPERATOR"},
        {"email": "a\x00@exemple.test", "seat": "MEMBER"},
    ],
)
def test_what_is_not_an_invitation_is_refused_in_french(
    client: Client, world: World, typed: dict[str, str]
) -> None:
    client.force_login(world.users["shelter"])
    answer = client.post("/equipe/inviter", typed)
    assert answer.status_code == 200
    assert "à corriger" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_again_and_withdrawn(client: Client, world: World) -> None:
    client.force_login(world.users["shelter"])
    invite(client, "nouvelle@exemple.test")
    waiting = Invitation.objects.get()
    again = client.post(f"/equipe/invitations/{waiting.pk}/renvoi", follow=True)
    assert "vient déjà de partir" in again.content.decode()
    for words in ("L’invitation est retirée", "Cette invitation est close."):
        answer = client.post(f"/equipe/invitations/{waiting.pk}/retrait", follow=True)
        assert words in answer.content.decode()
    assert "nouvelle@exemple.test" not in answer.content.decode()


def test_reading_changes_nothing(client: Client, world: World) -> None:
    client.force_login(world.users["shelter"])
    own = Membership.objects.get(user=world.users["shelter"])
    assert client.get(f"/equipe/{own.pk}/acces").status_code == 405
    assert client.get("/equipe/invitations/1/renvoi").status_code == 405
    assert client.get("/equipe/invitations/1/retrait").status_code == 405


def test_a_closed_access_ends_her_session_at_once(client: Client, world: World) -> None:
    person = add_person(world.organisations["shelter"], "membre@exemple.test", Seat.MEMBER)
    membership = person.memberships.get()
    hers = Client()
    hers.force_login(person)
    assert hers.get("/aide").status_code == 200
    client.force_login(world.users["shelter"])
    for _ in range(2):  # a second click is harmless
        answer = client.post(f"/equipe/{membership.pk}/acces", {"active": "0"}, follow=True)
        assert "L’accès est fermé." in answer.content.decode()
    refused = hers.get("/aide")
    assert (refused.status_code, refused["Location"]) == (302, "/connexion")
    assert hers.get("/sans-organisme").status_code == 403
    client.post(f"/equipe/{membership.pk}/acces", {"active": "1"})
    assert hers.get("/aide")["Location"] == "/connexion"  # she signs in again
    hers.force_login(membership.user)
    assert hers.get("/aide").status_code == 200


def test_her_own_access_stays(client: Client, world: World) -> None:
    own = Membership.objects.get(user=world.users["shelter"])
    client.force_login(world.users["shelter"])
    page = client.get(f"/equipe/{own.pk}").content.decode()
    assert "C’est votre compte." in page and "Fermer l’accès" not in page
    for path, data in ((f"/equipe/{own.pk}/acces", {}), (f"/equipe/{own.pk}", {"seat": "MEMBER"})):
        answer = client.post(path, data, follow=True)
        assert "Votre propre accès ne se change pas ici" in answer.content.decode()
    own.refresh_from_db()
    assert (own.active, own.seat) == (True, "COORDINATOR")


def test_a_seat_is_changed(client: Client, world: World) -> None:
    person = add_person(world.organisations["shelter"], "membre@exemple.test", Seat.MEMBER)
    membership = person.memberships.get()
    client.force_login(world.users["shelter"])
    assert client.post(f"/equipe/{membership.pk}", {"seat": "BOSS"}).status_code == 200
    client.post(f"/equipe/{membership.pk}", {"seat": "COORDINATOR"})
    membership.refresh_from_db()
    assert membership.seat == "COORDINATOR"
