"""The urgent circuit: a call is opened, answered, prolonged once, closed.

A yes moves nothing by itself: the dwelling is then proposed to her by the usual action. Mails only
say that an answer is awaited.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from havre.allocations.refusals import Missing, NotAllowed, Refusal
from havre.allocations.urgent_rows import UrgentAsk, UrgentCall
from havre.allocations.urgent_selectors import UNDECIDED, askable
from havre.cases.models import Case
from havre.cases.permissions import operates
from havre.engine.deadlines import URGENT_HOURS, hours_after
from havre.engine.vocabulary import (
    Role,
    Stage,
    UrgentAnswer,
    UrgentEnd,
    UrgentProlonging,
    UrgentReason,
    UrgentRefusal,
)
from havre.housing.models import Vacancy
from havre.organisations.selectors import informed_of
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.sharing.protection_selectors import who_may_know

ENDED_AT_THE_CALL = "Cet appel est terminé, et votre réponse est déjà enregistrée."
LATE = "L’appel est terminé : votre réponse est gardée, et marquée comme tardive."


class CallOver(Refusal):
    """The call is closed, or was prolonged already."""

    sentence = "Cet appel est déjà terminé."


class AlreadyProlonged(CallOver):
    """A call is prolonged once."""

    sentence = "Cet appel a déjà été prolongé : il ne peut l’être qu’une fois."


class NotReading(Refusal):
    """One of those chosen does not read her card any more."""

    sentence = "L’un de ces organismes ne lit plus sa fiche. Choisissez à nouveau."


@transaction.atomic
def open_call(
    case: Case, reason: UrgentReason, organisation_ids: Collection[int], *, actor: Actor
) -> UrgentCall:
    """Ask these organisations for a dwelling within 48 hours; while a call runs, ask others too.

    Raises NotAllowed (not the keeper, not searching, in pause), Missing, NotReading.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not actor.writes or not operates(actor, case) or case.stage != Stage.SEARCH or case.parked:
        raise NotAllowed
    if not organisation_ids:
        raise Missing("Choisissez au moins un organisme.", "organisations")
    if not set(organisation_ids) <= {one.pk for one in askable(case, actor=actor)}:
        raise NotReading(field="organisations")
    call = UrgentCall.objects.filter(case=case, closed_at=None).first()
    if call is None:
        moment = now()
        call = UrgentCall(
            case=case,
            reason=reason,
            opened_at=moment,
            opened_by_id=actor.user_id or None,
            due_at=hours_after(moment, URGENT_HOURS),
        )
        call.save(force_insert=True)
        journal.record(actor, "URGENT_OPENED", case_id=case.pk)  # why is her safety: not here
    asked = [pk for pk in sorted(set(organisation_ids)) if _ask(call, pk)]
    for organisation_id in asked:
        subject = f"organisation:{organisation_id}"
        journal.record(actor, "URGENT_ASKED", case_id=case.pk, subject=subject)
    announce(case.pk, asked)
    return call


def _ask(call: UrgentCall, organisation_id: int) -> bool:
    """Write one line; False when that organisation was asked already. Raises NotReading."""
    return _told("ask_urgently", call.pk, organisation_id) == "ASKED"


