"""The dwellings that suit a case, why the others do not, and the explanation of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from havre.allocations.selectors import held_vacancies
from havre.assessments.models import Assessment
from havre.assessments.selectors import validated_by_reference
from havre.cases.models import Case
from havre.cases.permissions import operates
from havre.engine.matching import MissingCeiling
from havre.engine.vocabulary import SAFETY_RULES, Rule, Stage, VacancyStatus
from havre.housing.selectors import get_vacancy
from havre.matching.selectors import (
    Compatibility,
    NotAssessed,
    compatible_dwellings,
    explain_pair,
)
from havre.web.assessments.access import case_url, operated
from havre.web.matching.presenting import NO_BENEFIT, checks_of, suited, unsuited
from havre.web.shell.requests import MemberRequest

PAGE = 25
T = TypeVar("T")


def _subject(request: MemberRequest, reference: str) -> tuple[Case, Assessment | None]:
    assessment = validated_by_reference(reference, actor=request.actor)
    if assessment is None or not operates(request.actor, assessment.case):
        return operated(request, reference), None
    reopened = assessment.case.stage == Stage.ASSESSMENT
    return assessment.case, None if reopened else assessment


def _assess_first(request: MemberRequest, reference: str) -> HttpResponse:
    messages.info(request, "Validez d’abord le diagnostic : il dit ce qui lui convient.")
    return redirect("assessment", reference)


def _no_ceiling(request: MemberRequest, reference: str) -> HttpResponse:
    messages.warning(request, "Il manque des plafonds de ressources : complétez le dispositif.")
    return redirect(case_url(reference))


@require_GET
def compatible(request: MemberRequest, reference: str) -> HttpResponse:
    """The compatible dwellings, best first, and a count of the others by rule."""
    case, assessment = _subject(request, reference)
    if assessment is None:
        return _assess_first(request, reference)
    try:
        found = compatible_dwellings(case, assessment, actor=request.actor)
    except NotAssessed:
        return _assess_first(request, reference)
    except MissingCeiling:
        return _no_ceiling(request, reference)
    held = held_vacancies(request.actor)
    matches, page = _slice(request, found.result.compatible)
    shown = [
        suited(m, vacancy, held=vacancy.pk in held)
        for m in matches
        for vacancy in [found.vacancies[m.vacancy.ref]]
    ]
    context = {
        "case": case,
        "case_url": case_url(reference),
        "shown": shown,
        "best_free": next((row.vacancy.pk for row in shown if not row.held), None),
        "page": page,
        "any_vacancy": bool(found.vacancies),
        "apart": found.apart,
        "rules": [{"rule": r, "counts": c} for r, c in found.result.counts.items()],
        "elsewhere": Rule.COMMUNE in found.result.counts,
        "searching": case.stage == Stage.SEARCH,
        "no_benefit": _without_benefit(found),
    }
    return render(request, "matching/compatible.html", context)


def _without_benefit(found: Compatibility) -> bool:
    return any(v.remark == NO_BENEFIT for match in found.result.compatible for v in match.verdicts)


@require_GET
def excluded(request: MemberRequest, reference: str) -> HttpResponse:
    """The dwellings that do not suit, with their reasons; by rule when one is asked."""
    case, assessment = _subject(request, reference)
    if assessment is None:
        return _assess_first(request, reference)
    try:
        found = compatible_dwellings(case, assessment, actor=request.actor)
    except NotAssessed:
        return _assess_first(request, reference)
    except MissingCeiling:
        return _no_ceiling(request, reference)
    asked = request.GET.get("regle", "")
    rule = Rule(asked) if asked in set(Rule) else None
    chosen = [e for e in found.result.excluded if rule is None or _counts_for(e.failed, rule)]
    exclusions, page = _slice(request, chosen)
    context = {
        "case": case,
        "rule": rule,
        "rules": [{"rule": r, "counts": c} for r, c in found.result.counts.items()],
        "elsewhere": Rule.COMMUNE in found.result.counts,
        "shown": [unsuited(e, found.vacancies[e.vacancy.ref]) for e in exclusions],
        "apart": found.apart if rule is None else (),
        "page": page,
    }
    return render(request, "matching/excluded.html", context)


def _counts_for(failed: Sequence[object], rule: Rule) -> bool:
    """A dwelling in a commune she did not list counts for that rule and for no other."""
    rules = {verdict.rule for verdict in failed}  # type: ignore[attr-defined]
    return rule in rules and (rule is Rule.COMMUNE or Rule.COMMUNE not in rules)


@require_GET
def pair(request: MemberRequest, reference: str, vacancy: str) -> HttpResponse:
    """Every rule on one dwelling, with its figures."""
    case, assessment = _subject(request, reference)
    if assessment is None:
        return _assess_first(request, reference)
    offer = get_vacancy(vacancy, actor=request.actor)
    try:
        verdicts = explain_pair(case, assessment, offer, actor=request.actor)
    except NotAssessed:
        return _assess_first(request, reference)
    except MissingCeiling:
        return _no_ceiling(request, reference)
    failed = [v for v in verdicts if not v.passed]
    held = offer.pk in held_vacancies(request.actor)
    context = {
        "case": case,
        "vacancy": offer,
        "failed": checks_of(failed),
        "passed": checks_of(v for v in verdicts if v.passed),
        "figures": {n: x for v in verdicts for n, x in v.figures.items()},
        "held": held,
        "is_open": offer.status == VacancyStatus.OPEN,
        "unsafe": any(v.rule in SAFETY_RULES for v in failed),
        "no_benefit": any(v.remark == NO_BENEFIT for v in verdicts),
        "may_propose": case.stage == Stage.SEARCH
        and offer.status == VacancyStatus.OPEN
        and not held
        and not any(v.rule in SAFETY_RULES for v in failed),
    }
    return render(request, "matching/pair.html", context)


def _slice(request: MemberRequest, rows: Sequence[T]) -> tuple[Sequence[T], dict[str, str]]:
    """Return one page of rows, and where the neighbouring pages are."""
    text = request.GET.get("page", "")
    number = max(int(text[:6]), 1) if text.isascii() and text.isdigit() else 1
    start = (number - 1) * PAGE
    before, after = number > 1, len(rows) > start + PAGE
    return rows[start : start + PAGE], {
        "previous_url": _page_url(request, number - 1) if before else "",
        "next_url": _page_url(request, number + 1) if after else "",
    }


def _page_url(request: MemberRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"?{query.urlencode()}"
