"""ProConnect by a real OpenID provider: the whole way, and each lie it could tell."""

from __future__ import annotations

import html
import json
import os
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import pytest
import requests
from django.test import Client

from havre.adapters import openid
from havre.organisations.models import ProviderIdentity, User
from havre.platform.models import JournalEntry
from havre.web.accounts import agent
from tests.world import PASSWORD, World, add_factor, code_of

pytestmark = pytest.mark.services
RETURN, LINK = "/connexion/agent/retour", "/connexion/agent/relier"
PERSON = {
    "sub": "agent-1",
    "email": "shelter@exemple.test",
    "email_verified": True,
    "acr": "eidas1",
    "amr": ["pwd"],
}


@pytest.fixture
def issuer(settings: Any) -> str:
    """Configure Havre with the provider of `make test-services`."""
    client_id, secret, address = os.environ["HAVRE_TEST_OPENID"].split()
    settings.HAVRE_PROCONNECT_ISSUER = address
    settings.HAVRE_PROCONNECT_CLIENT_ID = client_id
    settings.HAVRE_PROCONNECT_CLIENT_SECRET = secret
    settings.HAVRE_PUBLIC_URL = "http://127.0.0.1:8000"
    openid._kept.clear()
    return address


@dataclass
class Browser:
    """A browser at Havre and at the provider."""

    havre: Client = field(default_factory=Client)
    there: requests.Session = field(default_factory=requests.Session)

    def departure(self) -> str:
        """Press the button; return the address of the page that goes on by itself."""
        return address_in(self.havre.post("/connexion/agent").content.decode())

    def sign_in_there(self, address: str, **changes: Any) -> str:
        """Sign in at the provider; return the query it sends back to Havre with."""
        person = json.dumps(PERSON | changes)
        answer = self.there.get(address, allow_redirects=False)
        for _ in range(6):
            place = answer.headers.get("Location", "")
            if place.startswith("http://127.0.0.1:8000"):
                return urlsplit(place).query
            assert place, answer.text
            place = requests.compat.urljoin(address, place)
            if "/interaction/" in place:
                answer = self.there.post(place, data={"person": person}, allow_redirects=False)
            else:
                answer = self.there.get(place, allow_redirects=False)
        raise AssertionError(answer.text)

    def come_back(self, query: str) -> Any:
        """Follow the way back to Havre."""
        return self.havre.get(f"{RETURN}?{query}")

    def whole(self, **changes: Any) -> Any:
        """Go there, sign in, come back."""
        return self.come_back(self.sign_in_there(self.departure(), **changes))

    def said(self) -> str:
        """Return the sign-in page, with the sentence of a refusal."""
        return self.havre.get("/connexion").content.decode()


def address_in(page: str) -> str:
    """Return the address a page goes on to."""
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


def changed(address: str, **values: str) -> str:
    """Return an address with parameters of its query changed."""
    parts = urlsplit(address)
    query = {name: one[0] for name, one in parse_qs(parts.query).items()} | values
    return urlunsplit(parts._replace(query=urlencode(query)))


@pytest.fixture
def browser(world: World, issuer: str) -> Browser:
    return Browser()


@pytest.fixture
def linked(world: World, issuer: str) -> User:
    ProviderIdentity.objects.create(
        user=world.users["shelter"], issuer=issuer, subject=PERSON["sub"]
    )
    return world.users["shelter"]


def refused(browser: Browser, answer: Any, sentence: str) -> None:
    """Assert that nobody is signed in, and why."""
    assert answer["Location"] == "/connexion"
    assert sentence in browser.said()
    assert browser.havre.get("/aide")["Location"] == "/connexion"
    assert browser.havre.get(LINK)["Location"] == "/connexion"


def test_what_is_asked(browser: Browser) -> None:
    asked = {k: v[0] for k, v in parse_qs(urlsplit(browser.departure()).query).items()}
    assert len(asked.pop("state")) >= 43 and len(asked.pop("nonce")) >= 43
    assert len(asked.pop("code_challenge")) == 43
    assert json.loads(asked.pop("claims"))["id_token"]["amr"] == {"essential": True}
    assert asked == {
        "response_type": "code",
        "client_id": "havre",
        "redirect_uri": f"http://127.0.0.1:8000{RETURN}",
        "scope": "openid given_name usual_name email siret",
        "acr_values": "eidas1",
        "prompt": "login",
        "code_challenge_method": "S256",
    }


def test_the_first_time_she_confirms_with_password_and_code(browser: Browser, world: World) -> None:
    secret = add_factor(world.users["shelter"])
    assert browser.whole(amr=["pwd", "mfa"])["Location"] == LINK
    assert browser.havre.get("/aide")["Location"] == "/connexion"
    page = browser.havre.get(LINK).content.decode()
    assert "shelter@exemple.test" in page and "Relier mon compte" in page
    wrong = browser.havre.post(LINK, {"password": "mot-de-passe-faux-9"})
    assert agent.WRONG in wrong.content.decode()
    # even after two factors there: whoever took over the address at the agency stops here
    assert browser.havre.post(LINK, {"password": PASSWORD})["Location"] == "/connexion/code"
    assert not ProviderIdentity.objects.exists()
    answer = browser.havre.post("/connexion/code", {"code": code_of(secret)})
    assert answer["Location"] == "/"
    assert ProviderIdentity.objects.get().subject == "agent-1"
    assert browser.havre.get("/aide").status_code == 200
    again = Browser()
    assert again.whole(amr=["pwd", "mfa"])["Location"] == "/"
    assert again.havre.get("/aide").status_code == 200
    assert JournalEntry.objects.using("vault").filter(action="IDENTITY_LINKED").count() == 1


