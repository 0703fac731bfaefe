"""Sessions end on the server, to the second; failures make the next tries wait."""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client

from havre.organisations import sessions, throttling
from havre.organisations.models import OpenSession, SignInTries
from havre.organisations.throttling import Place, TooManyTries
from havre.platform.clock import at, now
from tests.world import PASSWORD, World

WRONG = "mot-de-passe-faux-9"


def test_fifteen_minutes_without_use_to_the_second(client: Client, world: World) -> None:
    start = now()
    with at(start):
        client.force_login(world.users["shelter"])
    for minutes in (14, 28):  # each use begins the fifteen minutes again
        with at(start + timedelta(minutes=minutes)):
            assert client.get("/aide").status_code == 200
    last = start + timedelta(minutes=28)
    with at(last + timedelta(minutes=14, seconds=59)):
        assert client.get("/aide").status_code == 200
    with at(last + timedelta(minutes=29, seconds=59)):
        assert client.get("/aide")["Location"] == "/connexion"


def test_ten_hours_at_most_however_used(client: Client, world: World) -> None:
    start = now()
    with at(start):
        client.force_login(world.users["shelter"])
    for minutes in range(10, 600, 10):
        with at(start + timedelta(minutes=minutes)):
            assert client.get("/pause").status_code == 200
            client.session.load()
    with at(start + timedelta(hours=9, minutes=59, seconds=59)):
        assert client.get("/aide").status_code == 200
    with at(start + timedelta(hours=10)):
        assert client.get("/aide")["Location"] == "/connexion"


def test_the_key_of_a_session_is_not_in_the_database(client: Client, world: World) -> None:
    client.force_login(world.users["shelter"])
    row = OpenSession.objects.get()
    key = str(client.session.session_key)
    assert row.key_digest == sessions.digest_of(key)
    assert key not in f"{row.key_digest}{row.data}{row.device}"
    assert row.user == world.users["shelter"]


def test_she_lists_and_ends_her_own_sessions_only(client: Client, world: World) -> None:
    here, there, elsewhere = Client(), Client(), Client()
    for one in (here, there):
        one.force_login(world.users["shelter"])
    elsewhere.force_login(world.users["operator"])
    page = here.get("/compte/securite").content.decode()
    assert page.count("celui-ci") == 1
    theirs = OpenSession.objects.get(user=world.users["operator"])
    here.post(f"/compte/securite/sessions/{theirs.pk}/fermer")
    assert elsewhere.get("/aide").status_code == 200
    here.post("/compte/securite/sessions/fermer")
    assert there.get("/aide")["Location"] == "/connexion"
    assert here.get("/aide").status_code == 200


def test_ended_sessions_are_removed_an_hour_later(client: Client, world: World) -> None:
    client.force_login(world.users["shelter"])
    with at(now() + timedelta(minutes=74)):
        sessions.SessionStore.clear_expired()
        assert OpenSession.objects.count() == 1
    with at(now() + timedelta(minutes=76)):
        sessions.SessionStore.clear_expired()
        assert OpenSession.objects.count() == 0


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> bool:
    """Tell whether the password was accepted."""
    answer = client.post("/connexion", {"login": email, "password": password}, **more)
    return answer.status_code == 302


def test_an_attacker_elsewhere_does_not_keep_a_known_device_out(
    client: Client, world: World
) -> None:
    email = world.users["shelter"].email
    assert sign_in(client, email)  # her device is known from now on
    client.post("/deconnexion")
    attacker = Client()
    for _ in range(8):
        sign_in(attacker, email, WRONG, REMOTE_ADDR="203.0.113.9")
    assert not sign_in(Client(), email)  # any unknown device waits
    assert sign_in(client, email)  # hers does not
    stolen = Client()
    stolen.cookies["appareil"] = client.cookies["appareil"].value
    for _ in range(5):
        sign_in(stolen, email, WRONG)
    assert not sign_in(stolen, email)  # a copied mark counts for itself
    forged = Client()
    forged.cookies["appareil"] = "x:y:z"
    assert not sign_in(forged, email)


def test_delays_grow_and_never_pass_fifteen_minutes(world: World) -> None:
    place, moment, waits = Place("account", "a"), now(), []
    for _ in range(16):
        with at(moment):
            throttling.begin_try([place])
        until = SignInTries.objects.get().blocked_until
        waits.append(round((until - moment).total_seconds()))
        moment = max(until, moment)
    assert waits == [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, *[900] * 6]


def test_a_try_while_waiting_does_not_lengthen_the_wait(world: World) -> None:
    place = Place("account", "a")
    for _ in range(5):
        throttling.begin_try([place])
    before = SignInTries.objects.get().blocked_until
    for _ in range(20):
        with pytest.raises(TooManyTries) as refusal:
            throttling.begin_try([place])
        assert refusal.value.minutes == 1
    assert SignInTries.objects.get().blocked_until == before


def test_a_success_is_forgotten_for_the_account_not_for_the_address(world: World) -> None:
    account, address = Place("account", "a"), Place("address", "b")
    throttling.begin_try([account, address])
    throttling.begin_try([account, address])
    throttling.succeed([account, address])
    assert list(SignInTries.objects.values_list("place", "failures")) == [("address", 1)]


def test_nothing_readable_is_counted(world: World) -> None:
    throttling.begin_try(
        [Place("account", "shelter@exemple.test"), Place("address", "203.0.113.9")]
    )
    kept = list(SignInTries.objects.values_list("digest", flat=True))
    assert len(kept) == 2
    for digest in kept:  # a keyed digest and nothing beside it: no word or dot fits in
        assert re.fullmatch("[0-9a-f]{64}", digest)
    plain = {sha256(text.encode()).hexdigest() for text in ("shelter@exemple.test", "203.0.113.9")}
    assert plain.isdisjoint(kept)


def test_counters_are_forgotten_after_half_a_day(world: World) -> None:
    for _ in range(5):
        throttling.begin_try([Place("account", "a")])
    with at(now() + timedelta(hours=12, seconds=1)):
        throttling.forget_old()
    assert SignInTries.objects.count() == 0
