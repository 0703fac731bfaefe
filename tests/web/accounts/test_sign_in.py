"""Signing in and out: same answer for everyone, limits, no way to another site."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from havre.organisations.models import Organisation, User
from tests.world import PASSWORD, World, add_factor, code_of

WRONG = "mot-de-passe-faux-9"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> object:
    """Send the sign-in form."""
    return client.post("/connexion", {"login": email, "password": password, **more})


def text_of(answer: object) -> str:
    """Return a page's text, without tokens and without what was typed."""
    body = re.sub(r'value="[^"]*"', "", answer.content.decode())  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", body)


def test_she_signs_in_with_her_address_whatever_its_case_and_out(
    client: Client, world: World
) -> None:
    secret = add_factor(world.users["operator"])
    asked = sign_in(client, " Operator@Exemple.TEST ")
    assert asked["Location"] == "/connexion/code"  # type: ignore[index]
    assert client.post("/connexion/code", {"code": code_of(secret)})["Location"] == "/"
    assert client.get("/aide").status_code == 200
    assert "Votre session va se fermer" in client.get("/deconnexion").content.decode()
    assert client.get("/aide").status_code == 200  # looking at the page signs nobody out
    assert client.post("/deconnexion")["Location"] == "/connexion"
    assert client.get("/aide")["Location"] == "/connexion"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: Client, world: World
) -> None:
    known = sign_in(client, "operator@exemple.test", WRONG)
    unknown = sign_in(client, "personne@exemple.test", WRONG)
    assert known.status_code == unknown.status_code == 200  # type: ignore[attr-defined]
    assert text_of(known) == text_of(unknown)
    assert "alert-danger" in text_of(known)


def test_the_session_gets_a_new_key_at_sign_in(client: Client, world: World) -> None:
    client.get("/connexion")
    client.session["x"] = 1
    before = client.session.session_key
    sign_in(client, "operator@exemple.test")
    assert client.session.session_key != before
    cookie = client.cookies["sid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # ends with the browser


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "http://testserver@evil.example/",
    ],
)
def test_signing_in_and_out_never_leads_to_another_site(
    client: Client, world: World, elsewhere: str
) -> None:
    answer = sign_in(client, "operator@exemple.test", next=elsewhere)
    assert answer["Location"] == "/"  # type: ignore[index]
    assert client.post("/deconnexion", {"next": elsewhere})["Location"] == "/connexion"


def test_she_goes_where_she_was_going(client: Client, world: World) -> None:
    answer = sign_in(client, "operator@exemple.test", next="/equipe/")
    assert answer["Location"] == "/equipe/"  # type: ignore[index]


def test_after_five_failures_an_address_waits_even_with_the_right_password(
    client: Client, world: World
) -> None:
    for _ in range(5):
        sign_in(client, "operator@exemple.test", WRONG)
    answer = sign_in(client, "operator@exemple.test")
    assert "Location" not in answer.headers  # type: ignore[attr-defined]
    assert client.get("/aide").status_code == 302
    unknown = [sign_in(client, "personne@exemple.test", WRONG) for _ in range(6)][-1]
    assert text_of(answer) == text_of(unknown)


def test_too_many_tries_from_one_place_meet_a_calm_page(client: Client, world: World) -> None:
    answers = [
        client.post("/mot-de-passe/oublie", {"email": f"p{n}@exemple.test"}) for n in range(21)
    ]
    assert [answer.status_code for answer in answers[:20]] == [302] * 20
    assert answers[20].status_code == 429
    assert "Trop d’essais en peu de temps" in answers[20].content.decode()
    assert '<html lang="fr">' in answers[20].content.decode()


def test_a_closed_account_is_told_only_with_the_right_password(
    client: Client, world: World
) -> None:
    User.objects.filter(email="operator@exemple.test").update(is_active=False)
    wrong = sign_in(client, "operator@exemple.test", WRONG)
    unknown = sign_in(client, "personne@exemple.test", WRONG)
    assert text_of(wrong) == text_of(unknown)
    right = sign_in(client, "operator@exemple.test")
    assert right["Location"] == "/compte-inactif"  # type: ignore[index]
    assert "Ce compte est fermé" in client.get("/compte-inactif").content.decode()
    assert client.get("/aide")["Location"] == "/connexion"


def test_a_session_open_when_the_account_closes_ends(client: Client, world: World) -> None:
    client.force_login(world.users["shelter"])
    assert client.get("/aide").status_code == 200
    User.objects.filter(email="shelter@exemple.test").update(is_active=False)
    assert client.get("/aide")["Location"] == "/connexion"


def test_a_person_without_organisation_is_told_what_to_do(client: Client, world: World) -> None:
    world.users["shelter"].memberships.update(active=False)
    sign_in(client, "shelter@exemple.test")
    assert client.get("/")["Location"] == "/sans-organisme"
    page = client.get("/sans-organisme")
    assert page.status_code == 403
    assert "Demandez à la personne qui coordonne votre organisme" in page.content.decode()
    assert client.post("/deconnexion").status_code == 302


def test_an_organisation_out_of_every_programme_opens_nothing(client: Client, world: World) -> None:
    world.organisations["shelter"].participations.update(active=False)
    client.force_login(world.users["shelter"])
    assert client.get("/aide")["Location"] == "/sans-organisme"
    assert Organisation.objects.filter(slug="shelter", active=True).exists()


def test_nobody_registers_by_herself(client: Client, world: World) -> None:
    typed = {"email": "x@exemple.test", "password1": PASSWORD, "password2": PASSWORD}
    for answer in (client.get("/compte"), client.post("/compte", typed)):
        assert "Les comptes s’ouvrent sur invitation" in answer.content.decode()
    assert not User.objects.filter(email="x@exemple.test").exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"login": "x" * 10_000, "password": "y"},
        {"login": "a\x00@exemple.test", "password": "y"},
        {"login": "' OR 1=1 --@exemple.test", "password": "y"},
        {"login": "operator@exemple.test", "password": "y" * 10_000},
        {"login": "", "password": ""},
        {},
    ],
)
def test_a_hostile_sign_in_is_only_refused(
    client: Client, world: World, typed: dict[str, str]
) -> None:
    answer = client.post("/connexion", typed)
    assert answer.status_code == 200
    assert "Se connecter" in answer.content.decode()
