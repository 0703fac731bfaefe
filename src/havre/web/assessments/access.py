"""Who may open these pages, and on which version: asked before each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from havre.assessments.actions import Frozen
from havre.assessments.models import Assessment
from havre.assessments.selectors import current
from havre.cases.models import Case
from havre.cases.permissions import operates
from havre.cases.selectors import find_case, read_parts
from havre.engine.vocabulary import Compartment
from havre.web.shell.requests import MemberRequest

View = Callable[..., HttpResponse]
StepView = Callable[[MemberRequest, Assessment], HttpResponse]


PARTS_OF_STEP: Mapping[str, Compartment] = {
    "menage": Compartment.HOUSEHOLD,
    "ressources": Compartment.RESOURCES_SUMMARY,
    "besoin": Compartment.HOUSING_NEED,
}
"""What each step shows that is not sealed; the vault journals the rest."""


def operated(request: MemberRequest, reference: str, *also: Compartment) -> Case:
    """Return a case that the actor operates, journaled as read with the parts shown beside it.

    Raises Case.DoesNotExist, PermissionError, JournalDown.
    """
    case = reached(request, reference)
    read_parts(case.pk, *also, actor=request.actor)
    return case


def reached(request: MemberRequest, reference: str) -> Case:
    """Return a case as `operated`, for a page that journals itself what it then shows."""
    case = find_case(reference, actor=request.actor)
    if not operates(request.actor, case):
        raise PermissionError
    return case


def case_url(reference: str) -> str:
    """Return the address of the case's own page, or of the list."""
    try:
        return reverse("case", args=[reference])
    except NoReverseMatch:
        return reverse("cases")


def editing(view: Callable[..., HttpResponse]) -> View:
    """Give the view the open version; where there is none, go calmly to what there is."""

    @wraps(view)
    def wrapped(request: MemberRequest, reference: str, **kwargs: str) -> HttpResponse:
        part = PARTS_OF_STEP.get(kwargs.get("slug", ""))
        case = operated(request, reference, *([part] if part else []))
        assessment = current(case, actor=request.actor)
        if assessment is not None and assessment.status == Assessment.Status.OPEN:
            try:
                return view(request, assessment, **kwargs)
            except Frozen:
                pass
        if assessment is not None:
            messages.info(request, "Ce diagnostic est validé. Pour le modifier, rouvrez-le.")
        return redirect("assessment", reference)

    return wrapped
