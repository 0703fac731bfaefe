# ruff: noqa: DTZ001  times are local here
"""Calendar objects, read back by a reader of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from icalendar import Calendar, Component

from havre.adapters.calendars import write_entry
from havre.coordination.entry import Entry

ENTRY = Entry(
    uid="0b8f5b9e-0000-4000-8000-000000000001",
    sequence=3,
    cancelled=False,
    starts_at=datetime(2026, 3, 10, 14),
    minutes=90,
    rule="FREQ=MONTHLY;BYDAY=2TU",
    place="Salle Vermeille, étage 2",
    link="https://visio.exemple.test/abc",
    left_out=(datetime(2026, 5, 12, 14),),
    moved=((datetime(2026, 4, 14, 14), datetime(2026, 4, 16, 9, 30)),),
    attendee="camille@exemple.test",
    stamp=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
)
SENDER = "Havre <ne-pas-repondre@havre.test>"


def read(entry: Entry) -> tuple[Calendar, list[Component]]:
    text = write_entry(entry, sender=SENDER)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(text)
    return calendar, list(calendar.walk("VEVENT"))


def test_a_request() -> None:
    calendar, (series, moved) = read(ENTRY)
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "REQUEST")
    for one in (series, moved):
        assert one["UID"] == "0b8f5b9e-0000-4000-8000-000000000001@havre"
        assert one["SEQUENCE"] == 3
        assert one["SUMMARY"] == "Réunion"
        assert one["ORGANIZER"] == "MAILTO:ne-pas-repondre@havre.test"
        assert one["ATTENDEE"] == "MAILTO:camille@exemple.test"
        assert one["LOCATION"] == "Salle Vermeille, étage 2"
        assert one["DTSTAMP"].dt == ENTRY.stamp
    assert series["RRULE"].to_ical() == b"FREQ=MONTHLY;BYDAY=2TU"
    assert series["DTSTART"].params["TZID"] == "Europe/Paris"
    assert series["DTSTART"].dt.replace(tzinfo=None) == datetime(2026, 3, 10, 14)
    assert series["DTEND"].dt.replace(tzinfo=None) == datetime(2026, 3, 10, 15, 30)
    assert series["EXDATE"].dts[0].dt.replace(tzinfo=None) == datetime(2026, 5, 12, 14)
    assert moved["RECURRENCE-ID"].dt.replace(tzinfo=None) == datetime(2026, 4, 14, 14)
    assert moved["DTSTART"].dt.replace(tzinfo=None) == datetime(2026, 4, 16, 9, 30)


def test_clock_changes_are_written_in_it() -> None:
    calendar, _ = read(ENTRY)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    offsets = {(part.name, str(part["TZOFFSETTO"].td)) for part in zone.subcomponents}
    assert offsets == {("STANDARD", "1:00:00"), ("DAYLIGHT", "2:00:00")}
    here = zone.to_tz()
    winter, summer = (datetime(2026, m, 10, 14, tzinfo=here) for m in (3, 6))
    assert (winter.utcoffset(), summer.utcoffset()) == (
        datetime(2026, 3, 10, 14) - datetime(2026, 3, 10, 13),
        datetime(2026, 6, 9, 14) - datetime(2026, 6, 9, 12),
    )


def test_a_cancellation_takes_the_same_series_out() -> None:
    calendar, (series,) = read(replace(ENTRY, cancelled=True, sequence=4))
    assert calendar["METHOD"] == "CANCEL"
    assert (series["UID"], series["SEQUENCE"]) == ("0b8f5b9e-0000-4000-8000-000000000001@havre", 4)
    assert series["STATUS"] == "CANCELLED"


def test_a_place_is_text_never_a_line_of_its_own() -> None:
    entry = replace(ENTRY, place="Salle 1\r\nATTENDEE:mailto:x@y.test\r\nX:1;a,b", link="")
    text = write_entry(entry, sender="seul@havre.test")
    assert text.count("\r\nATTENDEE") == 2  # one for each event
    _, (series, _) = read(entry)
    assert series["ATTENDEE"] == "MAILTO:camille@exemple.test"
    assert "URL" not in series


def test_at_a_distance() -> None:
    _, (series, _) = read(replace(ENTRY, place=""))
    assert series["LOCATION"] == series["URL"] == "https://visio.exemple.test/abc"
