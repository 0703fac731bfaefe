"""Danger and measures; then zones to avoid, one form per kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from havre.assessments.details import MeasureKind
from havre.engine.vocabulary import DangerLevel, ZoneKind
from havre.organisations.models import Organisation
from havre.platform.clock import today
from havre.platform.vault import Payload
from havre.programmes.models import Commune
from havre.web.assessments.forms.fields import DayField, text
from havre.web.assessments.forms.placing import PlacedForm


class DangerForm(forms.Form):
    """The danger as a professional evaluated it, and the protection measures in force."""

    level = forms.ChoiceField(
        label="Niveau de danger",
        choices=DangerLevel.choices(),
        widget=forms.RadioSelect,
        required=False,
        help_text="Tel que l’a évalué un professionnel : Havre ne le calcule pas.",
    )
    evaluated_on = DayField(label="Évalué le", required=False)
    evaluator = text("Évalué par", 120, help_text="La fonction et l’organisme suffisent.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in MeasureKind:
            self.fields[f"has_{kind}"] = forms.BooleanField(label=kind.label, required=False)
            self.fields[f"until_{kind}"] = DayField(
                label=f"{kind.label} : jusqu’au", required=False
            )

    @property
    def measures(self) -> list[tuple[BoundField, BoundField]]:
        """The check box and the end of each measure."""
        return [(self[f"has_{kind}"], self[f"until_{kind}"]) for kind in MeasureKind]

    def clean_evaluated_on(self) -> date | None:
        """Refuse a day to come."""
        day: date | None = self.cleaned_data["evaluated_on"]
        if day and day > today():
            raise ValidationError("La date de l’évaluation ne peut pas être dans le futur.")
        return day

    def payload(self) -> dict[str, Any]:
        """What the plan says beside its zones and places."""
        data = self.cleaned_data
        return {
            "level": data["level"],
            "evaluated_on": _iso(data["evaluated_on"]),
            "evaluator": data["evaluator"],
            "measures": [
                {"kind": kind.value, "until": _iso(data[f"until_{kind}"])}
                for kind in MeasureKind
                if data[f"has_{kind}"] or data[f"until_{kind}"]
            ],
        }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def first_danger(plan: Payload, outline: Payload) -> dict[str, Any]:
    """Return what the form begins with: the plan, else the level the referral gave."""
    initial: dict[str, Any] = {
        "level": plan.get("level") or outline.get("level") or "",
        "evaluated_on": plan.get("evaluated_on") or None,
        "evaluator": plan.get("evaluator", ""),
    }
    for measure in plan.get("measures", []):
        initial[f"has_{measure['kind']}"] = True
        initial[f"until_{measure['kind']}"] = measure.get("until") or None
    return initial


class CommuneZoneForm(forms.Form):
    """A whole commune."""

    code = forms.ChoiceField(
        label="Commune à éviter",
        widget=forms.Select(attrs={"data-map-commune": ""}),
        error_messages={"required": "Choisissez une commune."},
    )

    def __init__(self, *args: Any, communes: Sequence[Commune], **kwargs: Any) -> None:
        kwargs.pop("landlords")
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = _choices([(c.code, c.name) for c in communes])  # type: ignore[attr-defined]

    def zone(self) -> dict[str, Any]:
        """The zone as it is stored."""
        return {"kind": ZoneKind.COMMUNE.value, "code": self.cleaned_data["code"]}


class RadiusZoneForm(PlacedForm):
    """A distance around a point: placed on the map, or the centre of a commune, or typed."""

    km = forms.FloatField(
        label="Rayon, en kilomètres",
        initial=2,
        min_value=0.1,
        max_value=50,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "data-map-km": ""}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Donnez un rayon entre 0,1 et 50 kilomètres.",
        ),
    )
    place = text(
        "Ce qui s’y trouve",
        200,
        help_text="Un nom, une adresse. Aucun courrier ne l’écrira à qui ne doit pas le lire.",
    )
    field_order = ("km", "around", "place", "lat", "lon")

    def __init__(self, *args: Any, communes: Sequence[Commune], **kwargs: Any) -> None:
        kwargs.pop("landlords")
        super().__init__(*args, communes=communes, **kwargs)

    def zone(self) -> dict[str, Any]:
        """The zone as it is stored; about a metre of precision."""
        place = self.cleaned_data["place"]
        return {
            "kind": ZoneKind.RADIUS.value,
            **self.point(),
            "km": self.cleaned_data["km"],
            **({"place": place} if place else {}),
        }


class ResidenceZoneForm(forms.Form):
    """A residence, by its name."""

    name = forms.CharField(
        label="Nom de la résidence à éviter",
        max_length=120,
        help_text="Les majuscules, les accents et l’article ne comptent pas.",
        error_messages={
            "required": "Donnez le nom de la résidence.",
            "max_length": "120 caractères au plus.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("landlords")
        kwargs.pop("communes")
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """Refuse a name in which there is nothing to compare."""
        name: str = self.cleaned_data["name"]
        if not any(char.isalnum() for char in name):
            raise ValidationError("Donnez le nom de la résidence.")
        return name

    def zone(self) -> dict[str, Any]:
        """The zone as it is stored."""
        return {"kind": ZoneKind.RESIDENCE.value, "name": self.cleaned_data["name"]}


class LandlordZoneForm(forms.Form):
    """A landlord: none of its dwellings, and it never receives her card."""

    landlord = forms.ChoiceField(
        label="Bailleur à éviter",
        help_text="Aucun de ses logements ne sera proposé, et il ne recevra pas la fiche besoin.",
        error_messages={"required": "Choisissez un bailleur."},
    )

    def __init__(self, *args: Any, landlords: Sequence[Organisation], **kwargs: Any) -> None:
        kwargs.pop("communes")
        super().__init__(*args, **kwargs)
        self.fields["landlord"].choices = _choices([(str(o.pk), o.name) for o in landlords])  # type: ignore[attr-defined]

    def zone(self) -> dict[str, Any]:
        """The zone as it is stored."""
        return {"kind": ZoneKind.LANDLORD.value, "landlord": int(self.cleaned_data["landlord"])}


def _choices(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", "Choisissez"), *found]


ZoneForm = CommuneZoneForm | RadiusZoneForm | ResidenceZoneForm | LandlordZoneForm
ZONE_FORMS: dict[ZoneKind, type[ZoneForm]] = {
    ZoneKind.COMMUNE: CommuneZoneForm,
    ZoneKind.RADIUS: RadiusZoneForm,
    ZoneKind.RESIDENCE: ResidenceZoneForm,
    ZoneKind.LANDLORD: LandlordZoneForm,
}
