"""A point placed by hand: on the map, at the centre of a commune, or by its coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from havre.engine.vocabulary import PlaceKind
from havre.programmes.models import Commune
from havre.web.assessments.forms.fields import DegreesField


class PlacedForm(forms.Form):
    """A point: the map fills the coordinates in, and nothing here needs it."""

    around = forms.ChoiceField(
        label="Autour du centre de",
        required=False,
        help_text="Ou bien cliquez sur la carte, ou donnez des coordonnées.",
    )
    lat = DegreesField(
        least=41, most=52, label="Latitude", required=False, data={"data-map-lat": ""}
    )
    lon = DegreesField(
        least=-6, most=10, label="Longitude", required=False, data={"data-map-lon": ""}
    )

    def __init__(self, *args: Any, communes: Sequence[Commune], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.centres = {c.code: (c.latitude, c.longitude) for c in communes}
        choices = [("", "Choisissez"), *((c.code, c.name) for c in communes)]
        self.fields["around"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A point, or else a commune's centre."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        lat, lon = data.get("lat"), data.get("lon")
        if {"lat", "lon", "around"} & set(self.errors):
            return data
        if lat is None and lon is None and data.get("around"):
            data["lat"], data["lon"] = self.centres[data["around"]]
        elif lat is None and lon is None:
            self.add_error("around", "Choisissez une commune, ou placez un point.")
        elif lat is None or lon is None:
            self.add_error("lat" if lat is None else "lon", "Donnez les deux coordonnées.")
        return data

    def point(self) -> dict[str, float]:
        """The point as it is stored; about a metre of precision."""
        data = self.cleaned_data
        return {"lat": round(data["lat"], 5), "lon": round(data["lon"], 5)}


class PlaceForm(PlacedForm):
    """A place she wishes to live near: its kind and where, never its name."""

    kind = forms.ChoiceField(
        label="Quel lieu",
        choices=PlaceKind.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Dites quel lieu."},
    )
    field_order = ("kind", "around", "lat", "lon")

    def place(self) -> dict[str, Any]:
        """The place as it is stored."""
        return {"kind": self.cleaned_data["kind"], **self.point()}
