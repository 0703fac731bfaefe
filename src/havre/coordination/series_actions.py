"""Writes on the dates of the commission: the series, its guests, what is moved or cancelled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from havre.coordination.models import CoordinationMeeting, Guest, MeetingSeries
from havre.coordination.permissions import check_writes
from havre.coordination.selectors import may_be_invited, running_series
from havre.engine.recurrence import at_home, local, occurrences, rule_of
from havre.engine.vocabulary import Frequency, MeetingStatus
from havre.organisations.models import Membership
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.gate import refusal_of
from havre.programmes.models import Programme

HORIZON = timedelta(days=370)
MOST_DATES = 60


class BadDate(ValueError):
    """A date that cannot be; the message is a French sentence, `field` the one to correct."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


class NotNeutral(ValueError):
    """A place or an address that would tell what the meeting is about; `field` names which."""

    def __init__(self, field: str) -> None:
        super().__init__("Ce texte part dans les agendas : il ne doit rien dire du sujet.")
        self.field = field


class NothingToTell(ValueError):
    """Every participant already has the present dates."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When, how long, how often, and where. `first` is local and naive."""

    first: datetime
    minutes: int
    frequency: Frequency
    place: str
    link: str
    waiting_days: int


@transaction.atomic
def save_series(terms: Terms, *, actor: Actor) -> MeetingSeries:
    """Write when and where the commission meets; the dates to come follow.

    What was held stays; a planned date that the new rule does not have goes, with its agenda.
    Raises NotAllowed, BadDate, NotNeutral.
    """
    check_writes(actor)
    _check(terms)
    Programme.objects.select_for_update().get(pk=actor.programme_id)
    series = running_series(actor) or MeetingSeries(programme_id=actor.programme_id)
    moment, rule = at_home(terms.first), rule_of(terms.frequency, terms.first.date())
    said: dict[str, object] = {"minutes": terms.minutes, "place": terms.place, "link": terms.link}
    dates_change = series.pk is None or not _same_dates(series, moment, rule)
    if dates_change:
        if moment <= now():
            raise BadDate("Choisissez une date à venir.", "first_on")
        said |= {"starts_at": moment, "rule": rule}
    if any(getattr(series, name) != value for name, value in said.items()):
        series.to_tell = True
    for name, value in {**said, "waiting_days": terms.waiting_days}.items():
        setattr(series, name, value)
    series.save()
    if dates_change:
        coming = series.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=now())
        coming.exclude(occurrence__in=_dates(series)).delete()
        series.meetings.filter(status=MeetingStatus.CANCELLED, starts_at__gt=now()).exclude(
            occurrence__in=_dates(series)
        ).delete()
    extend(series)
    journal.record(actor, "MEETINGS_SET", subject=f"series:{series.pk}")
    return series


def _check(terms: Terms) -> None:
    for field in ("place", "link"):
        if refusal_of(getattr(terms, field)):
            raise NotNeutral(field)
    if terms.first.date() > today() + HORIZON:
        raise BadDate("Choisissez une date dans l’année qui vient.", "first_on")


def _same_dates(series: MeetingSeries, moment: datetime, rule: str) -> bool:
    """Tell whether a first date and a rule are those of the series, or one of its later dates."""
    if series.rule != rule:
        return False
    first = local(series.starts_at)
    return bool(occurrences(rule, first, local(moment), local(moment)))


def _dates(series: MeetingSeries) -> list[datetime]:
    """Return the moments of the rule from now on, for a year."""
    since = max(local(now()), local(series.starts_at))
    found = occurrences(series.rule, local(series.starts_at), since, local(now() + HORIZON))
    return [at_home(one) for one in found[:MOST_DATES]]


def extend(series: MeetingSeries) -> None:
    """Add the dates of the year to come that are not there yet; harmless when all are."""
    known = set(series.meetings.values_list("occurrence", flat=True))
    CoordinationMeeting.objects.bulk_create(
        CoordinationMeeting(series=series, occurrence=moment, starts_at=moment)
        for moment in _dates(series)
        if moment not in known
    )


