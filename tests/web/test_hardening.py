"""What the browser and the server are told, on every page and every refusal; hostile requests."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver, path, reverse

from havre.config import urls
from havre.platform import clock, limits
from havre.web.shell import errors
from havre.web.shell.middleware import HEADERS, POLICY, open_to_all
from tests import world as w
from tests.web.test_other_organisations import parameters, patterns
from tests.world import World

INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']"
    rb"|<style|javascript:",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(rb"(?:src|href|action|srcset|poster)\s*=\s*[\"'](?:https?:)?//", re.I)


def held(response: HttpResponse) -> list[str]:
    """What is missing or wrong in an answer."""
    wrong = [name for name in HEADERS if response.headers.get(name) != HEADERS[name]]
    if response.headers.get("Content-Security-Policy") != POLICY:
        wrong.append("Content-Security-Policy")
    if response.headers.get("Cache-Control") != "no-store":
        wrong.append("Cache-Control")
    if "Server" in response.headers or "X-Powered-By" in response.headers:
        wrong.append("Server")
    body = b"" if response.streaming else response.content
    wrong += [f"inline: {found!r}" for found in INLINE.findall(body)]
    wrong += [f"elsewhere: {found!r}" for found in ELSEWHERE.findall(body)]
    return wrong


def plain_addresses() -> list[str]:
    """Every address without a parameter, sign-in's and those of the account included."""
    named = {str(p.name) for p in patterns() if p.name and not parameters(p)}
    return sorted(reverse(name) for name in named)


@pytest.mark.parametrize("name", ["operator", "landlord", "funder", None])
def test_every_page_carries_every_header_and_nothing_inline(world: World, name: str | None) -> None:
    case = w.admitted(world)
    client = Client(raise_request_exception=False)
    if name:
        client.force_login(world.users[name])
    addresses = [*plain_addresses(), f"/situations/{case.reference}/", "/absent", "/situations/x"]
    assert len(addresses) > 25
    wrong = {
        f"{method} {address}": found
        for address in addresses
        for method in ("get", "post")
        if address not in {"/deconnexion", "/sortie"}
        if (found := held(getattr(client, method)(address)))
    }
    assert wrong == {}


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def hurried(request: HttpRequest) -> HttpResponse:
    return errors.too_many(request, 75)


def mute(request: HttpRequest) -> HttpResponse:
    return errors.unrecorded(request)


class WithErrors:
    """The application's addresses, and one that fails in each way."""

    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500
    urlpatterns = [
        *urls.urlpatterns,
        path("e/500", open_to_all(broken)),
        path("e/400", open_to_all(suspicious)),
        path("e/429", open_to_all(hurried)),
        path("e/503", open_to_all(mute)),
    ]


@override_settings(ROOT_URLCONF=WithErrors)
@pytest.mark.parametrize("code", [400, 404, 429, 500, 503])
def test_error_pages_carry_them_too(code: int) -> None:
    response = Client(raise_request_exception=False).get(f"/e/{code}")
    assert response.status_code == code
    assert held(response) == []
    assert b"Havre" in response.content
    assert b"Traceback" not in response.content


def test_a_refused_form_carries_them_too() -> None:
    response = Client(enforce_csrf_checks=True).post("/connexion", {"login": "a@exemple.test"})
    assert response.status_code == 403
    assert held(response) == []


