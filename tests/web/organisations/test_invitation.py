"""The page an invitation opens: once, by the right person, and calm when it no longer works."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from havre.organisations.models import Invitation, Membership, User
from havre.platform import clock
from havre.platform.clock import now
from tests.worker import deliver_all
from tests.world import PASSWORD as KNOWN
from tests.world import World, add_factor, code_of

PASSWORD = "galets-blancs-du-quai-9"
TYPED = {
    "first_name": "Lou",
    "last_name": "Vermandel",
    "password": PASSWORD,
    "again": PASSWORD,
}
CLOSED = "Ce lien n’est plus valable"


def link(client: Client, world: World, email: str = "nouvelle@exemple.test") -> str:
    """Invite from the shelter's page; return the path written in the message."""
    client.force_login(world.users["shelter"])
    client.post("/equipe/inviter", {"email": email, "seat": "MEMBER"})
    client.logout()
    body = deliver_all()[-1].body
    found = re.search(r"http://127\.0\.0\.1:8000(/invitation/[0-9a-f]{64})\n", body)
    assert found
    return found[1]


def test_looking_consumes_nothing_then_accepting_signs_in(client: Client, world: World) -> None:
    path = link(client, world)
    for _ in range(3):
        page = client.get(path)
        assert page.status_code == 200
    assert "nouvelle@exemple.test" in page.content.decode()
    assert "Org shelter" not in page.content.decode()
    assert client.head(path).status_code == 200
    answer = client.post(path, TYPED)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/aide")["Location"] == "/compte/protection"  # her second factor first
    person = User.objects.get(email="nouvelle@exemple.test")
    assert person.full_name == "Lou Vermandel"
    assert person.memberships.get().organisation == world.organisations["shelter"]


def test_every_link_that_does_not_work_gets_the_same_answer(client: Client, world: World) -> None:
    used, withdrawn, expired = (link(client, world, f"p{n}@exemple.test") for n in range(3))
    client.post(used, TYPED)
    client.logout()
    Invitation.objects.filter(email="p1@exemple.test").update(withdrawn_at=now())
    Invitation.objects.filter(email="p2@exemple.test").update(expires_at=now())
    unknown = "/invitation/" + "0" * 64
    pages = set()
    for path in (used, withdrawn, expired, unknown, "/invitation/x", "/invitation/" + "é" * 500):
        for answer in (client.get(path), client.post(path, TYPED)):
            assert answer.status_code == 404
            body = answer.content.decode()
            assert CLOSED in body and "Se connecter" in body
            pages.add(re.sub(r'value="[^"]+"', "", body))
    assert len(pages) == 1


def test_a_link_lives_seven_days(client: Client, world: World) -> None:
    path = link(client, world)
    with clock.at(now() + timedelta(days=6, hours=23)):
        assert client.get(path).status_code == 200
    with clock.at(now() + timedelta(days=7, minutes=1)):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password": "court", "again": "court"}, "trop court"),
        ({"password": "123456789012345", "again": "123456789012345"}, "trop simple"),
        ({"password": "motdepasse1234", "again": "autre-chose-9"}, "ne sont pas les mêmes"),
        ({"password": "nouvelle@exemple.test", "again": "nouvelle@exemple.test"}, "trop semblable"),
        ({"password": "x" * 10_000, "again": "x" * 10_000}, "au plus 128"),
        ({"first_name": "x" * 10_000}, "au plus 80"),
        ({"last_name": ""}, "obligatoire"),
        ({"last_name": "a\x00b"}, "nul"),
    ],
)
def test_what_is_wrong_is_said_in_french_and_the_link_still_works(
    client: Client, world: World, changes: dict[str, str], sentence: str
) -> None:
    path = link(client, world)
    answer = client.post(path, TYPED | changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert PASSWORD not in answer.content.decode()
    assert not User.objects.filter(email="nouvelle@exemple.test").exists()
    assert client.post(path, TYPED).status_code == 302


def test_an_account_joins_a_second_organisation_after_signing_in(
    client: Client, world: World
) -> None:
    path = link(client, world, "landlord@exemple.test")
    page = client.get(path).content.decode()
    assert "Connectez-vous pour continuer" in page
    assert f"/connexion?next={path}" in page
    assert client.post(path, TYPED).status_code == 200
    assert Membership.objects.filter(user=world.users["landlord"]).count() == 1
    secret = add_factor(world.users["landlord"])
    client.post(
        f"/connexion?next={path}",
        {"login": "landlord@exemple.test", "password": KNOWN, "next": path},
    )
    answer = client.post("/connexion/code", {"code": code_of(secret)})
    assert answer["Location"] == path
    assert "Org shelter" in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/"
    assert "Org shelter" in client.get("/aide").content.decode()
    assert Membership.objects.filter(user=world.users["landlord"]).count() == 2
    assert client.post(path).status_code == 404


def test_an_invitation_to_another_address_is_not_hers(client: Client, world: World) -> None:
    path = link(client, world)
    client.force_login(world.users["landlord"])
    for answer in (client.get(path), client.post(path, TYPED)):
        assert answer.status_code == 403
        assert "Cette invitation est pour un autre compte" in answer.content.decode()
        assert "nouvelle@exemple.test" not in answer.content.decode()
    client.logout()
    assert client.get(path).status_code == 200


def test_a_closed_account_does_not_come_back_by_invitation(client: Client, world: World) -> None:
    path = link(client, world, "landlord@exemple.test")
    User.objects.filter(email="landlord@exemple.test").update(is_active=False)
    assert client.get(path).status_code == 404
    assert client.post(path, TYPED).status_code == 404
