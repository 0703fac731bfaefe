"""« Accès protégé » on screen; for whoever is recused, hidden and absent are the same page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from havre.cases.models import Case
from havre.engine.vocabulary import Seat
from havre.organisations.models import Membership, User
from tests import world as w
from tests.platform.sql import run
from tests.world import World

TOKEN = re.compile(rb"[A-Za-z0-9]{64}")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def colleague(world: World) -> User:
    return w.add_person(world.organisations["operator"], "seconde@exemple.test")


def url(name: str, case: Case, *more: object) -> str:
    return reverse(name, args=[case.reference, *more])


def test_a_recused_person_finds_nothing_on_any_page(world: World, colleague: User) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    own, other = browser(world.users["operator"]), browser(colleague)
    sent = {"person": colleague.pk, "reason": "Voisine de la famille"}
    answer = own.post(url("case-recuse", case), sent, follow=True)
    assert "n’existe plus pour la personne écartée" in answer.content.decode()
    assert "seco" in own.get(url("case-access", case)).content.decode().lower()
    for page in ("/", "/situations/", "/fiches/", "/propositions/", "/indicateurs/", "/offres/"):
        assert case.reference not in other.get(page).content.decode(), page
    search = other.get("/situations/", {"q": case.reference}).content.decode()
    assert f"/situations/{case.reference}" not in search
    for name in ("case", "case-access", "shares", "consent", "assessment", "compatible"):
        hidden, absent = other.get(url(name, case)), other.get(reverse(name, args=["ZZZZ-9999"]))
        assert hidden.status_code == absent.status_code == 404, name
        assert TOKEN.sub(b"", hidden.content) == TOKEN.sub(b"", absent.content), name


def test_a_recusal_names_one_of_the_two_and_says_why(world: World) -> None:
    case = w.admitted(world)
    own = browser(world.users["operator"])
    text = own.post(url("case-recuse", case), {}).content.decode()
    assert "Choisissez une personne, ou un organisme." in text and "Écrivez pourquoi" in text
    last = {"person": world.users["operator"].pk, "reason": "motif"}
    assert (
        "Plus personne ne coordonnerait"
        in own.post(url("case-recuse", case), last).content.decode()
    )
    chosen = {"organisation": world.organisations["shelter"].pk, "reason": "motif"}
    own.post(url("case-recuse", case), chosen)
    assert browser(world.users["shelter"]).get(url("case", case)).status_code == 404
    lift = run(world.operator, "SELECT id FROM sharing_recusal")[0][0]
    answer = own.post(url("case-recusal-lift", case, lift), follow=True)
    assert "C’est levé" in answer.content.decode()
    assert browser(world.users["shelter"]).get(url("case", case)).status_code == 404  # no share


def test_a_case_is_reserved_in_each_organisation(world: World, colleague: User) -> None:
    case = w.admitted(world)
    for name in ("operator", "shelter"):
        own = browser(world.users[name])
        assert "Nommez au moins" in own.post(url("case-reserve", case), {}).content.decode()
        own.post(url("case-reserve", case), {"people": [world.users[name].pk]})
        assert "Seules ces personnes" in own.get(url("case-access", case)).content.decode()
    assert browser(colleague).get(url("case", case)).status_code == 404
    own = browser(world.users["operator"])
    own.post(url("case-unreserve", case))
    assert browser(colleague).get(url("case", case)).status_code == 200


def test_where_nobody_is_left_the_coordinator_names_somebody(world: World, colleague: User) -> None:
    case = w.admitted(world)
    own = browser(world.users["operator"])
    own.post(url("case-reserve", case), {"people": [world.users["operator"].pk]})
    Membership.objects.filter(user=world.users["operator"]).update(active=False)
    other = browser(colleague)
    home = other.get("/").content.decode()
    assert "n’a plus personne" in home and case.reference not in home
    address = re.search(r"/equipe/reservees/[0-9a-f-]+", home)
    assert address is not None
    assert case.reference not in other.get(address[0]).content.decode()
    other.post(address[0], {"person": colleague.pk})
    assert other.get(url("case", case)).status_code == 200
    assert other.get(address[0]).status_code == 404


def test_exceptional_access_is_asked_confirmed_and_shown(world: World) -> None:
    case = w.admitted(world)
    other = browser(
        w.add_person(world.organisations["operator"], "membre@exemple.test", Seat.MEMBER)
    )
    own = browser(world.users["operator"])
    assert "Écrivez pourquoi" in own.post(url("case-exceptional", case), {}).content.decode()
    sent = {"opens": "SUPPORT_MEDICAL", "ground": "VITAL_EMERGENCY", "reason": "Traitement vital"}
    own.post(url("case-exceptional", case), sent)
    number = run(world.operator, "SELECT id FROM sharing_exceptionalaccess")[0][0]
    answer = url("case-exceptional-answer", case, number)
    assert (
        "Une autre personne doit"
        in own.post(answer, {"answer": "confirm"}, follow=True).content.decode()
    )
    twin = w.add_person(world.organisations["operator"], "operator+deux@exemple.test")
    refused = browser(twin).post(answer, {"answer": "confirm"}, follow=True).content.decode()
    assert "semblent être ceux d’une même personne" in refused
    home = other.get("/").content.decode()
    assert "attend votre confirmation" in home
    assert "Traitement vital" in other.get(url("case-access", case)).content.decode()
    text = other.post(answer, {"answer": "confirm"}, follow=True).content.decode()
    assert "ouvert pour une heure" in text and "Ouvert" in text
    shelter = browser(world.users["shelter"]).get(url("case-access", case)).content.decode()
    assert "Accompagnement médical" in shelter and "Traitement vital" not in shelter
    assert "Refermer" not in shelter
    again = other.post(answer, {"answer": "refuse"}, follow=True).content.decode()
    assert "a déjà sa réponse" in again
    assert "est refermé" in own.post(answer, {"answer": "close"}, follow=True).content.decode()
