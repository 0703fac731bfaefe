"""Opening part of a file by hand: the organisation, then the parts, the end and the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from havre.cases.actions import NotAllowed
from havre.cases.by_hand import WrongEnd, may_be_opened, share_by_hand
from havre.cases.consent import may_record_consent
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment
from havre.organisations.models import Organisation
from havre.platform.clock import today
from havre.programmes.selectors import may_be_named
from havre.sharing.actions import BeyondConsent
from havre.sharing.by_hand import AlreadyOpen, Reason
from havre.sharing.selectors import open_shares_of
from havre.web.accounts import recently_authenticated
from havre.web.cases import fields as f
from havre.web.cases.access import kept
from havre.web.shell.requests import MemberRequest

USUAL_DAYS = 90
"""An access by hand is proposed for three months; she and the operator may choose less or more."""


class OpenForm(f.DraftableForm):
    """What is opened to one organisation, until when, and why."""

    needed = frozenset({"parts", "until", "reason"})

    parts = forms.MultipleChoiceField(
        label="Ce que cet organisme pourra lire",
        help_text="Seulement ce qu’elle a accepté. L’avancement est toujours compris.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez parmi les lignes proposées."},
    )
    until = f.day("Jusqu’au")
    reason = f.choice("Pourquoi", Reason.choices(), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, covered: Mapping[Compartment, date], part: str) -> None:
        last = min(covered.values())
        usual = min(last, today() + timedelta(days=USUAL_DAYS))
        super().__init__(data, initial={"until": usual, "parts": [part] if part else []})
        offered = [one for one in Compartment if one in covered and one != Compartment.PROGRESS]
        self.limit("parts", [(one.value, one.label) for one in offered])
        if not self.is_bound:
            self.mark_needed()

    def clean(self) -> dict[str, Any]:
        """Demand the end and the reason; with no part ticked, the progress alone is opened."""
        data = super().clean() or {}
        if not data.get("until") and "until" not in self.errors:
            self.add_error("until", "Indiquez jusqu’à quand l’accès est ouvert.")
        if not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Choisissez la raison.")
        return data


@recently_authenticated
@require_http_methods(["GET", "HEAD", "POST"])
def open_access(request: MemberRequest, reference: str) -> HttpResponse:
    """Choose to whom; then open what she agreed to, and nothing more."""
    case = kept(request, reference)
    if not may_record_consent(request.actor, case):
        raise NotAllowed
    partners = {one.pk: one for one in may_be_named(request.actor)}
    offered = may_be_opened(case, partners, actor=request.actor)
    asked = request.GET.get("organisme", "")
    chosen = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    if chosen not in offered or chosen not in partners:
        return _choose(request, case, [partners[pk] for pk in partners if pk in offered])
    part = request.GET.get("partie", "")
    data = request.POST if request.method == "POST" else None
    form = OpenForm(data, covered=offered[chosen], part=part)
    if form.is_bound and form.is_valid() and _opened(request, case, partners[chosen], form):
        return redirect("shares", reference)
    return _page(request, case, partners[chosen], form)


def _opened(request: MemberRequest, case: Case, organisation: Organisation, form: OpenForm) -> bool:
    """Open it; tell whether the person is done, the errors written on the form if not."""
    data = form.cleaned_data
    parts = {Compartment(code) for code in data["parts"]} | {Compartment.PROGRESS}
    try:
        opened = share_by_hand(
            case,
            organisation.pk,
            parts,
            until=data["until"],
            reason=Reason(data["reason"]),
            actor=request.actor,
        )
    except WrongEnd:
        form.add_error("until", "Cette date doit venir après aujourd’hui.")
        return False
    except BeyondConsent as error:
        form.add_error("until" if "prend fin" in str(error) else "parts", str(error))
        return False
    except AlreadyOpen:
        messages.info(request, f"{organisation.name} lit déjà tout cela.")
        return True
    names = ", ".join(f"« {part.label} »" for part in opened)
    messages.success(request, f"{organisation.name} peut maintenant lire {names}.")
    return True


def _choose(request: MemberRequest, case: Case, organisations: list[Organisation]) -> HttpResponse:
    address = reverse("share-open", args=[case.reference])
    context = {
        "case": case,
        "choices": [(one.name, f"{address}?organisme={one.pk}") for one in organisations],
        "back_url": reverse("shares", args=[case.reference]),
    }
    return render(request, "cases/share_choose.html", context)


def _page(
    request: MemberRequest, case: Case, organisation: Organisation, form: OpenForm
) -> HttpResponse:
    held = [
        share
        for share in open_shares_of(case.pk, actor=request.actor)
        if share.organisation_id == organisation.pk
    ]
    context = {
        "case": case,
        "organisation": organisation,
        "form": form,
        "already": [Compartment(share.compartment).label for share in held],
        "back_url": reverse("shares", args=[case.reference]),
    }
    return render(request, "cases/share_open.html", context)
