"""The filters of the list, and the extension of an offer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from havre.engine.vocabulary import VacancyStatus
from havre.housing.permissions import offers_dwellings, sees_all_vacancies
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.selectors import communes, landlords
from havre.web.housing.fields import day_field

LONGEST_EXTENSION_DAYS = 365
EVERY_STATUS = "TOUTES"
Choices = list[tuple[str, str]]


def commune_choices(first: str) -> Choices:
    """Return the communes of the territory, after a blank line."""
    return [("", first), *((one.code, one.name) for one in communes())]


def landlord_choices(actor: Actor, first: str) -> Choices:
    """Return the landlords of the programme, after a blank line."""
    return [("", first), *((str(one.pk), one.name) for one in landlords(actor.programme_id))]


class FilterForm(forms.Form):
    """Which offers to list; without a choice, those that can be proposed."""

    status = forms.ChoiceField(label="État", required=False)
    landlord = forms.ChoiceField(label="Bailleur", required=False)
    commune = forms.ChoiceField(label="Commune", required=False)
    rooms = forms.ChoiceField(
        label="Pièces",
        required=False,
        choices=[("", "Toutes"), *((str(n), str(n)) for n in range(1, 5)), ("5", "5 et plus")],
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        lets = offers_dwellings(actor) or sees_all_vacancies(actor)
        ended = [one for one in VacancyStatus if lets or one is not VacancyStatus.LEASED][1:]
        choices: dict[str, Choices] = {
            "status": [
                ("", "Disponibles"),
                *((one.value, f"{one.label}s") for one in ended),
                (EVERY_STATUS, "Toutes"),
            ],
            "commune": commune_choices("Toutes"),
        }
        if sees_all_vacancies(actor):
            choices["landlord"] = landlord_choices(actor, "Tous")
        else:
            del self.fields["landlord"]
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found

    def chosen(self) -> dict[str, Any]:
        """Return the filters as `matching_vacancies` takes them; a wrong one is left out."""
        self.is_valid()
        given = self.cleaned_data
        status = given.get("status") or VacancyStatus.OPEN.value
        return {
            "status": "" if status == EVERY_STATUS else status,
            "landlord_id": int(given["landlord"]) if given.get("landlord") else None,
            "commune_code": given.get("commune", ""),
            "rooms": int(given["rooms"]) if given.get("rooms") else None,
        }


class ExtensionForm(forms.Form):
    """Until when an offer now stands."""

    until = day_field("Offre valable jusqu’au")

    def clean_until(self) -> Any:
        """A day after today, within a year."""
        day = self.cleaned_data["until"]
        if day <= today():
            raise forms.ValidationError("Choisissez une date après aujourd’hui.")
        if day > today() + timedelta(days=LONGEST_EXTENSION_DAYS):
            raise forms.ValidationError("Une offre se prolonge d’un an au plus.")
        return day
