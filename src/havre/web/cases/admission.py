"""The operator's decisions on a file: admit, do not admit, entrust to a colleague."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from havre.cases import actions, permissions, selectors
from havre.cases.models import Case
from havre.engine.vocabulary import AdmissionRefusal
from havre.organisations.models import User
from havre.organisations.selectors import caseworkers
from havre.platform.acting import Actor
from havre.web.shell.requests import MemberRequest

DECIDED = "La décision est déjà prise sur cette situation."


class RefusalForm(forms.Form):
    """Why a referral is not admitted."""

    reason = forms.ChoiceField(
        label="Motif",
        choices=AdmissionRefusal.choices(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un motif.",
            "invalid_choice": "Choisissez un des motifs proposés.",
        },
    )


class Colleagues(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of people, by their names."""

    def label_from_instance(self, obj: User) -> str:
        """Return the name shown on screen."""
        return str(obj)


class EntrustForm(forms.Form):
    """Which colleague follows the case from now on."""

    caseworker = Colleagues(
        label="Personne qui suit cette situation",
        queryset=User.objects.none(),
        empty_label="Choisissez une personne",
        error_messages={
            "required": "Choisissez une personne.",
            "invalid_choice": "Cette personne ne fait plus partie de votre organisme.",
        },
    )

    def __init__(self, data: Any = None, *, actor: Actor, case: Case) -> None:
        super().__init__(data, initial={"caseworker": case.caseworker_id})
        field = self.fields["caseworker"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = caseworkers(actor)


def operated(request: MemberRequest, reference: str) -> Case:
    """Return a case the actor operates; raise Case.DoesNotExist or NotAllowed."""
    case = selectors.get_case(reference, actor=request.actor)
    if not permissions.operates(request.actor, case):
        raise actions.NotAllowed
    return case


@require_POST
def admit(request: MemberRequest, reference: str) -> HttpResponse:
    """Admit a referral."""
    case = operated(request, reference)
    try:
        actions.admit_case(case, actor=request.actor)
    except actions.NotAllowed:  # decided before, or by a colleague at this moment
        messages.info(request, DECIDED)
    else:
        messages.success(request, "La situation est admise. Le diagnostic peut commencer.")
    return redirect("case", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: MemberRequest, reference: str) -> HttpResponse:
    """Do not admit a referral, for a coded reason."""
    case = operated(request, reference)
    if not permissions.may_decide_admission(request.actor, case):
        messages.info(request, DECIDED)
        return redirect("case", reference)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = AdmissionRefusal(form.cleaned_data["reason"])
        try:
            actions.refuse_admission(case, reason, actor=request.actor)
        except actions.NotAllowed:
            messages.info(request, DECIDED)
        else:
            messages.success(
                request,
                "La situation n’est pas admise. L’organisme qui l’a orientée en voit le motif.",
            )
        return redirect("case", reference)
    context = {"case": case, "form": form, "back_url": reverse("case", args=[reference])}
    return render(request, "cases/refuse.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entrust(request: MemberRequest, reference: str) -> HttpResponse:
    """Entrust a case to a colleague."""
    case = operated(request, reference)
    posted = request.POST if request.method == "POST" else None
    form = EntrustForm(posted, actor=request.actor, case=case)
    if request.method == "POST" and form.is_valid():
        actions.entrust_case(case, form.cleaned_data["caseworker"].pk, actor=request.actor)
        messages.success(request, "La situation est confiée.")
        return redirect("case", reference)
    context = {"case": case, "form": form, "back_url": reverse("case", args=[reference])}
    return render(request, "cases/entrust.html", context)
