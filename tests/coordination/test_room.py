"""What a room is shown, what is decided there, and what nobody there can tell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.allocations.models import Proposal
from havre.cases.recusals import recuse_organisation, recuse_person
from havre.cases.restrictions import reserve_case
from havre.coordination import agenda, deciding, room
from havre.coordination.agenda_actions import points_of
from havre.coordination.deciding import Choice, Missing, NotInTheRoom
from havre.coordination.models import AgendaItem, CoordinationMeeting, Decision
from havre.engine.vocabulary import Asked, DecisionKind, PointKind
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import world as w
from tests.coordination.commission import first, opened, published, series
from tests.platform.sql import run
from tests.world import World

K = DecisionKind


def shown(world: World, meeting: CoordinationMeeting) -> tuple[set[str], set[str]]:
    """The references of the cases shown in the room, and of those treated apart."""
    with acting(world.operator) as operator:
        meeting.refresh_from_db()
        found = room.room_of(meeting, actor=operator)
        there = {one.case.reference for one in found.points if isinstance(one, AgendaItem)}
        return there, {one.case.reference for one in found.apart}


def test_nothing_before_somebody_is_said_to_be_there(world: World) -> None:
    case, _ = published(world)
    meeting = first(series(world, "landlord"))
    with acting(world.operator) as operator:
        room_before = agenda.not_for_the_room([case.pk], [], actor=operator)
        assert room_before == {case.pk}
        with pytest.raises(room.NobodyThere):
            room.record_attendance(
                meeting.reference, {operator.organisation_id: []}, actor=operator
            )
        with pytest.raises(PermissionError):
            present = {world.shelter.organisation_id: []}
            room.record_attendance(meeting.reference, present, actor=operator)
        with pytest.raises(PermissionError):
            present = {world.landlord.organisation_id: [world.holder.user_id]}
            room.record_attendance(meeting.reference, present, actor=operator)
        world.users["landlord"].is_active = False
        world.users["landlord"].save(update_fields=["is_active"])
        with pytest.raises(PermissionError):
            present = {world.landlord.organisation_id: [world.landlord.user_id]}
            room.record_attendance(meeting.reference, present, actor=operator)


def test_a_case_without_a_card_is_apart(world: World) -> None:
    case, _ = published(world)
    bare = w.admitted(world, last_name="Sans")
    w.assessed(world, bare)
    meeting = opened(world, "landlord")
    assert shown(world, meeting) == ({case.reference}, {bare.reference})


def test_kept_from_an_organisation_that_is_there(world: World) -> None:
    """Recused, avoided, or knowing her: apart as soon as they are there, shown again without."""
    recused, _ = published(world, "Écartée")
    avoided, _ = published(
        world,
        "Évite",
        zones=[{"kind": "LANDLORD", "landlord": world.organisations["other_landlord"].pk}],
    )
    open_to_all, _ = published(world, "Ouverte")
    with acting(world.operator) as operator:
        recuse_organisation(recused, world.other_landlord.organisation_id, "Motif", actor=operator)
    without = opened(world, "landlord", "holder")
    every = {one.reference for one in (recused, avoided, open_to_all)}
    assert shown(world, without) == (every, set())
    with acting(world.operator) as operator:
        there = {
            world.organisations[name].pk: [] for name in ("operator", "landlord", "other_landlord")
        }
        room.record_attendance(without.reference, there, actor=operator)
    assert shown(world, without) == (
        {open_to_all.reference},
        {recused.reference, avoided.reference},
    )


def test_recused_while_the_meeting_is_on(world: World) -> None:
    case, _ = published(world)
    meeting = opened(world, "landlord")
    assert shown(world, meeting) == ({case.reference}, set())
    with acting(world.operator) as operator:
        recuse_organisation(case, world.landlord.organisation_id, "Motif", actor=operator)
        item = AgendaItem.objects.get(case=case)
        with pytest.raises(NotInTheRoom):
            deciding.decide(meeting.reference, item.pk, Choice(K.WIDEN), actor=operator)
    assert shown(world, meeting) == (set(), {case.reference})


def test_a_person_who_must_not_know(world: World) -> None:
    """Recused in person, of the operator too; or there unnamed where the case is reserved."""
    case, _ = published(world)
    meeting = opened(world, "landlord")
    colleague = w.colleague(world, "operator")
    with acting(world.operator) as operator:
        recuse_person(case, colleague.user_id, "Motif", actor=operator)
        there = {
            operator.organisation_id: [operator.user_id, colleague.user_id],
            world.landlord.organisation_id: [world.landlord.user_id],
        }
        room.record_attendance(meeting.reference, there, actor=operator)
    assert shown(world, meeting) == (set(), {case.reference})


def test_reserved_to_somebody_who_is_not_there(world: World) -> None:
    case, _ = published(world)
    meeting = opened(world, "landlord")
    other = w.colleague(world, "operator")
    with acting(world.operator) as operator:
        reserve_case(case, [operator.user_id], actor=operator)
        landlord = {world.landlord.organisation_id: [world.landlord.user_id]}
        room.record_attendance(
            meeting.reference, landlord | {operator.organisation_id: []}, actor=operator
        )
    assert shown(world, meeting) == (set(), {case.reference})
    with acting(world.operator) as operator:
        own = {operator.organisation_id: [operator.user_id]}
        room.record_attendance(meeting.reference, landlord | own, actor=operator)
    assert shown(world, meeting) == ({case.reference}, set())
    with acting(other):  # whom it is kept from does not even see that there is one
        assert AgendaItem.objects.count() == 0


def test_the_database_answers_the_keeper_alone(world: World) -> None:
    case, _ = published(world)
    ask = "SELECT havre.not_for_the_room(%s::uuid[], %s::bigint[], %s::bigint[])"
    own = world.landlord
    for actor in (world.landlord, world.shelter, world.holder):
        assert run(actor, ask, [case.pk], [own.organisation_id], [own.user_id]) == [([case.pk],)]
    assert run(world.operator, ask, [case.pk], [own.organisation_id], [own.user_id]) == [([],)]
    two = [own.organisation_id, world.holder.organisation_id]
    assert run(world.operator, ask, [case.pk], two, [own.user_id]) == [([case.pk],)]
    assert run(world.operator, ask, [case.pk], [], []) == [([case.pk],)]


def the_item(meeting: CoordinationMeeting) -> AgendaItem:
    return next(one for one in points_of(meeting) if isinstance(one, AgendaItem))


def test_decisions_as_they_fall(world: World) -> None:
    _, card = published(world)
    meeting = opened(world, "landlord")
    with acting(world.operator) as operator:
        item = the_item(meeting)
        asked = Choice(
            K.ASK, Asked.RENT, responsible_id=world.landlord.organisation_id,
            due_on=today() + timedelta(days=3),
        )  # fmt: skip
        made = deciding.decide(meeting.reference, item.pk, asked, actor=operator)
        again = deciding.decide(meeting.reference, item.pk, asked, actor=operator)
        assert made.pk == again.pk
        assert (made.shown, made.card, made.done_on) == (True, card.reference, None)
        none = deciding.decide(meeting.reference, item.pk, Choice(K.NONE), actor=operator)
        assert none.done_on == today()
        assert deciding.take_back(meeting.reference, none.pk, actor=operator)
        assert not deciding.take_back(meeting.reference, none.pk, actor=operator)


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (Choice(K.PROPOSE), "offer"),
        (Choice(K.ASK), "asked"),
        (Choice(K.ASK, Asked.OFFER), "responsible"),
    ],
)
def test_what_is_missing(world: World, choice: Choice, field: str) -> None:
    published(world)
    meeting = opened(world, "landlord")
    with acting(world.operator) as operator, pytest.raises(Missing) as raised:
        deciding.decide(meeting.reference, the_item(meeting).pk, choice, actor=operator)
    assert raised.value.field == field


def test_a_day_past_and_somebody_absent(world: World) -> None:
    published(world)
    meeting = opened(world, "landlord")
    with acting(world.operator) as operator:
        item = the_item(meeting)
        late = Choice(K.WIDEN, due_on=today() - timedelta(days=1))
        with pytest.raises(Missing):
            deciding.decide(meeting.reference, item.pk, late, actor=operator)
        absent = Choice(K.WIDEN, responsible_id=world.holder.organisation_id)
        with pytest.raises(PermissionError):
            deciding.decide(meeting.reference, item.pk, absent, actor=operator)


def test_proposing_starts_the_usual_proposal(world: World) -> None:
    case, _ = published(world)
    offer = w.vacancy(world)
    meeting = opened(world, "landlord")
    with acting(world.operator) as operator:
        choice = Choice(K.PROPOSE, offer=offer.reference)
        made = deciding.decide(meeting.reference, the_item(meeting).pk, choice, actor=operator)
        assert (made.hindrance, made.done_on) == ("", today())
        assert made.proposal == Proposal.objects.get(case=case)
        case.refresh_from_db()
    assert case.stage == "PROPOSAL"


def test_why_not_is_the_operators_alone(world: World) -> None:
    zone = {"kind": "RESIDENCE", "name": "Résidence Palimbaud"}
    published(world, zones=[zone])
    offer = w.vacancy(world)
    meeting = opened(world, "landlord")
    with acting(world.operator) as operator:
        choice = Choice(K.PROPOSE, offer=offer.reference)
        made = deciding.decide(meeting.reference, the_item(meeting).pk, choice, actor=operator)
        assert (made.hindrance, made.proposal, made.done_on) == ("UNSAFE", None, None)
        assert not Proposal.objects.exists()
    with acting(world.landlord):
        assert not Decision.objects.exists()
        assert not AgendaItem.objects.exists()


@pytest.mark.parametrize(("again", "why"), [(True, "RUNNING"), (False, "TAKEN")])
def test_other_hindrances(world: World, again: bool, why: str) -> None:
    case, _ = published(world)
    other, _ = published(world, "Autre")
    offer, free = w.vacancy(world), w.vacancy(world, reference="T-2")
    w.proposed(world, case if again else other, offer)
    meeting = opened(world, "landlord")
    with acting(world.operator) as operator:
        item = meeting.items.filter(case=case).first() or AgendaItem(
            case=case, meeting=meeting, organisation_id=operator.organisation_id,
            kind=PointKind.ADDED, position=9,
        )  # fmt: skip
        item.save()
        choice = Choice(K.PROPOSE, offer=(free if again else offer).reference)
        made = deciding.decide(meeting.reference, item.pk, choice, actor=operator)
    assert made.hindrance == why


def test_apart_is_decided_by_the_operator_alone(world: World) -> None:
    case, _ = published(world)
    meeting = opened(world, "landlord")
    with acting(world.operator) as operator:
        recuse_organisation(case, world.landlord.organisation_id, "Motif", actor=operator)
        item = AgendaItem.objects.get(case=case)
        own = Choice(K.REASSESS, responsible_id=operator.organisation_id)
        made = deciding.decide(meeting.reference, item.pk, own, apart=True, actor=operator)
        assert (made.shown, made.card) == (False, "")
        theirs = Choice(K.WIDEN, responsible_id=world.landlord.organisation_id)
        with pytest.raises(PermissionError):
            deciding.decide(meeting.reference, item.pk, theirs, apart=True, actor=operator)


def test_about_no_case(world: World) -> None:
    from havre.coordination import agenda_actions

    meeting = opened(world, "landlord")
    with acting(world.operator) as operator:
        topic = agenda_actions.add_topic(meeting.reference, "Un sujet", actor=operator)
        for kind in (K.PROPOSE, K.REASSESS, K.URGENT):
            with pytest.raises(Missing):
                choice = Choice(kind, offer="x")
                deciding.decide_topic(meeting.reference, topic.pk, choice, actor=operator)
        landlord = world.landlord.organisation_id
        asked = Choice(K.ASK, Asked.TERMS, responsible_id=landlord)
        made = deciding.decide_topic(meeting.reference, topic.pk, asked, actor=operator)
    assert (made.decision, made.asked, made.responsible_id) == ("ASK", "TERMS", landlord)
