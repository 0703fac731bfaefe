"""The dwellings that suit a case, why the others do not, and the explanation of a pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import chain
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from havre.allocations.selectors import held_vacancies, places_taken
from havre.assessments.models import Assessment
from havre.cases.models import Case
from havre.engine.lifecycle import PLACES
from havre.engine.matching.against import Suiting, Unsuiting
from havre.engine.vocabulary import SAFETY_RULES, Rule, Stage, VacancyStatus
from havre.housing.models import Vacancy
from havre.housing.selectors import get_vacancy, vacancies_by_reference
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
    filters = DwellingFilters(request.GET or None, offers=suiting)
    kept = filters.keep(matches, found.vacancies)
    slice_, page = page_of(request, kept)
    ranks = {m.vacancy.ref: rank for rank, m in enumerate(matches, start=1)}
    held: set[object] = {*held_vacancies(request.actor)}
    near = nearly(found.need, found.result)
    vacancies = _shown(request, [*slice_, *near])
    shown = rows_of(slice_, vacancies, ranks=ranks, held=held, need=found.need)
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
        "searching": case.stage == Stage.SEARCH and not case.parked,
        "may_propose": case.stage == Stage.SEARCH and not case.parked and request.actor.writes,
        "no_benefit": not found.need.apl or not all(m.apl_known for m in matches),
        "levers": found.levers,
        "nearly": [
            {"vacancy": vacancies[one.vacancy.ref], "failed": one.exclusion().failed[0]}
            for one in near
        ],
        **_rules(found),
        **_map(case, found, shown),
    }
    return render(request, "matching/compatible.html", context)


def _shown(request: MemberRequest, some: Iterable[Suiting | Unsuiting]) -> dict[str, Vacancy]:
    """Read whole what is shown: all the others were compared, and no more."""
    return vacancies_by_reference((one.vacancy.ref for one in some), actor=request.actor)


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
        groups = _groups(request, found)
        return render(
            request,
            "matching/excluded.html",
            context | {"groups": groups, "apart": found.apart},
        )
    chosen = [e for e in found.result.excluded if _counts_for(e, rule)]
    exclusions, page = page_of(request, chosen)
    vacancies = _shown(request, exclusions)
    shown = [unsuited(e, vacancies[e.vacancy.ref]) for e in exclusions]
    return render(request, "matching/excluded.html", context | {"shown": shown, "page": page})


def _groups(request: MemberRequest, found: Compatibility) -> list[dict[str, Any]]:
    """Return the reasons, with their counts and the sentence of a few dwellings each."""
    first = {rule: _first_of(found.result.excluded, rule) for rule in found.result.counts}
    vacancies = _shown(request, chain.from_iterable(first.values()))
    return [
        {
            "rule": rule,
            "counts": counts,
            "more": counts.at_all > OF_EACH,
            "some": [
                {"vacancy": vacancies[one.vacancy.ref], "sentence": _sentence(one, rule)}
                for one in first[rule]
            ],
        }
        for rule, counts in found.result.counts.items()
    ]


def _first_of(excluded: Sequence[Unsuiting], rule: Rule) -> list[Unsuiting]:
    """Return a few dwellings of a reason, those that fail nothing else first."""
    of_rule = (one for one in excluded if _counts_for(one, rule))
    return nsmallest(OF_EACH, of_rule, key=lambda one: len(one.rules))


def _sentence(one: Unsuiting, rule: Rule) -> str:
    return next(v.sentence for v in one.exclusion().failed if v.rule is rule)


def _counts_for(one: Unsuiting, rule: Rule) -> bool:
    """A dwelling in a commune she did not list counts for that rule and for no other."""
    rules = one.rules
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
    line = places_taken(offer.pk, case.pk, actor=request.actor)
    held = 1 in line.places
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
        "searching": case.stage == Stage.SEARCH and not case.parked and request.actor.writes,
        "candidate": line.candidate,
        "full": len(line.places) == PLACES,
        "place": min({1, 2, 3} - line.places, default=0),
    }
    return render(request, "matching/pair.html", context)
