"""Which of the compatible dwellings to show: choices come from those found, nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from havre.engine.matching.against import Suiting
from havre.housing.standing import StandingOffer
from havre.web.housing.fields import Amount, day_field


class DwellingFilters(forms.Form):
    """Every field is optional; a wrong one is left out."""

    commune = forms.ChoiceField(label="Commune", required=False)
    type = forms.ChoiceField(label="Type", required=False)
    bailleur = forms.ChoiceField(label="Bailleur", required=False)
    loyer = Amount(label="Loyer net, au plus (€)", min_value=0, max_value=5000, required=False)
    avant = day_field("Disponible avant le", required=False)

    def __init__(self, data: Any, *, offers: Iterable[StandingOffer]) -> None:
        super().__init__(data)
        found = list(offers)
        self._offer("commune", {one.commune_id: one.commune_name for one in found})
        self._offer("type", {one.typology: one.typology for one in found})
        self._offer("bailleur", {str(one.landlord_id): one.landlord_name for one in found})

    def _offer(self, name: str, values: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        first = "Tous" if name != "commune" else "Toutes"
        field.choices = [("", first), *sorted(values.items(), key=lambda pair: pair[1])]

    def chosen(self) -> dict[str, Any]:
        """Return the filters given, by name."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}

    def keep(
        self, matches: Iterable[Suiting], offers: Mapping[str, StandingOffer]
    ) -> list[Suiting]:
        """Return the matches that pass every filter given, in the same order."""
        chosen = self.chosen()
        return [m for m in matches if _passes(m, offers[m.vacancy.ref], chosen)]


def _passes(match: Suiting, offer: StandingOffer, chosen: Mapping[str, Any]) -> bool:
    net = match.figures.get("net_rent")
    return (
        chosen.get("commune", offer.commune_id) == offer.commune_id
        and chosen.get("type", offer.typology) == offer.typology
        and chosen.get("bailleur", str(offer.landlord_id)) == str(offer.landlord_id)
        and ("loyer" not in chosen or (net is not None and Decimal(str(net)) <= chosen["loyer"]))
        and ("avant" not in chosen or offer.available_on < chosen["avant"])
    )