@transaction.atomic
def set_guests(guests: Mapping[int, Collection[int]], *, actor: Actor) -> None:
    """Say which organisations are invited, and for each which of its people (none: coordinators).

    Raises NotAllowed, MeetingSeries.DoesNotExist; PermissionError for an organisation that does
    not take part, or somebody who does not work for it.
    """
    check_writes(actor)
    series = locked_series(actor)
    allowed = set(may_be_invited(actor).values_list("pk", flat=True))
    people = {user for chosen in guests.values() for user in chosen}
    works = set(
        Membership.objects.filter(
            organisation_id__in=guests, user_id__in=people, active=True, user__is_active=True
        ).values_list("organisation_id", "user_id")
    )
    wanted: set[tuple[int, int | None]] = set()
    for organisation, chosen in guests.items():
        wanted |= {(organisation, user) for user in chosen} or {(organisation, None)}
    named = {(organisation, user) for organisation, user in wanted if user is not None}
    if not set(guests) <= allowed or not named <= works:
        raise PermissionError
    for guest in Guest.objects.filter(series=series):
        if (guest.organisation_id, guest.user_id) in wanted:
            wanted.remove((guest.organisation_id, guest.user_id))
        else:
            guest.delete()
    Guest.objects.bulk_create(
        Guest(series=series, organisation_id=organisation, user_id=user)
        for organisation, user in sorted(wanted, key=str)
    )
    journal.record(actor, "MEETING_GUESTS_SET", subject=f"series:{series.pk}")


def locked_series(actor: Actor) -> MeetingSeries:
    """Return the running series of the programme, locked. Raises MeetingSeries.DoesNotExist."""
    return MeetingSeries.objects.select_for_update().get(
        programme_id=actor.programme_id, ended_on=None
    )


def _locked_meeting(reference: str, actor: Actor) -> CoordinationMeeting:
    series = locked_series(actor)
    return CoordinationMeeting.objects.select_for_update().get(series=series, reference=reference)


@transaction.atomic
def move_meeting(reference: str, to: datetime, *, actor: Actor) -> CoordinationMeeting:
    """Hold one planned date at another local time; a cancelled one is held again.

    Raises NotAllowed, BadDate, CoordinationMeeting.DoesNotExist.
    """
    check_writes(actor)
    meeting = _locked_meeting(reference, actor)
    moment = at_home(to)
    if meeting.status not in {MeetingStatus.PLANNED, MeetingStatus.CANCELLED}:
        raise BadDate("Cette réunion a déjà eu lieu.", "day")
    if moment <= now() or moment > now() + HORIZON:
        raise BadDate("Choisissez une date dans l’année qui vient.", "day")
    others = meeting.series.meetings.exclude(pk=meeting.pk)
    if others.filter(starts_at=moment).exclude(status=MeetingStatus.CANCELLED).exists():
        raise BadDate("Une autre réunion est prévue à ce moment.", "day")
    if (meeting.starts_at, meeting.status) != (moment, MeetingStatus.PLANNED):
        meeting.starts_at, meeting.status = moment, MeetingStatus.PLANNED
        meeting.save(update_fields=["starts_at", "status"])
        MeetingSeries.objects.filter(pk=meeting.series_id).update(to_tell=True)
        journal.record(actor, "MEETING_MOVED", subject=f"meeting:{reference}")
    return meeting


@transaction.atomic
def cancel_meeting(reference: str, *, actor: Actor) -> bool:
    """Cancel one planned date; False when it is not planned any more (twice is harmless).

    Raises NotAllowed, CoordinationMeeting.DoesNotExist.
    """
    check_writes(actor)
    meeting = _locked_meeting(reference, actor)
    if meeting.status != MeetingStatus.PLANNED:
        return False
    meeting.status = MeetingStatus.CANCELLED
    meeting.save(update_fields=["status"])
    MeetingSeries.objects.filter(pk=meeting.series_id).update(to_tell=True)
    journal.record(actor, "MEETING_CANCELLED", subject=f"meeting:{reference}")
    return True


def next_days(series: MeetingSeries, count: int) -> list[date]:
    """Return the next days of a series, cancelled ones left out."""
    coming = series.meetings.filter(status=MeetingStatus.PLANNED, starts_at__gt=now())
    return [local(one.starts_at).date() for one in coming.order_by("starts_at")[:count]]
