"""The keeper asks another organisation to reserve a case to people whom that one names.

Whom it names is that organisation's own affair. Until it has answered, the keeper may keep the
case from the whole of it: nobody there sees it, and no share is closed for that.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.cases.permissions import keeps
from havre.cases.recusals import WouldLockOut, may_recuse
from havre.engine.vocabulary import Seat
from havre.organisations.models import Organisation
from havre.organisations.selectors import informed_of
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import Share
from havre.sharing.models import ReservationRequest, Restriction
from havre.sharing.protection_selectors import who_may_know

NOT_THEM = "Une de ces personnes ne peut pas être nommée. Choisissez-en d’autres."


@dataclass(frozen=True, slots=True)
class Asked:
    """What an organisation is asked to reserve; which case, where the reader may see it."""

    request_id: UUID
    reference: str
    case_id: UUID | None


def may_ask(actor: Actor, case: Case) -> bool:
    """Who coordinates the organisation that keeps the file, as for a recusal."""
    return may_recuse(actor, case)


def askable(case: Case, *, actor: Actor) -> QuerySet[Organisation]:
    """Return the partners that hold a share of a case, have not reserved it, nor are asked to.

    None of them for anybody but the keeper.
    """
    if not keeps(actor, case):
        return Organisation.objects.none()
    shares = Share.objects.filter(Q(until=None) | Q(until__gt=now()), case=case, closed_at=None)
    asked = ReservationRequest.objects.filter(case=case, ended_at=None)
    reserved = Restriction.objects.filter(case=case, ended_at=None)
    return (
        Organisation.objects.filter(pk__in=shares.values("organisation_id"))
        .exclude(pk=case.steward_id)
        .exclude(pk__in=asked.values("organisation_id"))
        .exclude(pk__in=reserved.values("organisation_id"))
        .order_by("name")
    )


def requests_of(case: Case, *, actor: Actor) -> QuerySet[ReservationRequest]:
    """Return the latest request made to each organisation, not over or met, for the keeper."""
    return (
        ReservationRequest.objects.filter(case=case, case__steward_id=actor.organisation_id)
        .exclude(ended_at__isnull=False, answer__in=["", "CANNOT"])
        .select_related("organisation")
        .order_by("organisation__name", "organisation_id", "-asked_at")
        .distinct("organisation__name", "organisation_id")
    )


def refused_to(actor: Actor) -> QuerySet[ReservationRequest]:
    """Return the requests that a partner cannot meet, for the keeper to decide; oldest first."""
    refused = ReservationRequest.objects.filter(
        answer="CANNOT", ended_at=None, case__steward_id=actor.organisation_id
    )
    return refused.select_related("case").order_by("answered_at")


@transaction.atomic
def ask(case: Case, organisation_id: int, *, suspend: bool, actor: Actor) -> None:
    """Ask a partner to reserve a case; it is told that somebody waits for it, and not for what.

    `suspend`: until it has done so, nobody of it sees the case. Raises NotAllowed; AlreadyDone when
    it was asked before, or has reserved it.
    """
    if not may_ask(actor, case):
        raise NotAllowed
    told = informed_of({organisation_id}, partial(who_may_know, case.pk))  # before it is suspended
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT havre.ask_to_reserve(%s, %s, %s)", [case.pk, organisation_id, suspend]
        )
        row = cursor.fetchone()
    if not row or row[0] is None:
        raise AlreadyDone
    subject = f"organisation:{organisation_id}{' suspended' if suspend else ''}"
    journal.record(actor, "RESERVATION_ASKED", case_id=case.pk, subject=subject)
    for email in told:
        gate.send("answer_awaited", email, {})


@transaction.atomic
def take_back(case: Case, request_id: UUID, *, actor: Actor) -> None:
    """End a request, and the suspension with it. Raises NotAllowed; AlreadyDone."""
    if not may_ask(actor, case):
        raise NotAllowed
    ReservationRequest.objects.get(pk=request_id, case=case)
    if not _told("SELECT havre.end_reservation_request(%s)", request_id):
        raise AlreadyDone
    journal.record(actor, "RESERVATION_TAKEN_BACK", case_id=case.pk)


def asked_of(actor: Actor) -> list[Asked]:
    """Return what the actor's organisation is asked to reserve, for who coordinates it."""
    if actor.seat is not Seat.COORDINATOR:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM havre.reservations_asked()")
        return [Asked(row[0], row[1] or "", row[2]) for row in cursor.fetchall()]


def asked_one(request_id: UUID, *, actor: Actor) -> Asked:
    """Return one of them; raise ReservationRequest.DoesNotExist."""
    for one in asked_of(actor):
        if one.request_id == request_id:
            return one
    raise ReservationRequest.DoesNotExist


@transaction.atomic
def answer(request_id: UUID, user_ids: Collection[int], *, actor: Actor) -> None:
    """Reserve the case to these people of the actor's organisation; none: it cannot be done.

    Raises ReservationRequest.DoesNotExist; WouldLockOut when one of them may not be named.
    """
    asked_one(request_id, actor=actor)
    named = sorted(set(user_ids))
    if not _told("SELECT havre.answer_reservation(%s, %s::bigint[])", request_id, named):
        asked_one(request_id, actor=actor)  # reserved, or taken back, a moment before
        raise WouldLockOut(NOT_THEM)
    said = f"count:{len(named)}" if named else "CANNOT"
    journal.record(actor, "RESERVATION_ANSWERED", subject=said)


def _told(query: str, *values: UUID | list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values))
        row = cursor.fetchone()
    return bool(row and row[0])
