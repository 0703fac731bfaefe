"""Forgotten and changed passwords: neutral message, one use, other sessions end."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from havre.organisations.models import User
from tests.worker import deliver_all
from tests.world import PASSWORD, World

NEW = "galets-blancs-du-quai-9"
ASK = "/mot-de-passe/oublie"


def asked(client: Client, email: str) -> object:
    """Ask for a new password."""
    return client.post(ASK, {"email": email}, follow=True)


def link() -> str:
    """Return the path written in the last message."""
    body = deliver_all()[-1].body
    found = re.search(r"http://127\.0\.0\.1:8000(/mot-de-passe/nouveau/\S+)", body)
    assert found
    return found[1]


def opened(client: Client, path: str) -> str:
    """Follow the link as a browser does; return the address of the form."""
    answer = client.get(path)
    assert answer.status_code == 302
    return str(answer["Location"])


def text_of(answer: object) -> str:
    """Return a page's text, without tokens."""
    return re.sub(r'value="[^"]*"', "", answer.content.decode())  # type: ignore[attr-defined]


def test_the_answer_is_the_same_whether_the_account_exists_or_not(
    client: Client, world: World
) -> None:
    User.objects.filter(email="funder@exemple.test").update(is_active=False)
    pages = {
        text_of(asked(client, email))
        for email in ("operator@exemple.test", "personne@exemple.test", "funder@exemple.test")
    }
    assert len(pages) == 1
    assert "Si un compte existe à cette adresse" in pages.pop()
    assert [message.to for message in deliver_all()] == [["operator@exemple.test"]]


def test_the_message_is_neutral_and_leads_to_this_installation_only(
    client: Client, world: World
) -> None:
    client.post(ASK, {"email": "operator@exemple.test"}, HTTP_HOST="127.0.0.1")
    message = deliver_all()[0]
    assert message.subject == "Votre accès"
    assert "Org operator" not in message.body and "Camille" not in message.body
    assert link().startswith("/mot-de-passe/nouveau/")
    assert client.post(ASK, {"email": "a@b.fr"}, HTTP_HOST="evil.example").status_code == 400


def test_a_forgotten_password_is_replaced_once(client: Client, world: World) -> None:
    elsewhere = Client()
    elsewhere.force_login(world.users["operator"])
    asked(client, "operator@exemple.test")
    path = link()
    form = opened(client, path)
    assert "key" not in form.lower() or path not in form
    assert "Choisir un mot de passe" in client.get(form).content.decode()
    short = client.post(form, {"password1": "court", "password2": "court"})
    assert "trop court" in short.content.decode()
    answer = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Mot de passe enregistré" in answer.content.decode()
    assert client.get("/aide")["Location"] == "/connexion"  # she signs in herself
    assert elsewhere.get("/aide")["Location"] == "/connexion"  # other sessions end
    assert User.objects.get(email="operator@exemple.test").check_password(NEW)
    again = Client().get(path, follow=True)
    assert "Ce lien n’est plus valable" in again.content.decode()


@pytest.mark.parametrize("key", ["1-abc", "zz-zzz-zzz", "0-" + "x" * 500, "ZZZZZZZZZZZZZZ-a-b"])
def test_an_invented_link_is_refused_calmly(client: Client, world: World, key: str) -> None:
    answer = client.get(f"/mot-de-passe/nouveau/{key}", follow=True)
    assert answer.status_code == 200
    assert "Ce lien n’est plus valable" in answer.content.decode()


def test_changing_it_keeps_this_session_and_ends_the_others(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    elsewhere = Client()
    elsewhere.force_login(world.users["operator"])
    assert "Changer de mot de passe" in client.get("/mot-de-passe").content.decode()
    wrong = {"oldpassword": "faux", "password1": NEW, "password2": NEW}
    assert client.post("/mot-de-passe", wrong).status_code == 200
    right = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/mot-de-passe", right)["Location"] == "/"
    assert "Votre mot de passe est enregistré." in client.get("/aide").content.decode()
    assert elsewhere.get("/aide")["Location"] == "/connexion"


def test_signed_out_nobody_changes_a_password(client: Client, world: World) -> None:
    for answer in (client.get("/mot-de-passe"), client.post("/mot-de-passe", {})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/connexion")


@pytest.mark.parametrize(
    "path",
    [
        "/connexion",
        "/deconnexion",
        "/mot-de-passe",
        "/mot-de-passe/oublie",
        "/mot-de-passe/oublie/envoye",
        "/mot-de-passe/change",
        "/compte",
        "/compte-inactif",
    ],
)
def test_the_pages_are_french_and_say_nothing(client: Client, world: World, path: str) -> None:
    if path in ("/deconnexion", "/mot-de-passe"):
        client.force_login(world.users["operator"])
    page = client.get(path).content.decode()
    assert '<html lang="fr">' in page and "<title>Havre</title>" in page
    text = re.sub(r"<[^>]+>", " ", page)
    assert not re.search(
        r"\b(password|sign in|email|e-mail|forgot|violence|victime|femme|relogement)\b",
        text,
        re.IGNORECASE,
    )


def posted(client: Client, number: int, address: str, typed: dict[str, str], place: str) -> int:
    """Send a form as the worker process number `number` would see it: with a cache of its own."""
    cache.clear()
    return client.post(address, typed, REMOTE_ADDR=f"{place}{number}").status_code


@pytest.mark.parametrize("email", ["operator@exemple.test", "personne@exemple.test"])
def test_links_asked_for_one_account_are_counted_by_all_processes(
    client: Client, world: World, email: str
) -> None:
    spelled = [email, email.upper(), f" {email}", email, email, email]
    answers = [
        posted(client, n, ASK, {"email": one}, "198.51.100.") for n, one in enumerate(spelled)
    ]
    assert answers == [302] * 5 + [429]


def test_links_asked_from_one_place_are_counted_by_all_processes(
    client: Client, world: World
) -> None:
    answers = [
        posted(client, 7, ASK, {"email": f"p{n}@exemple.test"}, "198.51.100.") for n in range(21)
    ]
    assert answers == [302] * 20 + [429]


def test_links_tried_from_one_place_are_counted_by_all_processes(
    client: Client, world: World
) -> None:
    answers = []
    for n in range(21):
        cache.clear()
        answers.append(client.get(f"/mot-de-passe/nouveau/1-x{n}").status_code)
    assert answers == [200] * 20 + [429]


def test_the_present_password_cannot_be_tried_for_ever(client: Client, world: World) -> None:
    client.force_login(world.users["operator"])
    typed = {"oldpassword": "faux-mot-de-passe-9", "password1": NEW, "password2": NEW}
    answers = [posted(client, n, "/mot-de-passe", typed, "198.51.100.") for n in range(6)]
    assert answers == [200] * 5 + [429]
    right = typed | {"oldpassword": PASSWORD}
    assert posted(client, 9, "/mot-de-passe", right, "198.51.100.") == 429