def _told(function: str, *arguments: UUID | int | str | None) -> str:
    """Call one of the functions that alone write the lines; return its one word."""
    holes = ", ".join(["%s"] * (len(arguments) + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT havre.{function}({holes})", [*arguments, now()])
        row = cursor.fetchone()
    word = str(row[0]) if row else ""
    if word == "NOT_READING":
        raise NotReading(field="organisations")
    return word


def announce(case_id: UUID, organisation_ids: Collection[int]) -> None:
    """Tell who answers for these organisations that an answer is awaited; nothing else."""
    for email in informed_of(set(organisation_ids), partial(who_may_know, case_id)):
        gate.send("answer_awaited", email, {})


def may_answer(actor: Actor, ask: UrgentAsk) -> bool:
    """The organisation answers for itself, the keeper what it was told by telephone."""
    own = ask.organisation_id == actor.organisation_id
    return actor.writes and (own or actor.has(Role.OPERATOR))


@transaction.atomic
def answer(
    ask: UrgentAsk,
    said: UrgentAnswer,
    *,
    refusal: UrgentRefusal | None = None,
    vacancy: Vacancy | None = None,
    actor: Actor,
) -> bool:
    """Write an answer; return whether it came after the end. It may be changed until then.

    Raises NotAllowed, Missing, CallOver when an answer was given in time and the call is over.
    """
    if not may_answer(actor, ask):
        raise NotAllowed
    if said is UrgentAnswer.NO and refusal is None:
        raise Missing("Indiquez le motif.", "refusal")
    if said is UrgentAnswer.YES and vacancy is None:
        raise Missing("Choisissez le logement.", "vacancy")
    reason = refusal.value if said is UrgentAnswer.NO and refusal else ""
    offered = vacancy.pk if said is UrgentAnswer.YES and vacancy else None
    word = _told("answer_urgently", ask.pk, said.value, reason, offered)
    if word == "GONE":
        raise Missing("Ce logement n’est plus disponible. Choisissez-en un autre.", "vacancy")
    if word == "OVER":
        raise CallOver(ENDED_AT_THE_CALL)
    if word not in {"DONE", "LATE"}:
        raise NotAllowed
    journal.record(actor, "URGENT_ANSWERED", case_id=ask.case_id, subject=said)
    return word == "LATE"


@transaction.atomic
def prolong(call: UrgentCall, reason: UrgentProlonging, *, actor: Actor) -> UrgentCall:
    """Give a call 48 hours more, once. Raises NotAllowed, CallOver, AlreadyProlonged."""
    call = _locked(call, actor)
    if call.prolonged_at is not None:
        raise AlreadyProlonged
    call.prolonged_at, call.prolonged_for = now(), reason
    call.due_at = hours_after(max(now(), call.due_at), URGENT_HOURS)
    call.reminded_at = call.escalated_at = None
    call.save()
    follow(call)
    journal.record(actor, "URGENT_PROLONGED", case_id=call.case_id, subject=reason)
    silent = UrgentAsk.objects.filter(call=call, answer__in=UNDECIDED)
    announce(call.case_id, list(silent.values_list("organisation_id", flat=True)))
    return call


@transaction.atomic
def close(call: UrgentCall, *, actor: Actor) -> UrgentCall:
    """Close a call by hand. Raises NotAllowed, CallOver."""
    call = _locked(call, actor)
    end(call, UrgentEnd.BY_HAND, actor=actor)
    return call


def _locked(call: UrgentCall, actor: Actor) -> UrgentCall:
    found = (
        UrgentCall.objects.select_for_update(of=("self",)).select_related("case").get(pk=call.pk)
    )
    if not actor.writes or not operates(actor, found.case):
        raise NotAllowed
    if found.closed_at is not None:
        raise CallOver
    return found


def end(call: UrgentCall, how: UrgentEnd, *, actor: Actor) -> None:
    """Close a call that is locked; its lines are over with it."""
    call.closed_at, call.end = now(), how
    call.save(update_fields=["closed_at", "end"])
    follow(call)
    journal.record(actor, "URGENT_CLOSED", case_id=call.case_id, subject=how)


def follow(call: UrgentCall) -> None:
    """Bring the lines of a call to its own delay and end."""
    _told("follow_urgent_call", call.pk)


def end_when_proposed(case_id: UUID, *, actor: Actor) -> None:
    """A dwelling is proposed to her: nobody is asked for another."""
    for call in UrgentCall.objects.filter(case_id=case_id, closed_at=None):
        end(call, UrgentEnd.PROPOSED, actor=actor)