def test_without_a_factor_here_two_factors_there_are_enough(browser: Browser, world: World) -> None:
    browser.whole(acr="eidas2")
    assert browser.havre.post(LINK, {"password": PASSWORD})["Location"] == "/"
    assert browser.havre.get("/aide").status_code == 200


def test_the_password_of_the_first_link_is_counted(browser: Browser, world: World) -> None:
    browser.whole()
    for _ in range(5):
        browser.havre.post(LINK, {"password": "mot-de-passe-faux-9"})
    page = browser.havre.post(LINK, {"password": PASSWORD}).content.decode()
    assert "Trop d’essais" in page
    assert not ProviderIdentity.objects.exists()


def test_one_factor_there_and_the_code_follows_here(browser: Browser, linked: User) -> None:
    secret = add_factor(linked)
    assert browser.whole()["Location"] == "/connexion/code"
    assert browser.havre.get("/aide")["Location"] == "/connexion"
    answer = browser.havre.post("/connexion/code", {"code": code_of(secret)})
    assert answer["Location"] == "/"
    assert browser.havre.get("/aide").status_code == 200


def test_one_factor_there_and_none_here_opens_only_the_pages_that_add_one(
    browser: Browser, linked: User
) -> None:
    browser.whole()
    assert browser.havre.get("/aide")["Location"] == "/compte/protection"


@pytest.mark.parametrize(
    ("acr", "amr", "enough"),
    [
        ("eidas1", ["pwd"], False),
        ("eidas1", ["mail"], False),
        ("eidas1", ["pwd", "totp", "mfa"], True),
        ("eidas2", [], True),
        ("eidas3", [], True),
    ],
)
def test_when_a_second_factor_there_replaces_ours(
    browser: Browser, linked: User, acr: str, amr: list[str], enough: bool
) -> None:
    add_factor(linked)
    assert browser.whole(acr=acr, amr=amr)["Location"] == ("/" if enough else "/connexion/code")


def test_her_subject_identifies_her_whatever_her_address_becomes(
    browser: Browser, linked: User
) -> None:
    answer = browser.whole(email="nouvelle@exemple.test", email_verified=False, acr="eidas2")
    assert answer["Location"] == "/"
    assert browser.havre.get("/aide").status_code == 200


@pytest.mark.parametrize(("ago", "asked"), [(10, 302), (3600, 200)])
def test_an_older_session_there_is_no_recent_proof(
    browser: Browser, linked: User, ago: int, asked: int
) -> None:
    assert browser.whole(acr="eidas2", ts=int(time.time()) - ago)["Location"] == "/"
    assert browser.havre.post("/compte/protection/codes/renouveler").status_code == asked


def test_an_address_given_to_somebody_else_there_opens_nothing(
    browser: Browser, linked: User
) -> None:
    refused(browser, browser.whole(sub="agent-2", acr="eidas2"), agent.NO_ACCOUNT)


