"""What she needs and accepts, her communes in her own order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from havre.assessments.models import HousingNeed
from havre.engine.vocabulary import Regime, ReservationCode
from havre.platform.clock import today
from havre.programmes.models import Commune
from havre.web.assessments.forms.fields import DayField

RIGHTS = [(c.value, c.label) for c in ReservationCode if c is not ReservationCode.NONE]
DIRECT = ("rooms_min", "rooms_max", "any_commune", "accessible", "max_floor_without_lift")
ALSO_DIRECT = ("ground_floor_ok", "needed_by", "regimes")


def _count(label: str, least: int, most: int, **kwargs: Any) -> forms.IntegerField:
    between = f"Donnez un nombre entre {least} et {most}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), between),
        **kwargs,
    )


class NeedForm(forms.Form):
    """Rooms, communes, floors, dates, and under what terms she may be housed."""

    rooms_min = _count("Pièces, au moins", 1, 9, initial=2)
    rooms_max = _count("Pièces, au plus", 1, 9, initial=3)
    any_commune = forms.BooleanField(
        label="N’importe quelle commune du territoire",
        required=False,
        help_text="Sauf les zones à éviter. Le choix ci-dessous n’est alors pas utilisé.",
    )
    accessible = forms.BooleanField(label="Logement accessible nécessaire", required=False)
    max_floor_without_lift = _count(
        "Étage le plus haut sans ascenseur",
        0,
        30,
        required=False,
        help_text="Laissez vide s’il n’y a pas de limite.",
    )
    ground_floor_ok = forms.BooleanField(label="Rez-de-chaussée accepté", required=False)
    needed_by = DayField(
        label="À reloger avant le",
        required=False,
        help_text="Une offre disponible plus tard ne lui sera pas proposée.",
    )
    regimes = forms.MultipleChoiceField(
        label="Formes d’occupation acceptées",
        choices=Regime.choices(),
        widget=forms.CheckboxSelectMultiple,
        initial=[Regime.BAIL_DIRECT.value],
        error_messages={"required": "Cochez au moins une forme d’occupation."},
    )
    rights = forms.MultipleChoiceField(
        label="Contingents ouverts à sa demande",
        choices=RIGHTS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Les réservataires qui peuvent la désigner. "
        "Les logements non réservés sont toujours ouverts.",
    )

    def __init__(self, *args: Any, communes: Sequence[Commune], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communes = list(communes)
        for commune in self.communes:
            self.fields[f"in_{commune.code}"] = forms.BooleanField(
                label=commune.name, required=False
            )
            self.fields[f"rank_{commune.code}"] = _count(
                f"Rang de {commune.name}",
                1,
                len(self.communes),
                required=False,
                widget=forms.NumberInput(attrs={"class": "rank", "placeholder": "rang"}),
            )

    @property
    def choices_of_commune(self) -> list[tuple[BoundField, BoundField]]:
        """The check box and the rank of each commune."""
        return [(self[f"in_{c.code}"], self[f"rank_{c.code}"]) for c in self.communes]

    def clean_needed_by(self) -> date | None:
        """Refuse a day that has passed."""
        day: date | None = self.cleaned_data["needed_by"]
        if day and day <= today():
            raise ValidationError("Cette date est passée.")
        return day

    def clean(self) -> dict[str, Any]:
        """Hold the rooms against each other, and ask for communes."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if (data.get("rooms_min") or 0) > (data.get("rooms_max") or 9):
            self.add_error("rooms_max", "Le nombre le plus grand d’abord : au moins le premier.")
        if not data.get("any_commune"):
            self._check_communes(data)
        return data

    def _check_communes(self, data: dict[str, Any]) -> None:
        ranks: dict[int, str] = {}
        for commune in self.communes:
            rank = data.get(f"rank_{commune.code}")
            if rank is None:
                continue
            if rank in ranks:
                message = f"Le rang {rank} est déjà celui de {ranks[rank]}."
                self.add_error(f"rank_{commune.code}", message)
            ranks[rank] = commune.name
        if not self._ordered(data) and not any(n.startswith("rank_") for n in self.errors):
            self.add_error("any_commune", "Cochez au moins une commune, ou celle-ci.")

    def _ordered(self, data: dict[str, Any]) -> list[str]:
        """Her ranked communes first, then those only ticked, by name."""
        chosen = [
            (data.get(f"rank_{c.code}") or len(self.communes) + 1, i, c.code)
            for i, c in enumerate(self.communes)
            if data.get(f"in_{c.code}") or data.get(f"rank_{c.code}")
        ]
        return [code for _, _, code in sorted(chosen)]

    def values(self) -> dict[str, Any]:
        """The fields of HousingNeed."""
        data = self.cleaned_data
        return {name: data[name] for name in (*DIRECT, *ALSO_DIRECT)} | {
            "communes": [] if data["any_commune"] else self._ordered(data),
            "rights": [*data["rights"], ReservationCode.NONE.value],
        }


def first_need(need: HousingNeed | None, people: int) -> dict[str, Any]:
    """Return what the form begins with: what is saved, else rooms from the household's size."""
    if need is None:
        rooms = min(max(people, 1), 6)
        return {"rooms_min": rooms, "rooms_max": min(rooms + 1, 9)}
    initial: dict[str, Any] = {
        name: getattr(need, name) for name in (*DIRECT, *ALSO_DIRECT, "rights")
    }
    for rank, code in enumerate(need.communes, start=1):
        initial[f"in_{code}"], initial[f"rank_{code}"] = True, rank
    return initial
