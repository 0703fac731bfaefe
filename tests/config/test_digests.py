"""Once a day at the hour she chose, a person is told how many things wait, and nothing else."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client

from havre.cases import actions as cases
from havre.cases.recusals import recuse_organisation
from havre.config import jobs
from havre.engine.vocabulary import AdmissionRefusal
from havre.organisations import mailing
from havre.organisations.models import MailLink, Membership
from havre.platform import clock
from havre.platform.acting import acting
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


def link_of(number: int = -1) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/ouvrir/\S+)", deliver_all()[number].body)
    assert found
    return found[1]


def test_the_link_needs_sign_in_and_is_hers_alone(world: World, client: Client) -> None:
    case = w.referred(world)
    at(MONDAY)
    link = link_of()
    assert client.get(link)["Location"] == f"/connexion?next={link}"
    client.force_login(world.users["operator"])
    assert client.get(link)["Location"] == f"/situations/{case.reference}"
    assert client.get(f"{link}x").status_code == 404
    other = Client()
    other.force_login(world.users["shelter"])
    assert other.get(link).status_code == 404
    assert case.reference not in link
    row = MailLink.objects.get()
    assert case.reference not in row.target and link.rpartition("/")[2] != row.token_digest


def test_the_link_tells_nothing_once_what_it_names_is_hidden(world: World, client: Client) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    offer = w.vacancy(world)
    w.with_landlord(world, w.proposed(world, case, offer))
    at(MONDAY)
    number = [message.to[0] for message in deliver_all()].index("landlord@exemple.test")
    link = link_of(number)
    client.force_login(world.users["landlord"])
    assert client.get(link)["Location"].startswith("/repondre/")
    with acting(world.operator) as actor:
        recuse_organisation(case, world.landlord.organisation_id, "Motif", actor=actor)
    page = client.get(link)
    assert page.status_code == 200
    assert "n’attend plus de réponse" in page.content.decode()
    assert case.reference not in page.content.decode()


def test_the_link_ends(world: World, client: Client) -> None:
    w.referred(world)
    at(MONDAY)
    link = link_of()
    with clock.at(MONDAY + timedelta(days=7, minutes=1)):
        client.force_login(world.users["operator"])
        assert client.get(link).status_code == 404
        mailing.forget_links()
    assert not MailLink.objects.exists()


def now_at(moment: datetime) -> int:
    """Run what is told at once; return how many messages left so far."""
    with clock.at(moment):
        jobs.tell_at_once.func(timestamp=0)
        return len(deliver_all())


def test_at_once_tells_each_new_thing_once(world: World) -> None:
    client = Client()
    client.force_login(world.users["operator"])
    client.post("/compte/courriers", {"digest": "NOW", "hour": "8"})
    assert now_at(MONDAY) == 0
    case = w.referred(world)
    assert now_at(MONDAY) == 1
    assert now_at(MONDAY + timedelta(minutes=2)) == 1
    assert at(MONDAY) == ["operator@exemple.test"]  # no digest beside
    w.referred(world, last_name="Autre")
    assert now_at(MONDAY + timedelta(minutes=4)) == 2
    with acting(world.operator) as actor:
        cases.refuse_admission(case, AdmissionRefusal.HORS_PUBLIC, actor=actor)
    assert now_at(MONDAY + timedelta(minutes=6)) == 2
