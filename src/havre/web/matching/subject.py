"""Whose dwellings a page is about, and where to go when nothing can be compared yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from havre.assessments.models import Assessment
from havre.assessments.selectors import validated_by_reference
from havre.cases.models import Case
from havre.cases.permissions import operates
from havre.engine.matching import MissingCeiling
from havre.engine.vocabulary import Stage
from havre.matching.selectors import Compatibility, NotAssessed, compatible_dwellings
from havre.web.assessments.access import case_url, operated
from havre.web.shell.requests import MemberRequest

View = Callable[..., HttpResponse]


def comparable(view: View) -> View:
    """Give the view the case and its validated version; where there is none, go and assess."""

    @wraps(view)
    def wrapped(request: MemberRequest, reference: str, **kwargs: str) -> HttpResponse:
        case, assessment = _subject(request, reference)
        if assessment is None:
            return _assess_first(request, reference)
        try:
            return view(request, case, assessment, **kwargs)
        except NotAssessed:
            return _assess_first(request, reference)
        except MissingCeiling:
            messages.warning(
                request, "Il manque des plafonds de ressources : complétez le dispositif."
            )
            return redirect(case_url(reference))

    return wrapped


def compared(view: View) -> View:
    """Give the view the case and what suits it."""

    @comparable
    def wrapped(request: MemberRequest, case: Case, assessment: Assessment) -> HttpResponse:
        found: Compatibility = compatible_dwellings(case, assessment, actor=request.actor)
        return view(request, case, found)

    return wrapped


def _subject(request: MemberRequest, reference: str) -> tuple[Case, Assessment | None]:
    assessment = validated_by_reference(reference, actor=request.actor)
    if assessment is None or not operates(request.actor, assessment.case):
        return operated(request, reference), None
    reopened = assessment.case.stage == Stage.ASSESSMENT
    return assessment.case, None if reopened else assessment


def _assess_first(request: MemberRequest, reference: str) -> HttpResponse:
    messages.info(request, "Validez d’abord le diagnostic : il dit ce qui lui convient.")
    return redirect("assessment", reference)
