"""Who consulted what; the attestation of the journal; unusual access."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havre.oversight import alerts, attesting, reading
from havre.oversight.models import AlertKind, Outcome
from havre.oversight.reading import LogPage
from havre.platform.models import JournalAttestation
from havre.web.cases.access import kept
from havre.web.shell.requests import MemberRequest


def after_of(request: MemberRequest) -> UUID | None:
    """Return the line after which the page begins; none when the address says no line."""
    try:
        return UUID(request.GET.get("apres", ""))
    except ValueError:
        return None


def neighbours(page: LogPage, base: str) -> dict[str, str]:
    """Return the address of the next page; going back is the browser's."""
    return {"next_url": f"{base}?apres={page.next_after}" if page.next_after else ""}


@require_safe
def case_log(request: MemberRequest, reference: str) -> HttpResponse:
    """Say who consulted this situation, to those who keep its file."""
    case = kept(request, reference)
    page = reading.readings_of(case, after=after_of(request), actor=request.actor)
    back = reverse("case", args=[reference])
    context = {
        "case": case,
        "lines": page.lines,
        "page": neighbours(page, reverse("case-log", args=[reference])),
        "back_url": back,
    }
    return render(request, "journal/case.html", context)


@require_safe
def own_log(request: MemberRequest) -> HttpResponse:
    """Say what the people of one's organisation did, to its coordinator."""
    page = reading.own_log(after=after_of(request), actor=request.actor)
    context = {
        "lines": page.lines,
        "page": neighbours(page, reverse("journal")),
        "may_attest": attesting.may_attest(request.actor),
    }
    return render(request, "journal/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: MemberRequest) -> HttpResponse:
    """Attest the journal in one click; the receipt is to be kept outside."""
    last = attesting.last_attestation(actor=request.actor)
    if request.method == "POST":
        try:
            attesting.attest(actor=request.actor)
        except attesting.NothingSealed:
            messages.info(request, "Rien n’est encore à attester. Revenez dans une minute.")
        else:
            messages.success(request, "Le journal est attesté. Gardez le reçu hors de Havre.")
        return redirect("journal-attest")
    return render(request, "journal/attest.html", {"last": last, "code": code_of(last)})


def code_of(attestation: JournalAttestation | None) -> str:
    """Return the short code by which two people compare a head aloud."""
    if attestation is None:
        return ""
    digits = bytes(attestation.head).hex()[:16].upper()
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


@require_safe
def receipt(request: MemberRequest) -> HttpResponse:
    """Give the receipt of the last attestation."""
    last = attesting.last_attestation(actor=request.actor)
    if last is None:
        return redirect("journal-attest")
    content = json.dumps(attesting.receipt_of(last), separators=(",", ":"))
    name = f"recu-{last.number}.json"
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class OutcomeForm(forms.Form):
    """What was concluded."""

    outcome = forms.ChoiceField(
        label="Votre conclusion",
        choices=Outcome.choices(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une conclusion.",
            "invalid_choice": "Choisissez une des conclusions proposées.",
        },
    )


ADVICE = {
    AlertKind.MANY_CASES: "Demandez-lui ce qu’elle préparait : une commission, un bilan ?",
    AlertKind.MANY_IN_DAY: "Demandez-lui ce qui l’occupait : peu de métiers en ouvrent autant.",
    AlertKind.NIGHT: "Demandez-lui si c’était elle : quelqu’un a pu utiliser son compte.",
    AlertKind.REFUSALS: "Demandez-lui ce qu’elle cherchait. Si elle l’ignore, fermez son accès.",
    AlertKind.RECUSED: "Demandez-lui d’où elle tenait cette référence, sans en dire davantage.",
    AlertKind.EXCEPTIONAL: "Vérifiez avec les deux personnes que l’urgence était réelle.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def alert(request: MemberRequest, alert_id: UUID) -> HttpResponse:
    """Show an alert and what to do; take the conclusion."""
    found = alerts.alert_of(alert_id, actor=request.actor)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outcome = Outcome(form.cleaned_data["outcome"])
        alerts.acknowledge(found, outcome, actor=request.actor)
        messages.success(request, "L’alerte est traitée.")
        return redirect("home")
    kind = AlertKind(found.kind)
    context: dict[str, Any] = {
        "alert": found,
        "kind": kind.label,
        "advice": ADVICE[kind],
        "form": form,
        "home_url": reverse("home"),
    }
    return render(request, "journal/alert.html", context)
