"""The dwellings that suit a case, why the others do not, and the explanation of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from havre.allocations.selectors import held_vacancies
from havre.assessments.models import Assessment
from havre.cases.models import Case
from havre.engine.matching import Exclusion
from havre.engine.vocabulary import SAFETY_RULES, Rule, Stage, VacancyStatus
from havre.housing.selectors import get_vacancy
from havre.matching.openings import nearly
from havre.matching.selectors import Compatibility, explain_pair
from havre.programmes.selectors import communes
from havre.web.assessments.access import case_url
from havre.web.assessments.zones import map_communes
from havre.web.matching.filters import DwellingFilters
from havre.web.matching.mapping import map_avoided, map_dwellings, map_places
from havre.web.matching.paging import page_of
from havre.web.matching.presenting import (
    NO_BENEFIT,
    benefit_unknown,
    checks_of,
    rows_of,
    unsuited,
)
from havre.web.matching.subject import comparable, compared
from havre.web.shell.requests import MemberRequest

OF_EACH = 3
"""Dwellings shown under each reason before all of them are asked for."""


@require_GET
@compared
def compatible(request: MemberRequest, case: Case, found: Compatibility) -> HttpResponse:
    """The compatible dwellings, best first: as cards, on a map; and a count of the others."""
    matches = found.result.compatible
    suiting = [found.vacancies[m.vacancy.ref] for m in matches]
    filters = DwellingFilters(request.GET or None, vacancies=suiting)
    kept = filters.keep(matches, found.vacancies)
    slice_, page = page_of(request, kept)
    ranks = {m.vacancy.ref: rank for rank, m in enumerate(matches, start=1)}
    held: set[object] = {*held_vacancies(request.actor)}
    shown = rows_of(slice_, found.vacancies, ranks=ranks, held=held, need=found.need)
    context = {
        "case": case,
        "case_url": case_url(case.reference),
        "filters": filters,
        "filtered": bool(filters.chosen()),
        "any_match": bool(matches),
        "shown": shown,
        "best_free": next((row.vacancy.pk for row in shown if not row.held), None),
        "page": page,
        "any_vacancy": bool(found.vacancies),
        "apart": found.apart,
        "searching": case.stage == Stage.SEARCH,
        "may_propose": case.stage == Stage.SEARCH and request.actor.writes,
        "no_benefit": not found.need.apl or benefit_unknown(matches),
        "levers": found.levers,
        "nearly": [
            {"vacancy": found.vacancies[e.vacancy.ref], "failed": e.failed[0]}
            for e in nearly(found.need, found.result)
        ],
        **_rules(found),
        **_map(case, found, shown),
    }
    return render(request, "matching/compatible.html", context)


def _rules(found: Compatibility) -> dict[str, Any]:
    counts = found.result.counts
    return {
        "rules": [{"rule": r, "counts": c} for r, c in counts.items()],
        "elsewhere": Rule.COMMUNE in counts,
    }


def _map(case: Case, found: Compatibility, shown: Any) -> dict[str, Any]:
    """What the map draws; nothing is asked of the database for an empty one."""
    marks = map_dwellings(case.reference, shown)
    if not marks:
        return {"map_dwellings": []}
    return {
        "map_dwellings": marks,
        "communes": map_communes(list(communes())),
        "map_zones": map_avoided(found.need),
        "map_places": map_places(found.need),
        "unlocated": sum(not row.located for row in shown),
    }


@require_GET
@compared
def excluded(request: MemberRequest, case: Case, found: Compatibility) -> HttpResponse:
    """The dwellings that do not suit: by reason, or all those of the reason that is asked."""
    asked = request.GET.get("regle", "")
    rule = Rule(asked) if asked in set(Rule) else None
    context = {"case": case, "rule": rule, **_rules(found)}
    if rule is None:
        groups = _groups(found)
        return render(
            request,
            "matching/excluded.html",
            context | {"groups": groups, "apart": found.apart},
        )
    chosen = [e for e in found.result.excluded if _counts_for(e, rule)]
    exclusions, page = page_of(request, chosen)
    shown = [unsuited(e, found.vacancies[e.vacancy.ref]) for e in exclusions]
    return render(request, "matching/excluded.html", context | {"shown": shown, "page": page})


def _groups(found: Compatibility) -> list[dict[str, Any]]:
    """Return the reasons, with their counts and the sentence of a few dwellings each."""
    return [
        {
            "rule": rule,
            "counts": counts,
            "more": counts.at_all > OF_EACH,
            "some": [
                {"vacancy": found.vacancies[e.vacancy.ref], "sentence": _sentence(e, rule)}
                for e in _first_of(found.result.excluded, rule)
            ],
        }
        for rule, counts in found.result.counts.items()
    ]


def _first_of(exclusions: Sequence[Exclusion], rule: Rule) -> list[Exclusion]:
    """Return a few dwellings of a reason, those that fail nothing else first."""
    of_rule = [e for e in exclusions if _counts_for(e, rule)]
    return sorted(of_rule, key=lambda e: len(e.failed))[:OF_EACH]


def _sentence(exclusion: Exclusion, rule: Rule) -> str:
    return next(v.sentence for v in exclusion.failed if v.rule is rule)


def _counts_for(exclusion: Exclusion, rule: Rule) -> bool:
    """A dwelling in a commune she did not list counts for that rule and for no other."""
    rules = {verdict.rule for verdict in exclusion.failed}
    return rule in rules and (rule is Rule.COMMUNE or Rule.COMMUNE not in rules)


@require_GET
@comparable
def pair(
    request: MemberRequest, case: Case, assessment: Assessment, *, vacancy: str
) -> HttpResponse:
    """Every rule on one dwelling, with its figures."""
    offer = get_vacancy(vacancy, actor=request.actor)
    verdicts = explain_pair(case, assessment, offer, actor=request.actor)
    failed = [v for v in verdicts if not v.passed]
    held = offer.pk in held_vacancies(request.actor)
    unsafe = any(v.rule in SAFETY_RULES for v in failed)
    is_open = offer.status == VacancyStatus.OPEN
    context = {
        "case": case,
        "vacancy": offer,
        "failed": checks_of(failed),
        "passed": checks_of(v for v in verdicts if v.passed),
        "figures": {n: x for v in verdicts for n, x in v.figures.items()},
        "held": held,
        "is_open": is_open,
        "unsafe": unsafe,
        "no_benefit": any(v.remark == NO_BENEFIT for v in verdicts),
        "may_propose": request.actor.writes
        and case.stage == Stage.SEARCH
        and is_open
        and not held
        and not unsafe,
    }
    return render(request, "matching/pair.html", context)
