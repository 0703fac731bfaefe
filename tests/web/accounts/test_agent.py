"""ProConnect where it is not configured, and what is refused before anybody is asked."""

from __future__ import annotations

import pytest
import requests
from allauth.mfa.models import Authenticator
from django.test import Client

from havre.adapters import openid
from havre.organisations import factors, identities
from havre.organisations.models import ProviderIdentity, User
from havre.platform.models import JournalEntry
from havre.web.accounts import agent
from tests.world import PASSWORD, World, add_factor

ADDRESSES = ("/connexion/agent", "/connexion/agent/retour", "/connexion/agent/relier")
ISSUER = "https://agents.exemple.test/api/v2"


@pytest.fixture
def configured(settings: object) -> None:
    settings.HAVRE_PROCONNECT_ISSUER = ISSUER  # type: ignore[attr-defined]
    settings.HAVRE_PROCONNECT_CLIENT_ID = "havre"  # type: ignore[attr-defined]
    settings.HAVRE_PROCONNECT_CLIENT_SECRET = "x"  # type: ignore[attr-defined]
    openid._kept.clear()


@pytest.fixture
def silent(configured: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr(requests, "request", refuse)


def test_without_configuration_nothing_of_it_exists(client: Client, world: World) -> None:
    for address in ADDRESSES:
        assert client.get(address).status_code in {404, 405}
        assert client.post(address).status_code in {404, 405}
    assert client.post(ADDRESSES[0]).status_code == 404
    assert client.get(ADDRESSES[1]).status_code == 404
    assert client.get(ADDRESSES[2]).status_code == 404
    assert "ProConnect" not in client.get("/connexion").content.decode()
    client.force_login(world.users["shelter"])
    assert client.post("/compte/securite/proconnect/retirer").status_code == 404
    assert "ProConnect" not in client.get("/compte/securite").content.decode()


def test_the_button_is_a_form_and_the_policy_does_not_open(
    client: Client, world: World, configured: None
) -> None:
    page = client.get("/connexion")
    assert "S’identifier avec ProConnect" in page.content.decode()
    assert "form-action 'self';" in page["Content-Security-Policy"]
    assert client.get("/connexion/agent").status_code == 405


def test_a_silent_provider_is_told_calmly(client: Client, world: World, silent: None) -> None:
    answer = client.post("/connexion/agent", follow=True)
    assert answer.redirect_chain == [("/connexion", 302)]
    assert agent.SILENT in answer.content.decode()


@pytest.mark.parametrize("query", ["", "?code=x&state=y", "?error=access_denied&state=y"])
def test_a_return_nobody_left_for_is_refused(
    client: Client, world: World, configured: None, query: str
) -> None:
    answer = client.get(f"/connexion/agent/retour{query}", follow=True)
    assert agent.FAILED in answer.content.decode()
    assert client.get("/connexion/agent/relier", follow=True).redirect_chain
    assert client.get("/aide")["Location"] == "/connexion"


def test_who_is_signed_in_stays_who_she_is(client: Client, world: World, silent: None) -> None:
    client.force_login(world.users["shelter"])
    assert client.post("/connexion/agent")["Location"] == "/"
    assert client.get("/connexion/agent/retour?code=x&state=y")["Location"] == "/"
    assert client.get("/connexion/agent/relier")["Location"] == "/"


@pytest.mark.parametrize(
    ("email", "found"),
    [
        ("Shelter@exemple.test ", True),
        ("personne@exemple.test", False),
        ("", False),
        ("%@exemple.test", False),
    ],
)
def test_which_account_may_be_linked(world: World, email: str, found: bool) -> None:
    assert (identities.linkable(ISSUER, "s-1", email) is not None) is found


def test_neither_a_closed_account_nor_one_that_works_nowhere_may(world: World) -> None:
    User.objects.filter(email="shelter@exemple.test").update(is_active=False)
    world.users["funder"].memberships.update(active=False)
    for name in ("shelter", "funder"):
        ProviderIdentity.objects.create(user=world.users[name], issuer=ISSUER, subject=name)
        assert identities.known(ISSUER, name) is None
        assert identities.linkable(ISSUER, "s-2", f"{name}@exemple.test") is None
        assert identities.linkable(ISSUER, name, "operator@exemple.test") is None


def test_a_link_is_one_to_one_and_journaled(world: World) -> None:
    user, other = world.users["shelter"], world.users["operator"]
    assert identities.link(user, ISSUER, "s-1")
    assert identities.known(ISSUER, "s-1") == user
    assert identities.known("https://other.exemple.test", "s-1") is None
    assert not identities.link(other, ISSUER, "s-1")
    assert not identities.link(user, ISSUER, "s-2")
    assert identities.linkable(ISSUER, "s-2", user.email) is None
    assert identities.unlink(user, ISSUER) and not identities.unlink(user, ISSUER)
    lines = JournalEntry.objects.using("vault").filter(user_id=user.pk)
    assert list(lines.order_by("at").values_list("action", "organisation_id")) == [
        ("IDENTITY_LINKED", world.organisations["shelter"].pk),
        ("IDENTITY_UNLINKED", world.organisations["shelter"].pk),
    ]


def test_a_factor_added_or_removed_is_journaled(client: Client, world: World) -> None:
    user = world.users["shelter"]
    add_factor(user)
    world.users["funder"].memberships.update(active=False)
    add_factor(world.users["funder"])  # works nowhere: the line is in no organisation's name
    lines = JournalEntry.objects.using("vault").filter(action="SECOND_FACTOR_ADDED")
    assert list(lines.order_by("at").values_list("user_id", "organisation_id", "subject")) == [
        (user.pk, world.organisations["shelter"].pk, "application"),
        (world.users["funder"].pk, 0, "application"),
    ]
    client.force_login(user)
    assert client.post("/compte/protection/codes/renouveler").status_code == 302
    assert JournalEntry.objects.using("vault").filter(action="RECOVERY_CODES_RENEWED").count() == 1
    assert PASSWORD not in str(lines.values())


def test_a_passkey_removed_is_journaled_one_that_stays_is_not(world: World) -> None:
    user = world.users["shelter"]
    add_factor(user)
    key = Authenticator.objects.create(user=user, type="webauthn", data={})
    removed = JournalEntry.objects.using("vault").filter(action="SECOND_FACTOR_REMOVED")
    assert not factors.remove_passkey(world.users["operator"], key.pk) and not removed.exists()
    assert factors.remove_passkey(user, key.pk)
    assert list(removed.values_list("user_id", "subject")) == [(user.pk, "passkey")]
