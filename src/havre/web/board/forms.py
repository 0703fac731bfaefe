"""The board's filters: a value that makes no sense filters nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from havre.web.board.presenting import URGENCY

ROOMS = [("", "Toutes"), *((str(n), f"{n} pièce{'s' if n > 1 else ''}") for n in range(1, 7))]


class BoardFilters(forms.Form):
    """Commune, rooms, urgency."""

    commune = forms.ChoiceField(label="Commune", required=False)
    rooms = forms.ChoiceField(label="Pièces", required=False, choices=ROOMS)
    urgency = forms.ChoiceField(
        label="Urgence",
        required=False,
        choices=[("", "Toutes"), *((str(n), label) for n, (label, _) in URGENCY.items())],
    )

    def __init__(self, *args: Any, communes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(communes.items(), key=lambda pair: pair[1])
        self.fields["commune"].choices = [("", "Toutes"), *known]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return the filters as `selectors.board` takes them."""
        if not self.is_bound:
            return {}
        self.is_valid()
        typed = {name: self.cleaned_data.get(name) for name in self.fields}
        return {
            name: value if name == "commune" else int(value)
            for name, value in typed.items()
            if value
        }
