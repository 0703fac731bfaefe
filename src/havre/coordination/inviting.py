"""Telling participants the dates: one neutral message each, with the entry for her agenda.

Whoever already has the present revision is not written to again; whoever is not invited any more
is told to take the dates out. UID and SEQUENCE stay those of the series (RFC 5546, 2.1.4).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from havre.coordination.entry import Writer, entry_of
from havre.coordination.models import Addressee, Guest, MeetingSeries
from havre.coordination.permissions import check_writes
from havre.coordination.series_actions import NothingToTell, locked_series
from havre.engine.vocabulary import Seat
from havre.organisations import mailing
from havre.organisations.models import Membership
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import today

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Post:
    """What writes a calendar object, and the full address of a mail's link, given its token."""

    write: Writer
    address: Callable[[str], str]
    page: str
    """Where the link leads."""


def _active(organisations: set[int]) -> list[Membership]:
    return list(
        Membership.objects.filter(
            organisation_id__in=organisations,
            organisation__active=True,
            active=True,
            user__is_active=True,
        )
        .select_related("user", "organisation")
        .order_by("organisation_id", "user_id")
    )


def expected(series: MeetingSeries) -> dict[Key, Membership]:
    """Return who is to have the dates: people named, or coordinators where nobody is."""
    named: dict[int, set[int]] = {}
    for organisation, user in Guest.objects.filter(series=series).values_list(
        "organisation_id", "user_id"
    ):
        named.setdefault(organisation, set()).update({user} if user is not None else set())
    found: dict[Key, Membership] = {}
    for one in _active(set(named)):
        chosen = named[one.organisation_id]
        if one.user_id in chosen or (not chosen and one.seat_word is Seat.COORDINATOR):
            found[one.organisation_id, one.user_id] = one
    return found


def to_be_told(series: MeetingSeries) -> int:
    """Return how many people the next message would go to."""
    wanted = expected(series)
    known = {(a.organisation_id, a.user_id): a for a in series.addressees.all()}
    stale = len(wanted) if series.to_tell else len(set(wanted) - set(known))
    return stale + len(set(known) - set(wanted))


@transaction.atomic
def tell(post: Post, *, actor: Actor) -> int:
    """Tell the dates to everyone who has not the present ones; return how many were written to.

    Raises NotAllowed, NothingToTell, MeetingSeries.DoesNotExist.
    """
    check_writes(actor)
    series = locked_series(actor)
    wanted = expected(series)
    known = {(a.organisation_id, a.user_id): a for a in series.addressees.select_related("user")}
    if series.to_tell and known:
        series.sequence += 1
    told = 0
    for key, addressee in known.items():
        if key not in wanted:
            _take_out(series, addressee, post)
            told += 1
    for key, membership in wanted.items():
        have = known.get(key)
        if have is None or have.told < series.sequence:
            _invite(series, membership, post)
            told += 1
    if not told:
        raise NothingToTell
    series.to_tell = False
    series.save(update_fields=["sequence", "to_tell"])
    journal.record(actor, "MEETINGS_TOLD", subject=f"count:{told}")
    return told


def _invite(series: MeetingSeries, membership: Membership, post: Post) -> None:
    user = membership.user
    entry = entry_of(series, user.email, sequence=series.sequence)
    token = mailing.new_link(membership, post.page)
    gate.send(
        "meeting",
        user.email,
        {"link": post.address(token), "days": mailing.DAYS},
        organisation_id=membership.organisation_id,
        user_id=user.pk,
        calendar=post.write(entry),
    )
    Addressee.objects.update_or_create(
        series=series,
        organisation_id=membership.organisation_id,
        user=user,
        defaults={"told": series.sequence},
    )


def _take_out(series: MeetingSeries, addressee: Addressee, post: Post) -> None:
    """Cancel the series in one agenda: a revision above any she has received."""
    entry = entry_of(series, addressee.user.email, sequence=series.sequence + 1, cancelled=True)
    gate.send(
        "meeting_off",
        addressee.user.email,
        {},
        organisation_id=addressee.organisation_id,
        user_id=addressee.user_id,
        calendar=post.write(entry),
    )
    addressee.delete()


@transaction.atomic
def end_series(post: Post, *, actor: Actor) -> None:
    """Stop the commission: dates to come go, minutes stay, agendas are told.

    Raises NotAllowed, MeetingSeries.DoesNotExist.
    """
    check_writes(actor)
    series = locked_series(actor)
    for addressee in series.addressees.select_related("user"):
        _take_out(series, addressee, post)
    series.meetings.filter(opened_at=None).delete()
    series.ended_on, series.sequence, series.to_tell = today(), series.sequence + 1, False
    series.save()
    journal.record(actor, "MEETINGS_ENDED", subject=f"series:{series.pk}")
