"""The plan for the next meeting: made, shown, and changed pair by pair. For the operator alone.

What makes plans is loaded when one is asked for: other pages do without it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.allocations.selectors import held_vacancies
from havre.cases.models import Case
from havre.cases.selectors import find_case
from havre.engine.vocabulary import Role
from havre.matching.models import PlanRun
from havre.programmes.permissions import may_change_settings
from havre.web.matching.ceilings import ceilings_first
from havre.web.shell.requests import MemberRequest

CHOICES = {"forcer": True, "ecarter": False, "remettre": None}
SAID = {
    True: "La paire est forcée : voici le plan qui en tient compte.",
    False: "La paire est écartée : voici le plan qui en tient compte.",
    None: "Le plan choisit de nouveau.",
}


def _operator(request: MemberRequest) -> None:
    if not request.actor.has(Role.OPERATOR):
        raise PlanRun.DoesNotExist


def _run(request: MemberRequest, run: str) -> PlanRun:
    from havre.matching.plan_selectors import runs

    _operator(request)
    return runs(request.actor).get(reference=run)


@require_safe
def latest(request: MemberRequest) -> HttpResponse:
    """The latest plan, or how to make the first."""
    from havre.matching.plan_selectors import runs

    _operator(request)
    found = runs(request.actor).first()
    if found is None:
        return render(request, "matching/plan_none.html", {})
    return _shown(request, found)


@require_safe
def one(request: MemberRequest, run: str) -> HttpResponse:
    """A plan, as what remains of it stands today."""
    return _shown(request, _run(request, run))


def _shown(request: MemberRequest, found: PlanRun) -> HttpResponse:
    from havre.matching.plan_selectors import see_plan
    from havre.web.matching.plan_presenting import page_of

    seen = see_plan(found, held_vacancies(request.actor), actor=request.actor)
    context = page_of(seen) | {"editable": may_change_settings(request.actor)}
    return render(request, "matching/plan.html", context)


@require_POST
@ceilings_first
def make(request: MemberRequest) -> HttpResponse:
    """Make the plan of today."""
    from havre.matching import plan_actions

    _operator(request)
    try:
        run = plan_actions.make_plan(held_vacancies(request.actor), actor=request.actor)
    except plan_actions.TooMany:
        messages.warning(
            request,
            f"Plus de {plan_actions.most_cases()} situations : le plan se fait au serveur.",
        )
        return redirect("plan")
    messages.success(request, "Le plan est fait, avec les offres libres d’aujourd’hui.")
    return redirect("plan-run", run.reference)


def _subject(request: MemberRequest, run: str, reference: str) -> tuple[Any, Case, int]:
    """Return the plan, the case, and its place in the plan.

    The case is found first: the plan is not read, and journaled, for nothing. Raises
    Case.DoesNotExist, PlanLine.DoesNotExist.
    """
    from havre.matching.plan_selectors import see_plan

    found = _run(request, run)
    case = find_case(reference, actor=request.actor)
    held = held_vacancies(request.actor)
    seen = see_plan(found, held, about=case.pk, actor=request.actor)
    place = [line.case_id for line in seen.lines].index(case.pk)
    return seen, case, place


@require_safe
def need(request: MemberRequest, run: str, reference: str) -> HttpResponse:
    """What the plan says of one situation: each dwelling that suits her, and who has it."""
    from havre.web.matching.plan_presenting import need_page_of

    seen, _, place = _subject(request, run, reference)
    return render(request, "matching/plan_need.html", need_page_of(seen, place))


@require_POST
def choose(request: MemberRequest, run: str, reference: str) -> HttpResponse:
    """Force a pair, bar it, or leave it to the plan; then show the plan again."""
    from havre.matching import plan_actions

    found = _run(request, run)
    case = find_case(reference, actor=request.actor)
    word = request.POST.get("choix", "")
    if word not in CHOICES:
        raise Case.DoesNotExist
    fixed = CHOICES[word]
    offer = request.POST.get("offre", "")[:12]
    plan_actions.choose(found, case.pk, offer, fixed, actor=request.actor)
    messages.success(request, SAID[fixed])
    return redirect("plan-run", found.reference)
