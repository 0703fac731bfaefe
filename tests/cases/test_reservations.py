"""The keeper asks a partner to reserve a case; the partner alone says to whom."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import QuerySet
from django.db.utils import ProgrammingError

from havre.cases import reservations, restrictions
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.cases.recusals import WouldLockOut, recuse_person
from havre.cases.searching import IdentityQuery, SearchReason, search_identity
from havre.cases.selectors import get_case, visible_to
from havre.engine.vocabulary import Seat
from havre.platform.acting import Actor, acting
from havre.platform.clock import now
from havre.platform.models import JournalEntry, OutgoingMail, Share
from havre.sharing.actions import close_shares
from havre.sharing.models import ReservationRequest, Restriction
from havre.sharing.protection_selectors import restrictions_in_force
from havre.web.home.tasks import tasks_for
from tests import world as w
from tests.matrix.scenario import reach
from tests.platform.sql import run, visible
from tests.world import World


def asked(world: World, case: Case, *, suspend: bool = False, whom: str = "shelter") -> None:
    with acting(world.operator) as actor:
        organisation_id = world.organisations[whom].pk
        reservations.ask(case, organisation_id, suspend=suspend, actor=actor)


def sees(actor: Actor, case: Case) -> bool:
    with acting(actor):
        return visible_to(actor).filter(pk=case.pk).exists()


def waiting(actor: Actor) -> list[reservations.Asked]:
    with acting(actor):
        return reservations.asked_of(actor)


def answered(actor: Actor, *people: Actor) -> None:
    (one,) = waiting(actor)
    with acting(actor):
        reservations.answer(one.request_id, [p.user_id for p in people], actor=actor)


def test_a_partner_names_its_people(world: World) -> None:
    case, member = w.admitted(world), w.colleague(world, "shelter", Seat.MEMBER)
    other = w.colleague(world, "shelter", Seat.MEMBER)
    asked(world, case)
    (one,) = waiting(world.shelter)
    assert (one.reference, one.case_id) == (case.reference, case.pk)
    assert waiting(member) == []  # who coordinates answers
    assert waiting(world.other_shelter) == []
    answered(world.shelter, world.shelter, member)
    assert [sees(actor, case) for actor in (world.shelter, member, other)] == [True, True, False]
    assert waiting(world.shelter) == []
    with acting(world.operator) as actor:
        (found,) = reservations.requests_of(case, actor=actor)
        assert (found.answer, found.ended_at is None) == ("DONE", False)
        assert not reservations.askable(case, actor=actor).exists()


def test_suspended_until_it_answers(world: World) -> None:
    """Nobody there sees the case, who answers neither; no share is closed for that."""
    case, member = w.admitted(world), w.colleague(world, "shelter", Seat.MEMBER)
    held = Share.objects.using("owner").filter(
        case=case, organisation_id=world.shelter.organisation_id, closed_at=None
    )
    before = held.count()
    asked(world, case, suspend=True)
    (one,) = waiting(world.shelter)
    assert (one.reference, one.case_id) == ("", None)
    assert not sees(world.shelter, case)
    assert held.count() == before
    answered(world.shelter, member)
    assert [sees(actor, case) for actor in (world.shelter, member)] == [False, True]


def test_it_cannot_and_the_keeper_decides(world: World) -> None:
    case = w.admitted(world)
    asked(world, case, suspend=True)
    answered(world.shelter)
    assert not sees(world.shelter, case)  # still suspended
    with acting(world.operator) as actor:
        lines = [task.sentence for task in tasks_for(actor)]
        assert "Un partenaire ne peut pas réserver une situation : décidez" in lines
        (found,) = reservations.refused_to(actor)
        reservations.take_back(case, found.pk, actor=actor)
        with pytest.raises(AlreadyDone):
            reservations.take_back(case, found.pk, actor=actor)
        assert list(reservations.refused_to(actor)) == []
    assert sees(world.shelter, case)


def test_home_says_it_to_who_coordinates_and_not_which(world: World) -> None:
    case, member = w.admitted(world), w.colleague(world, "shelter", Seat.MEMBER)
    asked(world, case, suspend=True)
    with acting(world.shelter) as actor:
        (task,) = [t for t in tasks_for(actor) if "à réserver" in t.sentence]
        assert case.reference not in task.sentence + task.url
    with acting(member):
        assert not [t for t in tasks_for(member) if "à réserver" in t.sentence]


@pytest.mark.parametrize("suspend", [True, False])
def test_the_mail_is_neutral_and_goes_to_who_coordinates(world: World, suspend: bool) -> None:
    case = w.admitted(world)
    recused = w.colleague(world, "shelter")
    with acting(world.operator) as actor:
        recuse_person(case, recused.user_id, "motif", actor=actor)
    asked(world, case, suspend=suspend)
    mail = OutgoingMail.objects.get(template="answer_awaited")
    assert (mail.recipient, mail.status) == ("shelter@exemple.test", "WAITING")
    assert case.reference not in mail.subject + mail.body
    assert waiting(recused) == []


def test_asked_once_and_never_of_oneself_or_a_stranger(world: World) -> None:
    case = w.admitted(world)
    asked(world, case)
    for whom in ("shelter", "operator", "other_shelter", "landlord"):
        with pytest.raises(AlreadyDone):
            asked(world, case, whom=whom)
    assert OutgoingMail.objects.count() == 1
    reserved = w.admitted(world, last_name="Autre", unique_number="")
    with acting(world.shelter) as actor:
        restrictions.reserve_case(reserved, [actor.user_id], actor=actor)
    with pytest.raises(AlreadyDone):
        asked(world, reserved)


def test_who_may_ask_and_take_back(world: World) -> None:
    case, member = w.admitted(world), w.colleague(world, "operator", Seat.MEMBER)
    own = world.shelter.organisation_id
    for actor in (member, world.shelter, world.landlord):
        with acting(actor), pytest.raises(NotAllowed):
            reservations.ask(case, own, suspend=False, actor=actor)
    asked(world, case)
    request = ReservationRequest.objects.using("owner").get()
    for actor in (member, world.shelter):
        with acting(actor), pytest.raises(NotAllowed):
            reservations.take_back(case, request.pk, actor=actor)


def test_only_people_of_the_organisation_who_are_not_recused_are_named(world: World) -> None:
    case, recused = w.admitted(world), w.colleague(world, "shelter", Seat.MEMBER)
    with acting(world.operator) as actor:
        recuse_person(case, recused.user_id, "motif", actor=actor)
    asked(world, case)
    for stranger in (recused, world.landlord):
        with pytest.raises(WouldLockOut):
            answered(world.shelter, world.shelter, stranger)
    assert not Restriction.objects.using("owner").exists()
    with acting(world.landlord) as actor, pytest.raises(ReservationRequest.DoesNotExist):
        reservations.answer(waiting(world.shelter)[0].request_id, [], actor=actor)


def test_nobody_writes_a_request_by_hand(world: World) -> None:
    case = w.admitted(world)
    asked(world, case, suspend=True)
    request = ReservationRequest.objects.using("owner").get()
    insert = (
        "INSERT INTO sharing_reservationrequest (id, case_id, organisation_id, asked_by_id,"
        " asked_at, suspended, answer) VALUES (gen_random_uuid(), %s, %s, %s, now(), true, '')"
        " RETURNING id"
    )
    landlord = world.landlord.organisation_id
    for actor in (world.operator, world.landlord):
        with pytest.raises(ProgrammingError):
            run(actor, insert, case.pk, landlord, actor.user_id)
    lift = "UPDATE sharing_reservationrequest SET suspended = false RETURNING id"
    assert run(world.operator, lift) == []
    assert run(world.shelter, lift) == []  # hidden with the case
    shown = w.admitted(world, last_name="Autre", unique_number="")
    asked(world, shown)
    with pytest.raises(ProgrammingError):
        run(world.shelter, lift)
    assert run(world.shelter, "SELECT havre.end_reservation_request(%s)", request.pk) == [(False,)]
    ask = "SELECT havre.ask_to_reserve(%s, %s, true)"
    for actor in (world.landlord, world.shelter, w.colleague(world, "operator", Seat.MEMBER)):
        assert run(actor, ask, case.pk, landlord) == [(None,)]
    assert run(world.operator, ask, uuid4(), landlord) == [(None,)]
    answer = "SELECT havre.answer_reservation(%s, %s::bigint[])"
    assert run(world.landlord, answer, request.pk, [world.landlord.user_id]) == [(False,)]
    assert run(world.operator, answer, request.pk, [world.operator.user_id]) == [(False,)]


def test_a_suspended_partner_finds_nothing_anywhere(world: World) -> None:
    """Neither by name, nor by the reference, nor by raw SQL; its own journal no longer tells."""
    case = w.admitted(world)
    asked(world, case, suspend=True)
    query = IdentityQuery("Zyntharel", "Oriane", date(1991, 4, 2), "045062612345ABCDE1")
    with acting(world.shelter) as actor:
        assert search_identity(query, SearchReason.SHE_CALLS, actor=actor) == []
        with pytest.raises(Case.DoesNotExist):
            get_case(case.reference, actor=actor)
    assert visible(world.shelter) == {}


def test_what_is_journaled(world: World) -> None:
    case = w.admitted(world)
    asked(world, case, suspend=True)
    answered(world.shelter, world.shelter)
    lines = JournalEntry.objects.using("vault").filter(action__startswith="RESERVATION")
    own = world.shelter.organisation_id
    assert [(one.action, one.case_id, one.subject) for one in lines.order_by("at")] == [
        ("RESERVATION_ASKED", case.pk, f"organisation:{own} suspended"),
        ("RESERVATION_ANSWERED", None, "count:1"),
    ]


def shares_of(case: Case, actor: Actor) -> QuerySet[Share]:
    rows = Share.objects.using("owner")
    return rows.filter(case=case, organisation_id=actor.organisation_id, closed_at=None)


@pytest.mark.parametrize("suspend", [True, False])
@pytest.mark.parametrize("ending", ["closed", "lapsed"])
def test_whoever_holds_no_share_any_more_is_asked_nothing(
    world: World, ending: str, suspend: bool
) -> None:
    case = w.admitted(world)
    asked(world, case, suspend=suspend)
    (one,) = waiting(world.shelter)
    if ending == "closed":
        with acting(world.operator) as actor:
            close_shares(case.pk, actor=actor, organisation_id=world.shelter.organisation_id)
    else:
        shares_of(case, world.shelter).update(until=now() - timedelta(seconds=1))
    assert waiting(world.shelter) == []
    answer = "SELECT havre.answer_reservation(%s, %s::bigint[])"
    for people in ([], [world.shelter.user_id]):
        assert run(world.shelter, answer, one.request_id, people) == [(False,)]
    assert not Restriction.objects.using("owner").exists()


def test_whoever_holds_a_share_past_its_end_cannot_be_asked(world: World) -> None:
    case = w.admitted(world)
    shares_of(case, world.shelter).update(until=now() - timedelta(seconds=1))
    with acting(world.operator) as actor:
        assert not reservations.askable(case, actor=actor).exists()
    with pytest.raises(AlreadyDone):
        asked(world, case)


def test_a_reader_of_the_card_alone_is_not_told_which_case(world: World) -> None:
    case = reach(world, "PUBLISHED").case
    assert case is not None
    asked(world, case, whom="agency")
    (one,) = waiting(world.agency)
    assert not sees(world.agency, case)
    assert (one.reference, one.case_id) == ("", None)


def in_force(world: World) -> list[list[int]]:
    rows = Restriction.objects.using("owner").filter(ended_at=None)
    return [sorted(row.named) for row in rows]


@pytest.mark.parametrize("cannot", [True, False])
def test_reserved_by_itself_meanwhile_meets_the_request(world: World, cannot: bool) -> None:
    """Those it named stay: nobody else of it, not named, answers later in their place."""
    case, member = w.admitted(world), w.colleague(world, "shelter", Seat.MEMBER)
    other = w.colleague(world, "shelter")
    asked(world, case)
    (one,) = waiting(other)
    if cannot:
        answered(other)
    with acting(world.shelter) as actor:
        restrictions.reserve_case(case, [member.user_id], actor=actor)
    for coordinator in (world.shelter, other):
        assert waiting(coordinator) == []
        with acting(coordinator) as actor, pytest.raises(ReservationRequest.DoesNotExist):
            reservations.answer(one.request_id, [other.user_id], actor=actor)
    assert in_force(world) == [[member.user_id]]
    with acting(world.operator) as actor:
        (found,) = reservations.requests_of(case, actor=actor)
        assert (found.answer, found.ended_at is None) == ("DONE", False)
        assert list(reservations.refused_to(actor)) == []
        with pytest.raises(AlreadyDone):
            reservations.take_back(case, found.pk, actor=actor)


def test_answered_then_changed_by_itself(world: World) -> None:
    case, member = w.admitted(world), w.colleague(world, "shelter", Seat.MEMBER)
    asked(world, case)
    answered(world.shelter, world.shelter)
    with acting(world.shelter) as actor:
        restrictions.reserve_case(case, [member.user_id], actor=actor)
    assert in_force(world) == [[member.user_id]]
    assert [sees(actor, case) for actor in (world.shelter, member)] == [False, True]


def test_an_answer_waits_for_a_reservation_under_way(world: World) -> None:
    """Both at once: one truth, and whoever comes second is told that nothing is asked."""
    case, member = w.admitted(world), w.colleague(world, "shelter", Seat.MEMBER)
    asked(world, case)
    (one,) = waiting(world.shelter)
    outcome: list[object] = []

    def late() -> None:
        try:
            with acting(world.shelter) as actor:
                reservations.answer(one.request_id, [world.shelter.user_id], actor=actor)
        except ReservationRequest.DoesNotExist as error:
            outcome.append(error)
        finally:
            for connection in connections.all():
                connection.close()

    second = threading.Thread(target=late)
    with acting(world.shelter) as actor:
        restrictions.reserve_case(case, [member.user_id], actor=actor)
        second.start()
        second.join(0.5)
        assert second.is_alive()
    second.join(20)
    assert len(outcome) == 1
    assert in_force(world) == [[member.user_id]]


def test_what_is_read_for_the_keeper_is_nobody_elses(world: World) -> None:
    """Beside row security: whoever is named as the actor, and does not keep the case, gets none."""
    case = w.admitted(world)
    asked(world, case)
    answered(world.shelter)
    stranger = world.landlord
    with acting(world.operator) as actor:
        assert reservations.refused_to(actor).exists()
        assert reservations.requests_of(case, actor=actor).exists()
        assert not reservations.refused_to(stranger).exists()
        assert not reservations.requests_of(case, actor=stranger).exists()
        reservations.take_back(case, reservations.refused_to(actor)[0].pk, actor=actor)
        assert reservations.askable(case, actor=actor).exists()
        assert not reservations.askable(case, actor=stranger).exists()
    with acting(world.shelter) as actor:
        restrictions.reserve_case(case, [actor.user_id], actor=actor)
    with acting(world.operator) as actor:
        (found,) = restrictions_in_force(case.pk, actor=actor)
        assert found.organisation_id == world.shelter.organisation_id
        assert restrictions_in_force(case.pk, actor=stranger) == []
