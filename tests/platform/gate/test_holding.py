"""What is held waits for two people; a share that has ended is never released."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from havre.cases.models import Case
from havre.config import jobs
from havre.engine.vocabulary import Compartment, Seat
from havre.organisations.models import User
from havre.platform import gate
from havre.platform.acting import Actor, acting
from havre.platform.clock import now
from havre.platform.gate import (
    Departure,
    Document,
    Held,
    NotReleasable,
    Part,
    Recipient,
    Way,
    holding,
)
from havre.platform.models import HeldDeparture, JournalEntry, Share
from havre.programmes.selectors import actor_of
from tests import world as w
from tests.platform.gate.corpus.scene import told
from tests.worker import deliver_all
from tests.world import World

Status = HeldDeparture.Status
WHY = HeldDeparture.Why.OTHER_MEANING


def colleague(world: World) -> Actor:
    """A second person of the operator."""
    user = w.add_person(world.organisations["operator"], "seconde@exemple.test", Seat.MEMBER)
    return actor_of(user.memberships.get())


def letter(world: World, case: Case, body: str = "Voir impasse Vorlabe.") -> Departure:
    """A mail to the shelter about a case it follows."""
    recipient = Recipient(
        world.shelter.organisation_id, world.shelter.user_id, "shelter@exemple.test"
    )
    return Departure(Way.MAIL, recipient, (case.pk,), subject="Havre", body=body)


def held(world: World, case: Case, **changes: str) -> HeldDeparture:
    """A mail the gate has held."""
    with acting(world.operator):
        with pytest.raises(Held):
            gate.dispatch(letter(world, case, **changes), actor=world.operator)
        return holding.held().get()


def end_share(world: World, case: Case) -> None:
    with acting(world.operator):
        Share.objects.filter(case=case, organisation=world.organisations["shelter"]).update(
            closed_at=now()
        )


def test_what_is_held_is_sealed_and_says_why(world: World) -> None:
    case = w.admitted(world)
    row = held(world, case)
    assert (row.status, row.reasons) == (Status.HELD, ["ADDRESS"])
    assert b"Vorlabe" not in bytes(row.payload)
    with acting(world.operator):
        said = holding.content_of(row, actor=world.operator)
    assert said["passages"] == [["Le texte contient une adresse.", "Voir impasse Vorlabe."]]
    with acting(world.shelter):
        assert not HeldDeparture.objects.exists()
    assert deliver_all() == []


def test_a_second_person_releases_and_the_text_is_erased_once_sent(world: World) -> None:
    row = held(world, w.admitted(world))
    second = colleague(world)
    with acting(world.operator):
        with pytest.raises(NotReleasable):  # nobody asked yet
            holding.confirm_release(row, actor=second)
        holding.ask_release(row, WHY, actor=world.operator)
        with pytest.raises(NotReleasable):
            holding.confirm_release(row, actor=world.operator)
    own = User.objects.filter(pk=second.user_id)
    own.update(first_name="Oper", last_name="Camille")
    with acting(second), pytest.raises(NotReleasable, match="une même personne"):
        holding.confirm_release(row, actor=second)  # her other account
    own.update(first_name="Line", last_name="Ostrande")
    with acting(second):
        assert holding.confirm_release(row, actor=second)
    assert [message.body for message in deliver_all()] == ["Voir impasse Vorlabe."]
    with acting(world.operator):
        row.refresh_from_db()
        actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert (row.status, bytes(row.payload)) == (Status.SENT, b"")
    assert {"DEPARTURE_HELD", "RELEASE_ASKED", "DEPARTURE_RELEASED", "DEPARTURE_SENT"} <= actions


def test_a_share_ended_meanwhile_is_never_released(world: World) -> None:
    case = w.admitted(world)
    row = held(world, case)
    second = colleague(world)
    with acting(world.operator):
        holding.ask_release(row, WHY, actor=world.operator)
    end_share(world, case)
    with acting(second):
        assert not holding.confirm_release(row, actor=second)
        row.refresh_from_db()
    assert (row.status, bytes(row.payload)) == (Status.DROPPED, b"")
    assert deliver_all() == []


def test_a_queued_mail_is_dropped_when_the_share_ends_before_it_leaves(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        gate.dispatch(letter(world, case, "Une réponse est attendue."), actor=world.operator)
    end_share(world, case)
    assert deliver_all() == []
    with acting(world.operator):
        assert HeldDeparture.objects.get().status == Status.DROPPED


def test_a_queued_mail_leaves_while_the_share_is_open(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        gate.dispatch(letter(world, case, "Bonjour."), actor=world.operator)
    assert [message.to for message in deliver_all()] == [["shelter@exemple.test"]]
    message = deliver_all()[0].message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@havre.invalid>")


def test_cancelled_and_expired_are_erased(world: World) -> None:
    row = held(world, w.admitted(world))
    with acting(world.operator):
        holding.cancel(row, actor=world.operator)
        row.refresh_from_db()
        assert (row.status, bytes(row.payload)) == (Status.CANCELLED, b"")
        with pytest.raises(NotReleasable):
            holding.ask_release(row, WHY, actor=world.operator)
    later = held(world, w.admitted(world, last_name="Autre", unique_number=""))
    with acting(world.operator):
        HeldDeparture.objects.get(pk=later.pk)
        assert holding.expire(actor=world.operator) == 0
        assert holding.expire(actor=world.operator, kept=-holding.KEPT) == 1


def test_who_has_no_right_can_never_be_released_to(world: World) -> None:
    case = w.admitted(world)
    recipient = Recipient(world.funder.organisation_id, world.funder.user_id, "f@exemple.test")
    with acting(world.operator):
        with pytest.raises(Held):
            gate.dispatch(Departure(Way.MAIL, recipient, (case.pk,)), actor=world.operator)
        row = holding.held().get()
        assert not holding.releasable(row)
        with pytest.raises(NotReleasable):
            holding.ask_release(row, WHY, actor=world.operator)


def test_a_released_document_may_be_asked_for_again_for_a_day(world: World) -> None:
    case = w.admitted(world)
    document = Document("note.txt", "text/plain", b"Elle suit ses cours rue Vorlabe.")
    parts = (Part(case.pk, Compartment.PROGRESS),)
    other = world.actors["referrer"]
    told(world, case, "referrer")

    def ask() -> Document:
        return gate.release(
            document, actor=other, subject="note", still_allowed=lambda: True, parts=parts
        )

    with acting(other), pytest.raises(Held):
        ask()
    second = colleague(world)
    with acting(world.operator):
        row = holding.held().get()
        holding.ask_release(row, WHY, actor=world.operator)
    with acting(second):
        assert holding.confirm_release(row, actor=second)
    with acting(other):
        assert ask() is document


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE platform_helddeparture SET status = 'RELEASED', released_by_id = 999999",
        "UPDATE platform_helddeparture SET status = 'RELEASED'",
        "UPDATE platform_helddeparture SET asked_by_id = 999999",
        "UPDATE platform_helddeparture SET recipient_user_id = 1",
        "UPDATE platform_helddeparture SET payload = 'x'",
        "DELETE FROM platform_helddeparture",
    ],
)
def test_the_database_keeps_the_rule_itself(world: World, statement: str) -> None:
    held(world, w.admitted(world))
    refusals = (ProgrammingError, InternalError)
    with acting(world.operator), pytest.raises(refusals), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_job_sends_nothing_twice(world: World) -> None:
    case = w.admitted(world)
    with acting(world.operator):
        gate.dispatch(letter(world, case, "Bonjour."), actor=world.operator)
        key = str(HeldDeparture.objects.get().pk)
    for _ in range(2):
        jobs.send_departure.func(departure=key, keeper=world.operator.organisation_id)
    assert len(deliver_all()) == 1
    jobs.send_departure.func(departure=str(UUID(int=1)), keeper=world.operator.organisation_id)
    assert len(deliver_all()) == 1
