"""Correcting a part of a referral that has been sent, with a reason; what it said before."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from havre.cases import correcting, selectors
from havre.cases.actions import AlreadyDone
from havre.cases.correcting import ChangedMeanwhile, Content, Reason
from havre.cases.models import Case
from havre.cases.referral import IncompleteReferral
from havre.cases.rules import unusual_unique_number
from havre.engine.vocabulary import Compartment
from havre.platform.clock import today
from havre.web.cases.presentation import Facts, day_of, fact
from havre.web.cases.referral import LOOK_AGAIN
from havre.web.cases.referral_form import ReferralForm
from havre.web.shell.requests import MemberRequest

SLUGS: Mapping[str, tuple[Compartment, str]] = {
    "identite": (Compartment.IDENTITY, "Corriger son identité"),
    "contact": (Compartment.CONTACT, "Corriger comment la joindre"),
    "menage": (Compartment.HOUSEHOLD, "Corriger son ménage"),
    "lieu": (Compartment.SHELTER_PLACE, "Corriger où elle est, et pourquoi"),
    "securite": (Compartment.SAFETY, "Corriger sa sécurité"),
}
FORM_NAMES = {"level": "danger"}
"""A name sealed in a part, and the referral's field where they differ; notes have one each."""
CHANGED = (
    "Quelqu’un vient de modifier cette partie. Ce que vous avez écrit est resté ci-dessous : "
    "comparez avec ce qui est noté maintenant, puis enregistrez."
)
DONE = "La correction est enregistrée."
SAME = "Rien n’a changé : tout était déjà noté ainsi."
TWIN = "Une autre situation porte la même identité : vérifiez que ce n’est pas la même personne."


NEEDED = {
    part: set(correcting.missing_in(part, dict.fromkeys(names)))
    for part, names in correcting.FIELDS.items()
}
"""What each part cannot be without: said beside the field before it is sent."""


def form_field(part: Compartment, name: str) -> forms.Field:
    """Return the referral's own field for what a part says."""
    notes = {Compartment.CONTACT: "contact_note", Compartment.SAFETY: "danger_note"}
    chosen = notes[part] if name == "note" else FORM_NAMES.get(name, name)
    return deepcopy(ReferralForm.base_fields[chosen])


class CorrectionForm(forms.Form):
    """The fields of one part, why it is corrected, and which content was shown."""

    use_required_attribute = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, part: Compartment, content: Content) -> None:
        super().__init__(data, initial={**content.said, "seen": content.seen})
        self.part = part
        for name in correcting.FIELDS[part]:
            self.fields[name] = form_field(part, name)
            if name in NEEDED[part]:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = correcting.NEEDED[name]
        self.fields["reason_of_change"] = forms.ChoiceField(
            label="Pourquoi cette correction",
            choices=Reason.choices(),
            widget=forms.RadioSelect,
            error_messages={"required": "Choisissez la raison."},
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a birth, or an arrival, in the future."""
        data = super().clean() or self.cleaned_data
        for name in ("birth_date", "since"):
            if data.get(name) and data[name] > today():
                self.add_error(name, "Cette date est dans le futur : vérifiez-la.")
        return data

    def show_missing(self, missing: Mapping[str, str]) -> None:
        """Put each sentence at its field."""
        for name, sentence in missing.items():
            self.add_error(name, sentence)


def renewed(posted: QueryDict, seen: str) -> QueryDict:
    """Return what was typed, to be sent again over the content shown now."""
    data = posted.copy()
    data["seen"] = seen
    return data


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: MemberRequest, reference: str, slug: str) -> HttpResponse:
    """Correct one part; nothing typed is lost when somebody changed it meanwhile."""
    if slug not in SLUGS:
        raise Case.DoesNotExist
    case = selectors.get_case(reference, actor=request.actor)
    part = SLUGS[slug][0]
    content = correcting.content_of(case, part, actor=request.actor)
    if request.method != "POST":
        return _page(request, case, slug, CorrectionForm(part=part, content=content), content)
    form = CorrectionForm(request.POST, part=part, content=content)
    if form.is_valid():
        try:
            return _correct(request, case, form)
        except IncompleteReferral as incomplete:
            form.show_missing(incomplete.missing)
        except ChangedMeanwhile:
            content = correcting.content_of(case, part, actor=request.actor)
            data = renewed(request.POST, content.seen)
            form = CorrectionForm(data, part=part, content=content)
            form.add_error(None, CHANGED)
            return _page(request, case, slug, form, content, changed=True)
        except AlreadyDone:
            messages.info(request, "Cette situation vient d’avancer : vérifiez ce qui est noté.")
            return redirect("case", reference)
    return _page(request, case, slug, form, content)


def _correct(request: MemberRequest, case: Case, form: CorrectionForm) -> HttpResponse:
    data = form.cleaned_data
    reason = Reason(data["reason_of_change"])
    actor = request.actor
    done = correcting.correct(case, form.part, data, seen=data["seen"], reason=reason, actor=actor)
    messages.success(request, DONE) if done else messages.info(request, SAME)
    if done and form.part is Compartment.IDENTITY:
        if unusual_unique_number(data["unique_number"]):
            messages.warning(request, LOOK_AGAIN)
        if selectors.possible_duplicates(case, actor=actor):
            messages.warning(request, TWIN)
    return redirect("case", case.reference)


def _page(
    request: MemberRequest,
    case: Case,
    slug: str,
    form: CorrectionForm,
    content: Content,
    *,
    changed: bool = False,
) -> HttpResponse:
    context = {
        "case": case,
        "title": SLUGS[slug][1],
        "form": form,
        "silent": form.part is Compartment.SAFETY,
        "now": said_facts(form.part, content.said) if changed else [],
        "earlier": [
            {
                "at": datetime.fromisoformat(one.at),
                "organisation": one.organisation,
                "reason": Reason(one.reason).label,
                "facts": said_facts(form.part, one.said),
            }
            for one in content.earlier
        ],
        "back_url": reverse("case", args=[case.reference]),
    }
    return render(request, "cases/correct.html", context)


def said_facts(part: Compartment, said: Mapping[str, Any]) -> Facts:
    """Return what a part says, in the words of its fields; what is empty is left out."""
    lines = []
    for name in correcting.FIELDS[part]:
        field, value = form_field(part, name), said.get(name)
        if value and isinstance(field, forms.ChoiceField):
            value = dict(field.choices).get(value, value)  # type: ignore[arg-type]
        elif value is True:
            value = "Oui"
        elif value and isinstance(field, forms.DateField):
            value = day_of(value.isoformat() if isinstance(value, date) else value)
        if value:
            lines.append(fact(str(field.label), value))
    return lines
