"""Recusals: for this person, or this organisation, the case no longer exists.

Someone close to the perpetrator, a neighbour, his employer. The database keeps the case from them;
here is said who may say so, and that the file must not be left with nobody.
"""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from havre.cases import permissions
from havre.cases.actions import AlreadyDone, NotAllowed, lock
from havre.cases.models import Case
from havre.engine.vocabulary import Seat
from havre.organisations.selectors import coordinator_ids
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.programmes.selectors import participants_people, with_any_role
from havre.sharing.models import Recusal, Restriction
from havre.sharing.protection_selectors import recused_people


class WouldLockOut(ValueError):
    """Nobody could hold the file any more. The message is a French sentence."""


def may_recuse(actor: Actor, case: Case) -> bool:
    """Who coordinates the organisation that keeps the file says from whom it is kept."""
    return permissions.keeps(actor, case) and actor.seat is Seat.COORDINATOR


@transaction.atomic
def recuse_person(case: Case, user_id: int, reason: str, *, actor: Actor) -> None:
    """Keep a case from a person, whichever organisation she acts for. The reason is sealed.

    She no longer follows it, if she did. Raises NotAllowed, WouldLockOut; AlreadyDone when she
    is recused already.
    """
    lock(case, may_recuse, actor)
    if not participants_people(case.programme_id).filter(pk=user_id).exists():
        raise NotAllowed
    _check_somebody_is_left(case, user_id)
    if case.caseworker_id == user_id:
        case.caseworker = None
        case.save(update_fields=["caseworker"])
    journal.record(actor, "PERSON_RECUSED", case_id=case.pk, subject=f"user:{user_id}")
    _write(Recusal(case=case, user_id=user_id), reason)


def _check_somebody_is_left(case: Case, user_id: int) -> None:
    """Raise WouldLockOut unless somebody who coordinates the keeper still sees the case."""
    left = coordinator_ids(case.steward_id) - recused_people(case.pk) - {user_id}
    reserved = Restriction.objects.filter(
        case=case, organisation_id=case.steward_id, ended_at=None
    ).first()
    if reserved is not None:
        named = set(reserved.named) - recused_people(case.pk) - {user_id}
        if not named:
            raise WouldLockOut(
                "C’est la dernière personne à qui cette situation est réservée. "
                "Nommez d’abord quelqu’un d’autre."
            )
        left &= named
    if not left and user_id in coordinator_ids(case.steward_id):
        raise WouldLockOut(
            "Plus personne ne coordonnerait cette situation. "
            "Donnez d’abord cette fonction à un ou une collègue."
        )


@transaction.atomic
def recuse_organisation(case: Case, organisation_id: int, reason: str, *, actor: Actor) -> None:
    """Keep a case from an organisation: what was shared with it closes at once.

    Raises NotAllowed; WouldLockOut for the organisation that keeps the file; AlreadyDone.
    """
    lock(case, may_recuse, actor)
    if organisation_id == case.steward_id:
        raise WouldLockOut(
            "Votre organisme tient cette situation : il ne peut pas en être écarté. "
            "Écartez les personnes concernées, ou réservez la situation à quelques-unes."
        )
    if not with_any_role(case.programme_id).filter(pk=organisation_id).exists():
        raise NotAllowed
    journal.record(
        actor, "ORGANISATION_RECUSED", case_id=case.pk, subject=f"organisation:{organisation_id}"
    )
    _write(Recusal(case=case, organisation_id=organisation_id), reason)


def _write(recusal: Recusal, reason: str) -> None:
    """Last of all: from here the actor herself may no longer see the case."""
    vault.seal(recusal, {"reason": reason})
    try:
        with transaction.atomic():
            recusal.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDone from error


@transaction.atomic
def lift_recusal(case: Case, recusal_id: UUID, *, actor: Actor) -> None:
    """Let a person or an organisation know of the case again; closed shares stay closed.

    Raises NotAllowed, Recusal.DoesNotExist; AlreadyDone when it was lifted before.
    """
    lock(case, may_recuse, actor)
    recusal = Recusal.objects.get(pk=recusal_id, case=case)
    if recusal.lifted_at is not None:
        raise AlreadyDone
    recusal.lifted_at = now()
    recusal.save(update_fields=["lifted_at"])
    who = (
        f"user:{recusal.user_id}" if recusal.user_id else f"organisation:{recusal.organisation_id}"
    )
    journal.record(actor, "RECUSAL_LIFTED", case_id=case.pk, subject=who)
