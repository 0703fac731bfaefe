"""The operator's side of an urgent call: open it, see who answered, prolong it once, close it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from havre.allocations import urgent_calls as actions
from havre.allocations import urgent_selectors as selectors
from havre.allocations.refusals import Refusal
from havre.allocations.urgent_rows import UrgentAsk, UrgentCall
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, Stage, UrgentProlonging, UrgentReason
from havre.platform.acting import Actor
from havre.web.assessments.access import operated
from havre.web.shell.requests import MemberRequest
from havre.web.urgent.forms import CallForm, ProlongForm
from havre.web.urgent.presenting import ended, left, line_of

NO_CALL = "Aucun appel n’est en cours pour cette situation."


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: MemberRequest, reference: str) -> HttpResponse:
    """Show the latest call of a case; open one, or ask others while one runs."""
    actor = request.actor
    case = operated(request, reference, Compartment.NEED_CARD)
    found = selectors.call_of(case, actor=actor)
    running = found is not None and found.closed_at is None
    asks = selectors.asks_of(found, actor=actor) if found is not None else []
    already = {one.organisation_id for one in asks} if running else set()
    may = actor.writes and case.stage == Stage.SEARCH and not case.parked
    askable = selectors.askable(case, actor=actor) if may else []
    whom = [one for one in askable if one.pk not in already]
    form = CallForm(
        request.POST if request.method == "POST" else None, askable=whom, running=running
    )
    if request.method == "POST" and _opened(request, case, form):
        return redirect("case-urgent", reference)
    context = _shown(case, found, asks, actor)
    context |= {"form": form if whom else None, "searching": may, "readers": bool(askable)}
    return render(request, "urgent/call.html", context)


def _opened(request: MemberRequest, case: Case, form: CallForm) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.open_call(case, form.reason_given(), form.whom(), actor=request.actor)
    except Refusal as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    messages.success(request, "L’appel est parti. Les réponses arrivent ici.")
    return True


def _shown(
    case: Case, found: UrgentCall | None, asks: list[UrgentAsk], actor: Actor
) -> dict[str, Any]:
    running = found is not None and found.closed_at is None
    return {
        "case": case,
        "call": found,
        "running": running,
        "ended": ended(found) if found else "",
        "left": left(found.due_at) if found and running else "",
        "reason": UrgentReason(found.reason).label if found else "",
        "prolonged": UrgentProlonging(found.prolonged_for).label
        if found and found.prolonged_for
        else "",
        "lines": [line_of(one) for one in asks],
        "prolong": ProlongForm() if running and found and not found.prolonged_at else None,
        "writes": actor.writes,
    }


def _running(request: MemberRequest, reference: str) -> UrgentCall | None:
    case = operated(request, reference)
    found = selectors.call_of(case, actor=request.actor)
    return found if found is not None and found.closed_at is None else None


@require_POST
def prolong(request: MemberRequest, reference: str) -> HttpResponse:
    """Give 48 hours more, once."""
    found = _running(request, reference)
    form = ProlongForm(request.POST)
    if found is None:
        messages.info(request, NO_CALL)
    elif not form.is_valid():
        messages.error(request, "Choisissez pourquoi l’appel est prolongé.")
    else:
        try:
            reason = UrgentProlonging(form.cleaned_data["reason"])
            actions.prolong(found, reason, actor=request.actor)
        except Refusal as error:
            messages.info(request, str(error))
        else:
            messages.success(request, "L’appel dure 48 heures de plus.")
    return redirect("case-urgent", reference)


@require_POST
def close(request: MemberRequest, reference: str) -> HttpResponse:
    """Close the call; already closed is closed."""
    found = _running(request, reference)
    if found is None:
        messages.info(request, NO_CALL)
    else:
        try:
            actions.close(found, actor=request.actor)
        except Refusal as error:
            messages.info(request, str(error))
        else:
            messages.success(request, "L’appel est clos.")
    return redirect("case-urgent", reference)
