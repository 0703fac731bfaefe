"""« Conservation »: the periods, what is due to be erased, and the files kept beyond their time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.cases import permissions
from havre.cases.actions import NotAllowed
from havre.cases.models import Case
from havre.cases.selectors import get_case
from havre.programmes.permissions import may_change_settings
from havre.retention import actions, selectors
from havre.retention.rules import NOTICE_DAYS, PERIODS, Ground, Kind
from havre.web.accounts import recently_authenticated
from havre.web.organisations.participants import check_editor, check_reader
from havre.web.retention.forms import HoldForm, PeriodsForm
from havre.web.shell.requests import MemberRequest

SHOWN = 50


@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show the periods, and what goes within a month."""
    check_reader(request.actor)
    days = selectors.days_of(request.actor)
    due = selectors.due_cases(request.actor)
    context = {
        "lines": [
            {"label": kind.label, "days": days[kind], "start": PERIODS[kind].start} for kind in Kind
        ],
        "due": due[:SHOWN],
        "more": len(due) > SHOWN,
        "notice": NOTICE_DAYS,
        "holds": list(selectors.holds(request.actor)[:SHOWN]),
        "editable": may_change_settings(request.actor),
    }
    return render(request, "retention/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def periods(request: MemberRequest) -> HttpResponse:
    """Change the periods, within their bounds."""
    check_editor(request.actor)
    form = PeriodsForm(
        request.POST if request.method == "POST" else None, days=selectors.days_of(request.actor)
    )
    if request.method == "POST" and form.is_valid():
        actions.save_periods(form.days(), actor=request.actor)
        messages.success(request, "Les durées sont enregistrées. Elles valent dès cette nuit.")
        return redirect("retention")
    return render(request, "retention/periods.html", {"form": form})


def kept(request: MemberRequest, reference: str) -> Case:
    """Return a case whose file the operator keeps; raise DoesNotExist, NotAllowed."""
    case = get_case(reference, actor=request.actor)
    if not permissions.operates(request.actor, case):
        raise NotAllowed
    return case


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: MemberRequest, reference: str) -> HttpResponse:
    """Keep one file beyond its time."""
    case = kept(request, reference)
    held = selectors.hold_of(case, actor=request.actor)
    before: dict[str, Any] = {"ground": held.ground, "until": held.until} if held else {}
    form = HoldForm(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and form.is_valid():
        ground = Ground(form.cleaned_data["ground"])
        try:
            actions.hold(case, ground, form.cleaned_data["until"], actor=request.actor)
        except actions.WrongEnd as error:
            form.add_error("until", str(error))
        else:
            messages.success(request, "Ce dossier sera conservé.")
            return redirect("retention")
    context = {
        "case": case,
        "form": form,
        "held": held,
        "back_url": reverse("case", args=[reference]),
    }
    return render(request, "retention/hold.html", context)


@recently_authenticated
@require_POST
def lift(request: MemberRequest, reference: str) -> HttpResponse:
    """Let a file go with its time again."""
    actions.lift_hold(kept(request, reference), actor=request.actor)
    messages.success(request, "Ce dossier suit de nouveau la durée de conservation.")
    return redirect("retention")
