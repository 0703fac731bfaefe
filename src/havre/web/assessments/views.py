"""The assessment as a whole: its steps while it is open, its content once it is validated."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from havre.assessments import actions, selectors
from havre.assessments.benefits import LOOKING
from havre.assessments.models import Assessment
from havre.cases.actions import NotAllowed
from havre.cases.models import Case
from havre.cases.selectors import read_parts
from havre.engine.lifecycle import CASE_TRANSITIONS, IllegalTransition
from havre.engine.vocabulary import Stage
from havre.web.assessments.access import case_url, operated, reached
from havre.web.assessments.rights import rights_of
from havre.web.assessments.steps import STEPS, next_to_do
from havre.web.assessments.summary import sections_of
from havre.web.shell.requests import MemberRequest


@require_GET
def overview(request: MemberRequest, reference: str) -> HttpResponse:
    """The open version's steps, or the latest validated one, or the invitation to begin."""
    case = reached(request, reference)
    versions = list(selectors.with_parts(case, actor=request.actor))
    if versions and versions[0].status == Assessment.Status.VALIDATED:
        return _read(request, case, versions, versions[0])
    read_parts(case.pk, actor=request.actor)
    if not versions:
        context = {
            "case": case,
            "case_url": case_url(reference),
            "may_start": case.stage == Stage.ASSESSMENT,
        }
        return render(request, "assessments/none.html", context)
    present = selectors.parts_present(versions[0])
    context = {
        "case": case,
        "case_url": case_url(reference),
        "steps": [
            {"slug": s.slug, "label": s.label, "sentence": s.sentence, "done": s.part in present}
            | {"kept": s.part == "" and s.slug == "contact"}
            for s in STEPS
        ],
        "next": next_to_do(present),
        "begun": bool(present),
        "assessment": versions[0],
        "earlier": versions[1:],
    }
    return render(request, "assessments/overview.html", context)


@require_GET
def version(request: MemberRequest, reference: str, number: int) -> HttpResponse:
    """A validated version, as it was."""
    case = reached(request, reference)
    versions = list(selectors.with_parts(case, actor=request.actor))
    found = next((v for v in versions if v.version == number), None)
    if found is None:
        raise Assessment.DoesNotExist
    if found.status == Assessment.Status.OPEN:
        return redirect("assessment", reference)
    return _read(request, case, versions, found)


def _read(
    request: MemberRequest, case: Case, versions: list[Assessment], chosen: Assessment
) -> HttpResponse:
    read_parts(case.pk, *selectors.PLAIN_PARTS, actor=request.actor)
    shown = selectors.opened(chosen, actor=request.actor)
    latest = versions[0]
    context = {
        "case": case,
        "case_url": case_url(case.reference),
        "assessment": shown.assessment,
        "sections": sections_of(shown, actor=request.actor),
        "versions": versions,
        "is_latest": latest == chosen,
        "may_reopen": latest == chosen and Stage.ASSESSMENT in CASE_TRANSITIONS[Stage(case.stage)],
        "searching": case.stage == Stage.SEARCH,
        "rights": rights_of(shown),
        "estimating": latest == chosen and shown.detail is not None and case.stage in LOOKING,
    }
    return render(request, "assessments/version.html", context)


@require_POST
def start(request: MemberRequest, reference: str) -> HttpResponse:
    """Begin the first version, or go on with the one already begun."""
    case = operated(request, reference)
    try:
        actions.start_assessment(case, actor=request.actor)
    except NotAllowed:
        messages.info(request, "Le diagnostic ne peut pas commencer à cette étape.")
        return redirect("assessment", reference)
    return redirect("assessment-step", reference, STEPS[0].slug)


@require_POST
def reopen(request: MemberRequest, reference: str) -> HttpResponse:
    """Begin a new version from the latest validated one."""
    case = operated(request, reference)
    latest = selectors.current(case, actor=request.actor)
    if latest is not None and latest.status == Assessment.Status.VALIDATED:
        try:
            actions.reopen_assessment(latest, actor=request.actor)
        except (NotAllowed, IllegalTransition):
            messages.info(
                request,
                "Le diagnostic ne peut pas être rouvert tant qu’une proposition est en cours.",
            )
        else:
            messages.success(request, "Une nouvelle version est ouverte, et la fiche retirée.")
    return redirect(reverse("assessment", args=[reference]))
