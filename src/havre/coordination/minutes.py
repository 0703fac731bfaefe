"""Minutes: validated once, then frozen; and what becomes of the decisions.

A participant reads the lines its organisation reads the card of, at that moment: her minutes have
no gap where another's have a line (decision 47).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from havre.coordination.agenda_actions import locked
from havre.coordination.models import (
    Attendance,
    CoordinationMeeting,
    Decision,
    MinuteLine,
    Topic,
)
from havre.coordination.permissions import runs
from havre.coordination.selectors import get_meeting, people_of
from havre.coordination.series_actions import next_days
from havre.engine.vocabulary import Compartment, DecisionKind, MeetingStatus, PointKind
from havre.organisations import mailing
from havre.organisations.models import Organisation
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.programmes.selectors import operator_of
from havre.sharing.actions import as_steward

K = DecisionKind
AS_FOLLOWED = frozenset({PointKind.ADDED, PointKind.FOLLOW})
"""Told alike: whether a proposal is late is not in a card."""
PLACES = 32_767


class NotOpened(ValueError):
    """No meeting was held: there is nothing to validate."""


@dataclass(frozen=True, slots=True)
class Present:
    """An organisation of a meeting; `people` by name, nobody when it was there unnamed or not."""

    organisation: Organisation
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes as the actor may read them."""

    meeting: CoordinationMeeting
    present: tuple[Present, ...]
    excused: tuple[Organisation, ...]
    lines: tuple[MinuteLine, ...]
    topics: tuple[Topic, ...]
    next_on: date | None


def said_of(kind: PointKind) -> PointKind:
    """Return what a room is told of why a case is on the agenda."""
    return PointKind.FOLLOW if kind in AS_FOLLOWED else kind


def lines_to_be(meeting: CoordinationMeeting, *, actor: Actor) -> list[MinuteLine]:
    """Return the lines that the decisions shown so far make, not saved."""
    found = meeting.decisions.filter(shown=True).select_related("item", "responsible")
    rows = sorted(found, key=lambda one: (one.item.position, one.decided_at, str(one.pk)))
    # Places drawn far apart: in a row, a missing one would tell that a line is kept from a reader.
    places = sorted(SystemRandom().sample(range(1, PLACES), len(rows)))
    return [
        MinuteLine(
            id=one.pk,
            case_id=one.case_id,
            meeting=meeting,
            position=place,
            point=said_of(PointKind(one.item.kind)),
            card=one.card,
            kind=one.kind,
            asked=one.asked,
            responsible=one.responsible,
            due_on=one.due_on,
            # Whether a dwelling could be proposed is not said: such a line waits for nothing.
            done_on=today() if one.kind == K.PROPOSE else one.done_on,
        )
        for place, one in zip(places, rows, strict=True)
    ]


@transaction.atomic
def validate(
    reference: str, address: Callable[[str], str], page: str, *, actor: Actor
) -> CoordinationMeeting:
    """Freeze the minutes, and tell those invited that a document waits.

    `address` gives the full address of a mail's link from its token, `page` where it leads.
    Raises as `agenda_actions.locked`, NotOpened.
    """
    meeting = locked(reference, actor=actor)
    if meeting.status != MeetingStatus.OPEN:
        raise NotOpened
    MinuteLine.objects.bulk_create(lines_to_be(meeting, actor=actor))
    meeting.status, meeting.validated_at = MeetingStatus.VALIDATED, now()
    meeting.validated_by_id = actor.user_id or None
    meeting.save(update_fields=["status", "validated_at", "validated_by"])
    journal.record(actor, "MINUTES_VALIDATED", subject=f"meeting:{reference}")
    _tell(meeting, address, page)
    return meeting


def _tell(meeting: CoordinationMeeting, address: Callable[[str], str], page: str) -> None:
    """Write to those who had the dates, and to those who came."""
    readers = set(meeting.series.addressees.values_list("organisation_id", "user_id"))
    readers |= {
        (one.organisation_id, one.user_id) for one in meeting.attendance.all() if one.user_id
    }
    organisations = Organisation.objects.filter(pk__in=meeting.invited, active=True)
    for membership in people_of(organisations):
        if (membership.organisation_id, membership.user_id) in readers:
            token = mailing.new_link(membership, page)
            gate.send(
                "minutes_ready",
                membership.user.email,
                {"link": address(token), "days": mailing.DAYS},
                organisation_id=membership.organisation_id,
                user_id=membership.user_id,
            )


def minutes_of(reference: str, *, actor: Actor) -> Minutes:
    """Return the minutes of a meeting, each case of them journaled as listed.

    Before they are validated, to the operator alone, as they would be. Raises
    CoordinationMeeting.DoesNotExist when hidden, absent, or not held.
    """
    meeting = get_meeting(reference, actor=actor)
    if meeting.status == MeetingStatus.VALIDATED:
        rows = meeting.lines.select_related("responsible").order_by("position", "pk")
        lines = list(rows)
    elif meeting.status == MeetingStatus.OPEN and runs(actor):
        lines = lines_to_be(meeting, actor=actor)
    else:
        raise CoordinationMeeting.DoesNotExist
    cases = [one.case_id for one in lines]
    journal.commit_list(actor, "LISTED", case_ids=cases, compartments=[Compartment.NEED_CARD])
    topics = meeting.topics.filter(aside=False).exclude(decision="").order_by("position")
    rows_there = meeting.attendance.select_related("organisation", "user")
    present = _present(list(rows_there.order_by("organisation__name", "user__last_name")))
    there = {one.organisation.pk for one in present}
    excused = Organisation.objects.filter(pk__in=set(meeting.invited) - there).order_by("name")
    following = next_days(meeting.series, 1)
    return Minutes(
        meeting,
        present,
        tuple(excused),
        tuple(lines),
        tuple(
            topics.select_related("vacancy__dwelling__commune", "vacancy__landlord", "responsible")
        ),
        following[0] if following else None,
    )


