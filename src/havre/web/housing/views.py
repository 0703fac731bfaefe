"""The list of offers, one offer, and what can be done with it."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from havre.allocations.selectors import holds, running_on
from havre.engine.vocabulary import BOARD_ROLES, VacancyStatus
from havre.housing import actions, permissions, selectors
from havre.housing.models import Vacancy
from havre.matching.offers import cards_for
from havre.platform.acting import Actor
from havre.programmes.selectors import commune_names
from havre.web.board.presenting import ShownCard
from havre.web.housing.forms import ExtensionForm, FilterForm
from havre.web.housing.listing import page_of
from havre.web.housing.presentation import (
    dwelling_facts,
    offer_facts,
    right_of,
    size_of,
    state_of,
)
from havre.web.housing.vacancy_form import VacancyForm, landlord_of
from havre.web.shell.requests import MemberRequest

CARDS_SHOWN = 6
URGENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""The line of an urgent call for which an offer is entered: it is answered next."""
NO_LONGER_OPEN = "Cette offre n’est plus disponible : rien n’a été changé."
ALREADY_VACANT = "Ce logement a déjà une offre en cours : modifiez-la plutôt."
HELD = (
    "Une proposition est en cours sur cette offre : elle ne peut pas être retirée maintenant. "
    "Si le logement n’est plus libre, prévenez l’opérateur du dispositif."
)


@require_safe
def vacancies(request: MemberRequest) -> HttpResponse:
    """List the offers the organisation may see."""
    actor = request.actor
    if not permissions.sees_vacancies(actor):
        raise actions.NotAllowed
    filters = FilterForm(request.GET, actor=actor)
    page = page_of(selectors.matching_vacancies(actor, **filters.chosen()), request.GET)
    taken = running_on([row.pk for row in page.rows], actor=actor)
    rows = [(row, size_of(row.dwelling), state_of(row), row.pk in taken) for row in page.rows]
    return render(
        request,
        "housing/vacancies.html",
        {
            "filters": filters,
            "filtered": any(name in request.GET for name in filters.fields),
            "rows": rows,
            "page": page,
            "sees_all": permissions.sees_all_vacancies(actor),
            "enters": permissions.enters_vacancies(actor),
        },
    )


@require_safe
def vacancy(request: MemberRequest, reference: str) -> HttpResponse:
    """Show one offer: the dwelling, its terms, and what may be done."""
    found = selectors.get_vacancy(reference, actor=request.actor)
    proposal = running_on([found.pk], actor=request.actor).get(found.pk)
    is_open = found.status == VacancyStatus.OPEN
    return render(
        request,
        "housing/vacancy.html",
        {
            "vacancy": found,
            "size": size_of(found.dwelling),
            "state": state_of(found),
            "right": right_of(found),
            "dwelling_facts": dwelling_facts(found),
            "offer_facts": offer_facts(found),
            "proposal": proposal,
            "manages": permissions.may_manage(request.actor, found),
            "is_open": is_open,
            "extends": is_open or found.status == VacancyStatus.EXPIRED,
            "seen_from_all": permissions.sees_all_vacancies(request.actor),
            **(_cards(found, request.actor) if is_open else {}),
        },
    )


def _cards(vacancy: Vacancy, actor: Actor) -> dict[str, Any]:
    """The need cards that fit, for those who read the board; the operator has a page of its own."""
    if not actor.has(*BOARD_ROLES):
        return {}
    found = cards_for(vacancy, CARDS_SHOWN + 1, actor=actor)
    names = commune_names() if found else {}
    return {
        "cards": [ShownCard.of(card, names) for card in found[:CARDS_SHOWN]],
        "more_cards": len(found) > CARDS_SHOWN,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: MemberRequest) -> HttpResponse:
    """Enter an offer by hand."""
    if not permissions.enters_vacancies(request.actor):
        raise actions.NotAllowed
    form = VacancyForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        landlord_id = landlord_of(form, request.actor)
        try:
            made = actions.enter_vacancy(landlord_id, form.terms(), actor=request.actor)
        except actions.AlreadyVacant:
            form.add_error("reference", ALREADY_VACANT)
        else:
            messages.success(request, "L’offre est enregistrée.")
            if URGENT.fullmatch(request.GET.get("suite", "")):
                return redirect("urgent-ask", request.GET["suite"])
            return redirect("vacancy", made.reference)
    return render(request, "housing/vacancy_enter.html", {"form": form})


def managed(reference: str, actor: Actor) -> Vacancy:
    """Return an offer the actor may change; hidden ones do not exist, others are refused."""
    found = selectors.get_vacancy(reference, actor=actor)
    if not permissions.may_manage(actor, found):
        raise actions.NotAllowed
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    """Correct an offer and its dwelling."""
    found = managed(reference, request.actor)
    if found.status != VacancyStatus.OPEN:
        return calmly(request, found, NO_LONGER_OPEN)
    form = VacancyForm(
        request.POST if request.method == "POST" else None, actor=request.actor, vacancy=found
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_vacancy(found, form.terms(), actor=request.actor)
        except actions.NotOpen:
            return calmly(request, found, NO_LONGER_OPEN)
        messages.success(request, "L’offre est à jour.")
        return redirect("vacancy", reference)
    return render(request, "housing/vacancy_edit.html", {"form": form, "vacancy": found})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask for confirmation, then take the offer off the board."""
    found = managed(reference, request.actor)
    if found.status != VacancyStatus.OPEN:
        return calmly(request, found, NO_LONGER_OPEN)
    if request.method != "POST":
        size = size_of(found.dwelling)
        return render(request, "housing/vacancy_withdraw.html", {"vacancy": found, "size": size})
    try:
        actions.withdraw_vacancy(found, actor=request.actor, holds=holds)
    except actions.NotOpen:
        return calmly(request, found, NO_LONGER_OPEN)
    except actions.HeldByProposal:
        return calmly(request, found, HELD)
    messages.success(request, "L’offre est retirée.")
    return redirect("vacancy", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: MemberRequest, reference: str) -> HttpResponse:
    """Choose until when the offer stands; an expired offer opens again."""
    found = managed(reference, request.actor)
    later = actions.expiry_of(max(found.expires_on, found.available_on))
    form = ExtensionForm(
        request.POST if request.method == "POST" else None, initial={"until": later}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.extend_vacancy(found, form.cleaned_data["until"], actor=request.actor)
        except actions.NotOpen:
            return calmly(request, found, NO_LONGER_OPEN)
        except actions.AlreadyVacant:
            return calmly(request, found, ALREADY_VACANT)
        messages.success(request, "L’offre est prolongée.")
        return redirect("vacancy", reference)
    if found.status not in {VacancyStatus.OPEN, VacancyStatus.EXPIRED}:
        return calmly(request, found, NO_LONGER_OPEN)
    return render(request, "housing/vacancy_extend.html", {"form": form, "vacancy": found})


def calmly(request: MemberRequest, found: Vacancy, sentence: str) -> HttpResponse:
    """Go back to the offer with a sentence: it changed meanwhile, or the form was sent twice."""
    messages.info(request, sentence)
    return redirect("vacancy", found.reference)
