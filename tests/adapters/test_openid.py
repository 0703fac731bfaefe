"""What a provider answers before any token is looked at: refused unless it is as it should."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from havre.adapters import openid

PLACES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


@pytest.fixture
def answering() -> Iterator[Callable[..., openid.Provider]]:
    """A server that gives one answer to everything."""
    servers: list[HTTPServer] = []

    def make(body: bytes | None = None, status: int = 200, **changes: object) -> openid.Provider:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(given)

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        issuer = f"http://127.0.0.1:{server.server_port}"
        described = {"issuer": issuer} | {name: f"{issuer}/{name}" for name in PLACES} | changes
        given = json.dumps(described).encode() if body is None else body
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return openid.Provider(issuer, "havre", "x")

    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_description_as_it_should_be_is_followed(
    answering: Callable[..., openid.Provider],
) -> None:
    provider = answering()
    address, departure = openid.leave(provider, "http://127.0.0.1/retour")
    assert address.startswith(f"{provider.issuer}/authorization_endpoint?response_type=code&")
    assert departure.state in address and departure.verifier not in address
    assert openid.end_address(provider, "x.y.z", "http://127.0.0.1/fin") is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b" " * 200_001])
def test_what_is_no_description_or_too_long_is_refused(
    answering: Callable[..., openid.Provider], body: bytes
) -> None:
    with pytest.raises(openid.Unreachable):
        openid.leave(answering(body), "http://127.0.0.1/retour")


@pytest.mark.parametrize("status", [302, 404, 500])
def test_another_status_is_refused_and_nothing_is_followed(
    answering: Callable[..., openid.Provider], status: int
) -> None:
    with pytest.raises(openid.Refused):
        openid.leave(answering(status=status), "http://127.0.0.1/retour")


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "http://127.0.0.1"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "ftp://127.0.0.1/keys"},
    ],
    ids=str,
)
def test_another_issuer_or_place_is_refused(
    answering: Callable[..., openid.Provider], changes: dict[str, object]
) -> None:
    with pytest.raises(openid.Unreachable):
        openid.leave(answering(**changes), "http://127.0.0.1/retour")
