"""For the operator: the whole board as situations by landlords, and for whom one offer is."""

from __future__ import annotations

from collections import Counter
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from havre.allocations.selectors import held_vacancies
from havre.engine.vocabulary import SAFETY_RULES, Role, VacancyStatus
from havre.housing.selectors import get_vacancy
from havre.matching.around import Around, around
from havre.matching.board import MOST_NEEDS, Board, whole_board
from havre.platform.clock import today
from havre.programmes.selectors import programme_of
from havre.web.board.presenting import URGENCY
from havre.web.housing.presentation import size_of
from havre.web.matching.ceilings import View, ceilings_first
from havre.web.matching.presenting import benefit_unknown
from havre.web.shell.requests import MemberRequest


def operators_only(view: View) -> View:
    """Keep a page to the operator; go to the ceilings where some are missing."""
    shown = ceilings_first(view)

    @wraps(view)
    def wrapped(request: MemberRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not request.actor.has(Role.OPERATOR):
            raise PermissionError
        return shown(request, *args, **kwargs)

    return wrapped


@require_GET
@operators_only
def board(request: MemberRequest) -> HttpResponse:
    """How many free dwellings of each landlord suit each situation; those without any first."""
    found = whole_board(programme_of(request.actor), actor=request.actor)
    held = held_vacancies(request.actor)
    context = {
        **grid_of(found, held),
        "more": found.needs.more,
        "most": MOST_NEEDS,
        "left_out": found.needs.left_out,
    }
    return render(request, "matching/board.html", context)


def grid_of(found: Board, held: set[Any]) -> dict[str, Any]:
    """Lay the board out: a line per situation, a column per landlord that has something free."""
    free = [[one for one in best if one.pk not in held] for best in found.best]
    names = {one.landlord_id: one.landlord.name for row in free for one in row}
    columns = sorted(names.items(), key=lambda pair: pair[1])
    rows: list[dict[str, Any]] = []
    for one, suiting in zip(found.needs.found, free, strict=True):
        counts = Counter(vacancy.landlord_id for vacancy in suiting)
        label, tone = URGENCY[one.case.urgency]
        cells = [(pk, name, counts[pk]) for pk, name in columns]
        rows.append(
            {"case": one.case, "label": label, "tone": tone, "cells": cells, "total": len(suiting)}
        )
    rows.sort(key=lambda row: row["total"] > 0)  # stable: the most urgent first in each part
    without = sum(row["total"] == 0 for row in rows)
    return {"landlords": [name for _, name in columns], "rows": rows, "without": without}


@require_GET
@operators_only
def vacancy_needs(request: MemberRequest, reference: str) -> HttpResponse:
    """The situations one offer suits, and what keeps it from the others."""
    offer = get_vacancy(reference, actor=request.actor)
    if offer.status != VacancyStatus.OPEN or offer.expires_on < today():
        messages.info(request, "Cette offre n’est plus disponible : elle n’est plus comparée.")
        return redirect("vacancy", reference)
    found = around(offer, programme_of(request.actor), actor=request.actor)
    suiting = [
        {
            "case": one.case,
            "label": URGENCY[one.case.urgency][0],
            "tone": URGENCY[one.case.urgency][1],
            "figures": one.match.figures,
            "no_benefit": benefit_unknown([one.match]),
        }
        for one in found.suiting
    ]
    context = {
        "vacancy": offer,
        "size": size_of(offer.dwelling),
        "suiting": suiting,
        "no_benefit": any(row["no_benefit"] for row in suiting),
        "reasons": _reasons(found),
        "held": offer.pk in held_vacancies(request.actor),
        "more": found.more,
        "most": MOST_NEEDS,
    }
    return render(request, "matching/vacancy_needs.html", context)


def _reasons(found: Around) -> list[dict[str, Any]]:
    """What keeps the others away, and those whom one thing alone, other than safety, does."""
    return [
        {
            "rule": rule,
            "at_all": at_all,
            "alone": len(alone),
            "safety": rule in SAFETY_RULES,
            "near": [
                {"case": one.case, "sentence": one.failed[0].sentence}
                for one in alone
                if rule not in SAFETY_RULES
            ],
        }
        for rule, (at_all, alone) in found.by_rule.items()
    ]
