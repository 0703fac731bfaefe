"""Before what weighs more: the password again, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import include, path

from havre.platform.clock import at, now
from havre.web.accounts import recently_authenticated
from tests.world import PASSWORD, World, add_factor, code_of


@recently_authenticated
def weighty(request: HttpRequest) -> HttpResponse:
    """Say what the view received."""
    return JsonResponse({"method": request.method, "sent": dict(request.POST.lists())})


urlpatterns = [path("essai", weighty, name="essai"), path("", include("havre.config.urls"))]


@pytest.fixture
def client(client: Client, world: World, settings: object) -> Client:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    client.force_login(world.users["shelter"])
    return client


def later(minutes: float) -> object:
    return at(now() + timedelta(minutes=minutes))


def test_within_five_minutes_nothing_is_asked(client: Client) -> None:
    with later(4.9):
        assert client.get("/essai").json() == {"method": "GET", "sent": {}}


def test_after_five_minutes_a_page_asks_and_comes_back(client: Client) -> None:
    with later(5):
        asked = client.get("/essai?n=1")
        assert asked.status_code == 200
        assert b"C\xe2\x80\x99est bien vous" in asked.content
        assert 'name="_demande" value="GET"' in asked.content.decode()
        answer = client.post("/essai?n=1", {"_preuve": PASSWORD, "_demande": "GET"})
        assert (answer.status_code, answer["Location"]) == (302, "/essai?n=1")
        assert client.get("/essai?n=1").json()["method"] == "GET"


def test_what_was_sent_is_carried_and_arrives(client: Client) -> None:
    sent = {"who": ["a", "b"], "note": ['<b>é\n"x"</b>']}
    with later(6):
        asked = client.post("/essai", sent)
        page = asked.content.decode()
        assert '<input type="hidden" name="who" value="a">' in page
        assert '<input type="hidden" name="who" value="b">' in page
        assert "&lt;b&gt;é\n&quot;x&quot;&lt;/b&gt;" in page
        carried = dict(asked.context["carried"]) | {"who": ["a", "b"]}
        answer = client.post("/essai", carried | {"_preuve": PASSWORD, "_demande": "POST"})
        assert answer.json() == {"method": "POST", "sent": sent}


def test_a_wrong_password_asks_again_and_loses_nothing(client: Client) -> None:
    with later(6):
        again = client.post("/essai", {"who": "a", "_preuve": "autre", "_demande": "POST"})
        page = again.content.decode()
        assert "pas le bon mot de passe" in page
        assert 'name="who" value="a"' in page
        assert "autre" not in page
        assert client.post("/essai", {"who": "a"}).context["asked"] == "POST"


def test_an_empty_password_asks_again(client: Client) -> None:
    with later(6):
        assert (
            "Indiquez votre mot de passe" in client.post("/essai", {"_preuve": ""}).content.decode()
        )


def test_a_proof_sent_without_need_is_checked(client: Client) -> None:
    assert client.post("/essai", {"_preuve": "faux"}).context["form"].errors


def test_called_around_the_middleware_it_refuses() -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    with pytest.raises(PermissionDenied):
        weighty(request)


def test_a_real_sign_in_counts_as_a_proof(client: Client, world: World) -> None:
    client.logout()
    secret = add_factor(world.users["shelter"])
    client.post("/connexion", {"login": world.users["shelter"].email, "password": PASSWORD})
    client.post("/connexion/code", {"code": code_of(secret)})
    assert client.get("/essai").json()["method"] == "GET"


def test_a_code_of_the_application_serves_as_proof_once(client: Client, world: World) -> None:
    secret = add_factor(world.users["shelter"])
    with later(6):
        given = {"_preuve": code_of(secret), "_demande": "GET"}
        assert client.post("/essai", given).status_code == 302
    with later(12):
        assert client.post("/essai", given).status_code == 200  # served already


def test_wrong_passwords_make_the_proof_wait(client: Client) -> None:
    with later(6):
        for _ in range(5):
            client.post("/essai", {"_preuve": "faux", "_demande": "GET"})
        answer = client.post("/essai", {"_preuve": PASSWORD, "_demande": "GET"})
        assert "Attendez 1 minute" in answer.content.decode()
    with later(6.5):
        again = client.post("/essai", {"_preuve": PASSWORD, "_demande": "GET"})
        assert again.status_code == 302