@pytest.mark.parametrize(
    "changes",
    [
        {"email": "personne@exemple.test"},
        {"email": "funder@exemple.test"},
        {"email": "holder@exemple.test"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": None},
    ],
    ids=str,
)
def test_unknown_closed_and_unverified_get_the_same_sentence(
    browser: Browser, world: World, changes: dict[str, Any]
) -> None:
    User.objects.filter(email="funder@exemple.test").update(is_active=False)
    world.users["holder"].memberships.update(active=False)
    refused(browser, browser.whole(**changes), agent.NO_ACCOUNT)
    assert User.objects.count() == len(world.users)


def test_a_federation_that_vouches_need_not_say_verified(
    browser: Browser, world: World, settings: Any
) -> None:
    refused(browser, browser.whole(email_verified=None), agent.NO_ACCOUNT)
    settings.HAVRE_PROCONNECT_VOUCHES = True
    assert Browser().whole(email_verified=None)["Location"] == LINK
    other = Browser()
    refused(other, other.whole(email_verified=False), agent.NO_ACCOUNT)


LIES = [
    "other-key",
    "unknown-key",
    "hs256",
    "unsigned",
    "altered",
    "issuer",
    "audience",
    "party",
    "expired",
    "nonce",
    "no-nonce",
    "userinfo-key",
    "userinfo-unsigned",
    "userinfo-subject",
    "userinfo-audience",
    "userinfo-issuer",
    "userinfo-plain",
]


@pytest.mark.parametrize("fault", LIES)
def test_what_is_not_signed_for_us_by_the_provider_is_refused(
    browser: Browser, linked: User, fault: str
) -> None:
    refused(browser, browser.whole(fault=fault, acr="eidas2"), agent.FAILED)
    assert Browser().whole(acr="eidas2")["Location"] == "/"  # the same way, without the lie


def test_too_low_a_level_is_refused(browser: Browser, linked: User) -> None:
    refused(browser, browser.whole(acr="eidas0"), agent.FAILED)


def test_another_state_another_browser_and_a_second_time_are_refused(
    browser: Browser, linked: User
) -> None:
    query = browser.sign_in_there(browser.departure(), acr="eidas2")
    refused(browser, browser.come_back(f"{query}x".replace("state=", "state=x")), agent.FAILED)
    refused(browser, browser.come_back(query), agent.FAILED)  # the departure served once
    other = Browser()
    refused(other, other.come_back(query), agent.FAILED)


def test_a_code_that_served_is_refused(browser: Browser, linked: User) -> None:
    query = browser.sign_in_there(browser.departure(), acr="eidas2")
    assert browser.come_back(query)["Location"] == "/"
    other = Browser()
    state = parse_qs(urlsplit(other.departure()).query)["state"][0]
    code, iss = (parse_qs(query)[name][0] for name in ("code", "iss"))
    replayed = urlencode({"code": code, "iss": iss, "state": state})
    refused(other, other.come_back(replayed), agent.FAILED)


def test_a_code_obtained_elsewhere_is_refused(browser: Browser, linked: User) -> None:
    """The code of another browser's sign-in, put into this one: PKCE and nonce differ."""
    victim = Browser()
    stolen = parse_qs(victim.sign_in_there(victim.departure(), acr="eidas2"))
    state = parse_qs(urlsplit(browser.departure()).query)["state"][0]
    query = urlencode({"code": stolen["code"][0], "iss": stolen["iss"][0], "state": state})
    refused(browser, browser.come_back(query), agent.FAILED)


@pytest.mark.parametrize("name", ["nonce", "code_challenge"])
def test_a_departure_altered_on_the_way_is_refused(
    browser: Browser, linked: User, name: str
) -> None:
    address = changed(browser.departure(), **{name: "A" * 43})
    refused(browser, browser.come_back(browser.sign_in_there(address)), agent.FAILED)


def test_an_answer_of_another_issuer_is_refused(browser: Browser, linked: User) -> None:
    query = browser.sign_in_there(browser.departure(), acr="eidas2")
    other = urlsplit(changed(f"http://x/?{query}", iss="http://127.0.0.1:1")).query
    refused(browser, browser.come_back(other), agent.FAILED)
    query = browser.sign_in_there(browser.departure(), acr="eidas2")
    without = urlencode({k: v[0] for k, v in parse_qs(query).items() if k != "iss"})
    refused(browser, browser.come_back(without), agent.FAILED)


def test_a_provider_that_says_another_issuer_is_not_left_for(
    browser: Browser, issuer: str, settings: Any
) -> None:
    settings.HAVRE_PROCONNECT_ISSUER = issuer.replace("127.0.0.1", "localhost")
    assert browser.havre.post("/connexion/agent")["Location"] == "/connexion"
    assert agent.SILENT in browser.said()


def test_a_return_that_comes_too_late_is_refused(
    browser: Browser, linked: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = browser.sign_in_there(browser.departure(), acr="eidas2")
    monkeypatch.setattr(openid, "KEPT", -1.0)
    refused(browser, browser.come_back(query), agent.FAILED)


def test_signing_out_ends_the_session_there(browser: Browser, linked: User, issuer: str) -> None:
    browser.whole(acr="eidas2")
    page = browser.havre.post("/deconnexion")
    address = address_in(page.content.decode())
    assert address.startswith(f"{issuer}/session/end?")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
    assert asked["post_logout_redirect_uri"] == "http://127.0.0.1:8000/connexion"
    assert asked["id_token_hint"].count(".") == 2
    assert browser.there.get(address).status_code == 200  # the provider takes it as its own
    assert browser.havre.get("/aide")["Location"] == "/connexion"
    assert browser.havre.post("/deconnexion")["Location"] == "/connexion"  # once


def test_whoever_signed_in_by_password_signs_out_here_only(browser: Browser, linked: User) -> None:
    browser.havre.post("/connexion", {"login": linked.email, "password": PASSWORD})
    assert browser.havre.post("/deconnexion")["Location"] == "/connexion"


def test_a_link_removed_is_made_again_by_another_subject(browser: Browser, linked: User) -> None:
    browser.whole(acr="eidas2")
    assert "Ne plus relier ProConnect" in browser.havre.get("/compte/securite").content.decode()
    answer = browser.havre.post("/compte/securite/proconnect/retirer")
    assert answer["Location"] == "/compte/securite"
    assert not ProviderIdentity.objects.exists()
    other = Browser()
    assert other.whole(sub="agent-2")["Location"] == LINK


def test_the_link_waits_for_its_own_person_only(browser: Browser, world: World) -> None:
    browser.whole()
    browser.havre.post("/connexion", {"login": "operator@exemple.test", "password": PASSWORD})
    assert browser.havre.get("/compte/protection").status_code == 200
    assert not ProviderIdentity.objects.exists()
