"""Forms of retention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from havre.retention.rules import PERIODS, Ground, Kind
from havre.web.programmes.fields import FigureField


class PeriodsForm(forms.Form):
    """One period per kind, in days, between its bounds."""

    def __init__(self, data: Any = None, *, days: Mapping[Kind, int]) -> None:
        super().__init__(data, initial={kind.value: number for kind, number in days.items()})
        for kind, period in PERIODS.items():
            self.fields[kind.value] = FigureField(
                label=kind.label,
                low=period.least,
                high=period.most,
                unit="jours",
                help_text=f"{period.start.capitalize()}, de {period.least} à {period.most} jours.",
            )

    def days(self) -> dict[Kind, int]:
        """Return what was typed, once it is valid."""
        return {kind: self.cleaned_data[kind.value] for kind in Kind}


class HoldForm(forms.Form):
    """Why a file is kept beyond its time, and until when."""

    ground = forms.ChoiceField(
        label="Pourquoi",
        choices=Ground.choices(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un motif.",
            "invalid_choice": "Choisissez un des motifs proposés.",
        },
    )
    until = forms.DateField(
        label="Jusqu’au",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Sans date, le dossier reste conservé jusqu’à ce que vous leviez la demande.",
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la ainsi : 31/12/2026."},
    )
