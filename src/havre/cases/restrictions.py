"""A case reserved to named people of an organisation: its colleagues do not see it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from havre.cases import permissions
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.cases.recusals import WouldLockOut
from havre.engine.vocabulary import Seat
from havre.organisations.selectors import caseworkers
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.sharing.models import Restriction
from havre.sharing.protection_selectors import restriction_of

NOBODY = (
    "Nommez au moins une personne qui travaille encore avec vous et qui peut voir la situation."
)


def may_reserve(actor: Actor, restriction: Restriction | None) -> bool:
    """Who coordinates an organisation reserves a case within it; so does whoever is named."""
    named = restriction is not None and actor.user_id in restriction.named
    return named or actor.seat is Seat.COORDINATOR


@transaction.atomic
def reserve_case(case: Case, user_ids: Collection[int], *, actor: Actor) -> None:
    """Reserve a case to these people of the actor's organisation, in place of those named before.

    Whoever followed it and is not named no longer does. Raises NotAllowed, WouldLockOut;
    AlreadyDone when a colleague reserved it a moment before.
    """
    restriction = _locked(case, actor)
    if not may_reserve(actor, restriction):
        raise NotAllowed
    named = sorted(set(caseworkers(actor).filter(pk__in=user_ids).values_list("pk", flat=True)))
    if not named or len(named) != len(set(user_ids)):
        raise WouldLockOut(NOBODY)
    follows = case.caseworker_id
    if follows and follows not in named and permissions.keeps(actor, case):
        case.caseworker = None
        case.save(update_fields=["caseworker"])
    journal.record(actor, "CASE_RESERVED", case_id=case.pk, subject=f"count:{len(named)}")
    fresh = restriction or Restriction(case=case, organisation_id=actor.organisation_id)
    fresh.named = named
    try:
        with transaction.atomic():  # last: the actor may not have named herself
            fresh.save(force_insert=restriction is None)
    except IntegrityError as error:
        if "one_restriction_per_organisation" in str(error):
            raise AlreadyDone from error
        raise WouldLockOut(NOBODY) from error


def _locked(case: Case, actor: Actor) -> Restriction | None:
    return restriction_of(case.pk, actor=actor, lock=True)


@transaction.atomic
def open_to_colleagues(case: Case, *, actor: Actor) -> None:
    """End the reservation: all of the actor's organisation sees the case again.

    Raises NotAllowed; AlreadyDone when it was not, or no longer, reserved.
    """
    restriction = _locked(case, actor)
    if restriction is None:
        raise AlreadyDone
    if not may_reserve(actor, restriction):
        raise NotAllowed
    restriction.ended_at = now()
    restriction.save(update_fields=["ended_at"])
    journal.record(actor, "CASE_OPENED_TO_COLLEAGUES", case_id=case.pk)


def orphaned(actor: Actor) -> list[UUID]:
    """Return the reservations of the actor's organisation that nobody can use any more.

    For who coordinates it; numbers of their own, which tell nothing of the cases.
    """
    if actor.seat is not Seat.COORDINATOR:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM havre.orphaned()")
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def name_person(restriction_id: UUID, user_id: int, *, actor: Actor) -> None:
    """Name somebody of the organisation where nobody is left; the case itself is not shown.

    Raises Restriction.DoesNotExist when it is not such a one; WouldLockOut when this person may
    not be named.
    """
    if restriction_id not in orphaned(actor):
        raise Restriction.DoesNotExist
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.name_person(%s, %s)", [restriction_id, user_id])
        row = cursor.fetchone()
    if not row or not row[0]:
        raise WouldLockOut("Cette personne ne peut pas être nommée. Choisissez-en une autre.")
    journal.record(actor, "RESERVED_TO_ONE_MORE", subject=f"user:{user_id}")
