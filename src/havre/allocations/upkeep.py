"""What ends or moves by itself: holds without an answer, lines to close up. Run by the worker.

Each run is one transaction: a worker stopped in the middle has done nothing, and the next run
does it all.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from havre.allocations import line, steps
from havre.allocations.models import Proposal
from havre.engine.vocabulary import ProposalStatus, Stage, VacancyStatus, Withdrawal
from havre.platform.acting import Actor
from havre.platform.clock import today

P = ProposalStatus
Declined = Proposal.DeclinedBy


@transaction.atomic
def release_expired_holds(day: date, *, actor: Actor) -> int:
    """Withdraw the proposals she has not answered before the end of their hold; return how many.

    So ends what was prepared and never put to her. Once she has agreed, nothing expires by
    itself. The next in line takes the hold.
    """
    line.lock_programme(actor.programme_id)
    late = Q(status__in=[P.PROPOSED, P.DRAFTED], hold_until__lt=day)
    return _end_all(late, Declined.OPERATOR, Withdrawal.SANS_REPONSE, actor)


@transaction.atomic
def keep_lines(*, actor: Actor) -> int:
    """End what can lead nowhere, then give the free holds to the next; return how many moved.

    A dwelling taken off the offers, and who searches no longer, leave the lines.
    """
    line.lock_programme(actor.programme_id)
    gone = Q(vacancy__status=VacancyStatus.WITHDRAWN)
    unoffered = Q(status=P.DRAFTED) & ~Q(vacancy__status=VacancyStatus.OPEN)
    running = Q(status__in=[*line.WAITING, P.DRAFTED])
    _end_all(running & (gone | unoffered), Declined.LANDLORD, Withdrawal.OFFRE_RETIREE, actor)
    away = Q(case__stage=Stage.SHELTER_ORIENTED) | Q(case__parked_until__gte=today())
    waits = Q(place__gt=1) | Q(status=P.DRAFTED)
    reason = Withdrawal.SITUATION_CHANGEE
    _end_all(running & away & waits, Declined.OPERATOR, reason, actor)
    lines = _kept_by(actor).filter(status__in=line.WAITING, place__gt=1).order_by("proposed_on")
    return line.settle(lines.values_list("vacancy_id", flat=True), actor=actor)


def _end_all(late: Q, by: Proposal.DeclinedBy, reason: Withdrawal, actor: Actor) -> int:
    """End those that match; those who wait first: a hold is not given to who has no time left.

    Each is read again: ending one may have moved another.
    """
    found = _kept_by(actor).filter(late).order_by(F("place").desc(nulls_first=True), "pk")
    ended = list(found.values_list("pk", flat=True))
    for pk in ended:
        proposal = _kept_by(actor).select_for_update(of=("self",)).get(pk=pk)
        steps.end(proposal, P.WITHDRAWN, by, reason, actor=actor)
    return len(ended)


def _kept_by(actor: Actor) -> QuerySet[Proposal]:
    return Proposal.objects.select_related("case", "vacancy__dwelling").filter(
        case__programme_id=actor.programme_id, case__steward_id=actor.organisation_id
    )
