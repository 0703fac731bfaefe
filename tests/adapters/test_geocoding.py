"""The service of addresses: what is sent is an address and nothing else; odd answers are none."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from havre.adapters.geocoding import LARGEST, AddressService
from havre.housing.locating import Address, Found, Silent

HERE = Address("12 rue des Tests", "45000", "45234")


def feature(**changes: Any) -> dict[str, Any]:
    properties = {"score": 0.97, "type": "housenumber", "citycode": "45234"} | changes
    place = properties.pop("coordinates", [1.91, 47.9])
    return {"geometry": {"coordinates": place}, "properties": properties}


@dataclass
class Service:
    """A service that answers as it is told, and remembers what it was asked."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    known = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            known.asked.append((self.path, dict(self.headers), self.rfile.read(length)))
            self.send_response(known.status)
            for name, value in known.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(known.body)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    known.url = f"http://127.0.0.1:{server.server_port}/geocodage/"
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


def answering(service: Service, *features: dict[str, Any]) -> AddressService:
    service.body = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return AddressService(service.url)


def test_an_address_is_asked_and_nothing_else(service: Service) -> None:
    found = answering(service, feature()).find(HERE)
    assert found == Found(47.9, 1.91, 0.97, "housenumber", "45234")
    ((path, headers, body),) = service.asked
    parts = urlsplit(path)
    assert parts.path == "/geocodage/search" and body == b""
    assert parse_qs(parts.query) == {
        "q": ["12 rue des Tests"],
        "postcode": ["45000"],
        "citycode": ["45234"],
        "limit": ["1"],
        "index": ["address"],
    }
    assert {name.lower() for name in headers} <= {
        *("host", "user-agent", "accept", "accept-encoding", "connection")
    }
    assert headers["User-Agent"] == "Havre"


def test_no_postcode_no_street(service: Service) -> None:
    asking = answering(service)
    assert asking.find(Address("  ", "45000", "45234")) is None
    assert service.asked == []
    assert asking.find(Address("x" * 300, "", "45234")) is None
    query = parse_qs(urlsplit(service.asked[0][0]).query)
    assert "postcode" not in query and query["q"] == ["x" * 200]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (429, b"{}"),
        (204, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b"null"),
        (200, b'{"features": 3}'),
        (200, b'{"features": [{}]}'),
        (200, json.dumps({"features": [feature(coordinates=["a", "b"])]}).encode()),
        (200, json.dumps({"features": [feature(coordinates=[1.9])]}).encode()),
        (200, json.dumps({"features": [feature(coordinates=[float("nan"), 47])]}).encode()),
        (200, json.dumps({"features": [feature(coordinates=[1, 99])]}).encode()),
        (200, json.dumps({"features": [feature(score=None)]}).encode()),
        (200, b" " * (LARGEST + 1)),
    ],
)
def test_whatever_is_not_an_answer_is_a_silence(service: Service, status: int, body: bytes) -> None:
    service.status, service.body = status, body
    with pytest.raises(Silent) as silent:
        AddressService(service.url).find(HERE)
    assert "Tests" not in str(silent.value)


def test_a_redirection_is_not_followed(service: Service) -> None:
    service.status, service.headers = 302, {"Location": service.url + "elsewhere"}
    with pytest.raises(Silent):
        AddressService(service.url).find(HERE)
    assert len(service.asked) == 1


def test_nobody_there() -> None:
    with pytest.raises(Silent):
        AddressService("http://127.0.0.1:9").find(HERE)
