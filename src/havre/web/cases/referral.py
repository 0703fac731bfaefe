"""Referring someone: choose the public, fill the form in, send it, or discard the draft."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from havre.cases import actions, permissions, selectors
from havre.cases.models import Case
from havre.cases.referral import IncompleteReferral
from havre.cases.rules import unusual_unique_number
from havre.engine.vocabulary import Pathway
from havre.platform.acting import Actor
from havre.web.cases.referral_form import ReferralForm, pathways_of
from havre.web.shell.requests import MemberRequest

SENT = "L’orientation est envoyée. L’opérateur décide de l’admission."
SENT_BEFORE = "Cette orientation est déjà envoyée : elle ne se modifie plus."
SAVED = "Le brouillon est enregistré. Seul votre organisme le voit."
LOOK_AGAIN = "Le numéro unique n’a pas la forme habituelle : vérifiez-le avec elle."
EXPLAINED = {
    Pathway.SHELTERED: "Elle est en sécurité dans une structure d’hébergement.",
    Pathway.TENANT: "Elle est locataire, seule ou en couple, d’un bailleur partenaire.",
    Pathway.NON_TENANT: "Elle s’est adressée à un bailleur dont elle n’est pas locataire.",
}


class StartForm(forms.Form):
    """The public, and the identifier of the draft: a form sent twice makes one draft."""

    draft = forms.UUIDField(widget=forms.HiddenInput)
    pathway = forms.ChoiceField(
        label="Sa situation de logement",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez sa situation de logement.",
            "invalid_choice": "Choisissez une des réponses proposées.",
        },
    )

    def __init__(self, data: Any = None, *, actor: Actor) -> None:
        super().__init__(data, initial={"draft": uuid4()})
        field = self.fields["pathway"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(word.value, word.label) for word in pathways_of(actor)]


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: MemberRequest) -> HttpResponse:
    """Choose the public, and open a draft."""
    if not permissions.may_refer(request.actor):
        raise PermissionError
    form = StartForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        draft = form.cleaned_data["draft"]
        try:
            case = actions.start_referral(
                Pathway(form.cleaned_data["pathway"]), actor=request.actor, case_id=draft
            )
        except actions.AlreadyDone:  # the same form, sent twice
            case = selectors.visible_to(request.actor).get(pk=draft)
        return redirect("referral", case.reference)
    explained = [(word.label, EXPLAINED[word]) for word in pathways_of(request.actor)]
    return render(request, "cases/referral_new.html", {"form": form, "explained": explained})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, reference: str) -> HttpResponse:
    """Fill the referral in: keep it unfinished, or send it."""
    case = selectors.get_case(reference, actor=request.actor)
    if not permissions.may_edit_referral(request.actor, case):
        if request.method == "POST":
            messages.info(request, SENT_BEFORE)
        return redirect("case", reference)
    content = selectors.draft_content(case, actor=request.actor)
    if request.method != "POST":
        return _page(request, case, ReferralForm(actor=request.actor, content=content))
    form = ReferralForm(request.POST, actor=request.actor, content=content)
    if not form.is_valid():
        return _page(request, case, form)
    try:
        if "send" in request.POST:
            return _send(request, case, form)
        actions.save_referral(case, form.content(), actor=request.actor)
    except actions.AlreadyDone:
        messages.info(request, SENT_BEFORE)
        return redirect("cases")
    messages.success(request, SAVED)
    _doubt(request, form)
    return redirect("cases")


def _send(request: MemberRequest, case: Case, form: ReferralForm) -> HttpResponse:
    """Send it; what is missing is said at each field, and the draft is kept meanwhile."""
    content = form.content()
    try:
        actions.send_referral(case, content, actor=request.actor)
    except IncompleteReferral as incomplete:
        actions.save_referral(case, content, actor=request.actor)
        form.show_missing(incomplete.missing)
        return _page(request, case, form)
    messages.success(request, SENT)
    _doubt(request, form)
    still_seen = selectors.visible_to(request.actor).filter(pk=case.pk).exists()
    return redirect("case", case.reference) if still_seen else redirect("cases")


def _doubt(request: MemberRequest, form: ReferralForm) -> None:
    if unusual_unique_number(form.cleaned_data["unique_number"]):
        messages.warning(request, LOOK_AGAIN)


def _page(request: MemberRequest, case: Case, form: ReferralForm) -> HttpResponse:
    return render(request, "cases/referral.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: MemberRequest, reference: str) -> HttpResponse:
    """Remove a draft, once confirmed."""
    case = selectors.get_case(reference, actor=request.actor)
    if not permissions.may_edit_referral(request.actor, case):
        messages.info(request, SENT_BEFORE)
        return redirect("case", reference)
    if request.method != "POST":
        return render(request, "cases/referral_discard.html", {"case": case})
    try:
        actions.discard_referral(case, actor=request.actor)
    except actions.AlreadyDone:
        messages.info(request, "Ce brouillon n’existe plus.")
    else:
        messages.success(request, "Le brouillon est supprimé.")
    return redirect("cases")
