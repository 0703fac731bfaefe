"""Persons, not organisations: recused, not named, gone to another employer, reading only, or
managing accounts only. The same doors: every screen, raw SQL, the vault."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.cases.recusals import recuse_person
from havre.cases.restrictions import reserve_case
from havre.engine.vocabulary import Seat
from havre.organisations.models import Membership, User
from havre.platform.acting import Actor, acting
from havre.programmes.selectors import actors_of
from havre.web.shell.screens import AUDIENCE_OF
from havre.web.shell.screens import Audience as A
from tests import world as w
from tests.matrix.reading import text_of
from tests.matrix.scenario import HOME, Scene, reach
from tests.matrix.test_database import opens, sealed_rows
from tests.matrix.test_screens import asked
from tests.platform.sql import visible
from tests.world import World


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def met(scene: Scene, client: Client) -> set[str]:
    """The words of the case that stand on any screen this person can open."""
    text = " ".join(text_of(client.get(address)) for _, address in asked(scene))
    return {word for words in scene.words.values() for word in words if word in text}


OFFER = {HOME}
"""The landlord's own dwelling, offered to anyone: it says nothing of her."""


def knows_nothing(scene: Scene, actor: Actor) -> None:
    assert met(scene, client_of(actor)) <= OFFER
    assert visible(actor) == {}
    assert [row for row in sealed_rows(scene) if opens(actor, row)] == []


def test_a_recused_colleague_of_the_operator(world: World) -> None:
    scene, neighbour = reach(world, "WITH_LANDLORD"), w.colleague(world, "operator")
    assert met(scene, client_of(neighbour))
    with acting(world.operator) as actor:
        recuse_person(scene.case, neighbour.user_id, "Motif velmarine", actor=actor)
    knows_nothing(scene, neighbour)
    assert met(scene, client_of(world.operator))


def test_a_recused_colleague_of_the_landlord(world: World) -> None:
    scene, neighbour = reach(world, "WITH_LANDLORD"), w.colleague(world, "landlord", Seat.MEMBER)
    with acting(world.operator) as actor:
        recuse_person(scene.case, neighbour.user_id, "Motif velmarine", actor=actor)
    assert met(scene, client_of(neighbour)) <= OFFER
    assert visible(neighbour) == {}
    assert met(scene, client_of(world.landlord)) > OFFER


def test_who_is_not_named_on_a_reserved_case(world: World) -> None:
    scene, colleague = reach(world, "WITH_LANDLORD"), w.colleague(world, "operator", Seat.MEMBER)
    with acting(world.operator) as actor:
        reserve_case(scene.case, [actor.user_id], actor=actor)
    knows_nothing(scene, colleague)
    assert met(scene, client_of(world.operator))


def test_a_person_who_changes_employer(world: World) -> None:
    """From one request to the next, in the same session."""
    scene = reach(world, "WITH_LANDLORD")
    user = world.users["shelter"]
    client = client_of(world.shelter)
    assert met(scene, client)
    Membership.objects.filter(user=user).update(active=False)
    Membership.objects.create(user=user, organisation=world.organisations["referrer"])
    assert met(scene, client) == set()
    [(_, actor)] = actors_of(user)
    knows_nothing(scene, actor)


def test_who_manages_accounts_sees_no_case(world: World) -> None:
    scene = reach(world, "WITH_LANDLORD")
    for name in ("operator", "shelter"):
        knows_nothing(scene, w.colleague(world, name, Seat.ACCOUNTS))


@pytest.mark.parametrize("code", ["PUBLISHED", "WITH_LANDLORD", "LEASED"])
def test_who_reads_only_reads_no_more_and_writes_nothing(world: World, code: str) -> None:
    scene, reader = reach(world, code), w.colleague(world, "landlord", Seat.READER)
    assert met(scene, client_of(reader)) <= met(scene, client_of(world.landlord))
    client = client_of(reader)
    written = {
        name: status
        for name, address in asked(scene)
        if AUDIENCE_OF[name] is not A.MEMBERS  # her own account, and where she works
        for status in [client.post(address).status_code]
        if status not in {403, 404, 405}
    }
    assert written == {}
