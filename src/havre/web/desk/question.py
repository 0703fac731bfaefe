"""One question on one screen, reached from a message: answer, done, nothing else to learn.

The same forms, sent to the same address as from the proposal's page.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from havre.allocations import committees as calendar
from havre.allocations import selectors
from havre.allocations.models import Proposal
from havre.engine.vocabulary import ProposalStatus, Role
from havre.web.allocations import presenting, returning
from havre.web.allocations.moves import AWAITED, own_voice
from havre.web.allocations.partner_forms import DecisionForm
from havre.web.allocations.step_form import StepForm
from havre.web.desk.answering import answerable
from havre.web.shell.requests import MemberRequest


@require_safe
def question(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask the one thing a proposal waits for from this organisation."""
    return page(request, reference)


def page(request: MemberRequest, reference: str, bound: StepForm | None = None) -> HttpResponse:
    """Show the question; with the form just sent, as it was typed, when it has an error.

    Once answered, a sentence says so. Who records for others, or only reads, has the whole page.
    """
    actor = request.actor
    try:
        found, next_on = calendar.asked_with_next_date(reference, actor=actor)
    except Proposal.DoesNotExist:
        if request.session.get(returning.JUST_ENDED) == reference:  # answered, and out of sight
            return over(request)
        raise
    if actor.has(Role.OPERATOR) or not actor.writes:
        return redirect("proposal", reference=reference)
    awaited = AWAITED.get(ProposalStatus(found.status))
    if awaited is None or not own_voice(awaited[0], found, actor):
        return over(request)
    row = answerable(found, "", next_on=next_on, actor=actor)
    context = {
        "row": row,
        "forms": [_shown(form, bound, alone=len(row.forms) == 1) for form in row.forms],
        "candidacy": presenting.candidacy_facts(selectors.candidacy_of(found, actor=actor)),
        "dwelling": presenting.dwelling_facts(found),
        "back": returning.THANKS,
    }
    return render(request, "desk/question.html", context)


def _shown(form: StepForm, bound: StepForm | None, *, alone: bool) -> tuple[StepForm, bool]:
    """Return a form and whether it is open: the one just sent, or the only one there is."""
    if bound is not None and type(bound) is type(form):
        return bound, True
    return form, alone and not isinstance(form, DecisionForm)


def over(request: MemberRequest) -> HttpResponse:
    """Say that nothing is asked any more; not what became of it."""
    return render(request, "desk/question_over.html")


@require_safe
def done(request: MemberRequest) -> HttpResponse:
    """Thank her: there is nothing else to do."""
    return render(request, "desk/question_done.html")
