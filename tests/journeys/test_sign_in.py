"""The first sign-in, by keyboard alone; then with a passkey of the browser's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from havre.organisations.models import User
from tests import world as w
from tests.journeys.conftest import Person
from tests.world import World


@pytest.fixture
def newcomer(browser: Browser, address: str, world: World) -> Person:
    """Someone whose account has no second factor yet."""
    w.add_person(world.organisations["shelter"], "nouvelle@exemple.test")
    context = browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844})
    context.set_default_timeout(30_000)
    one = Person(context, address.replace("127.0.0.1", "localhost"), "nouvelle@exemple.test")
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user__email=one.email).delete()
    return one


def with_password(one: Person) -> None:
    one.go("/connexion")
    one.check()
    one.page.locator("[name=login]").focus()
    one.page.keyboard.type(one.email)
    one.page.keyboard.press("Tab")
    one.page.keyboard.type(w.PASSWORD)
    with one.page.expect_navigation():
        one.page.keyboard.press("Enter")


@pytest.mark.browser
def test_first_sign_in_by_keyboard(newcomer: Person) -> None:
    page = newcomer.page
    with_password(newcomer)
    assert page.url.endswith("/compte/protection")
    newcomer.check()
    page.get_by_role("link", name="Commencer").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    newcomer.check()
    key = (page.locator(".key-text").text_content() or "").replace(" ", "")
    page.locator("[name=code]").focus()
    page.keyboard.type(w.code_of(key))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    newcomer.check()
    assert page.locator(".recovery-codes li").count() == 10
    page.get_by_role("button", name="J’ai gardé mes codes").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{newcomer.address}/"
    newcomer.go("/compte/securite")
    newcomer.check()


@pytest.mark.browser
def test_a_passkey_added_then_used(newcomer: Person) -> None:
    page = newcomer.page
    session = newcomer.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True}
    options |= {"isUserVerified": True, "hasResidentKey": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    with_password(newcomer)
    newcomer.go("/compte/protection/cle")
    newcomer.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Ajouter la clé").click()
    newcomer.press("J’ai gardé mes codes")
    user = User.objects.get(email=newcomer.email)
    assert user.authenticator_set.filter(type="webauthn").count() == 1  # type: ignore[attr-defined]
    newcomer.go("/deconnexion")
    newcomer.press("Se déconnecter")
    with_password(newcomer)
    assert page.url.endswith("/connexion/code")
    newcomer.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    assert page.url == f"{newcomer.address}/"
