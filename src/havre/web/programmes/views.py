"""The programme's page and its settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.engine.vocabulary import Pathway, ReservationCode, Role
from havre.platform.clock import today
from havre.programmes import actions, permissions, selectors
from havre.programmes.models import PathwayTarget, ReservationRight
from havre.web.organisations.participants import check_editor, check_reader
from havre.web.programmes.fields import typed
from havre.web.programmes.forms import (
    PlanForm,
    RightForm,
    SettingsForm,
    TargetsForm,
    WatchForm,
)
from havre.web.shell.requests import MemberRequest

YEARS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class YearOfTargets:
    """A line of the table of targets."""

    year: int
    cells: list[PathwayTarget | None]


@dataclass(frozen=True, slots=True)
class RightLine:
    """A line of the table of reservation rights."""

    right: ReservationRight
    label: str


def target_lines(targets: Iterable[PathwayTarget]) -> list[YearOfTargets]:
    """Lay targets out, a year a line, a pathway a column."""
    lines = []
    for year, rows in groupby(targets, key=lambda row: row.year):
        known = {row.pathway: row for row in rows}
        lines.append(YearOfTargets(year, [known.get(pathway) for pathway in Pathway]))
    return lines


def right_lines(programme_id: int) -> list[RightLine]:
    """Return the reservation rights with their labels."""
    return [
        RightLine(right, label=label_of(right.code, right.detail))
        for right in selectors.rights(programme_id)[:50]
    ]


def label_of(code: str, detail: str) -> str:
    """Return « Collectivité territoriale (commune) »."""
    words = ReservationCode(code).label
    return f"{words} ({detail})" if detail else words


@require_safe
def programme(request: MemberRequest) -> HttpResponse:
    """Show the programme: thresholds, targets, participants, rights, reference data."""
    check_reader(request.actor)
    shown = selectors.programme_of(request.actor)
    targets = selectors.all_targets(shown.pk)[: YEARS_SHOWN * len(Pathway)]
    years = selectors.ceiling_years()
    return render(
        request,
        "programmes/programme.html",
        {
            "programme": shown,
            "effort_rate": typed(shown.effort_rate_max * 100),
            "pathways": [pathway.label for pathway in Pathway],
            "target_lines": target_lines(targets),
            "rights": right_lines(shown.pk),
            "ceiling_year": years[0] if years else None,
            "editable": permissions.may_change_settings(request.actor),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """Change names and thresholds."""
    check_editor(request.actor)
    shown = selectors.programme_of(request.actor)
    form = SettingsForm(request.POST or None, initial=SettingsForm.initial_of(shown))
    if request.method == "POST" and form.is_valid():
        actions.save_settings(form.values(), actor=request.actor)
        messages.success(request, "Les réglages sont enregistrés. Ils valent dès maintenant.")
        return redirect("programme")
    return render(request, "programmes/settings.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: MemberRequest) -> HttpResponse:
    """Change from when an access is unusual, and how many searches a day allows."""
    check_editor(request.actor)
    shown = selectors.programme_of(request.actor)
    form = WatchForm(request.POST or None, initial=WatchForm.initial_of(shown))
    if request.method == "POST" and form.is_valid():
        actions.save_settings(form.cleaned_data, actor=request.actor)
        messages.success(request, "C’est enregistré, et vaut dès maintenant.")
        return redirect("programme")
    return render(request, "programmes/watch.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest) -> HttpResponse:
    """Change what bounds a meeting's plan: caps of landlords, fair shares."""
    check_editor(request.actor)
    shown = selectors.programme_of(request.actor)
    form = PlanForm(
        request.POST or None,
        initial={"fair_share": shown.fair_share},
        landlords=selectors.landlords(shown.pk),
        caps=selectors.caps_of(shown.pk),
    )
    if request.method == "POST" and form.is_valid():
        actions.save_settings({"fair_share": form.cleaned_data["fair_share"]}, actor=request.actor)
        actions.save_caps(form.caps(), actor=request.actor)
        messages.success(request, "C’est enregistré : le prochain plan en tiendra compte.")
        return redirect("programme")
    return render(request, "programmes/plan.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: MemberRequest, year: int | None = None) -> HttpResponse:
    """Write the targets of a year, a new one or one already there."""
    check_editor(request.actor)
    if year is not None and not 2020 <= year <= 2100:
        raise PathwayTarget.DoesNotExist
    known = selectors.targets(request.actor.programme_id, year) if year else {}
    initial: dict[str, object] = {"year": today().year + 1, **TargetsForm.initial_of(known)}
    form = TargetsForm(request.POST or None, initial=initial, year=year)
    if request.method == "POST" and form.is_valid():
        written = year or form.cleaned_data["year"]
        actions.save_targets(written, form.values(), actor=request.actor)
        messages.success(request, "Les objectifs sont enregistrés.")
        return redirect("programme")
    return render(request, "programmes/targets.html", {"form": form, "year": year})


@require_http_methods(["GET", "HEAD", "POST"])
def rights(request: MemberRequest) -> HttpResponse:
    """Say who holds each reservation right."""
    check_editor(request.actor)
    programme_id = request.actor.programme_id
    holders = list(selectors.with_role(programme_id, Role.RESERVATION_HOLDER))
    form = RightForm(request.POST or None, holders=holders)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.set_holder(data["code"], data["detail"], data["holder"], actor=request.actor)
        messages.success(request, "Le contingent est enregistré.")
        return redirect("programme-rights")
    return render(
        request,
        "programmes/rights.html",
        {"form": form, "rights": right_lines(programme_id), "holders": holders},
    )


@require_POST
def remove_right(request: MemberRequest, right_id: int) -> HttpResponse:
    """Remove a reservation right; a second click finds it gone, which is what was asked."""
    try:
        actions.remove_right(right_id, actor=request.actor)
    except ReservationRight.DoesNotExist:
        messages.info(request, "Ce contingent n’est plus dans la liste.")
    else:
        messages.success(request, "Le contingent est retiré.")
    return redirect("programme-rights")
