"""Exceptional access: a compartment opened beyond her agreement, by two people, for one hour.

For a vital emergency or where the law says so (grounds: engine.vocabulary.ExceptionalGround). The
database holds the same rules against any query (sharing/guard.sql).
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from havre.cases import permissions
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, ExceptionalGround, Seat, Stage
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import Share
from havre.platform.persons import one_person
from havre.sharing.models import ExceptionalAccess, ExceptionalReason
from havre.sharing.protection import EXCEPTIONAL_TIME

NEVER = frozenset({Compartment.PROPOSAL, Compartment.NEED_CARD, Compartment.PROGRESS})
"""What nobody needs to break a seal for: the keeper of the file has them by its work."""


class OpenAlready(ValueError):
    """The organisation reads this compartment: there is nothing to open."""


class NeedsAnother(NotAllowed):
    """Nobody confirms her own request."""


class SamePerson(NeedsAnother):
    """Nor by another account of hers: the same address, or the same name."""


def may_ask(actor: Actor, case: Case) -> bool:
    """Who coordinates the operator, for a file it keeps."""
    return (
        permissions.operates(actor, case)
        and actor.seat is Seat.COORDINATOR
        and case.stage != Stage.DRAFT
    )


def openable(case: Case, *, actor: Actor) -> list[Compartment]:
    """Return the compartments that the actor's organisation does not read now."""
    shares = Share.objects.filter(
        case=case, organisation_id=actor.organisation_id, reads=True, closed_at=None
    ).exclude(until__lte=now())
    read = set(shares.values_list("compartment", flat=True))
    return [c for c in Compartment if c.value not in read and c not in NEVER]


@transaction.atomic
def ask(
    case: Case, compartment: Compartment, ground: ExceptionalGround, reason: str, *, actor: Actor
) -> ExceptionalAccess:
    """Ask for a compartment beyond her agreement; the reason is sealed. Opens nothing by itself.

    Raises NotAllowed, OpenAlready; AlreadyDone while the same request waits.
    """
    if not may_ask(actor, case):
        raise NotAllowed
    Case.objects.select_for_update().get(pk=case.pk)
    if compartment not in openable(case, actor=actor):
        raise OpenAlready
    waiting = ExceptionalAccess.objects.filter(
        case=case, opens=compartment, confirmed=None, asked_at__gt=now() - EXCEPTIONAL_TIME
    )
    if waiting.exists():
        raise AlreadyDone
    access = ExceptionalAccess(
        case=case,
        organisation_id=actor.organisation_id,
        opens=compartment,
        ground=ground,
        asked_by_id=actor.user_id,
    )
    access.save(force_insert=True)
    why = ExceptionalReason(case=case, access=access)
    vault.seal(why, {"reason": reason})
    why.save(force_insert=True)
    _journal(access, "EXCEPTIONAL_ASKED", actor)
    return access


@transaction.atomic
def confirm(access_id: UUID, *, actor: Actor) -> ExceptionalAccess:
    """Open what a colleague asked for, for one hour.

    Raises NeedsAnother to whoever asked, SamePerson to another account of hers, NotAllowed,
    ExceptionalAccess.DoesNotExist; AlreadyDone when it was answered, has waited an hour, or has
    become needless.
    """
    access = _waiting(access_id, actor)
    if access.asked_by_id == actor.user_id:
        raise NeedsAnother
    if one_person(access.asked_by_id, actor.user_id):
        raise SamePerson
    if Compartment(access.opens) not in openable(access.case, actor=actor):
        raise AlreadyDone
    _answer(access, True, actor)
    Share.objects.filter(
        case_id=access.case_id,
        organisation_id=access.organisation_id,
        compartment=access.opens,
        scope=None,
        closed_at=None,
    ).update(closed_at=now())  # those that ended, or that only wrote
    Share(
        case_id=access.case_id,
        organisation_id=access.organisation_id,
        compartment=access.opens,
        basis=Share.Basis.BREAK_GLASS,
        until=access.until,
    ).save(force_insert=True)
    _journal(access, "EXCEPTIONAL_CONFIRMED", actor)
    _journal(access, "EXCEPTIONAL_OPENED", actor)
    return access


@transaction.atomic
def refuse(access_id: UUID, *, actor: Actor) -> None:
    """Answer no; whoever asked may so take back her request. Raises as `confirm`."""
    access = _waiting(access_id, actor)
    _answer(access, False, actor)
    _journal(access, "EXCEPTIONAL_REFUSED", actor)


@transaction.atomic
def close(access_id: UUID, *, actor: Actor) -> None:
    """End an exceptional access before its hour. Raises NotAllowed, DoesNotExist, AlreadyDone."""
    access = _locked(access_id, actor)
    if not access.confirmed or access.until is None or access.until <= now():
        raise AlreadyDone
    access.until = now()
    access.save(update_fields=["until"])
    Share.objects.filter(
        case_id=access.case_id,
        organisation_id=access.organisation_id,
        compartment=access.opens,
        basis=Share.Basis.BREAK_GLASS,
        closed_at=None,
    ).update(closed_at=now())
    _journal(access, "EXCEPTIONAL_CLOSED", actor)


def _locked(access_id: UUID, actor: Actor) -> ExceptionalAccess:
    access = (
        ExceptionalAccess.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(pk=access_id)
    )
    if not permissions.operates(actor, access.case):
        raise NotAllowed
    return access


def _waiting(access_id: UUID, actor: Actor) -> ExceptionalAccess:
    access = _locked(access_id, actor)
    if access.confirmed is not None or access.expires_at <= now():
        raise AlreadyDone
    return access


def _answer(access: ExceptionalAccess, confirmed: bool, actor: Actor) -> None:
    access.confirmed, access.answered_by_id, access.answered_at = confirmed, actor.user_id, now()
    access.save(update_fields=["confirmed", "answered_by", "answered_at"])
    access.refresh_from_db(fields=["answered_at", "until"])  # the database's own hours


def _journal(access: ExceptionalAccess, action: str, actor: Actor) -> None:
    journal.record(
        actor,
        action,
        case_id=access.case_id,
        compartments=[Compartment(access.opens)],
        subject=f"{access.ground} {access.pk}"[:60],
    )
