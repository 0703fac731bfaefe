"""Forms of a programme's settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from havre.engine.vocabulary import Pathway, ReservationCode
from havre.organisations.models import Organisation
from havre.programmes.models import IncomeCeiling, PathwayTarget, Programme
from havre.web.programmes.fields import FigureField

DETAILS = ("commune", "métropole", "département", "région")


class SettingsForm(forms.Form):
    """Names and thresholds; the effort rate is typed in per cent."""

    name = forms.CharField(label="Nom du dispositif", max_length=160)
    territory = forms.CharField(label="Territoire", max_length=160)
    effort_rate = FigureField(
        label="Taux d’effort maximal, en %",
        low=5,
        high=60,
        unit="%",
        whole=False,
        help_text="Part des ressources que le loyer net, aides déduites, peut prendre.",
    )
    left_to_live_per_day = FigureField(
        label="Reste pour vivre minimal, en euros",
        low=0,
        high=60,
        unit="€",
        whole=False,
        help_text="Par jour et par unité de consommation.",
    )
    answer_days = FigureField(
        label="Délai de réponse de la personne, en jours",
        low=10,
        high=60,
        unit="jours",
        help_text="À compter du lendemain de la notification. Dix au moins : c’est la loi.",
    )
    hold_days = FigureField(
        label="Durée de réservation d’une offre, en jours",
        low=1,
        high=90,
        unit="jours",
        help_text="Pendant ce temps, une offre proposée n’est proposée à personne d’autre.",
    )
    proposal_days = FigureField(
        label="Délai de réponse à une proposition, en jours",
        low=1,
        high=60,
        unit="jours",
        help_text="Laissés à la personne pour dire si un logement proposé lui convient.",
    )

    @classmethod
    def initial_of(cls, programme: Programme) -> dict[str, object]:
        """Return what the form shows of a programme."""
        return {
            "name": programme.name,
            "territory": programme.territory,
            "effort_rate": programme.effort_rate_max * 100,
            "left_to_live_per_day": programme.left_to_live_per_day,
            "answer_days": programme.answer_days,
            "hold_days": programme.hold_days,
            "proposal_days": programme.proposal_days,
        }

    def values(self) -> dict[str, object]:
        """Return the settings a valid form writes."""
        data = dict(self.cleaned_data)
        rate = Decimal(data.pop("effort_rate")) / 100
        return {**data, "effort_rate_max": rate.quantize(Decimal("0.001"))}


class WatchForm(forms.Form):
    """How much reading and searching is usual; what goes beyond is stopped, or looked at."""

    cases_per_hour = FigureField(
        label="Situations ouvertes en une heure",
        low=5,
        high=500,
        help_text="Au-delà, vous êtes prévenu.",
    )
    cases_per_day = FigureField(
        label="Situations ouvertes en une journée",
        low=5,
        high=2000,
        help_text="Au-delà, vous êtes prévenu : une copie lente se voit à la journée.",
    )
    refusals_per_hour = FigureField(
        label="Pages refusées en une heure",
        low=1,
        high=100,
        help_text="À partir de ce nombre, vous êtes prévenu.",
    )
    night_from = FigureField(
        label="La nuit commence à",
        low=0,
        high=23,
        unit="heures",
        help_text="Une situation ouverte la nuit vous est signalée.",
    )
    night_until = FigureField(label="La nuit finit à", low=0, high=23, unit="heures")
    searches_per_day = FigureField(
        label="Recherches d’une personne, par jour",
        low=1,
        high=200,
        help_text="Pour chaque professionnel. Au-delà, il attend le lendemain.",
    )

    @classmethod
    def initial_of(cls, programme: Programme) -> dict[str, object]:
        """Return what the form shows of a programme."""
        return {name: getattr(programme, name) for name in cls.base_fields}


class PlanForm(forms.Form):
    """Whether landlords share fairly, and how many dwellings a plan takes of each at most."""

    fair_share = forms.BooleanField(
        label="Répartir entre les bailleurs selon leurs offres",
        required=False,
        help_text="Jamais au prix d’un relogement de moins.",
    )

    def __init__(
        self, *args: Any, landlords: Iterable[Organisation], caps: Mapping[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for landlord in landlords:
            self.fields[f"cap_{landlord.pk}"] = FigureField(
                label=f"{landlord.name} : logements au plus",
                low=0,
                high=500,
                required=False,
                initial=caps.get(landlord.pk),
                help_text="Vide : sans limite.",
            )

    def caps(self) -> dict[int, int | None]:
        """Return the cap of each landlord, None for no limit."""
        return {
            int(name.removeprefix("cap_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("cap_")
        }


class TargetsForm(forms.Form):
    """A year's targets: two figures per pathway, both or neither."""

    def __init__(self, *args: Any, year: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if year is None:
            self.fields["year"] = FigureField(label="Année", low=2020, high=2100)
        for pathway in Pathway:
            for bound, words in (("low", "au moins"), ("high", "au plus")):
                self.fields[f"{pathway}_{bound}"] = FigureField(
                    label=f"{pathway.label} : {words}", low=0, high=1000, required=False
                )

    @classmethod
    def initial_of(cls, targets: Mapping[Pathway, PathwayTarget]) -> dict[str, object]:
        """Return what the form shows of a year's targets."""
        return {
            f"{pathway}_{bound}": getattr(target, bound)
            for pathway, target in targets.items()
            for bound in ("low", "high")
        }

    def clean(self) -> dict[str, Any]:
        """Check that each pair is complete and in order."""
        data = super().clean() or {}
        for pathway in Pathway:
            low, high = f"{pathway}_low", f"{pathway}_high"
            if low not in data or high not in data:
                continue
            if (data[low] is None) != (data[high] is None):
                missing = low if data[low] is None else high
                self.add_error(missing, "Indiquez les deux nombres, ou aucun.")
            elif data[low] is not None and data[low] > data[high]:
                self.add_error(high, "Ce nombre ne peut pas être plus petit que le précédent.")
        return data

    def values(self) -> dict[Pathway, tuple[int, int] | None]:
        """Return the targets a valid form writes."""
        data = self.cleaned_data
        return {
            pathway: None
            if data[f"{pathway}_low"] is None
            else (data[f"{pathway}_low"], data[f"{pathway}_high"])
            for pathway in Pathway
        }


class RightForm(forms.Form):
    """Who holds a reservation right."""

    code = forms.ChoiceField(
        label="Contingent",
        choices=[(c.value, c.label) for c in ReservationCode if c is not ReservationCode.NONE],
    )
    detail = forms.ChoiceField(
        label="Collectivité",
        choices=[("", "Toutes"), *((word, word.capitalize()) for word in DETAILS)],
        required=False,
        help_text="Pour le contingent d’une collectivité territoriale seulement.",
    )
    holder = forms.TypedChoiceField(label="Réservataire", coerce=int)

    def __init__(self, *args: Any, holders: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (organisation.pk, organisation.name) for organisation in holders
        ]

    def clean(self) -> dict[str, Any]:
        """Keep the authority for the code that has one."""
        data = super().clean() or {}
        if data.get("detail") and data.get("code") != ReservationCode.LOCAL:
            self.add_error(
                "detail", "Seul le contingent « Collectivité territoriale » se précise ainsi."
            )
        return data


class CeilingForm(forms.Form):
    """The correction of a ceiling, with where the value comes from."""

    amount = FigureField(label="Plafond annuel, en euros", low=1, high=500_000, unit="€")
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Le texte ou la page où l’on retrouve cette valeur.",
    )
    provisional = forms.BooleanField(label="Valeur à confirmer", required=False)

    def __init__(self, *args: Any, expected: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        if self.data.get("unusual"):  # stays on the page until what is typed is usual again
            self.add_unusual()

    def add_unusual(self) -> None:
        """Ask whether so unusual a value is meant."""
        self.fields["unusual"] = forms.BooleanField(
            label="Cette valeur est la bonne : je l’ai relue sur le texte", required=False
        )

    def clean(self) -> dict[str, Any]:
        """Have a value far from the year before confirmed before it is written."""
        data = super().clean() or {}
        amount, (low, high) = data.get("amount"), self.expected
        if amount is None or low <= amount <= high or data.get("unusual"):
            return data
        self.add_unusual()
        self.add_error(
            "amount",
            f"Cette valeur est loin de la précédente : entre {low} et {high} € étaient attendus. "
            "Corrigez-la, ou cochez la case du bas pour la garder.",
        )
        return data

    @classmethod
    def initial_of(cls, ceiling: IncomeCeiling) -> dict[str, object]:
        """Return what the form shows of a ceiling."""
        return {
            "amount": ceiling.amount,
            "source": ceiling.source,
            "provisional": ceiling.provisional,
        }
