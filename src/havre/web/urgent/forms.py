"""The short forms of an urgent call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from havre.engine.vocabulary import UrgentProlonging, UrgentReason, UrgentRefusal
from havre.housing.models import Vacancy
from havre.organisations.models import Organisation
from havre.web.allocations.fields import choice_field
from havre.web.templatetags.havre import euros
from havre.web.urgent.presenting import dwelling_of

CHOOSE = "Choisissez au moins un organisme."


class CallForm(forms.Form):
    """Why, and whom; once a call runs, only whom."""

    reason = choice_field("Pourquoi c’est urgent", UrgentReason.choices())
    organisations = forms.MultipleChoiceField(
        label="Organismes à interroger",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
        help_text="Ceux qui lisent déjà sa fiche. Aucun ne saura qui d’autre est interrogé.",
    )

    def __init__(
        self, *args: Any, askable: Sequence[Organisation], running: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if running:
            del self.fields["reason"]
        else:
            self.fields["reason"].help_text = "Pour vous seul : aucun organisme ne la lit."
        field: Any = self.fields["organisations"]
        field.choices = [(str(one.pk), one.name) for one in askable]
        field.initial = [] if running else [str(one.pk) for one in askable]

    def reason_given(self) -> UrgentReason:
        """Return the reason; while a call runs its own stays, whatever is said here."""
        return UrgentReason(self.cleaned_data.get("reason") or UrgentReason.AUTRE)

    def whom(self) -> list[int]:
        """Return the organisations chosen."""
        return [int(pk) for pk in self.cleaned_data["organisations"]]


class ProlongForm(forms.Form):
    """Why 48 hours more."""

    reason = choice_field("Pourquoi 48 heures de plus", UrgentProlonging.choices())


class RefusalForm(forms.Form):
    """No, and why."""

    refusal = choice_field("Motif", UrgentRefusal.choices())


class OfferForm(forms.Form):
    """Yes, with one of these offers."""

    vacancy = choice_field("Un autre de vos logements", [])

    def __init__(self, *args: Any, offers: Sequence[Vacancy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {one.reference: one for one in offers}
        field: Any = self.fields["vacancy"]
        field.choices = [("", "Choisissez"), *((ref, _said(v)) for ref, v in self.offers.items())]

    def chosen(self) -> Vacancy:
        """Return the offer chosen."""
        return self.offers[self.cleaned_data["vacancy"]]


def _said(vacancy: Vacancy) -> str:
    total = euros(vacancy.rent + vacancy.charges, 0)
    return f"{dwelling_of(vacancy)}, {total} charges comprises, {vacancy.dwelling.reference}"
