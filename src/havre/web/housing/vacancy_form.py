"""An offer entered or corrected by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from havre.engine.matching.places import distance_km
from havre.engine.vocabulary import Financing, Guarantee, Regime, ReservationCode
from havre.housing.actions import VacancyTerms
from havre.housing.importing.addresses import parse_postcode
from havre.housing.importing.places import FARTHEST_KM
from havre.housing.importing.problems import BadValue
from havre.housing.importing.values import parse_typology
from havre.housing.models import Vacancy
from havre.housing.permissions import sees_all_vacancies
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.models import Commune
from havre.programmes.selectors import communes
from havre.web.assessments.zones import map_communes
from havre.web.housing.fields import Amount, PlainText, day_field
from havre.web.housing.forms import Choices, landlord_choices

TYPOLOGIES = ("T1", "T1 bis", "T2", "T3", "T4", "T5", "T6", "T6+")
AUTHORITIES = ("commune", "métropole", "département", "région")
FARTHEST_DAYS = 731
SHOWN_AS_KEPT: tuple[str, ...] = (
    "residence",
    "address",
    "postcode",
    "typology",
    "surface",
    "floor",
    "lift",
)
SHOWN_AS_KEPT += ("accessible", "furnished", "energy", "financing", "latitude", "longitude")


def right_choices() -> Choices:
    """Return the reservation codes, local authorities told apart."""
    found: Choices = []
    for code in ReservationCode:
        found.append((code.value, code.label))
        if code is ReservationCode.LOCAL:
            found += [(f"{code}:{who}", f"{code.label} ({who})") for who in AUTHORITIES]
    return found


class VacancyForm(forms.Form):
    """A dwelling and the terms of its offer."""

    reference = PlainText(
        label="Référence du logement",
        max_length=60,
        help_text="La vôtre : elle permet de mettre l’offre à jour par un fichier.",
    )
    residence = PlainText(label="Résidence", max_length=120, required=False)
    address = PlainText(label="Adresse", max_length=200, help_text="Numéro et voie.")
    postcode = PlainText(label="Code postal", max_length=10, required=False)
    commune = forms.ChoiceField(label="Commune")
    latitude = Amount(label="Latitude", required=False, decimal_places=None, mark="data-map-lat")
    longitude = Amount(label="Longitude", required=False, decimal_places=None, mark="data-map-lon")
    typology = forms.ChoiceField(label="Type", choices=[(one, one) for one in TYPOLOGIES])
    surface = Amount(label="Surface habitable, en m²", min_value=5, max_value=400, required=False)
    floor = forms.IntegerField(
        label="Étage",
        min_value=-1,
        max_value=40,
        required=False,
        help_text="0 pour le rez-de-chaussée.",
    )
    lift = forms.BooleanField(label="Ascenseur", required=False)
    accessible = forms.BooleanField(label="Accessible en fauteuil roulant", required=False)
    furnished = forms.BooleanField(label="Meublé", required=False)
    energy = forms.ChoiceField(
        label="Étiquette énergie",
        required=False,
        choices=[("", "Non connue"), *((one, one) for one in "ABCDEFG")],
    )
    financing = forms.ChoiceField(
        label="Financement", choices=[("", "Choisissez un financement"), *Financing.choices()]
    )
    rent = Amount(label="Loyer hors charges, en euros par mois", min_value=1, max_value=5000)
    charges = Amount(label="Charges, en euros par mois", min_value=0, max_value=2000)
    regime = forms.ChoiceField(label="Régime d’occupation", choices=Regime.choices())
    guarantee = forms.ChoiceField(
        label="Garantie du loyer",
        required=False,
        choices=[("", "Non précisée"), *Guarantee.choices()],
    )
    right = forms.ChoiceField(label="Réservataire", initial=ReservationCode.NONE.value)
    available_on = day_field("Disponible le")

    def __init__(self, *args: Any, actor: Actor, vacancy: Vacancy | None = None, **options: Any):
        self.vacancy = vacancy
        if vacancy:
            options["initial"] = initial_of(vacancy)
        super().__init__(*args, **options)
        self.communes = {one.code: one for one in communes()}
        self._offer("commune", [(code, one.name) for code, one in self.communes.items()])
        self._offer("right", right_choices())
        if vacancy:
            del self.fields["reference"]
        elif sees_all_vacancies(actor):
            chosen = landlord_choices(actor, "Choisissez un bailleur")
            field = forms.ChoiceField(label="Bailleur", choices=chosen)
            self.fields = {"landlord": field, **self.fields}

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        blank = [("", "Choisissez une commune")] if name == "commune" else []
        field.choices = [*blank, *choices]

    @property
    def map_communes(self) -> list[dict[str, Any]]:
        """The communes as parts/map.html draws them."""
        return map_communes(list(self.communes.values()))

    def clean_reference(self) -> str:
        """A reference holds a letter or a figure."""
        reference: str = self.cleaned_data["reference"]
        if not any(one.isalnum() for one in reference):
            raise forms.ValidationError("Écrivez une référence avec un chiffre ou une lettre.")
        return reference

    def clean_available_on(self) -> Any:
        """A day within two years."""
        day = self.cleaned_data["available_on"]
        if abs((day - today()).days) > FARTHEST_DAYS:
            raise forms.ValidationError("Cette date est à plus de deux ans. Corrigez-la.")
        return day

    def clean(self) -> dict[str, Any]:
        """Check the postcode and the coordinates against the commune."""
        given = super().clean() or {}
        commune = self.communes.get(given.get("commune", ""))
        if commune:
            self._check_postcode(commune)
            self._check_place(commune)
        return given

    def _check_postcode(self, commune: Commune) -> None:
        written = self.cleaned_data.get("postcode", "")
        try:
            postcode = parse_postcode(written)
        except BadValue as bad:
            self.add_error("postcode", str(bad))
            return
        if postcode and postcode not in commune.postcodes:
            expected = " ou ".join(commune.postcodes)
            self.add_error("postcode", f"Pour cette commune, le code postal est {expected}.")
            return
        alone = commune.postcodes[0] if len(commune.postcodes) == 1 else ""
        self.cleaned_data["postcode"] = postcode or alone

    def _check_place(self, commune: Commune) -> None:
        given = {name: self.cleaned_data.get(name) for name in ("latitude", "longitude")}
        absent = [name for name, value in given.items() if value is None]
        if len(absent) == 1 and not self.has_error(absent[0]):
            self.add_error(absent[0], "Donnez la latitude et la longitude, ou aucune des deux.")
        if absent:
            return
        point = (float(given["latitude"] or 0), float(given["longitude"] or 0))
        if abs(point[0]) > 90 or abs(point[1]) > 180:
            self.add_error("latitude", "Ces coordonnées n’existent pas. Corrigez-les.")
            return
        away = distance_km(point, (commune.latitude, commune.longitude))
        if away > FARTHEST_KM:
            self.add_error(
                "latitude",
                f"Ce point est à {away:.0f} km du centre de la commune. Vérifiez que la latitude "
                "et la longitude ne sont pas inversées.",
            )

    def terms(self) -> VacancyTerms:
        """Return what was typed as the terms of an offer."""
        given = self.cleaned_data
        rooms = parse_typology(given["typology"])[0]
        if self.vacancy and given["typology"] == self.vacancy.dwelling.typology:
            rooms = self.vacancy.dwelling.rooms  # « T6+ » does not say how many
        right, _, detail = given["right"].partition(":")
        return VacancyTerms(
            reference=self.vacancy.dwelling.reference if self.vacancy else given["reference"],
            residence=given["residence"],
            address=given["address"],
            postcode=given["postcode"],
            commune_code=given["commune"],
            rooms=rooms,
            typology=given["typology"],
            surface=given["surface"],
            floor=given["floor"],
            lift=given["lift"],
            accessible=given["accessible"],
            financing=Financing(given["financing"]),
            energy=given["energy"],
            furnished=given["furnished"],
            rent=given["rent"],
            charges=given["charges"],
            regime=Regime(given["regime"]),
            right=ReservationCode(right),
            right_detail=detail,
            guarantee=Guarantee(given["guarantee"]) if given["guarantee"] else None,
            available_on=given["available_on"],
            latitude=None if given["latitude"] is None else float(given["latitude"]),
            longitude=None if given["longitude"] is None else float(given["longitude"]),
        )


def initial_of(vacancy: Vacancy) -> dict[str, Any]:
    """Return what the form shows of an offer being corrected."""
    dwelling = vacancy.dwelling
    detail = f":{vacancy.right_detail}" if vacancy.right_detail in AUTHORITIES else ""
    return {
        **{name: getattr(dwelling, name) for name in SHOWN_AS_KEPT},
        "commune": dwelling.commune_id,
        "rent": vacancy.rent,
        "charges": vacancy.charges,
        "regime": vacancy.regime,
        "guarantee": vacancy.guarantee,
        "right": f"{vacancy.right}{detail if vacancy.right == ReservationCode.LOCAL else ''}",
        "available_on": vacancy.available_on,
    }


def landlord_of(form: VacancyForm, actor: Actor) -> int:
    """Return for which landlord the offer is entered."""
    chosen = form.cleaned_data.get("landlord")
    return int(chosen) if chosen else actor.organisation_id
