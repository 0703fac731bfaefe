"""Two narrow seats: one that only reads, one that manages accounts and sees no case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import InternalError, connection
from django.test import Client

from havre.cases.models import Case
from havre.engine.vocabulary import Pathway, Role, Seat
from havre.housing import actions as housing
from havre.organisations import actions as organisations
from havre.organisations.models import Membership, User
from havre.platform.acting import acting, sign
from havre.platform.models import Share
from havre.platform.rls import case_models
from havre.programmes.selectors import actor_of
from tests import world as w
from tests.world import PASSWORD, World, add_person


def seated(world: World, name: str, seat: Seat) -> User:
    return add_person(world.organisations[name], f"{seat.lower()}@exemple.test", seat)


def test_a_landlords_reader_needs_no_second_factor_and_changes_nothing(
    client: Client, world: World
) -> None:
    offer = w.vacancy(world)
    user = seated(world, "landlord", Seat.READER)
    client.post("/connexion", {"login": user.email, "password": PASSWORD})
    for path in ("/", "/offres/", "/fiches/", "/propositions/", f"/offres/{offer.reference}"):
        assert client.get(path).status_code == 200, path
    assert "Importer" not in client.get("/offres/").content.decode()
    for path in ("/offres/nouvelle", f"/offres/{offer.reference}/retirer", "/situations/nouvelle"):
        assert client.post(path).status_code in {403, 404}, path
    assert client.get("/equipe/").status_code == 403


def test_a_reader_elsewhere_or_with_another_seat_needs_one(client: Client, world: World) -> None:
    user = seated(world, "shelter", Seat.READER)
    client.post("/connexion", {"login": user.email, "password": PASSWORD})
    assert client.get("/")["Location"] == "/compte/protection"
    both = add_person(world.organisations["landlord"], "deux@exemple.test", Seat.READER)
    Membership.objects.create(user=both, organisation=world.organisations["agency"])
    other = Client()
    other.post("/connexion", {"login": both.email, "password": PASSWORD})
    assert other.get("/")["Location"] == "/compte/protection"


def test_the_database_itself_refuses_a_readers_writing(world: World) -> None:
    reader = replace(world.landlord, seat=Seat.READER)
    with pytest.raises(PermissionError), acting(reader):
        housing.enter_vacancy(reader.organisation_id, w.terms(), actor=reader)
    for statement in (
        "DELETE FROM housing_vacancy",
        "INSERT INTO platform_outgoingmail DEFAULT VALUES",
        "SET TRANSACTION READ WRITE",
    ):
        with pytest.raises(InternalError), acting(reader), connection.cursor() as cursor:
            cursor.execute(statement)
    with acting(world.landlord):  # nothing stays for the next one on this connection
        housing.enter_vacancy(world.landlord.organisation_id, w.terms(), actor=world.landlord)


def test_who_manages_accounts_sees_no_case_in_the_database(world: World) -> None:
    w.admitted(world)
    user = seated(world, "operator", Seat.ACCOUNTS)
    actor = actor_of(user.memberships.get())
    assert actor.roles == frozenset()
    with acting(world.operator):
        assert Case.objects.count() == 1
    with acting(actor), connection.cursor() as cursor:
        assert Case.objects.count() == 0
        assert Share.objects.count() == 0
        cursor.execute("SELECT count(*) FROM platform_journalentry")
        assert cursor.fetchone() == (0,)  # her own lines only, and she has done nothing
        for model in case_models():
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            assert cursor.fetchone() == (0,), model
    forged = replace(actor, roles=frozenset({Role.OPERATOR}), purpose="web")
    assert ".accounts-only." in sign(forged)
    with acting(forged):
        assert Case.objects.count() == 0
    with acting(forged.in_the_name_of(world.shelter.organisation_id, "web")):
        assert Case.objects.count() == 0


def test_who_manages_accounts_manages_people_and_reaches_nothing_else(
    client: Client, world: World
) -> None:
    case = w.admitted(world)
    user = seated(world, "operator", Seat.ACCOUNTS)
    colleague = seated(world, "operator", Seat.MEMBER).memberships.get()
    client.force_login(user)
    assert client.get("/").status_code == 200
    assert client.get("/equipe/").status_code == 200
    assert client.get(f"/situations/{case.reference}").status_code == 404
    assert case.reference not in client.get("/situations/").content.decode()
    for path in ("/dispositif/", "/indicateurs/", "/offres/", "/fiches/"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"/equipe/{colleague.pk}", {"seat": "READER"}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.seat == Seat.READER
    assert client.post("/equipe/inviter", {"email": "x@exemple.test", "seat": "MEMBER"})
    assert client.post(f"/equipe/{colleague.pk}/acces", {"active": "0"}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.active is False


def test_closing_an_access_ends_the_sessions_at_once(client: Client, world: World) -> None:
    member = seated(world, "shelter", Seat.MEMBER)
    client.force_login(member)
    assert client.get("/situations/").status_code == 200
    manager = Client()
    manager.force_login(world.users["shelter"])
    manager.post(f"/equipe/{member.memberships.get().pk}/acces", {"active": "0"})
    assert member.sessions.count() == 0  # type: ignore[attr-defined]
    for more in ({}, {"HTTP_HX_REQUEST": "true"}):
        assert client.get("/situations/", **more)["Location"] == "/connexion"
        assert client.post("/situations/nouvelle", **more)["Location"] == "/connexion"


def test_a_lost_second_factor_is_reset_by_who_manages_people(client: Client, world: World) -> None:
    member = seated(world, "shelter", Seat.MEMBER)
    w.add_factor(member)
    hers = Client()
    hers.force_login(member)
    path = f"/equipe/{member.memberships.get().pk}/double-verification"
    client.force_login(world.users["landlord"])
    assert client.post(path).status_code == 404
    client.force_login(world.users["shelter"])
    assert client.get(path).status_code == 405
    assert client.post(path)["Location"] == "/equipe/"
    assert hers.get("/")["Location"] == "/connexion"
    hers.post("/connexion", {"login": member.email, "password": PASSWORD})
    assert hers.get("/")["Location"] == "/compte/protection"


def test_a_reader_who_may_refer_no_more_starts_nothing(world: World) -> None:
    from havre.cases import actions as cases

    reader = replace(world.landlord, seat=Seat.READER)
    with pytest.raises(PermissionError), acting(reader):
        cases.start_referral(Pathway.TENANT, actor=reader)


def test_a_reader_accepts_her_invitation(world: World) -> None:
    links: list[str] = []

    def address(token: str) -> str:
        links.append(token)
        return f"http://127.0.0.1/{token}"

    with acting(world.landlord) as actor:
        organisations.invite("reader@exemple.test", Seat.READER, actor=actor, address=address)
    membership = organisations.accept_as_new(links[0], "Camille", "Lecture", PASSWORD)
    assert membership.seat_word is Seat.READER
