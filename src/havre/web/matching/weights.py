"""What each wish weighs in the ranking, with what a change would do today before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from havre.engine.matching import WEIGHTS
from havre.matching.reweighing import Reweighing, reweighed
from havre.programmes import actions
from havre.programmes.actions import HEAVIEST_WEIGHT
from havre.programmes.models import Programme
from havre.programmes.selectors import programme_of, weights_of
from havre.web.matching.ceilings import ceilings_first
from havre.web.organisations.participants import check_editor
from havre.web.programmes.fields import FigureField
from havre.web.shell.requests import MemberRequest

WORDS: Mapping[str, tuple[str, str]] = {
    "commune": (
        "Ses communes, dans son ordre",
        "Au mieux dans sa première commune, un peu moins à chaque suivante. Sans effet pour celle "
        "qui accepte toutes les communes.",
    ),
    "proximity": (
        "La proximité de ses lieux",
        "École, travail, famille, soins : au mieux sur place, plus rien à partir de 10 km. Sans "
        "effet pour celle qui n’en a pas indiqué.",
    ),
    "rent": (
        "La marge de loyer",
        "Au mieux quand le loyer net est nul, plus rien quand il atteint le taux d’effort maximal.",
    ),
    "surface": (
        "La surface",
        "Rien à la surface minimale du ménage, au mieux à partir du double.",
    ),
}
CHANGES_SHOWN = 20


class WeightsForm(forms.Form):
    """A whole number per wish; all at zero would rank nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WEIGHTS:
            label, words = WORDS[name]
            self.fields[name] = FigureField(
                label=label, low=0, high=HEAVIEST_WEIGHT, help_text=words
            )

    @classmethod
    def initial_of(cls, programme: Programme) -> dict[str, object]:
        """Return what the form shows of a programme."""
        present = weights_of(programme)
        whole = {name: Decimal(str(weight)) for name, weight in present.items()}
        return dict(whole)

    def clean(self) -> dict[str, Any]:
        """Something must count."""
        data = super().clean() or {}
        if set(data) >= set(WEIGHTS) and not any(data[name] for name in WEIGHTS):
            raise forms.ValidationError("Donnez un poids à une préférence au moins.")
        return data


@require_http_methods(["GET", "HEAD", "POST"])
@ceilings_first
def weights(request: MemberRequest) -> HttpResponse:
    """Show the weights; look at what others would change; save them."""
    check_editor(request.actor)
    programme = programme_of(request.actor)
    initial = WeightsForm.initial_of(programme)
    form = WeightsForm(request.POST if request.method == "POST" else None, initial=initial)
    preview: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST:
            actions.save_weights(form.cleaned_data, actor=request.actor)
            messages.success(request, "Les poids sont enregistrés. Ils valent dès maintenant.")
            return redirect("programme")
        preview = preview_of(reweighed(programme, form.cleaned_data, actor=request.actor))
    return render(request, "matching/weights.html", {"form": form, **preview})


def preview_of(found: Reweighing) -> dict[str, Any]:
    """Say what would change, the situations with another first dwelling before the others."""
    return {
        "preview": found,
        "changes": found.changes[:CHANGES_SHOWN],
        "not_shown": max(len(found.changes) - CHANGES_SHOWN, 0),
    }
