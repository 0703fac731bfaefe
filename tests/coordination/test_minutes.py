"""Minutes: frozen once validated, read by each as far as it reads the cards, followed up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError

from havre.cases.recusals import recuse_organisation
from havre.coordination import agenda, agenda_actions, deciding, minutes, series_actions
from havre.coordination.agenda_actions import Closed
from havre.coordination.deciding import Choice
from havre.coordination.models import AgendaItem, CoordinationMeeting, Decision, MinuteLine, Topic
from havre.engine.vocabulary import Asked, DecisionKind
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry, OutgoingMail
from havre.retention.actions import erase_case, purge
from havre.retention.rules import Kind
from tests import environment
from tests import world as w
from tests.coordination.commission import opened, published
from tests.platform.sql import run
from tests.retention.as_worker import worker
from tests.world import World

K = DecisionKind


class Held:
    """A meeting where things were decided: of one case asked, of another proposed, one apart."""

    def __init__(self, world: World, *, unsafe: bool = False) -> None:
        self.world = world
        zones = [{"kind": "RESIDENCE", "name": "Résidence Palimbaud"}] if unsafe else []
        self.asked, self.asked_card = published(world, "Demandée")
        self.proposed, self.card = published(world, "Proposée", zones=zones)
        self.kept, self.kept_card = published(world, "Gardée")
        offer = w.vacancy(world)
        self.meeting = opened(world, "landlord", "holder")
        self.reference = self.meeting.reference
        with acting(world.operator) as operator:
            recuse_organisation(self.kept, world.landlord.organisation_id, "Motif", actor=operator)
            landlord = world.landlord.organisation_id
            self.ask = self.decide(
                operator, self.asked, Choice(K.ASK, Asked.OFFER, responsible_id=landlord)
            )
            self.propose = self.decide(
                operator, self.proposed, Choice(K.PROPOSE, offer=offer.reference)
            )
            item = AgendaItem.objects.get(case=self.kept)
            self.apart = deciding.decide(
                self.reference, item.pk, Choice(K.WIDEN), apart=True, actor=operator
            )
            topic = agenda_actions.add_topic(self.reference, "Un sujet", actor=operator)
            deciding.decide_topic(self.reference, topic.pk, Choice(K.NONE), actor=operator)

    def decide(self, actor: Actor, case: object, choice: Choice) -> Decision:
        item = AgendaItem.objects.get(case=case)
        return deciding.decide(self.reference, item.pk, choice, actor=actor)

    def validate(self) -> None:
        with acting(self.world.operator) as operator:
            minutes.validate(self.reference, lambda token: "https://h.test", "/", actor=operator)

    def read_by(self, name: str) -> minutes.Minutes:
        actor = self.world.actors[name]
        with acting(actor):
            return minutes.minutes_of(self.reference, actor=actor)


@pytest.fixture
def held(world: World) -> Held:
    return Held(world)


def test_a_draft_is_the_operators(world: World, held: Held) -> None:
    found = held.read_by("operator")
    assert {one.pk: one.card for one in found.lines} == {
        held.ask.pk: held.asked_card.reference,
        held.propose.pk: held.card.reference,
    }
    for name in ("landlord", "holder", "shelter"):
        with pytest.raises(CoordinationMeeting.DoesNotExist):
            held.read_by(name)
    with acting(world.operator):
        assert not MinuteLine.objects.exists()


def test_each_reads_what_it_reads_the_card_of(world: World, held: Held) -> None:
    held.validate()
    cards = {held.asked_card.reference, held.card.reference}
    for name in ("operator", "landlord", "holder", "other_landlord"):
        found = held.read_by(name)
        assert {one.card for one in found.lines} == cards, name
        assert [one.title for one in found.topics] == ["Un sujet"]
        assert {one.organisation.name for one in found.present} == {
            "Org holder",
            "Org landlord",
            "Org operator",
        }
        assert [one.name for one in found.excused] == ["Org other_landlord"]
        assert found.next_on is not None
    with acting(world.operator) as operator:
        recuse_organisation(held.asked, world.holder.organisation_id, "Motif", actor=operator)
    assert [one.card for one in held.read_by("holder").lines] == [held.card.reference]
    for name in ("agency", "shelter", "funder"):
        with pytest.raises(CoordinationMeeting.DoesNotExist):
            held.read_by(name)


def test_what_was_apart_is_in_nobodys_minutes(world: World, held: Held) -> None:
    held.validate()
    with acting(world.operator) as operator:
        assert not MinuteLine.objects.filter(case=held.kept).exists()
        private = minutes.private_decisions(held.meeting, actor=operator)
        assert {one.pk for one in private} == {held.apart.pk, held.propose.pk}
    with acting(world.holder) as holder:
        assert minutes.private_decisions(held.meeting, actor=holder) == []


@pytest.mark.parametrize("unsafe", [False, True])
def test_minutes_never_tell_whether_a_dwelling_could_be_proposed(
    world: World, unsafe: bool
) -> None:
    """Nor which: the same line, to the letter, whether her safety excluded it or not."""
    held = Held(world, unsafe=unsafe)
    held.validate()
    line = next(one for one in held.read_by("landlord").lines if one.kind == K.PROPOSE)
    said = (line.kind, line.asked, line.responsible_id, line.due_on, line.done_on)
    assert said == ("PROPOSE", "", None, None, today())
    with acting(world.operator):
        assert Decision.objects.get(pk=line.pk).hindrance == ("UNSAFE" if unsafe else "")


def test_frozen(world: World, held: Held) -> None:
    held.validate()
    with acting(world.operator) as operator:
        for refused in (
            lambda: minutes.validate(held.reference, str, "/", actor=operator),
            lambda: held.decide(operator, held.asked, Choice(K.WIDEN)),
            lambda: agenda_actions.prepare(held.reference, actor=operator),
            lambda: deciding.take_back(held.reference, held.ask.pk, actor=operator),
        ):
            with pytest.raises(Closed):
                refused()
        with pytest.raises(series_actions.BadDate):
            to = series_actions.local(held.meeting.starts_at) + timedelta(days=1)
            series_actions.move_meeting(held.reference, to, actor=operator)


FORBIDDEN = (
    "UPDATE coordination_minuteline SET kind = 'NONE'",
    "UPDATE coordination_minuteline SET responsible_id = NULL",
    "DELETE FROM coordination_minuteline",
    "UPDATE coordination_coordinationmeeting SET status = 'OPEN' WHERE status = 'VALIDATED'",
    "DELETE FROM coordination_attendance",
    "UPDATE coordination_topic SET title = 'Autre'",
    "INSERT INTO coordination_topic (id, meeting_id, kind, title, plan, position, aside,"
    " decision, asked) SELECT gen_random_uuid(), id, 'TOPIC', '', '', 1, false, '', ''"
    " FROM coordination_coordinationmeeting WHERE status = 'VALIDATED'",
)


def test_frozen_against_sql_of_ones_own(world: World, held: Held) -> None:
    held.validate()
    for statement in FORBIDDEN:
        with pytest.raises(DatabaseError, match="never change"):
            run(world.operator, statement)


TABLES = ("agendaitem", "decision", "minuteline")


def test_rows_under_row_security(world: World, held: Held) -> None:
    """As the web role with SQL of one's own: the agenda and decisions are the operator's alone,
    lines of the minutes are read with the card, and nobody else writes any."""
    held.validate()
    counts = {
        name: [
            run(world.actors[name], f"SELECT count(*) FROM coordination_{t}")[0][0] for t in TABLES
        ]
        for name in world.actors
    }
    assert counts.pop("operator") == [3, 3, 2]
    readers = {"landlord", "other_landlord", "agency", "holder"}
    assert {name for name, rows in counts.items() if rows == [0, 0, 2]} == readers
    assert all(rows == [0, 0, 0] for name, rows in counts.items() if name not in readers)
    for statement in (
        "UPDATE coordination_minuteline SET done_on = now() RETURNING id",
        "DELETE FROM coordination_minuteline RETURNING id",
        "UPDATE coordination_decision SET kind = 'NONE' RETURNING id",
    ):
        assert run(world.landlord, statement) == []
    copy = (
        "INSERT INTO coordination_minuteline (id, case_id, meeting_id, position, point, card, kind,"
        " asked) SELECT gen_random_uuid(), case_id, (SELECT max(id) FROM"
        " coordination_coordinationmeeting), 9, 'NEW', card, 'NONE', ''"
        " FROM coordination_minuteline LIMIT 1"
    )
    with pytest.raises(DatabaseError, match="row-level security"):
        run(world.landlord, copy)
    with acting(world.operator) as operator:
        recuse_organisation(held.asked, world.landlord.organisation_id, "Motif", actor=operator)
    rows = run(world.landlord, "SELECT card FROM coordination_minuteline")
    assert rows == [(held.card.reference,)]


def test_people_are_told_that_a_document_waits(world: World, held: Held) -> None:
    OutgoingMail.objects.all().delete()
    held.validate()
    rows = OutgoingMail.objects.filter(template="minutes_ready").values_list("recipient", "status")
    assert sorted(rows) == [
        ("holder@exemple.test", "WAITING"),
        ("landlord@exemple.test", "WAITING"),
    ]


def test_followed_up(world: World, held: Held) -> None:
    held.validate()
    with acting(world.landlord) as landlord:
        (line,) = minutes.own_decisions(landlord)
        assert (line.pk, line.reference) == (held.ask.pk, held.reference)
        minutes.settle(held.reference, line.pk, True, actor=landlord)
        minutes.settle(held.reference, line.pk, True, actor=landlord)
        assert not minutes.own_decisions(landlord).exists()
        entry = JournalEntry.objects.filter(action="DECISION_DONE").first()
        assert entry is not None
        assert entry.case_id == held.asked.pk
    with acting(world.operator) as operator:
        assert Decision.objects.get(pk=held.ask.pk).done_on == today()
        minutes.settle(held.reference, held.ask.pk, False, actor=operator)
        assert Decision.objects.get(pk=held.ask.pk).done_on is None
        assert MinuteLine.objects.get(pk=held.ask.pk).done_on is None
        assert [one.pk for one in minutes.waiting_decisions(operator)] == [held.apart.pk]
        minutes.settle(held.reference, held.apart.pk, True, actor=operator)
        assert not minutes.waiting_decisions(operator).exists()
        topic = Topic.objects.get(title="Un sujet")
        minutes.settle(held.reference, topic.pk, True, actor=operator)
    for name in ("holder", "other_landlord"):  # they read the line; it is not theirs to do
        actor = world.actors[name]
        with acting(actor), pytest.raises(MinuteLine.DoesNotExist):
            minutes.settle(held.reference, held.ask.pk, True, actor=actor)
    with acting(world.agency) as agency, pytest.raises(CoordinationMeeting.DoesNotExist):
        minutes.settle(held.reference, held.ask.pk, True, actor=agency)


def test_the_next_meeting_checks_what_the_room_was_told(world: World, held: Held) -> None:
    """Not what was decided apart, nor whether a dwelling could be proposed."""
    held.validate()
    with acting(world.operator) as operator:
        later = held.meeting.series.meetings.order_by("starts_at")[1]
        agenda_actions.prepare(later.reference, actor=operator)
        checks = later.items.filter(kind="CHECK").values_list("case_id", flat=True)
        assert list(checks) == [held.asked.pk]
        said = agenda.said_in_the_room(agenda.open_decisions(later, actor=operator))
        assert [one.pk for one in said] == [held.ask.pk]


def test_an_erased_case_leaves_the_minutes(world: World, held: Held) -> None:
    held.validate()
    with environment.superuser() as cursor:
        cursor.execute(
            "UPDATE cases_case SET ended_on = current_date - 900, admitted_on = current_date - 900,"
            " created_at = now() - interval '900 days', stage_since = now() - interval '900 days'"
            " WHERE id = %s",
            [held.asked.pk],
        )
        cursor.execute("DELETE FROM cases_caseevent WHERE case_id = %s", [held.asked.pk])
    job = replace(world.operator, user_id=0, purpose="retention")
    with worker(), acting(job):
        erase_case(held.asked, actor=job)
    assert [one.card for one in held.read_by("landlord").lines] == [held.card.reference]


@pytest.mark.parametrize(("days", "left"), [(1094, True), (1096, False)])
def test_minutes_go_after_three_years(world: World, held: Held, days: int, left: bool) -> None:
    held.validate()
    with environment.superuser() as cursor:
        cursor.execute(
            "UPDATE coordination_coordinationmeeting SET starts_at = now() - %s * interval '1 day'"
            " WHERE id = %s",
            [days, held.meeting.pk],
        )
    with worker():
        done = purge(world.operator)
    assert done[Kind.MEETINGS] == (0 if left else 1)
    with acting(world.operator):
        assert CoordinationMeeting.objects.filter(pk=held.meeting.pk).exists() is left
        assert (MinuteLine.objects.count(), Decision.objects.count()) == (
            (2, 3) if left else (0, 0)
        )
