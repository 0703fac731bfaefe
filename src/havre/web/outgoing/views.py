"""« Envois retenus »: what may not leave by itself, for one person to look at, then a second."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from havre.engine.vocabulary import Role
from havre.organisations.selectors import names_of
from havre.platform.acting import Actor
from havre.platform.gate import SENTENCES, WAYS, NotReleasable, Way, holding
from havre.platform.models import HeldDeparture
from havre.web.shell.requests import MemberRequest

Status = HeldDeparture.Status
SHOWN = 50


class NotAllowed(PermissionError):
    """Only the operator looks at what is held."""


class WhyForm(forms.Form):
    """Why it may leave after all."""

    why = forms.ChoiceField(
        label="Pourquoi cet envoi peut partir",
        choices=HeldDeparture.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison."},
        help_text="Une seconde personne lira cette raison avant de décider.",
    )


def check(actor: Actor) -> None:
    """Raise NotAllowed for whoever does not work for the operator."""
    if not actor.has(Role.OPERATOR):
        raise NotAllowed


@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """List what is held, oldest first."""
    check(request.actor)
    rows = list(holding.held()[:SHOWN])
    known = {row.producer_organisation_id for row in rows}
    names = names_of(known | {row.recipient_organisation_id or 0 for row in rows})
    context = {"rows": [in_words(row, names) for row in rows]}
    return render(request, "outgoing/waiting.html", context)


def in_words(row: HeldDeparture, names: dict[int, str]) -> dict[str, Any]:
    """Return one held departure in words, without what it says."""
    return {
        "row": row,
        "way": WAYS[Way(row.way)],
        "producer": names.get(row.producer_organisation_id, ""),
        "recipient": names.get(row.recipient_organisation_id or 0, "Elle-même ou une adresse"),
        "reasons": [SENTENCES[code] for code in row.reasons],
        "asked": row.status == Status.ASKED,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, reference: str) -> HttpResponse:
    """Look at one held departure; cancel it, ask for its release, or release it as a second."""
    check(request.actor)
    row = holding.departure(reference)
    form = WhyForm(request.POST if request.POST.get("step") == "ask" else None)
    if request.method == "POST" and _decide(request, row, form):
        return redirect("outgoing")
    row = holding.departure(reference)
    names = names_of({row.producer_organisation_id, row.recipient_organisation_id or 0})
    open_ = row.status in {Status.HELD, Status.ASKED}
    context = {
        **in_words(row, names),
        "form": form,
        "content": holding.content_of(row, actor=request.actor) if open_ else {},
        "open": open_,
        "releasable": holding.releasable(row),
        "second": row.status == Status.ASKED
        and request.actor.user_id not in {row.asked_by_id, row.producer_id},
    }
    return render(request, "outgoing/one.html", context)


def _decide(request: MemberRequest, row: HeldDeparture, form: WhyForm) -> bool:
    """Take the decision posted; False when the form must be shown again."""
    step, actor = request.POST.get("step"), request.actor
    try:
        if step == "cancel":
            holding.cancel(row, actor=actor)
            messages.success(request, "L’envoi est annulé. Son contenu est effacé.")
        elif step == "release":
            left = holding.confirm_release(row, actor=actor)
            said = "L’envoi peut partir." if left else "Le destinataire n’y a plus droit : annulé."
            (messages.success if left else messages.info)(request, said)
        elif form.is_valid():
            why = HeldDeparture.Why(form.cleaned_data["why"])
            holding.ask_release(row, why, actor=actor)
            messages.success(
                request, "Une seconde personne de votre équipe doit maintenant décider."
            )
        else:
            return False
    except NotReleasable as refusal:
        messages.info(request, str(refusal))
    return True
