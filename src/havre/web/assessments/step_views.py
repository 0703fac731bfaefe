"""Each step of an open assessment: show its form, save it alone, go on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from havre.assessments import actions, selectors
from havre.assessments.models import Assessment
from havre.cases import correcting
from havre.cases import selectors as case_selectors
from havre.engine.vocabulary import Compartment, Conclusion
from havre.programmes.selectors import communes
from havre.web.assessments.access import editing
from havre.web.assessments.forms.closing import ConclusionForm, ContactForm
from havre.web.assessments.forms.household import (
    ApplicantForm,
    CompanionFormSet,
    first_lines,
    lines_of,
)
from havre.web.assessments.forms.need import NeedForm, first_need
from havre.web.assessments.forms.resources import ResourcesForm, first_resources
from havre.web.assessments.safety_views import safety
from havre.web.assessments.steps import BY_SLUG, SLUG_OF_PART, following, stepper
from havre.web.cases.correct import CHANGED, renewed
from havre.web.shell.requests import MemberRequest

SAVED = "C’est enregistré."


@require_http_methods(["GET", "HEAD", "POST"])
@editing
def step(request: MemberRequest, assessment: Assessment, *, slug: str) -> HttpResponse:
    """Show or save one step."""
    if slug not in PAGES:
        raise Http404
    return PAGES[slug](request, assessment)


def show(
    request: MemberRequest, assessment: Assessment, slug: str, context: dict[str, Any]
) -> HttpResponse:
    """Render the page of a step."""
    present = selectors.parts_present(assessment)
    frame = {
        "case": assessment.case,
        "assessment": assessment,
        "steps": stepper(slug, present),
        "step": BY_SLUG[slug],
    }
    return render(request, f"assessments/{slug}.html", frame | context)


def go_on(request: MemberRequest, assessment: Assessment, slug: str) -> HttpResponse:
    """Go to the next step, or stay here when that was asked."""
    messages.success(request, SAVED)
    stay = request.POST.get("next") == "stay" or "remove" in request.POST
    return redirect("assessment-step", assessment.case.reference, slug if stay else following(slug))


def household(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """Who will live in the dwelling. Adding or removing a line saves the others."""
    actor, case = request.actor, assessment.case
    if request.method == "POST":
        applicant = ApplicantForm(request.POST, prefix="a")
        companions = CompanionFormSet(request.POST, prefix="m")
        if applicant.is_valid() & companions.is_valid():
            lines = lines_of(applicant, companions, request.POST.get("remove", ""))
            actions.save_household(assessment, lines, actor=actor)
            return go_on(request, assessment, "menage")
    else:
        members = selectors.members_of(assessment, actor=actor)
        identity = {} if members else case_selectors.identity_of(case, actor=actor)
        outline = None if members else case_selectors.household_outline_of(case, actor=actor)
        first, lines_before = first_lines(
            members,
            birth_date=identity.get("birth_date", ""),
            children=outline.children if outline else 0,
            others=outline.others if outline else 0,
        )
        applicant = ApplicantForm(initial=first, prefix="a")
        companions = CompanionFormSet(initial=lines_before, prefix="m")
        companions.extra = 1 if len(lines_before) < companions.max_num else 0
    return show(request, assessment, "menage", {"applicant": applicant, "companions": companions})


def resources(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """Totals and sealed detail."""
    actor = request.actor
    if request.method == "POST":
        form = ResourcesForm(request.POST)
        if form.is_valid():
            actions.save_resources(assessment, form.summary(), form.detail(), actor=actor)
            return go_on(request, assessment, "ressources")
    else:
        initial = first_resources(
            selectors.resources_of(assessment, actor=actor),
            selectors.resources_detail(assessment, actor=actor),
        )
        form = ResourcesForm(initial=initial)
    return show(request, assessment, "ressources", {"form": form})


def need(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """What she needs and accepts."""
    actor = request.actor
    if request.method == "POST":
        form = NeedForm(request.POST, communes=list(communes()))
        if form.is_valid():
            actions.save_need(assessment, form.values(), actor=actor)
            return go_on(request, assessment, "besoin")
    else:
        saved = selectors.need_of(assessment, actor=actor)
        people = 0 if saved else len(selectors.members_of(assessment, actor=actor))
        form = NeedForm(initial=first_need(saved, people), communes=list(communes()))
    return show(request, assessment, "besoin", {"form": form})


def contact(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """How to reach her safely: kept with the case, not with the version."""
    case, actor = assessment.case, request.actor
    if request.method == "POST":
        form = ContactForm(request.POST)
        if form.is_valid():
            seen = form.cleaned_data["seen"]
            try:
                correcting.save_contact(case, form.cleaned_data, seen=seen, actor=actor)
                return go_on(request, assessment, "contact")
            except correcting.ChangedMeanwhile:
                noted = correcting.content_of(case, Compartment.CONTACT, actor=actor)
                form = ContactForm(renewed(request.POST, noted.seen))
                form.add_error(None, CHANGED)
    else:
        noted = correcting.content_of(case, Compartment.CONTACT, actor=actor)
        form = ContactForm(initial={**noted.said, "seen": noted.seen})
    return show(request, assessment, "contact", {"form": form})


def conclusion(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """What is missing; else the orientation and the urgency, which freeze this version."""
    actor, case = request.actor, assessment.case
    form = ConclusionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = Conclusion(form.cleaned_data["conclusion"])
        urgency = int(form.cleaned_data["urgency"])
        try:
            actions.validate_assessment(assessment, chosen, urgency, actor=actor)
        except actions.IncompleteAssessment:
            form.add_error(None, "Il manque encore des éléments : complétez-les puis validez.")
        else:
            messages.success(request, "Le diagnostic est validé.")
            after = "need-card" if chosen is Conclusion.REHOUSING else "assessment"
            return redirect(after, case.reference)
    missing = [
        {"slug": SLUG_OF_PART[part], "sentence": sentence}
        for part, sentence in selectors.missing_parts(assessment, actor=actor).items()
    ]
    return show(request, assessment, "conclusion", {"form": form, "missing": missing})


PAGES = {
    "menage": household,
    "ressources": resources,
    "besoin": need,
    "securite": safety,
    "contact": contact,
    "conclusion": conclusion,
}
