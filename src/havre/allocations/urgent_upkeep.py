"""What a call does by itself: remind at half its delay, escalate at its end, close. By the worker.

Each run is one transaction, and does what is due whatever was missed before.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from havre.allocations.urgent_calls import announce, end
from havre.allocations.urgent_rows import UrgentAsk, UrgentCall
from havre.allocations.urgent_selectors import UNDECIDED
from havre.assessments.models import NeedCard
from havre.engine.deadlines import URGENT_HOURS
from havre.engine.vocabulary import Stage, UrgentEnd
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now

HALF = timedelta(hours=URGENT_HOURS / 2)
TO_DECIDE = timedelta(hours=24)
"""How long the coordinator has, after the end, to prolong; then the call closes by itself."""


@transaction.atomic
def follow_calls(*, actor: Actor) -> int:
    """Do what is due of every running call of the actor's programme; return how many changed."""
    running = (
        UrgentCall.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(closed_at=None, case__programme_id=actor.programme_id)
        .order_by("pk")
    )
    return sum(_follow_one(call, actor) for call in running)


def _follow_one(call: UrgentCall, actor: Actor) -> bool:
    moment, stage = now(), call.case.stage
    if stage in {Stage.PROPOSAL, Stage.ALLOCATED, Stage.HOUSED}:
        end(call, UrgentEnd.PROPOSED, actor=actor)
    elif stage != Stage.SEARCH or call.case.parked or not _published(call):
        end(call, UrgentEnd.NO_LONGER, actor=actor)
    elif moment >= call.due_at:
        return _at_the_end(call, actor)
    elif moment >= call.due_at - HALF and call.reminded_at is None:
        _remind(call, actor)
    else:
        return False
    return True


def _published(call: UrgentCall) -> bool:
    return NeedCard.objects.filter(case_id=call.case_id, withdrawn_at=None).exists()


def _at_the_end(call: UrgentCall, actor: Actor) -> bool:
    """The coordinator is told; without a word, or once prolonged, the call closes."""
    spent = call.prolonged_at is not None or now() >= call.due_at + TO_DECIDE
    if call.escalated_at is None:
        call.escalated_at = now()
        call.save(update_fields=["escalated_at"])
        journal.record(actor, "URGENT_ESCALATED", case_id=call.case_id)
        announce(call.case_id, [call.case.steward_id])
    elif not spent:
        return False
    if spent:
        end(call, UrgentEnd.EXPIRED, actor=actor)
    return True


def _remind(call: UrgentCall, actor: Actor) -> None:
    call.reminded_at = now()
    call.save(update_fields=["reminded_at"])
    silent = UrgentAsk.objects.filter(call=call, answer__in=UNDECIDED)
    asked = list(silent.values_list("organisation_id", flat=True))
    announce(call.case_id, asked)
    journal.record(actor, "URGENT_REMINDED", case_id=call.case_id, subject=f"count:{len(asked)}")
