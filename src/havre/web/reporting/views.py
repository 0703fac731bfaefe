"""The indicators of a period, and the situations behind each figure."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from havre.allocations.models import Tenancy
from havre.cases.models import Case
from havre.cases.selectors import names_of
from havre.engine.vocabulary import Role
from havre.platform import journal
from havre.programmes.selectors import programme_of, targets
from havre.reporting import selectors
from havre.reporting.definitions import I1, I2, I3
from havre.reporting.figures import Figures
from havre.web.allocations.listing import page_of
from havre.web.reporting import periods, tables
from havre.web.shell.requests import MemberRequest
from havre.web.templatetags.havre import count


@require_safe
def indicators(request: MemberRequest) -> HttpResponse:
    """The three indicators: exact for the operator, by closed quarters for a funder."""
    actor = request.actor
    if not selectors.may_read(actor):
        raise selectors.NotEntitled
    asked = periods.PeriodForm(request.GET if {"du", "au"} & set(request.GET) else None)
    if not actor.has(Role.OPERATOR):
        return _released(request, asked)
    start, end = periods.this_year()
    if asked.is_bound and asked.is_valid():
        start, end = asked.cleaned_data["du"], asked.cleaned_data["au"]
    programme = programme_of(actor)
    figures = selectors.figures(actor, start, end)
    aims = targets(programme.pk, start.year) if start.year == end.year else {}
    context = {
        **_shown(figures),
        "form": asked if asked.is_bound else periods.PeriodForm({"du": start, "au": end}),
        "presets": periods.presets(programme.starts_on, (start, end)),
        "period": periods.Choice("", start, end),
        "pathways": tables.pathway_table(figures, aims),
        "aims_year": start.year if aims else "",
        "leases": tables.lease_tables(figures),
        "behind": _behind(start, end),
    }
    return render(request, "reporting/indicators.html", context)


def _released(request: MemberRequest, asked: periods.PeriodForm) -> HttpResponse:
    start, end = periods.asked_quarter(asked)
    figures = selectors.figures(request.actor, start, end)
    context = {
        **_shown(figures),
        "presets": periods.quarters((start, end)),
        "period": periods.Choice("", start, end),
    }
    return render(request, "reporting/indicators.html", context)


def _shown(figures: Figures) -> dict[str, Any]:
    active = "" if figures.active is None else f"File active : {figures.active}"
    return {
        "masked": figures.masked,
        "definitions": {"I1": I1, "I2": I2, "I3": I3},
        "stats": [
            tables.headline(I1.label, figures.handled, active),
            tables.headline(I2.label, figures.rehoused),
            _between(figures),
        ],
        "split": tables.split_table(figures),
    }


def _between(figures: Figures) -> dict[str, Any]:
    """A part that is not told may be large: « < 5 » would be false."""
    if figures.between_landlords is None:
        return {"value": "–", "label": I3.label, "note": "Non publié pour ce trimestre"}
    note = f"Sur {count(figures.rehoused, 'relogement,relogements')}" if figures.rehoused else ""
    return tables.headline(I3.label, figures.between_landlords, note)


def _behind(start: date, end: date) -> dict[str, str]:
    base = f"{reverse('indicator-cases')}?{periods.address(start, end)}"
    return {code: f"{base}&indicateur={code}" for code in ("I1", "I2")}


@require_safe
def behind(request: MemberRequest) -> HttpResponse:
    """The situations behind I1 or I2, for the operator who holds them; journaled."""
    actor = request.actor
    if not actor.has(Role.OPERATOR):
        raise selectors.NotEntitled
    asked = periods.PeriodForm(request.GET)
    code = request.GET.get("indicateur", "I1")
    if not asked.is_valid() or code not in {"I1", "I2"}:
        return redirect("indicators")
    start, end = asked.cleaned_data["du"], asked.cleaned_data["au"]
    kept = {"du": start.isoformat(), "au": end.isoformat(), "indicateur": code}
    lines: list[dict[str, object]]
    if code == "I1":
        handled = page_of(selectors.admitted(actor, start, end), request, **kept)
        page: object = handled
        lines = [_handled(case) for case in handled.rows]
    else:
        signed = page_of(selectors.housed(actor, start, end), request, **kept)
        page = signed
        lines = [_signed(tenancy) for tenancy in signed.rows]
    journal.commit_reading(actor, "INDICATOR_CASES_LISTED", subject=f"{code} {start}/{end}")
    cases = [line["case"] for line in lines if isinstance(line["case"], Case)]
    names = names_of(cases, actor=actor)
    context = {
        "lines": [
            {**line, "name": names.get(case.pk, "")}
            for line, case in zip(lines, cases, strict=True)
        ],
        "page": page,
        "indicator": I1 if code == "I1" else I2,
        "period": periods.Choice("", start, end),
        "back": f"{reverse('indicators')}?{periods.address(start, end)}",
    }
    return render(request, "reporting/behind.html", context)


def _handled(case: Case) -> dict[str, object]:
    return {"case": case, "on": case.admitted_on, "detail": case.get_pathway_display()}


def _signed(tenancy: Tenancy) -> dict[str, object]:
    detail = f"{tenancy.landlord.name}, {tenancy.commune.name}"
    return {"case": tenancy.case, "on": tenancy.lease_signed_on, "detail": detail}
