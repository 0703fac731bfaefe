"""Every address of the application, and the short list of those open to whoever comes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.world import World

OPEN = {
    "account_agent",  # these three are 404 unless ProConnect is configured
    "account_agent_link",
    "account_agent_return",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",  # says that accounts open on invitation
    "invitation",
    "mfa_authenticate",  # after the password
    "no-organisation",
    "pause",
    "quick-exit",
}
SAMPLES = {
    "IntConverter": 1,
    "SlugConverter": "x",
    "StringConverter": "K7M4-QXTB",
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "PathConverter": "x",
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """Yield every pattern of the URL table."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


ALL = list(patterns(get_resolver()))


def address(pattern: URLPattern) -> str:
    """Return an address the pattern matches."""
    path = getattr(pattern.pattern, "_route", "")
    for name, converter in pattern.pattern.converters.items():
        sample = SAMPLES.get(type(converter).__name__, "K7M4-QXTB")
        path = re.sub(rf"<(?:\w+:)?{name}>", str(sample), path)
    return f"/{path}"


def is_open(view: Any) -> bool:
    """Tell whether the middleware lets anybody reach a view."""
    return getattr(view, "open_to_all", False)


def test_the_open_addresses_are_these_and_no_other() -> None:
    assert {p.name for p in ALL if is_open(p.callback)} == OPEN


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_every_other_address_asks_to_sign_in(client: Client, world: World, method: str) -> None:
    closed = [p for p in ALL if p.name not in OPEN]
    assert len(closed) > 20
    for number, pattern in enumerate(closed):
        place = f"198.51.100.{number}"  # one place would soon be asked to wait
        answer = getattr(client, method)(address(pattern), REMOTE_ADDR=place)
        assert answer.status_code == 302, (pattern.name, address(pattern))
        after = f"?next={address(pattern)}" if pattern.name == "mail-link" else ""
        assert answer["Location"] == f"/connexion{after}", pattern.name


def test_answers_are_kept_by_no_cache_and_framed_by_nobody(client: Client, world: World) -> None:
    for path in ("/connexion", "/invitation/x", "/mot-de-passe/oublie"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "same-origin"
