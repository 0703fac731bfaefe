"""Who is in the room, and what may be shown there.

A case is shown only while every organisation present reads its card, and every person present may
know of it: somebody recused, a landlord she avoids, one who knows her. Any other is treated apart,
by the operator, on a page of its own: nothing in the room tells that there is one (decision 47).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from havre.assessments.models import NeedCard
from havre.coordination import agenda
from havre.coordination.agenda_actions import Point, locked, points_of
from havre.coordination.models import AgendaItem, Attendance, CoordinationMeeting
from havre.coordination.selectors import may_be_invited
from havre.engine.vocabulary import Compartment, MeetingStatus
from havre.organisations.models import Membership
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now

SHOWN = "SHOWN_IN_MEETING"


class NobodyThere(ValueError):
    """A room with no other organisation is no meeting."""


@dataclass(frozen=True, slots=True)
class Room:
    """The points that may be shown to those present, in order, and those treated apart."""

    points: tuple[Point, ...]
    apart: tuple[AgendaItem, ...]
    cards: Mapping[UUID, NeedCard] = field(default_factory=dict)

    def card(self, point: Point) -> NeedCard | None:
        """Return the card of a point about a case."""
        return self.cards.get(point.case_id) if isinstance(point, AgendaItem) else None


@transaction.atomic
def record_attendance(
    reference: str, present: Mapping[int, Collection[int]], *, actor: Actor
) -> CoordinationMeeting:
    """Say which organisations are there, and by which of their people; the meeting is then open.

    May be said again when somebody comes or leaves. Raises as `locked`, NobodyThere;
    PermissionError for whoever may not be there.
    """
    meeting = locked(reference, actor=actor)
    own = actor.organisation_id
    if not set(present) - {own}:
        raise NobodyThere
    allowed = {*may_be_invited(actor).values_list("pk", flat=True), own}
    named = {(organisation, user) for organisation, chosen in present.items() for user in chosen}
    works = set(
        Membership.objects.filter(
            organisation_id__in=present,
            user_id__in={user for _, user in named},
            active=True,
            user__is_active=True,
        ).values_list("organisation_id", "user_id")
    )
    if not set(present) <= allowed or not named <= works:
        raise PermissionError
    meeting.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, organisation_id=organisation, user_id=user)
        for organisation, chosen in sorted(present.items())
        for user in (*sorted(chosen), *(() if chosen else (None,)))
    )
    guests = set(meeting.series.guests.values_list("organisation_id", flat=True))
    meeting.invited = sorted({*guests, *present, *meeting.invited} - {own})
    meeting.status, meeting.opened_at = MeetingStatus.OPEN, meeting.opened_at or now()
    meeting.save(update_fields=["invited", "status", "opened_at"])
    journal.record(actor, "MEETING_OPENED", subject=f"meeting:{reference}")
    return meeting


def room_of(
    meeting: CoordinationMeeting, points: Sequence[Point] | None = None, *, actor: Actor
) -> Room:
    """Return what may be shown to those present at a meeting. Nothing about a case is journaled.

    `points`: those of the meeting, where they have been read already.
    """
    every = [one for one in (points_of(meeting) if points is None else points) if not one.aside]
    items = [one for one in every if isinstance(one, AgendaItem)]
    ids = {one.case_id for one in items}
    cards = agenda.cards_of(ids, actor=actor)
    there = [(one.organisation_id, one.user_id) for one in meeting.attendance.all()]
    kept = agenda.not_for_the_room(ids, there, actor=actor)
    apart = {one.pk for one in items if one.case_id in kept or one.case_id not in cards}
    return Room(
        points=tuple(one for one in every if one.pk not in apart),
        apart=tuple(one for one in items if one.pk in apart),
        cards={case: card for case, card in cards.items() if case not in kept},
    )


def note_shown(case_id: UUID, meeting: CoordinationMeeting, *, actor: Actor) -> None:
    """Journal, before it is shown in the room, that a card is. Raises JournalDown."""
    journal.commit_reading(
        actor,
        SHOWN,
        case_id=case_id,
        compartments=[Compartment.NEED_CARD],
        subject=f"meeting:{meeting.reference}",
    )


def organisations_of(meeting: CoordinationMeeting) -> list[tuple[int, str]]:
    """Return who is there, by name."""
    there = meeting.attendance.select_related("organisation").order_by("organisation__name")
    return list(dict.fromkeys((one.organisation_id, one.organisation.name) for one in there))
