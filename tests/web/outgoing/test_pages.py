"""« Envois retenus » and « Courriers »: who opens them, what they say, what they do."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.engine.vocabulary import Seat
from havre.platform.acting import acting
from havre.platform.models import HeldDeparture, OutgoingMail
from tests import world as w
from tests.platform.gate.test_holding import held
from tests.world import World


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def test_two_people_let_it_leave(world: World, client: Client) -> None:
    row = held(world, w.admitted(world))
    url = f"/envois/{row.reference}"
    first = signed_in(world, "operator")
    assert "1 envoi est retenu" in first.get("/").content.decode()
    listed = first.get("/envois/").content.decode()
    assert "Le texte contient une adresse." in listed
    assert "Org shelter" in listed and "Elle-même" not in listed
    page = first.get(url).content.decode()
    assert "Voir impasse Vorlabe." in page and "Laisser partir" not in page
    assert "Choisissez une raison." in first.post(url, {"step": "ask"}).content.decode()
    assert first.post(url, {"step": "ask", "why": "OWN_ADDRESS"}).status_code == 302
    assert "Une autre personne de votre équipe" in first.get(url).content.decode()
    first.post(url, {"step": "release"})
    second = Client()
    second.force_login(w.add_person(world.organisations["operator"], "b@exemple.test", Seat.MEMBER))
    assert "Laisser partir" in second.get(url).content.decode()
    assert second.post(url, {"step": "release"}).status_code == 302
    with acting(world.operator):
        assert HeldDeparture.objects.get().status == "RELEASED"
    assert "Aucun envoi n’est retenu." in first.get("/envois/").content.decode()


def test_cancelling_erases(world: World) -> None:
    row = held(world, w.admitted(world))
    client = signed_in(world, "operator")
    client.post(f"/envois/{row.reference}", {"step": "cancel"})
    assert "effacé" in client.get(f"/envois/{row.reference}").content.decode()
    client.post(f"/envois/{row.reference}", {"step": "cancel"})  # again: harmless
    with acting(world.operator):
        assert bytes(HeldDeparture.objects.get().payload) == b""


@pytest.mark.parametrize("name", ["shelter", "landlord", "holder", "funder"])
def test_nobody_else_opens_what_is_held(world: World, name: str) -> None:
    row = held(world, w.admitted(world))
    client = signed_in(world, name)
    assert client.get("/envois/").status_code == 403
    assert client.get(f"/envois/{row.reference}").status_code == 404
    assert client.get("/envois/AAAA-AAAA").status_code == 404


def test_mail_is_followed_by_its_organisation_and_tried_again(world: World) -> None:
    late = OutgoingMail.objects.create(
        recipient="lente@exemple.test", template="invitation", subject="Votre accès", body="x",
        attempts=2, organisation_id=world.shelter.organisation_id,
    )  # fmt: skip
    page = signed_in(world, "shelter").get("/courriers/").content.decode()
    assert "lente@exemple.test" in page and "Réessayer" in page
    other = signed_in(world, "landlord")
    assert "lente@exemple.test" not in other.get("/courriers/").content.decode()
    assert other.post(f"/courriers/{late.pk}/renvoyer").status_code == 404
    assert "lente@exemple.test" in signed_in(world, "operator").get("/courriers/").content.decode()
    again = signed_in(world, "shelter").post(f"/courriers/{late.pk}/renvoyer", follow=True)
    assert "Un nouvel essai part" in again.content.decode()


def test_where_no_message_was_sent_the_page_says_so(world: World) -> None:
    client = signed_in(world, "funder")
    page = client.get("/courriers/").content.decode()
    assert "Aucun message depuis trente jours" in page
    assert "En trente jours" not in page
    OutgoingMail.objects.create(
        recipient="partie@exemple.test", template="invitation", subject="x", body="",
        status="SENT", organisation_id=world.organisations["funder"].pk,
    )  # fmt: skip
    page = client.get("/courriers/").content.decode()
    assert "Tous les messages sont partis." in page
    assert "En trente jours" in page


@pytest.mark.parametrize(
    ("template", "status", "said"),
    [
        ("invitation", "FAILED", "puis renvoyez l’invitation."),
        ("password_reset_key", "FAILED", "La personne refait sa demande depuis la connexion."),
        ("digest", "FAILED", "Rien n’est perdu"),
        ("digest", "HELD", "Prévenez la personne autrement."),
        ("digest", "WAITING", "Rien à faire"),
    ],
)
def test_a_message_in_trouble_says_what_to_do(
    world: World, template: str, status: str, said: str
) -> None:
    OutgoingMail.objects.create(
        recipient="lente@exemple.test", template=template, subject="x", body="", attempts=5,
        status=status, organisation_id=world.shelter.organisation_id,
    )  # fmt: skip
    page = signed_in(world, "shelter").get("/courriers/").content.decode()
    assert said in page
