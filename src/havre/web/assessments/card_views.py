"""The need card of a case: what landlords will read, who will, who will not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from havre.assessments import actions, selectors
from havre.assessments.audience import audience_of
from havre.assessments.card import draw_card
from havre.cases.actions import NotAllowed
from havre.cases.permissions import operates
from havre.cases.selectors import read_parts
from havre.engine.vocabulary import Compartment, Conclusion, Stage
from havre.programmes.selectors import commune_names
from havre.sharing.actions import BeyondConsent
from havre.sharing.policy import Recipient
from havre.sharing.selectors import covers
from havre.web.assessments.access import case_url, operated
from havre.web.board.presenting import ShownCard
from havre.web.shell.requests import MemberRequest


@require_GET
def card(request: MemberRequest, reference: str) -> HttpResponse:
    """Preview the card and its audience, or show the published one."""
    actor = request.actor
    assessment = selectors.validated_by_reference(reference, actor=actor)
    if assessment is None or not operates(actor, assessment.case):
        operated(request, reference)  # absent, hidden, or another organisation's
        assessment = None
    if (
        assessment is None
        or assessment.conclusion != Conclusion.REHOUSING
        or assessment.case.stage == Stage.ASSESSMENT
    ):
        messages.info(request, "Validez d’abord le diagnostic : la fiche en est tirée.")
        return redirect("assessment", reference)
    case = assessment.case
    published = selectors.published_card(case, actor=actor)
    drawn = () if published else selectors.PLAIN_PARTS
    read_parts(case.pk, Compartment.NEED_CARD, *drawn, actor=actor)
    names = commune_names()
    covered = bool(published) or covers(case.pk, Recipient.BOARD, actor=actor)
    shown = published or draw_card(assessment, len(names), actor=actor)
    context = {
        "case": case,
        "case_url": case_url(reference),
        "published": published,
        "card": ShownCard.of(shown, names),
        "audience": audience_of(assessment, actor=actor),
        "covered": covered,
        "may_publish": not published and covered and case.stage == Stage.SEARCH,
        "searching": case.stage == Stage.SEARCH,
    }
    return render(request, "assessments/card.html", context)


@require_POST
def publish(request: MemberRequest, reference: str) -> HttpResponse:
    """Publish the card; twice is once."""
    case, actor = operated(request, reference), request.actor
    assessment = selectors.validated(case, actor=actor)
    if assessment is None:
        return redirect("assessment", reference)
    try:
        actions.publish_card(assessment, actor=actor)
    except BeyondConsent as error:
        messages.warning(request, str(error))
    except NotAllowed:
        messages.info(request, "La fiche ne peut pas être publiée à cette étape.")
    else:
        messages.success(request, "La fiche est publiée.")
    return redirect("need-card", reference)


@require_POST
def withdraw(request: MemberRequest, reference: str) -> HttpResponse:
    """Take the card off the board; already gone is gone."""
    actions.withdraw_card(operated(request, reference), actor=request.actor)
    messages.success(request, "La fiche est retirée : plus aucun bailleur ne la voit.")
    return redirect("need-card", reference)
