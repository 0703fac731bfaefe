# ruff: noqa: DTZ001  times are local here
"""The dates of the commission: made, moved, cancelled, told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from havre.coordination import inviting, selectors, series_actions
from havre.coordination.entry import entry_of
from havre.coordination.models import CoordinationMeeting, MeetingSeries
from havre.coordination.permissions import NotAllowed
from havre.coordination.series_actions import BadDate, NothingToTell, NotNeutral
from havre.engine.recurrence import local
from havre.engine.vocabulary import Frequency, Seat
from havre.platform import gate
from havre.platform.acting import acting
from havre.platform.clock import at, now
from havre.platform.models import OutgoingMail
from tests.coordination.commission import first, post, series, terms
from tests.world import World, colleague


def test_a_series_has_its_dates_for_a_year(world: World) -> None:
    made = series(world)
    dates = list(made.meetings.order_by("starts_at").values_list("starts_at", flat=True))
    assert 12 <= len(dates) <= 13
    assert {(local(one).hour, local(one).weekday()) for one in dates} == {
        (14, terms().first.weekday())
    }
    with acting(world.operator) as operator:
        again = series_actions.save_series(terms(), actor=operator)
    assert again.pk == made.pk
    assert again.meetings.count() == len(dates)


def test_another_rule_replaces_the_dates_to_come_and_keeps_what_was_held(world: World) -> None:
    made = series(world)
    held = first(made)
    CoordinationMeeting.objects.filter(pk=held.pk).update(status="OPEN", opened_at=now())
    later = terms(first=terms().first + timedelta(days=1), frequency=Frequency.FORTNIGHTLY)
    with acting(world.operator) as operator:
        series_actions.save_series(later, actor=operator)
    days = {local(one.starts_at).weekday() for one in made.meetings.exclude(pk=held.pk)}
    assert days == {later.first.weekday()}
    assert made.meetings.filter(pk=held.pk).exists()
    assert made.meetings.count() == 27


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"first": datetime(2020, 1, 1, 14)}, BadDate, "first_on"),
        ({"first": datetime(2120, 1, 1, 14)}, BadDate, "first_on"),
        ({"place": "Salle des femmes"}, NotNeutral, "place"),
        ({"link": "https://visio.test/violence"}, NotNeutral, "link"),
    ],
)
def test_what_cannot_be(
    world: World, changes: dict[str, object], error: type[Exception], field: str
) -> None:
    with acting(world.operator) as operator, pytest.raises(error) as raised:
        series_actions.save_series(terms(**changes), actor=operator)
    assert raised.value.field == field  # type: ignore[attr-defined]
    assert not MeetingSeries.objects.exists()


def test_only_the_operator_and_not_a_reader(world: World) -> None:
    made = series(world, "landlord")
    meeting = first(made)
    reader = colleague(world, "operator", Seat.READER)
    for actor in (world.landlord, reader):
        for refused in (
            lambda a=actor: series_actions.save_series(terms(), actor=a),
            lambda a=actor: series_actions.set_guests({}, actor=a),
            lambda a=actor: series_actions.cancel_meeting(meeting.reference, actor=a),
            lambda a=actor: series_actions.move_meeting(meeting.reference, terms().first, actor=a),
            lambda a=actor: inviting.tell(post(), actor=a),
            lambda a=actor: inviting.end_series(post(), actor=a),
        ):
            with acting(actor), pytest.raises(NotAllowed):
                refused()


def test_moved_cancelled_and_held_again(world: World) -> None:
    made = series(world)
    one, two = made.meetings.order_by("starts_at")[:2]
    to = local(one.starts_at) + timedelta(days=2)
    with acting(world.operator) as operator:
        series_actions.move_meeting(one.reference, to, actor=operator)
        assert series_actions.cancel_meeting(two.reference, actor=operator)
        assert not series_actions.cancel_meeting(two.reference, actor=operator)
        with pytest.raises(BadDate):
            series_actions.move_meeting(two.reference, to, actor=operator)
        with pytest.raises(BadDate):
            series_actions.move_meeting(one.reference, datetime(2020, 1, 1), actor=operator)
    entry = entry_of(made, "x@y.test", sequence=1)
    assert entry.moved == ((local(one.occurrence), to),)
    assert entry.left_out == (local(two.occurrence),)
    with acting(world.operator) as operator:
        series_actions.move_meeting(two.reference, local(two.starts_at), actor=operator)
        CoordinationMeeting.objects.filter(pk=one.pk).update(status="OPEN")
        with pytest.raises(BadDate):
            series_actions.move_meeting(one.reference, to, actor=operator)
    assert entry_of(made, "x@y.test", sequence=1).left_out == ()


def told() -> list[tuple[str, str, str]]:
    """(recipient, template, calendar) of the messages on their way, in order."""
    rows = OutgoingMail.objects.exclude(template="access_changed").order_by("created_at")
    return list(rows.values_list("recipient", "template", "calendar"))


def test_each_is_told_once_then_only_of_what_changed(world: World) -> None:
    made = series(world, "landlord", "holder")
    with acting(world.operator) as operator:
        assert inviting.to_be_told(made) == 2
        assert inviting.tell(post(), actor=operator) == 2
        assert {one[0] for one in told()} == {"landlord@exemple.test", "holder@exemple.test"}
        assert {one[1:] for one in told()} == {("meeting", "METHOD:REQUEST\nSEQUENCE:0")}
        with pytest.raises(NothingToTell):
            inviting.tell(post(), actor=operator)
        series_actions.save_series(terms(place="Salle Opaline"), actor=operator)
        OutgoingMail.objects.all().delete()
        guests = {world.landlord.organisation_id: [], world.agency.organisation_id: []}
        series_actions.set_guests(guests, actor=operator)
        assert inviting.to_be_told(MeetingSeries.objects.get()) == 3
        assert inviting.tell(post(), actor=operator) == 3
    assert sorted(told()) == [
        ("agency@exemple.test", "meeting", "METHOD:REQUEST\nSEQUENCE:1"),
        ("holder@exemple.test", "meeting_off", "METHOD:CANCEL\nSEQUENCE:2"),
        ("landlord@exemple.test", "meeting", "METHOD:REQUEST\nSEQUENCE:1"),
    ]


def test_somebody_named_alone_is_told(world: World) -> None:
    other = colleague(world, "landlord", Seat.MEMBER)
    series(world)
    with acting(world.operator) as operator:
        own = world.landlord.organisation_id
        series_actions.set_guests({own: [other.user_id]}, actor=operator)
        inviting.tell(post(), actor=operator)
        with pytest.raises(PermissionError):
            series_actions.set_guests({own: [world.holder.user_id]}, actor=operator)
        with pytest.raises(PermissionError):
            series_actions.set_guests({world.shelter.organisation_id: []}, actor=operator)
    assert [one[0] for one in told()] == ["landlord-1@exemple.test"]


def test_the_end_takes_the_dates_out_and_keeps_what_was_held(world: World) -> None:
    made = series(world, "landlord")
    held = first(made)
    with acting(world.operator) as operator:
        inviting.tell(post(), actor=operator)
        CoordinationMeeting.objects.filter(pk=held.pk).update(status="OPEN", opened_at=now())
        inviting.end_series(post(), actor=operator)
        with pytest.raises(MeetingSeries.DoesNotExist):
            inviting.end_series(post(), actor=operator)
    assert told()[-1] == ("landlord@exemple.test", "meeting_off", "METHOD:CANCEL\nSEQUENCE:1")
    assert list(made.meetings.all()) == [held]
    again = series(world)
    assert again.pk != made.pk
    assert again.uid != made.uid


def test_the_message_leaves_with_its_entry_and_keeps_nothing(world: World) -> None:
    series(world, "landlord")
    with acting(world.operator) as operator:
        inviting.tell(post(), actor=operator)
    mail.outbox.clear()
    gate.deliver_waiting()
    sent = next(one for one in mail.outbox if one.to == ["landlord@exemple.test"])
    assert sent.subject == "Une date à retenir"
    part = sent.message().get_payload()[1]
    assert part.get_content_type() == "text/calendar"
    assert (part.get_param("method"), part.get_param("charset")) == ("REQUEST", "utf-8")
    assert part.get_payload(decode=True).decode().startswith("METHOD:REQUEST")
    kept = OutgoingMail.objects.get(recipient="landlord@exemple.test")
    assert (kept.status, kept.body, kept.calendar) == ("SENT", "", "")


def test_an_entry_that_is_not_neutral_is_held(world: World) -> None:
    held = gate.send(
        "meeting", "x@exemple.test", {"link": "x", "days": 7},
        calendar="METHOD:REQUEST\r\nLOCATION:Maison des vio\r\n lences",
    )  # fmt: skip
    assert held.status == "HELD"


def test_who_knows_of_the_dates(world: World) -> None:
    made = series(world, "landlord")
    with acting(world.landlord) as landlord:
        assert selectors.coming(landlord).count() == made.meetings.count()
        assert selectors.is_guest(made, actor=landlord)
        assert list(selectors.past(landlord)) == []
    with acting(world.other_landlord) as other:
        assert list(selectors.coming(other)) == []
        assert not selectors.is_guest(made, actor=other)
        with pytest.raises(CoordinationMeeting.DoesNotExist):
            selectors.get_meeting(first(made).reference, actor=other)
    for name in ("shelter", "funder", "specialist"):
        actor = world.actors[name]
        with acting(actor), pytest.raises(NotAllowed):
            selectors.meetings(actor)
        with acting(actor), pytest.raises(CoordinationMeeting.DoesNotExist):
            selectors.get_meeting(first(made).reference, actor=actor)


def test_dates_are_added_as_time_goes(world: World) -> None:
    made = series(world)
    number = made.meetings.count()
    with at(now() + timedelta(days=60)):
        series_actions.extend(made)
    assert made.meetings.count() > number
