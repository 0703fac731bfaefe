"""Once a day at the hour she chose, a person is told how many things wait, and nothing else."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client

from havre.config import jobs
from havre.organisations.models import Membership
from havre.platform import clock
from tests import world as w
from tests.worker import deliver_all
from tests.world import World

MONDAY = datetime(2026, 11, 23, 8, 2, tzinfo=ZoneInfo("Europe/Paris"))


def at(moment: datetime) -> list[str]:
    """Run the hour's digests; return to whom all that was sent so far went."""
    with clock.at(moment):
        jobs.send_digests.func(timestamp=0)
        return [message.to[0] for message in deliver_all()]


def test_only_whoever_something_waits_for_is_written_to_once(world: World) -> None:
    w.referred(world)
    assert at(MONDAY) == ["operator@exemple.test"]
    assert at(MONDAY + timedelta(minutes=20)) == ["operator@exemple.test"]
    assert at(MONDAY + timedelta(hours=1)) == ["operator@exemple.test"]
    assert len(at(MONDAY + timedelta(days=1))) == 2
    message = deliver_all()[0]
    assert message.subject == "Vous avez un nouveau message"
    assert "Un élément vous attend." in message.body
    assert "Zyntharel" not in message.body


def test_she_chooses_when(world: World) -> None:
    w.referred(world)
    client = Client()
    client.force_login(world.users["operator"])
    assert client.post("/compte/courriers", {"digest": "WEEKLY", "hour": "11"}).status_code == 302
    assert Membership.objects.get(user=world.users["operator"]).digest_hour == 11
    assert at(MONDAY) == []
    assert at(MONDAY + timedelta(days=1, hours=3)) == []
    assert len(at(MONDAY + timedelta(hours=3))) == 1
    client.post("/compte/courriers", {"digest": "NEVER", "hour": "11"})
    assert len(at(MONDAY + timedelta(days=7, hours=3))) == 1


def test_the_link_needs_sign_in_and_is_hers_alone(world: World, client: Client) -> None:
    w.referred(world)
    at(MONDAY)
    found = re.search(r"http://127\.0\.0\.1:8000(/ouvrir/\S+)", deliver_all()[0].body)
    assert found
    assert client.get(found[1])["Location"].startswith("/connexion")
    client.force_login(world.users["operator"])
    assert client.get(found[1])["Location"] == "/"
    assert client.get(f"{found[1]}x").status_code == 404
    other = Client()
    other.force_login(world.users["shelter"])
    assert other.get(found[1]).status_code == 404
