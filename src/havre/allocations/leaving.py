"""When a lease is signed: what it ends for the others in line, and for her elsewhere."""

from __future__ import annotations

from django.db.models import Q

from havre.allocations import steps
from havre.allocations.models import OPEN_CODES, Proposal
from havre.engine.vocabulary import ProposalStatus, Withdrawal
from havre.platform.acting import Actor


def end_the_others(proposal: Proposal, *, actor: Actor) -> None:
    """End every other open proposal of the dwelling, and of hers; nobody declined.

    Run in the name of the keeper of the files.
    """
    of_both = Q(vacancy_id=proposal.vacancy_id) | Q(case_id=proposal.case_id)
    others = Proposal.objects.filter(of_both, status__in=OPEN_CODES).exclude(pk=proposal.pk)
    ranked = others.select_for_update(of=("self",)).order_by("-place", "pk")
    for one in ranked.select_related("case", "vacancy__dwelling"):
        here = one.vacancy_id == proposal.vacancy_id
        reason = Withdrawal.LOGEMENT_ATTRIBUE if here else Withdrawal.RELOGEE_AILLEURS
        nobody = Proposal.DeclinedBy.NOBODY
        steps.end(one, ProposalStatus.WITHDRAWN, nobody, reason, actor=actor)
