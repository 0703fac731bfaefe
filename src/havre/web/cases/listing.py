"""The list of situations."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from havre.allocations import selectors as allocations
from havre.cases import permissions
from havre.cases.listing import CaseFilter, CasePage, find_by_reference, page_of
from havre.cases.models import Case
from havre.cases.searching import may_search
from havre.cases.selectors import list_parts, names_listed
from havre.engine.vocabulary import BOARD_ROLES, Pathway, Role, Stage
from havre.platform.acting import Actor
from havre.web.cases.presentation import Badge, StepLine, badge_of, step_line
from havre.web.shell.requests import MemberRequest

NAMED_TO = frozenset({Role.OPERATOR, Role.SHELTER, *BOARD_ROLES})
"""Who keeps reading names once a situation has been referred."""


class FilterForm(forms.Form):
    """What to show; a value nobody could choose is as if none was chosen."""

    reference = forms.CharField(label="Référence exacte", required=False, max_length=20)
    stage = forms.ChoiceField(
        label="Étape", required=False, choices=[("", "Toutes"), *Stage.choices()]
    )
    pathway = forms.ChoiceField(
        label="Public", required=False, choices=[("", "Tous"), *Pathway.choices()]
    )
    mine = forms.BooleanField(label="Mes situations seulement", required=False)

    def wanted(self) -> CaseFilter:
        """Return the filter asked for."""
        self.is_valid()
        data = self.cleaned_data
        return CaseFilter(
            stage=Stage(data["stage"]) if data.get("stage") else None,
            pathway=Pathway(data["pathway"]) if data.get("pathway") else None,
            mine=bool(data.get("mine")),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One case of the list."""

    case: Case
    name: str
    badge: Badge
    step: StepLine


@require_safe
def cases(request: MemberRequest) -> HttpResponse:
    """Show the situations the organisation may see, latest move first; or go to one reference."""
    form = FilterForm(request.GET)
    if not request.actor.has(Role.OPERATOR):
        del form.fields["mine"]
    wanted = form.wanted()
    asked = form.cleaned_data.get("reference") or request.GET.get("reference", "").strip()
    if asked:
        found = find_by_reference(asked, actor=request.actor)
        if found is not None:
            return redirect("case", found.reference)
    page = page_of(
        wanted,
        after=request.GET.get("apres", ""),
        before=request.GET.get("avant", ""),
        actor=request.actor,
    )
    context = {
        "form": form,
        "lines": lines_of(page.cases, request.actor, named=shows_names(wanted, request.actor)),
        "page": neighbours(request, page),
        "filtered": wanted != CaseFilter(),
        "unknown_reference": bool(asked),
        "may_search": may_search(request.actor),
        "may_refer": permissions.may_refer(request.actor),
        "gets_candidacies": request.actor.has(*BOARD_ROLES),
        "operates": request.actor.has(Role.OPERATOR),
    }
    return render(request, "cases/list.html", context)


def shows_names(wanted: CaseFilter, actor: Actor) -> bool:
    """Tell whether a list opens the identities, by what is asked and who asks, never by its rows.

    A partner who only refers reads the names of its drafts: in the list of that stage.
    """
    return actor.has(*NAMED_TO) or wanted.stage is Stage.DRAFT


def lines_of(found: list[Case], actor: Actor, *, named: bool) -> list[Line]:
    """Return what the list says of each case; names where asked and identity may be read."""
    if named:
        names = names_listed(found, actor=actor)
    else:
        list_parts([case.pk for case in found], actor=actor)
        names = {}
    running = allocations.running(actor).filter(case__in=found).order_by("-place")
    statuses = dict(running.values_list("case_id", "status"))
    return [
        Line(
            case,
            names.get(case.pk, ""),
            badge_of(case),
            step_line(case, actor, statuses.get(case.pk)),
        )
        for case in found
    ]


def neighbours(request: MemberRequest, page: CasePage) -> dict[str, str]:
    """Return the addresses of the pages before and after, filters kept."""
    kept = {name: request.GET[name] for name in ("stage", "pathway", "mine") if name in request.GET}
    base = reverse("cases")

    def address(name: str, case: Case) -> str:
        return f"{base}?{urlencode(kept | {name: case.reference})}"

    return {
        "previous_url": address("avant", page.cases[0]) if page.has_previous and page.cases else "",
        "next_url": address("apres", page.cases[-1]) if page.has_next and page.cases else "",
    }
