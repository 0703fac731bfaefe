"""Asking a partner to reserve a case, and answering it there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from havre.cases import recusals, reservations, selectors
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.organisations.selectors import caseworkers
from havre.platform.acting import Actor
from havre.sharing.models import ReservationRequest, Restriction
from havre.web.access.forms import AskForm, ReserveForm
from havre.web.shell.requests import MemberRequest

DONE = "C’est déjà fait."


RESERVED = "success", "Réservée"


def lines_of(case: Case, in_force: Collection[Restriction], actor: Actor) -> list[dict[str, Any]]:
    """Return, for the keeper, the partners asked to reserve a case, and those that do, by name.

    `in_force` are the restrictions in force, the keeper's own included.
    """
    partners = {one.organisation_id: one for one in in_force}
    partners.pop(case.steward_id, None)
    lines = [
        {
            "id": one.pk,
            "organisation": one.organisation.name,
            "asked_at": one.asked_at,
            "state": state_of(one, reserved=partners.pop(one.organisation_id, None) is not None),
            "open": one.ended_at is None,
        }
        for one in reservations.requests_of(case, actor=actor)
    ]
    lines += [
        {"organisation": one.organisation.name, "since": one.since, "state": RESERVED}
        for one in partners.values()
    ]
    return sorted(lines, key=lambda line: str(line["organisation"]))


def state_of(request: ReservationRequest, *, reserved: bool) -> tuple[str, str]:
    """Return the tone and the words for where a request stands; `reserved`: there, at present."""
    if reserved:
        return RESERVED
    if request.answer == ReservationRequest.Answer.DONE:
        return "warning", "N’est plus réservée"
    if request.answer == ReservationRequest.Answer.CANNOT:
        return "danger", "Ne peut pas" + (", accès suspendu" if request.suspended else "")
    return "warning", "Accès suspendu" if request.suspended else "En attente"


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, reference: str) -> HttpResponse:
    """Ask a partner to reserve the case."""
    actor = request.actor
    case = selectors.get_case(reference, actor=actor)
    if not reservations.may_ask(actor, case):
        raise NotAllowed
    posted = request.POST if request.method == "POST" else None
    organisations = reservations.askable(case, actor=actor)
    form = AskForm(posted, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        chosen, suspend = form.cleaned_data["organisation"], form.cleaned_data["suspend"]
        try:
            reservations.ask(case, chosen.pk, suspend=suspend, actor=actor)
        except AlreadyDone:
            messages.info(request, DONE)
        else:
            messages.success(request, f"C’est demandé à {chosen.name}, qui choisit les personnes.")
        return redirect("case-access", reference)
    context = {
        "case": case,
        "form": form,
        "nobody": not organisations,
        "back_url": reverse("case-access", args=[reference]),
    }
    return render(request, "access/ask_to_reserve.html", context)


@require_POST
def take_back(request: MemberRequest, reference: str, request_id: UUID) -> HttpResponse:
    """End a request, and the suspension with it."""
    case = selectors.get_case(reference, actor=request.actor)
    try:
        reservations.take_back(case, request_id, actor=request.actor)
    except AlreadyDone:
        messages.info(request, DONE)
    else:
        messages.success(request, "La demande est retirée. L’accès est de nouveau comme avant.")
    return redirect("case-access", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: MemberRequest, request_id: UUID) -> HttpResponse:
    """Name who follows the case, or say that it cannot be reserved."""
    actor = request.actor
    one = reservations.asked_one(request_id, actor=actor)
    if one.case_id:
        selectors.read_parts(one.case_id, actor=actor)
    posted = request.POST if request.method == "POST" else None
    form = ReserveForm(posted, people=caseworkers(actor), named=[])
    if posted is not None and "cannot" in posted:
        reservations.answer(request_id, [], actor=actor)
        messages.success(request, "C’est dit à l’opérateur, qui décidera.")
        return redirect("home")
    if posted is not None and form.is_valid():
        chosen = {user.pk for user in form.cleaned_data["people"]}
        try:
            reservations.answer(request_id, chosen, actor=actor)
        except recusals.WouldLockOut as refusal:
            form.add_error("people", str(refusal))
        else:
            messages.success(request, "Seules les personnes nommées voient cette situation.")
            return redirect("home")
    context = {"form": form, "one": one, "back_url": reverse("home")}
    return render(request, "access/asked_to_reserve.html", context)
