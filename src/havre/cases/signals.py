"""What a shelter signals on her safety after admission: added to SAFETY, read by who reads it.

The shelter that referred her may only add there (design, table of shares): it does not read again
what it wrote. The keeper is told that something waits, never of what.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from havre.cases import permissions
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case, SafetySignal
from havre.cases.selectors import adding_safety
from havre.engine.vocabulary import Compartment
from havre.organisations.selectors import informed_of
from havre.platform import gate, journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.sharing.actions import as_steward
from havre.sharing.protection_selectors import who_may_know

LONGEST = 600
"""Characters: a fact and its date, not a report."""


def may_signal(actor: Actor, case: Case) -> bool:
    """A partner that completes SAFETY, once she is admitted; before, it corrects that part."""
    if not actor.writes or case.admitted_on is None or permissions.keeps(actor, case):
        return False
    return adding_safety(actor).filter(case=case).exists()


def is_offered(actor: Actor, case: Case) -> bool:
    """Tell the same of a case just found by `selectors.find_case`, without asking again."""
    told = actor.writes and case.admitted_on is not None and not permissions.keeps(actor, case)
    return told and case.adds_safety


@transaction.atomic
def signal_safety(case: Case, text: str, *, signal_id: UUID, actor: Actor) -> None:
    """Add a short note to her safety, sealed; its keeper is told that something waits.

    `signal_id` is chosen before the form is shown, so that a form sent twice adds one note.
    Raises NotAllowed; AlreadyDone the second time; ValueError on an empty or too long text.
    """
    if not may_signal(actor, case):
        raise NotAllowed
    said = text.replace("\r\n", "\n").strip()
    if not said or len(said) > LONGEST:
        raise ValueError("a signal is a short text")
    row = SafetySignal(
        id=signal_id, case=case, organisation_id=actor.organisation_id, by_id=actor.user_id
    )
    vault.seal(row, {"text": said})
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDone from error
    parts = [Compartment.SAFETY]
    journal.record(actor, "SAFETY_SIGNALLED", case_id=case.pk, compartments=parts)
    for email in _told(case, actor):
        gate.send("answer_awaited", email, {})


def _told(case: Case, actor: Actor) -> list[str]:
    """Return the address of who follows the case; of the keeper's coordinators where nobody may."""

    def among(organisation_id: int, people: Collection[int]) -> set[int]:
        may = who_may_know(case.pk, organisation_id, set(people))
        return may & {case.caseworker_id} or may

    with as_steward(actor, case.steward_id, "signal"):
        return informed_of({case.steward_id}, among)


def unseen(actor: Actor) -> QuerySet[SafetySignal]:
    """Return the signals that nobody of the keeper has read, oldest first, for a list of tasks."""
    return (
        SafetySignal.objects.filter(seen_at=None, case__steward_id=actor.organisation_id)
        .annotate(reference=F("case__reference"))
        .order_by("signalled_at")
    )


@transaction.atomic
def note_seen(case: Case, signal_id: UUID, *, actor: Actor) -> None:
    """Say that a signal was read and is taken care of.

    Raises NotAllowed, SafetySignal.DoesNotExist; AlreadyDone when a colleague said so before.
    """
    if not actor.writes or not permissions.operates(actor, case):
        raise NotAllowed
    found = SafetySignal.objects.select_for_update().get(pk=signal_id, case=case)
    if found.seen_at is not None:
        raise AlreadyDone
    found.seen_at = now()
    found.save(update_fields=["seen_at"])
    parts = [Compartment.SAFETY]
    journal.record(actor, "SIGNAL_SEEN", case_id=case.pk, compartments=parts)
