"""Writing a calendar entry as an iCalendar object (RFC 5545), for one person's agenda (RFC 5546).

Times are local, with the territory's own clock changes written in the object: an agenda that knows
no time zone reads them right.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from havre.coordination.entry import Entry
from havre.engine.recurrence import HOME

PRODUCT = "-//Havre//FR"
SPAN = timedelta(days=3 * 366)
"""How far ahead clock changes are written."""


def write_entry(entry: Entry, *, sender: str) -> str:
    """Return the object that puts a series in an agenda, or takes it out when it is cancelled.

    One VEVENT for the rule, one more for each date held at another time. `sender` is the address
    the messages come from, with or without a name.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "REQUEST")
    series = _event(entry, entry.starts_at, sender)
    series.add("rrule", vRecur.from_ical(entry.rule))
    if entry.left_out:
        series.add("exdate", [_here(one) for one in entry.left_out])
    calendar.add_component(series)
    if not entry.cancelled:
        for occurrence, moved_to in entry.moved:
            one = _event(entry, moved_to, sender)
            one.add("recurrence-id", _here(occurrence))
            calendar.add_component(one)
    first = entry.starts_at.date()
    calendar.add_missing_timezones(first_date=date(first.year, 1, 1), last_date=first + SPAN)
    return bytes(calendar.to_ical()).decode()


def _here(local: datetime) -> datetime:
    return local.replace(tzinfo=HOME)


def _event(entry: Entry, starts_at: datetime, sender: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@havre")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", _here(starts_at))
    event.add("dtend", _here(starts_at + entry.length))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    if entry.place or entry.link:
        event.add("location", entry.place or entry.link)
    if entry.link:
        event.add("url", entry.link)
    event.add("organizer", _address(parseaddr(sender)[1] or sender))
    attendee = _address(entry.attendee)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=0)
    return event


def _address(email: str) -> vCalAddress:
    return vCalAddress(f"MAILTO:{email}")
