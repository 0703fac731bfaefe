"""What she was sending when her session ended comes back to her, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from havre.organisations.models import OpenSession
from havre.platform.clock import at, now
from tests.world import PASSWORD, World, add_factor, code_of

SENT = {"email": "nouvelle.personne@exemple.test", "seat": "MEMBER"}


def sign_in(client: Client, world: World, name: str) -> str:
    """Sign in whole; return where it leads."""
    secret = add_factor(world.users[name])
    client.post("/connexion", {"login": world.users[name].email, "password": PASSWORD})
    return str(client.post("/connexion/code", {"code": code_of(secret)})["Location"])


@pytest.fixture
def ended(client: Client, world: World) -> Client:
    """A browser whose session of the shelter ends, by its time, at the moment of sending."""
    with at(now() - timedelta(minutes=16)):
        client.force_login(world.users["shelter"])
    return client


def test_what_was_sent_comes_back(ended: Client, world: World) -> None:
    assert ended.post("/equipe/inviter", SENT)["Location"] == "/connexion"
    page = ended.get("/connexion").content.decode()
    assert "reprendre ce que vous aviez saisi" in page and SENT["email"] not in page
    assert SENT["email"] not in str(list(OpenSession.objects.values_list("data", flat=True)))
    assert sign_in(ended, world, "shelter") == "/connexion/reprise"
    shown = ended.get("/connexion/reprise")
    assert dict(shown.context["carried"]) == SENT
    assert 'action="/equipe/inviter"' in shown.content.decode()
    assert ended.post("/equipe/inviter", SENT)["Location"] == "/equipe/"
    assert ended.get("/connexion/reprise")["Location"] == "/"  # shown once


def test_a_page_asked_for_opens_after_sign_in(ended: Client, world: World) -> None:
    assert ended.get("/equipe/?page=1")["Location"] == "/connexion"
    assert sign_in(ended, world, "shelter") == "/connexion/reprise"
    assert ended.get("/connexion/reprise")["Location"] == "/equipe/?page=1"


def test_somebody_else_at_the_same_browser_gets_nothing(ended: Client, world: World) -> None:
    ended.post("/equipe/inviter", SENT)
    sign_in(ended, world, "landlord")
    answer = ended.get("/connexion/reprise")
    assert answer["Location"] == "/"
    assert "kept" not in ended.session


def test_nothing_is_kept_after_signing_out_or_for_a_stranger(client: Client, world: World) -> None:
    client.post("/equipe/inviter", SENT)
    assert "kept" not in client.session
    client.force_login(world.users["shelter"])
    client.post("/deconnexion")
    client.post("/equipe/inviter", SENT)
    assert "kept" not in client.session


def test_what_is_too_long_is_not_kept(ended: Client) -> None:
    ended.post("/equipe/inviter", {"email": "x" * 200_001})
    assert "kept" not in ended.session
