"""The second factor: asked of everyone, added in a guided way, each code good once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from havre.organisations import factors
from havre.organisations.models import User
from havre.platform.clock import at, now
from tests.world import PASSWORD, World, add_factor, code_of

CODE = "/connexion/code"


def typed(client: Client, email: str = "shelter@exemple.test") -> str:
    """Send the right password; return where it leads."""
    answer = client.post("/connexion", {"login": email, "password": PASSWORD})
    return str(answer["Location"])


def key_shown(client: Client) -> str:
    """Return the key written on the page of the application."""
    page = client.get("/compte/protection/application").content.decode()
    found = re.search(r'class="key-text">([A-Z2-7 ]+)<', page)
    assert found
    return found[1].replace(" ", "")


def test_without_a_second_factor_nothing_else_opens(client: Client, world: World) -> None:
    assert typed(client) == "/"
    for path in ("/", "/situations/", "/aide", "/equipe/", "/mot-de-passe", "/compte/securite"):
        assert client.get(path)["Location"] == "/compte/protection", path
    assert client.post("/organisme", {"organisation": "1"})["Location"] == "/compte/protection"
    assert client.get("/compte/protection").status_code == 200
    assert client.post("/deconnexion").status_code == 302


def test_the_guided_way(client: Client, world: World) -> None:
    typed(client)
    assert "Commencer" in client.get("/compte/protection").content.decode()
    secret = key_shown(client)
    assert key_shown(client) == secret  # opened again, the same key
    wrong = client.post("/compte/protection/application", {"code": "000000"})
    assert "pas le bon" in wrong.content.decode()
    assert key_shown(client) == secret
    answer = client.post("/compte/protection/application", {"code": code_of(secret)})
    assert answer["Location"] == "/compte/protection/codes"
    assert client.get("/aide")["Location"] == "/compte/protection"  # not before she has her codes
    page = client.get("/compte/protection/codes").content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", page)
    assert len(codes) == 10
    assert client.post("/compte/protection/codes")["Location"] == "/"
    assert client.get("/aide").status_code == 200
    stored = str(Authenticator.objects.values_list("data", flat=True))
    assert secret not in stored and not any(code in stored for code in codes)


def test_a_password_alone_cannot_add_a_factor_to_a_protected_account(
    client: Client, world: World
) -> None:
    typed(client)  # before: no factor yet
    add_factor(world.users["shelter"])  # she enrols elsewhere
    for path in ("", "/application", "/cle", "/codes"):
        assert client.get(f"/compte/protection{path}")["Location"] == "/connexion"
        typed(client)
    assert "/compte/protection" not in typed(client)


def test_the_code_is_asked_and_good_once(client: Client, world: World) -> None:
    secret = add_factor(world.users["shelter"])
    assert typed(client) == CODE
    assert client.get("/aide")["Location"] == "/connexion"  # the password alone opens nothing
    assert client.get("/compte/protection")["Location"] == "/connexion"
    code = code_of(secret)
    assert client.post(CODE, {"code": code[:3] + " " + code[3:]})["Location"] == "/"
    assert client.get("/aide").status_code == 200
    other = Client()
    typed(other)
    assert other.post(CODE, {"code": code}).status_code == 200
    assert other.get("/aide")["Location"] == "/connexion"


def test_an_older_code_is_refused_once_a_later_one_served(client: Client, world: World) -> None:
    user, secret = world.users["shelter"], add_factor(world.users["shelter"])
    assert factors.check_code(user, code_of(secret, later=1)) is not None
    assert factors.check_code(user, code_of(secret)) is None


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_too_old_or_too_new_is_refused(world: World, steps: int) -> None:
    secret = add_factor(world.users["shelter"])
    assert factors.check_code(world.users["shelter"], code_of(secret, later=steps)) is None


def test_a_recovery_code_replaces_the_telephone_once(client: Client, world: World) -> None:
    user = world.users["shelter"]
    add_factor(user)
    code = factors.recovery_codes(user)[0]
    typed(client)
    assert client.post(CODE, {"code": code})["Location"] == "/"
    assert len(factors.recovery_codes(user)) == 9
    other = Client()
    typed(other)
    assert other.post(CODE, {"code": code}).status_code == 200


def test_wrong_codes_make_the_next_ones_wait(client: Client, world: World) -> None:
    secret = add_factor(world.users["shelter"])
    typed(client)
    for _ in range(5):
        assert "pas le bon" in client.post(CODE, {"code": "000000"}).content.decode()
    waiting = client.post(CODE, {"code": code_of(secret)}).content.decode()
    assert "Trop d’essais. Attendez 1 minute" in waiting
    with at(now() + timedelta(seconds=16)):
        assert client.post(CODE, {"code": code_of(secret)})["Location"] == "/"


def test_new_recovery_codes_end_the_former_ones(client: Client, world: World) -> None:
    user = world.users["shelter"]
    add_factor(user)
    former = factors.recovery_codes(user)
    client.force_login(user)
    client.post("/compte/protection/codes/renouveler")
    assert set(factors.recovery_codes(user)).isdisjoint(former)
    assert factors.check_code(user, former[0]) is None


def test_an_account_made_for_trying_shows_its_code_outside_production_only(
    client: Client, world: World, settings: object
) -> None:
    user = world.users["shelter"]
    factors.demonstration_factor(user).save()
    typed(client)
    page = client.get(CODE).content.decode()
    code = factors.demonstration_code(user)
    assert code is not None and f'value="{code}"' in page
    settings.HAVRE_PRODUCTION = True  # type: ignore[attr-defined]
    assert factors.demonstration_code(user) is None
    assert factors.check_code(user, code) is None
    assert f'value="{code}"' not in client.get(CODE).content.decode()
    settings.HAVRE_PRODUCTION = False  # type: ignore[attr-defined]
    assert client.post(CODE, {"code": code})["Location"] == "/"


def test_an_ordinary_account_never_shows_its_code(world: World) -> None:
    add_factor(world.users["shelter"])
    assert factors.demonstration_code(world.users["shelter"]) is None


def test_a_secret_sealed_elsewhere_says_so(world: World, settings: object) -> None:
    sealed = factors.seal("x")
    settings.SECRET_KEY = "another-secret-of-fifty-characters-for-this-test-only"  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="HAVRE_SECRET_KEY"):
        factors.unseal(sealed)


def test_the_last_factor_cannot_be_removed(client: Client, world: World) -> None:
    user = world.users["shelter"]
    only = Authenticator.objects.create(user=user, type="webauthn", data={"name": "Clé"})
    assert factors.remove_passkey(user, only.pk) is False
    add_factor(user)
    stranger = User.objects.get(email="operator@exemple.test")
    assert factors.remove_passkey(stranger, only.pk) is False
    assert factors.remove_passkey(user, only.pk) is True
