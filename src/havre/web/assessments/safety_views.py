"""The safety step: danger, measures, zones to avoid and places to be near, added one at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from havre.assessments import actions, selectors
from havre.assessments.models import Assessment
from havre.assessments.near import MOST, TooManyPlaces
from havre.cases.selectors import safety_outline_of
from havre.engine.vocabulary import DangerLevel, ZoneKind
from havre.programmes.selectors import communes, landlords
from havre.web.assessments.access import editing
from havre.web.assessments.forms.placing import PlaceForm
from havre.web.assessments.forms.safety import ZONE_FORMS, DangerForm, first_danger
from havre.web.assessments.steps import BY_SLUG, following, stepper
from havre.web.assessments.zones import (
    KIND_SLUGS,
    describe,
    describe_place,
    map_communes,
    map_places,
    map_zones,
    nearest,
    nearest_to,
)
from havre.web.shell.requests import MemberRequest


def safety(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """Danger and measures. Every button saves, so that nothing typed is lost."""
    actor, case = request.actor, assessment.case
    if request.method == "POST":
        form = DangerForm(request.POST)
        if form.is_valid():
            actions.save_danger(assessment, form.payload(), actor=actor)
            return _after(request, assessment)
        plan = selectors.safety_of(assessment, actor=actor)
        outline = {}
    else:
        plan = selectors.safety_of(assessment, actor=actor)
        outline = safety_outline_of(case, actor=actor) if not plan.get("level") else {}
        form = DangerForm(initial=first_danger(plan, outline))
    level = outline.get("level", "")
    context = {
        "case": case,
        "assessment": assessment,
        "step": BY_SLUG["securite"],
        "steps": stepper("securite", selectors.parts_present(assessment)),
        "form": form,
        "outline": {
            "level": DangerLevel(level).label if level in set(DangerLevel) else "",
            "note": outline.get("note", ""),
        },
        "kinds": [(slug, kind.label) for slug, kind in KIND_SLUGS.items()],
    } | _shown_zones(assessment, plan.get("zones", []), plan.get("near", []))
    return render(request, "assessments/securite.html", context)


def _shown_zones(
    assessment: Assessment, stored: list[dict[str, Any]], near: list[dict[str, Any]]
) -> dict[str, Any]:
    """The zones and the places in words, and what the map draws."""
    places = list(communes())
    names = {c.code: c.name for c in places}
    wanted = any(zone["kind"] == ZoneKind.LANDLORD for zone in stored)
    lettors = landlords(assessment.case.programme_id) if wanted else ()
    known = {o.pk: o.name for o in lettors}
    return {
        "zones": [
            {
                "id": zone.get("id", ""),
                "words": describe(zone, names, known),
                "near": nearest(zone, places),
            }
            for zone in stored
        ],
        "places": [
            {
                "id": place.get("id", ""),
                "words": describe_place(place),
                "near": nearest_to(place, places),
            }
            for place in near
        ],
        "more_places": len(near) < MOST,
        "most_places": MOST,
        "communes": map_communes(places),
        "map_zones": map_zones(stored),
        "map_places": map_places(near),
    }


def _after(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    reference, actor = assessment.case.reference, request.actor
    if removed := request.POST.get("remove"):
        actions.remove_zone(assessment, removed, actor=actor)
        messages.success(request, "La zone est retirée.")
        return redirect("assessment-step", reference, "securite")
    if removed := request.POST.get("remove_place"):
        actions.remove_place(assessment, removed, actor=actor)
        messages.success(request, "Le lieu est retiré.")
        return redirect("assessment-step", reference, "securite")
    if request.POST.get("place"):
        return redirect("assessment-place", reference)
    if request.POST.get("zone") in KIND_SLUGS:
        return redirect("assessment-zone", reference, request.POST["zone"])
    messages.success(request, "C’est enregistré.")
    stay = request.POST.get("next") == "stay"
    return redirect("assessment-step", reference, "securite" if stay else following("securite"))


@require_http_methods(["GET", "HEAD", "POST"])
@editing
def zone(request: MemberRequest, assessment: Assessment, *, kind: str) -> HttpResponse:
    """Add one zone to avoid, of one kind."""
    if kind not in KIND_SLUGS:
        raise Http404
    actor, case = request.actor, assessment.case
    places = list(communes())
    form = ZONE_FORMS[KIND_SLUGS[kind]](
        request.POST if request.method == "POST" else None,
        communes=places,
        landlords=list(landlords(case.programme_id)) if kind == "bailleur" else [],
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_zone(assessment, form.zone(), actor=actor)
        except ValueError as error:
            if isinstance(error, actions.Frozen):
                raise
            form.add_error(None, "Cette zone n’est pas utilisable : vérifiez ce qui est saisi.")
        else:
            messages.success(request, "La zone est ajoutée.")
            return redirect("assessment-step", case.reference, "securite")
    context = {
        "case": case,
        "form": form,
        "kind": KIND_SLUGS[kind],
        "with_map": kind in {"commune", "rayon"},
        "draft": kind == "rayon",
        "communes": map_communes(places),
        "map_zones": map_zones(selectors.safety_of(assessment, actor=actor).get("zones", [])),
    }
    return render(request, "assessments/zone.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@editing
def place(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """Add one place she wishes to live near."""
    actor, case = request.actor, assessment.case
    places = list(communes())
    form = PlaceForm(request.POST if request.method == "POST" else None, communes=places)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_place(assessment, form.place(), actor=actor)
        except TooManyPlaces:
            form.add_error(None, f"{MOST} lieux au plus : retirez-en un d’abord.")
        else:
            messages.success(request, "Le lieu est ajouté.")
            return redirect("assessment-step", case.reference, "securite")
    plan = selectors.safety_of(assessment, actor=actor)
    context = {
        "case": case,
        "form": form,
        "communes": map_communes(places),
        "map_zones": map_zones(plan.get("zones", [])),
        "map_places": map_places(plan.get("near", [])),
    }
    return render(request, "assessments/place.html", context)
