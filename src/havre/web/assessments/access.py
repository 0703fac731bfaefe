"""Who may open these pages, and on which version: asked before each of them."""

from __future__ import annotations

from collections.abc import Callable
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
from havre.cases.selectors import get_case
from havre.web.shell.requests import MemberRequest

View = Callable[..., HttpResponse]
StepView = Callable[[MemberRequest, Assessment], HttpResponse]


def operated(request: MemberRequest, reference: str) -> Case:
    """Return a case that the actor operates. Raises Case.DoesNotExist, PermissionError."""
    case = get_case(reference, actor=request.actor)
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
        assessment = current(operated(request, reference), actor=request.actor)
        if assessment is not None and assessment.status == Assessment.Status.OPEN:
            try:
                return view(request, assessment, **kwargs)
            except Frozen:
                pass
        if assessment is not None:
            messages.info(request, "Ce diagnostic est validé. Pour le modifier, rouvrez-le.")
        return redirect("assessment", reference)

    return wrapped
