"""Reference data: income ceilings, dated and sourced, and the communes of the territory."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.engine.vocabulary import CeilingZone, Financing
from havre.programmes import actions, permissions, selectors
from havre.programmes.models import IncomeCeiling
from havre.web.organisations.participants import check_editor, check_reader
from havre.web.programmes.forms import CeilingForm
from havre.web.shell.requests import MemberRequest

CATEGORIES = {
    "1": "1 · une personne seule",
    "2": "2 · deux personnes, ou une personne seule handicapée",
    "3": "3 · trois personnes, ou une personne et un enfant",
    "4": "4 · quatre personnes, ou une personne et deux enfants",
    "5": "5 · cinq personnes, ou une personne et trois enfants",
    "6": "6 · six personnes, ou une personne et quatre enfants",
    "+": "Par personne de plus",
}


@dataclass(frozen=True, slots=True)
class Table:
    """The ceilings of one financing in a year."""

    financing: str
    rows: list[tuple[str, IncomeCeiling]]


def tables(year: int, zone: CeilingZone) -> list[Table]:
    """Return a zone's ceilings of a year, a table per financing, smallest household first."""
    order = list(CATEGORIES)
    found = selectors.ceilings_of(year, zone)[:100]
    return [
        Table(
            Financing(financing).label,
            [
                (CATEGORIES[row.category], row)
                for row in sorted(rows, key=lambda row: order.index(row.category))
            ],
        )
        for financing, rows in groupby(found, key=lambda row: row.financing)
    ]


@require_safe
def ceilings(request: MemberRequest) -> HttpResponse:
    """Show a zone's ceilings of a year, the latest and the territory's by default."""
    check_reader(request.actor)
    years = selectors.ceiling_years()
    asked = request.GET.get("annee", "")
    year = next((y for y in years if str(y) == asked), years[0] if years else None)
    zone = next((z for z in CeilingZone if z == request.GET.get("zone")), None)
    zone = zone or selectors.home_zone()
    return render(
        request,
        "programmes/ceilings.html",
        {
            "year": year,
            "years": years,
            "zone": zone,
            "zones": list(CeilingZone),
            "tables": tables(year, zone) if year else [],
            "next_year": years[0] + 1 if years else None,
            "editable": permissions.may_change_settings(request.actor),
        },
    )


def page_of_year(year: int, zone: str = "") -> str:
    """Return the address of a year's ceilings, in the territory's zone unless one is given."""
    shown = f"&zone={zone}" if zone else ""
    return f"{reverse('programme-ceilings')}?annee={year}{shown}"


@require_http_methods(["GET", "HEAD", "POST"])
def ceiling(request: MemberRequest, ceiling_id: int) -> HttpResponse:
    """Correct one ceiling."""
    check_editor(request.actor)
    shown = selectors.ceiling(ceiling_id)
    form = CeilingForm(
        request.POST or None,
        initial=CeilingForm.initial_of(shown),
        expected=selectors.expected_range(shown),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.correct_ceiling(
            ceiling_id,
            data["amount"],
            data["source"],
            provisional=data["provisional"],
            actor=request.actor,
        )
        messages.success(request, "Le plafond est enregistré.")
        return redirect(page_of_year(shown.year, shown.zone))
    return render(
        request,
        "programmes/ceiling.html",
        {
            "form": form,
            "ceiling": shown,
            "category": CATEGORIES[shown.category],
            "back": page_of_year(shown.year, shown.zone),
            "revisions": selectors.ceiling_revisions(ceiling_id)[:50],
        },
    )


@require_POST
def add_year(request: MemberRequest) -> HttpResponse:
    """Open the year after the latest one, with its values to be replaced."""
    check_editor(request.actor)
    asked = request.POST.get("year", "")
    years = selectors.ceiling_years()
    if not years or asked not in {str(year) for year in (*years, years[0] + 1)}:
        return redirect("programme-ceilings")
    try:
        actions.add_ceiling_year(int(asked), actor=request.actor)
    except actions.YearExists:
        messages.info(request, "Cette année est déjà là.")
    else:
        messages.success(
            request, "L’année est ajoutée avec les dernières valeurs connues, à remplacer."
        )
    return redirect(page_of_year(int(asked)))


@require_safe
def communes(request: MemberRequest) -> HttpResponse:
    """Show the communes of the territory, as the reference file has them."""
    check_reader(request.actor)
    return render(request, "programmes/communes.html", {"communes": selectors.communes()[:200]})