def _present(rows: Sequence[Attendance]) -> tuple[Present, ...]:
    people: dict[int, list[str]] = {}
    names = {one.organisation_id: one.organisation for one in rows}
    for one in rows:
        said = people.setdefault(one.organisation_id, [])
        if one.user is not None:
            said.append(str(one.user))
    return tuple(Present(names[pk], tuple(said)) for pk, said in people.items())


def release_minutes(found: Minutes, document: gate.Document, *, actor: Actor) -> gate.Document:
    """Let the minutes out by the gate: her right to each card is read again. Raises Held.

    Asked in the keeper's name, since whoever reads a card alone does not see its case.
    """
    parts = tuple(gate.Part(one.case_id, Compartment.NEED_CARD) for one in found.lines)
    recipient = gate.Recipient(organisation_id=actor.organisation_id, user_id=actor.user_id)
    departure = gate.Departure(gate.Way.DOCUMENT, recipient, parts=parts, files=(document,))
    with as_steward(actor, operator_of(actor.programme_id), "minutes") as keeper:
        gate.dispatch(departure, actor=keeper)
    subject = f"minutes:{found.meeting.reference}"
    journal.record(actor, "DOCUMENT_RELEASED", subject=subject)
    return document


def private_decisions(meeting: CoordinationMeeting, *, actor: Actor) -> list[Decision]:
    """Return what is the operator's alone: decided apart, proposed or urgent. Journaled."""
    if not runs(actor):
        return []
    found = meeting.decisions.filter(Q(shown=False) | Q(kind__in=[K.PROPOSE, K.URGENT]))
    rows = list(
        found.select_related("case", "item", "responsible", "proposal").order_by("decided_at")
    )
    journal.commit_list(
        actor,
        "LISTED",
        case_ids=[one.case_id for one in rows],
        compartments=[Compartment.PROGRESS, Compartment.PROPOSAL],
    )
    return rows


def own_decisions(actor: Actor) -> QuerySet[MinuteLine]:
    """Return the decisions that wait for the actor's organisation, the earliest date first.

    The operator's are `waiting_decisions`. `reference`: of the meeting.
    """
    return MinuteLine.objects.filter(
        meeting__series__programme_id=actor.programme_id,
        meeting__invited__contains=[actor.organisation_id],
        meeting__status=MeetingStatus.VALIDATED,
        responsible_id=actor.organisation_id,
        done_on=None,
    ).annotate(reference=F("meeting__reference"))


def waiting_decisions(actor: Actor) -> QuerySet[Decision]:
    """Return the decisions not done yet that nobody else has to carry out, for the operator."""
    if not runs(actor):
        return Decision.objects.none()
    return Decision.objects.filter(
        Q(responsible=None) | Q(responsible_id=actor.organisation_id),
        meeting__series__programme_id=actor.programme_id,
        meeting__status=MeetingStatus.VALIDATED,
        done_on=None,
    ).annotate(reference=F("meeting__reference"))


@transaction.atomic
def settle(reference: str, decision_id: UUID, done: bool, *, actor: Actor) -> None:
    """Say that a decision of validated minutes is done, or not; twice is harmless.

    By the operator, or by the organisation that was to act, in the keeper's name. Raises
    PermissionError, CoordinationMeeting.DoesNotExist, MinuteLine.DoesNotExist.
    """
    meeting = get_meeting(reference, actor=actor)
    if meeting.status != MeetingStatus.VALIDATED:
        raise CoordinationMeeting.DoesNotExist
    on = today() if done else None
    if runs(actor):
        _settle_as_operator(meeting, decision_id, on, actor)
        return
    line = meeting.lines.get(pk=decision_id, responsible_id=actor.organisation_id)
    if not actor.writes:
        raise PermissionError
    with as_steward(actor, operator_of(actor.programme_id), "decision-done"):
        meeting.lines.filter(pk=line.pk).update(done_on=on)
        meeting.decisions.filter(pk=line.pk).update(done_on=on)
    journal.record(actor, "DECISION_DONE", case_id=line.case_id, subject=f"meeting:{reference}")


def _settle_as_operator(
    meeting: CoordinationMeeting, decision_id: UUID, on: date | None, actor: Actor
) -> None:
    if not actor.writes:
        raise PermissionError
    if topic := meeting.topics.filter(pk=decision_id).exclude(decision="").first():
        topic.done_on = on
        topic.save(update_fields=["done_on"])
        case_id = None
    else:
        decision = meeting.decisions.filter(pk=decision_id).first()
        if decision is None:
            raise MinuteLine.DoesNotExist
        decision.done_on = on
        decision.save(update_fields=["done_on"])
        if decision.kind != K.PROPOSE:
            meeting.lines.filter(pk=decision_id).update(done_on=on)
        case_id = decision.case_id
    journal.record(actor, "DECISION_DONE", case_id=case_id, subject=f"meeting:{meeting.reference}")