@pytest.mark.parametrize(
    "host",
    ["evil.test", "127.0.0.1.evil.test", "127.0.0.1:8000@evil.test", "a b", "", "evil.test:80"],
)
def test_another_host_is_refused(host: str) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/connexion", headers={"host": host}, SERVER_NAME="evil.test")
    assert response.status_code == 400
    assert held(response) == []
    assert b"evil" not in response.content


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/",
        "//evil.test/",
        "///evil.test/",
        "/\\evil.test",
        "\\\\evil.test",
        "https:evil.test",
        "http:///evil.test",
        "javascript:alert(1)",
        "data:text/html,x",
        "//127.0.0.1@evil.test/",
        "https://127.0.0.1.evil.test/",
        "/%09/evil.test",
        "\t//evil.test",
        "/connexion\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_sent_to_another_site(world: World, target: str) -> None:
    person = {"login": "operator@exemple.test", "password": w.PASSWORD, "next": target}
    answers = [
        Client().post("/connexion", person),
        Client().post("/connexion", person | {"next": ""}, query_params={"next": target}),
    ]
    signed_in = Client()
    signed_in.force_login(world.users["operator"])
    answers += [
        signed_in.get("/connexion", {"next": target}),
        signed_in.post("/deconnexion", {"next": target}),
        signed_in.post("/organisme", {"organisation": "1", "next": target}),
    ]
    for response in answers:
        location = response.headers.get("Location", "/")
        assert location.startswith("/"), location
        assert not location.startswith(("//", "/\\"))
        assert "\n" not in location


@pytest.mark.parametrize(
    "headers",
    [
        {"X-HTTP-Method-Override": "POST"},
        {"X-Method-Override": "DELETE"},
        {"X-Forwarded-Host": "evil.test"},
        {"X-Original-URL": "/situations/"},
        {"X-Rewrite-URL": "/situations/"},
        {"X-Forwarded-Proto": "https"},
    ],
)
def test_headers_that_ask_for_something_else_change_nothing(headers: dict[str, str]) -> None:
    usual = Client().get("/connexion")
    odd = Client().get("/connexion", headers=headers)
    assert (odd.status_code, b"evil" in odd.content) == (usual.status_code, False)
    assert Client().get("/sortie", headers=headers).status_code == 405


def test_a_method_named_in_the_form_changes_nothing(world: World) -> None:
    client = Client()
    client.force_login(world.users["operator"])
    assert client.get("/organisme", {"_method": "POST"}).status_code == 405


def writes(who: str, limit: limits.Limit) -> int:
    """How many pass before one must wait."""
    count = 0
    while not limits.wait_after(limit, who):
        count += 1
    return count


def test_what_is_counted_is_counted_apart_and_forgotten_in_time() -> None:
    limit = limits.Limit("test", 3, timedelta(minutes=2))
    moment = clock.now()
    with clock.at(moment):
        assert writes("user/1", limit) == 3
        assert limits.wait_after(limit, "user/1") == 120
        assert limits.wait_after(limit, "user/2") == 0
        assert limits.wait_after(limits.Limit("other", 3, limit.within), "user/1") == 0
    with clock.at(moment + timedelta(seconds=119)):
        assert limits.wait_after(limit, "user/1") == 1
    with clock.at(moment + timedelta(seconds=120)):
        assert limits.wait_after(limit, "user/1") == 0


def test_an_account_that_writes_without_measure_is_told_when_to_come_back(world: World) -> None:
    client = Client()
    client.force_login(world.users["operator"])
    with clock.at(clock.now()):
        codes = {client.post("/organisme").status_code for _ in range(limits.WRITES.times)}
        assert codes == {302}
        refused = client.post("/organisme")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "60"
        assert "Recommencez dans 1 minute." in refused.content.decode()
        assert client.get("/pause").status_code == 200  # reading goes on
        assert client.post("/sortie").status_code == 302  # the quick exit always works
        other = Client()
        other.force_login(world.users["shelter"])
        assert other.post("/organisme").status_code == 302


def test_an_address_that_is_not_signed_in_is_limited_apart() -> None:
    with clock.at(clock.now()):
        for _ in range(limits.VISITORS.times):
            assert Client(REMOTE_ADDR="192.0.2.1").post("/mot-de-passe/oublie").status_code != 429
        assert Client(REMOTE_ADDR="192.0.2.1").post("/mot-de-passe/oublie").status_code == 429
        assert Client(REMOTE_ADDR="192.0.2.2").post("/mot-de-passe/oublie").status_code != 429


