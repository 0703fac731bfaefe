"""After admission a shelter adds to SAFETY and reads nothing there; the keeper is told."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.db.utils import DatabaseError, ProgrammingError

from havre.cases import actions, recusals, signals
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case, SafetySignal
from havre.cases.selectors import Signal, open_file
from havre.engine.vocabulary import Compartment, Seat
from havre.platform.acting import Actor, acting
from havre.platform.models import JournalEntry, OutgoingMail
from havre.sharing.actions import close_shares
from havre.web.home.tasks import tasks_for
from tests import world as w
from tests.platform.sql import run, visible
from tests.world import World

TEXT = "Il a rôdé devant la résidence Zorblax le 12 mai."
TABLE = "cases_safetysignal"


def sent(case: Case, actor: Actor, text: str = TEXT, signal_id: UUID | None = None) -> UUID:
    chosen = signal_id or uuid4()
    with acting(actor):
        signals.signal_safety(case, text, signal_id=chosen, actor=actor)
    return chosen


def read(case: Case, actor: Actor) -> tuple[Signal, ...]:
    with acting(actor):
        return open_file(case, actor=actor).signals


def sentences(actor: Actor) -> list[str]:
    with acting(actor):
        return [task.sentence for task in tasks_for(actor)]


def test_a_shelter_adds_and_the_keeper_reads(world: World) -> None:
    case = w.admitted(world)
    sent(case, world.shelter, f"  {TEXT}\r\n ")
    (one,) = read(case, world.operator)
    assert (one.organisation, one.text, one.seen_at) == (world.shelter.name, TEXT, None)
    assert read(case, world.shelter) == ()
    raw = bytes(SafetySignal.objects.using("owner").get().payload)
    assert b"Zorblax" not in raw


def test_the_table_is_shut_to_all_but_those_who_read_safety(world: World) -> None:
    case = w.admitted(world)
    sent(case, world.shelter)
    w.assessed(world, case)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert {name for name, actor in world.actors.items() if TABLE in visible(actor)} == {"operator"}


@pytest.mark.parametrize(
    "name", ["operator", "other_shelter", "landlord", "holder", "referrer", "specialist", "funder"]
)
def test_nobody_else_signals(world: World, name: str) -> None:
    case = w.admitted(world)
    actor = world.actors[name]
    with acting(actor):
        assert not signals.may_signal(actor, case)
        with pytest.raises(NotAllowed):
            signals.signal_safety(case, TEXT, signal_id=uuid4(), actor=actor)
    assert not SafetySignal.objects.using("owner").exists()


def test_before_admission_the_part_itself_is_corrected_instead(world: World) -> None:
    case = w.referred(world)
    with acting(world.shelter) as actor:
        assert not signals.may_signal(actor, case)
    with acting(world.operator):
        case = actions.admit_case(case, actor=world.operator)
    with acting(world.shelter) as actor:
        assert signals.may_signal(actor, case)


def test_a_reader_of_the_shelter_and_a_closed_share_signal_nothing(world: World) -> None:
    case = w.admitted(world)
    reader = w.colleague(world, "shelter", Seat.READER)
    with acting(reader):
        assert not signals.may_signal(reader, case)
    with acting(world.operator) as actor:
        close_shares(case.pk, actor=actor, organisation_id=world.shelter.organisation_id)
    with pytest.raises(NotAllowed):
        sent(case, world.shelter)


@pytest.mark.parametrize("text", ["", " \n ", "x" * (signals.LONGEST + 1)])
def test_a_short_text_is_needed(world: World, text: str) -> None:
    case = w.admitted(world)
    with pytest.raises(ValueError, match="short"):
        sent(case, world.shelter, text)
    assert not SafetySignal.objects.using("owner").exists()


def test_sent_twice_it_is_kept_once(world: World) -> None:
    case = w.admitted(world)
    chosen = sent(case, world.shelter)
    with pytest.raises(AlreadyDone):
        sent(case, world.shelter, signal_id=chosen)
    assert SafetySignal.objects.using("owner").count() == 1


def test_who_follows_the_case_is_told_that_something_waits_and_not_what(world: World) -> None:
    case = w.admitted(world)
    w.colleague(world, "operator")
    OutgoingMail.objects.using("owner").all().delete()
    sent(case, world.shelter)
    (mail,) = OutgoingMail.objects.using("owner").all()
    assert mail.recipient == "operator@exemple.test"
    assert mail.template == "answer_awaited"
    waits = "1 fait signalé est à lire"
    assert waits in sentences(world.operator)
    for name in set(world.actors) - {"operator"}:
        assert not any("signalé" in said for said in sentences(world.actors[name])), name
    (one,) = read(case, world.operator)
    with acting(world.operator) as actor:
        signals.note_seen(case, one.id, actor=actor)
        with pytest.raises(AlreadyDone):
            signals.note_seen(case, one.id, actor=actor)
    assert waits not in sentences(world.operator)
    assert read(case, world.operator)[0].seen_at is not None


def test_who_is_recused_is_not_told(world: World) -> None:
    """She followed it: a colleague who coordinates is told in her place."""
    case, other = w.admitted(world), w.colleague(world, "operator")
    with acting(other) as actor:
        recusals.recuse_person(case, world.operator.user_id, "Elle les connaît.", actor=actor)
    OutgoingMail.objects.using("owner").all().delete()
    sent(case, world.shelter)
    told = list(OutgoingMail.objects.using("owner").values_list("recipient", flat=True))
    assert "operator@exemple.test" not in told
    assert len(told) == 1


@pytest.mark.parametrize("name", ["shelter", "other_shelter", "landlord", "funder"])
def test_nobody_else_says_that_it_was_read(world: World, name: str) -> None:
    case = w.admitted(world)
    chosen = sent(case, world.shelter)
    with acting(world.actors[name]) as actor, pytest.raises(NotAllowed):
        signals.note_seen(case, chosen, actor=actor)


def test_what_is_journaled(world: World) -> None:
    case = w.admitted(world)
    chosen = sent(case, world.shelter)
    read(case, world.operator)
    with acting(world.operator) as actor:
        signals.note_seen(case, chosen, actor=actor)
    lines = JournalEntry.objects.using("vault").filter(case_id=case.pk)
    own = (world.shelter.organisation_id, world.operator.organisation_id)
    found = lines.filter(action__in=["SAFETY_SIGNALLED", "SIGNAL_SEEN"]).order_by("pk")
    said = found.values_list("organisation_id", "action", "compartments", "subject")
    assert list(said) == [
        (own[0], "SAFETY_SIGNALLED", ["SAFETY"], ""),
        (own[1], "SIGNAL_SEEN", ["SAFETY"], ""),
    ]
    assert lines.filter(
        organisation_id=own[1], action="FILE_OPENED", compartments__contains=[Compartment.SAFETY]
    ).exists()


COLUMNS = "id, case_id, payload, signalled_at, organisation_id, by_id, seen_at"
WRITE = f"INSERT INTO {TABLE} ({COLUMNS}) VALUES (gen_random_uuid(), %s, 'x', now(), %s, %s, {{}})"


@pytest.mark.parametrize("other", ["organisation", "person", "seen"])
def test_written_in_one_s_own_name_and_unread(world: World, other: str) -> None:
    case, me = w.admitted(world), world.shelter
    organisation, person = me.organisation_id, me.user_id
    run(me, WRITE.format("NULL"), case.pk, organisation, person)
    if other == "organisation":
        organisation = world.operator.organisation_id
    if other == "person":
        person = world.operator.user_id
    with pytest.raises(ProgrammingError):
        statement = WRITE.format("now()" if other == "seen" else "NULL")
        run(me, statement, case.pk, organisation, person)


@pytest.mark.parametrize(
    "change", ["payload = 'x'", "signalled_at = now()", "by_id = by_id + 1", "case_id = NULL"]
)
def test_it_stays_as_it_was_written(world: World, change: str) -> None:
    sent(w.admitted(world), world.shelter)
    with pytest.raises(DatabaseError):
        run(world.operator, f"UPDATE {TABLE} SET {change}")


def owner_rows(table: str) -> list[tuple[bytes]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT payload FROM {table}")
        return [(bytes(row[0]),) for row in cursor.fetchall()]


@pytest.mark.parametrize("table", [TABLE, "cases_safetyoutline"])
def test_who_may_only_add_changes_and_removes_nothing_unseen(world: World, table: str) -> None:
    """Without a condition PostgreSQL asks for no right to read: the policy asks for it itself."""
    case = w.admitted(world)
    sent(case, world.shelter)
    before = owner_rows(table)
    run(world.shelter, f"UPDATE {table} SET payload = 'x'")
    run(world.shelter, f"DELETE FROM {table}")
    assert owner_rows(table) == before
    assert len(before) == 1
