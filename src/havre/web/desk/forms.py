"""A landlord's committee dates: one, or one every so many weeks."""

from __future__ import annotations

from typing import Any

from django import forms

from havre.engine.sittings import MOST_WEEKS
from havre.web.allocations.fields import day_field, optional_day

EVERY = [
    ("0", "Une seule date"),
    ("1", "Toutes les semaines"),
    *((str(weeks), f"Toutes les {weeks} semaines") for weeks in range(2, MOST_WEEKS + 1)),
]


class DatesForm(forms.Form):
    """When the committee sits, and where."""

    first = day_field("Date de la commission", from_today=False)
    weeks = forms.TypedChoiceField(label="Répétition", choices=EVERY, coerce=int, initial="0")
    until = optional_day("Jusqu’au", "Pour une répétition : la dernière date, dans l’année.")
    place = forms.CharField(
        label="Lieu",
        max_length=80,
        required=False,
        help_text="Une adresse ou une salle, sans rien d’autre. Laissez vide si c’est chez vous.",
    )

    def clean(self) -> dict[str, Any]:
        """A repetition has an end."""
        given = super().clean() or {}
        if given.get("weeks") and not given.get("until") and "until" not in self.errors:
            self.add_error("until", "Indiquez jusqu’à quand.")
        return given