def test_files_sent_are_counted(world: World) -> None:
    from havre.web.shell.limits import Limits

    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a", b"x" * 20_000)})
    request.user = world.users["operator"]
    sending = Limits(lambda request: HttpResponse(b""))
    with clock.at(clock.now()):
        codes = [sending(request).status_code for _ in range(limits.UPLOADS.times + 1)]
    assert codes == [200] * limits.UPLOADS.times + [429]


def test_files_taken_out_are_counted(world: World) -> None:
    from havre.web.shell.limits import Limits

    def attachment(request: HttpRequest) -> HttpResponse:
        return HttpResponse(b"x", headers={"Content-Disposition": 'attachment; filename="a"'})

    request = RequestFactory().get("/")
    request.user = world.users["operator"]
    taking = Limits(attachment)
    with clock.at(clock.now()):
        codes = [taking(request).status_code for _ in range(limits.EXPORTS.times + 1)]
    assert codes == [200] * limits.EXPORTS.times + [429]


@pytest.fixture(scope="module")
def port(worker_database: str) -> Iterator[int]:
    """Waitress as `havre serve` starts it."""
    from waitress.server import create_server

    from havre.config.serving import SERVER
    from havre.config.wsgi import application

    server = create_server(application, host="127.0.0.1", port=0, **SERVER)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port  # type: ignore[union-attr]
    server.close()
    thread.join(5)


def sent(port: int, raw: bytes) -> bytes:
    """Send bytes as they are; return everything answered until the server closes or waits."""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as wire:
        wire.sendall(raw)
        answer = b""
        try:
            while part := wire.recv(65536):
                answer += part
        except TimeoutError:
            pass
        return answer


HEAD = b"POST /sortie HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        HEAD + b"Content-Length: +4\r\n\r\nabcd",
        HEAD + b"Content-Length: 4 4\r\n\r\nabcd",
        HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nabc\r\n0\r\n\r\n",
        HEAD + b" folded: value\r\n\r\n",
        HEAD + b"Bad Header\x00: 1\r\n\r\n",
        HEAD + b"Content-Length: 999999999\r\n\r\n",
    ],
)
def test_what_two_servers_could_read_in_two_ways_is_refused(port: int, raw: bytes) -> None:
    answer = sent(port, raw)
    status = answer.split(b"\r\n", 1)[0]
    assert re.match(rb"HTTP/1\.[01] (400|413|431|501) ", status), answer[:200]
    assert answer.count(b"HTTP/1.") == 1  # nothing of it was taken for a second request
    assert b"Server:" not in answer
    assert b"Traceback" not in answer


def test_an_ordinary_request_says_nothing_of_the_server(port: int) -> None:
    answer = sent(port, b"GET /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"\r\nServer:" not in answer


def test_every_address_is_known_to_the_walk() -> None:
    assert len(get_resolver().url_patterns) == len(urls.CAPABILITIES)


def test_tiles_open_one_origin_for_pictures_and_nothing_else(client: Client, world: World) -> None:
    client.force_login(world.users["landlord"])
    bare = client.get("/offres/nouvelle")
    assert bare["Content-Security-Policy"] == POLICY and b"data-tiles" not in bare.content
    assert "img-src 'self' data:;" in POLICY
    tiles = "https://tuiles.exemple.org:8443/fond/{z}/{x}/{y}.png"
    with override_settings(HAVRE_TILES=tiles, HAVRE_TILES_CREDIT="<b>Fond</b>"):
        page = client.get("/offres/nouvelle")
    opened = page["Content-Security-Policy"]
    assert f'data-tiles="{tiles}" data-credit="&lt;b&gt;Fond&lt;/b&gt;"' in page.content.decode()
    assert opened == POLICY.replace(
        "img-src 'self'", "img-src 'self' https://tuiles.exemple.org:8443"
    )
