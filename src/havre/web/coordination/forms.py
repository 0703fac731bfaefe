"""Forms of the commission: its dates, who is invited or there, points, decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from havre.coordination.deciding import Choice
from havre.coordination.models import MeetingSeries
from havre.coordination.series_actions import Terms
from havre.engine.recurrence import frequency_of, local
from havre.engine.vocabulary import Asked, DecisionKind, Frequency
from havre.organisations.models import Membership, Organisation
from havre.web.housing.fields import PlainText
from havre.web.programmes.fields import FigureField

DAY_ERRORS = {
    "required": "Indiquez la date.",
    "invalid": "Écrivez une date, par exemple 23/11/2026.",
}
TIME_ERRORS = {"required": "Indiquez l’heure.", "invalid": "Écrivez une heure, par exemple 14:00."}
PICK = {"required": "Choisissez dans la liste.", "invalid_choice": "Choisissez dans la liste."}
EARLIEST, LATEST = 7, 20


def _day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=DAY_ERRORS,
    )


def _clock() -> forms.TimeField:
    return forms.TimeField(
        label="Heure",
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages=TIME_ERRORS,
    )


class MomentMixin(forms.Form):
    """A day and an hour of an ordinary day."""

    def clean_at(self) -> object:
        """Refuse an hour of the night, when clocks change and nobody meets."""
        at = self.cleaned_data["at"]
        if not EARLIEST <= at.hour < LATEST:
            raise ValidationError("Choisissez une heure entre 7 h et 20 h.")
        return at


class SeriesForm(MomentMixin):
    """When and where the commission meets."""

    first_on = _day("Première date", help_text="Son jour de la semaine sera celui des suivantes.")
    at = _clock()
    minutes = FigureField(label="Durée, en minutes", low=15, high=600, unit="minutes")
    frequency = forms.ChoiceField(
        label="Fréquence", choices=Frequency.choices(), error_messages=PICK
    )
    place = PlainText(
        label="Lieu",
        max_length=160,
        required=False,
        help_text="Il part dans les agendas : rien ne doit y dire le sujet.",
    )
    link = forms.URLField(
        label="Visioconférence",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="L’adresse de la réunion à distance.",
        error_messages={"invalid": "Écrivez une adresse, par exemple https://visio.exemple.fr/ab."},
    )
    waiting_days = FigureField(
        label="Un besoin attend à partir de, en jours",
        low=3,
        high=180,
        unit="jours",
        help_text="Sans offre depuis ce nombre de jours, il vient à l’ordre du jour.",
    )

    @classmethod
    def initial_of(cls, series: MeetingSeries | None) -> dict[str, object]:
        """Return what the form shows."""
        if series is None:
            return {"minutes": 120, "waiting_days": 14, "frequency": Frequency.MONTHLY}
        first = local(series.starts_at)
        return {
            "first_on": first.date(),
            "at": first.time(),
            "minutes": series.minutes,
            "frequency": frequency_of(series.rule),
            "place": series.place,
            "link": series.link,
            "waiting_days": series.waiting_days,
        }

    def clean(self) -> dict[str, object]:
        """A meeting is somewhere."""
        data = super().clean() or {}
        if not data.get("place") and not data.get("link") and "link" not in self.errors:
            self.add_error("place", "Indiquez un lieu, ou l’adresse d’une visioconférence.")
        return data

    def terms(self) -> Terms:
        """Return what a valid form says."""
        data = self.cleaned_data
        return Terms(
            first=datetime.combine(data["first_on"], data["at"]),
            minutes=int(data["minutes"]),
            frequency=Frequency(data["frequency"]),
            place=data["place"],
            link=data["link"],
            waiting_days=int(data["waiting_days"]),
        )


class MoveForm(MomentMixin):
    """Another day or hour for one meeting."""

    day = _day("Nouvelle date")
    at = _clock()

    def moment(self) -> datetime:
        """Return the local time of a valid form."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["at"])


class PeopleForm(forms.Form):
    """Organisations, and for each the people chosen of it: `o-<id>`, `p-<organisation>-<user>`."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        organisations: Iterable[Organisation],
        people: Iterable[Membership],
        chosen: Iterable[tuple[int, int | None]],
    ) -> None:
        super().__init__(data)
        pairs = set(chosen)
        there = {organisation for organisation, _ in pairs}
        self.organisations = list(organisations)
        self.people: dict[int, list[Membership]] = {}
        for one in people:
            self.people.setdefault(one.organisation_id, []).append(one)
        for organisation in self.organisations:
            self._box(f"o-{organisation.pk}", organisation.name, organisation.pk in there)
            for one in self.people.get(organisation.pk, []):
                name = f"p-{organisation.pk}-{one.user_id}"
                self._box(name, str(one.user), (organisation.pk, one.user_id) in pairs)

    def _box(self, name: str, label: str, initial: bool) -> None:
        self.fields[name] = forms.BooleanField(label=label, required=False, initial=initial)

    def rows(self) -> list[dict[str, object]]:
        """Return each organisation's box, with those of its people."""
        return [
            {
                "box": self[f"o-{one.pk}"],
                "people": [self[f"p-{one.pk}-{p.user_id}"] for p in self.people.get(one.pk, [])],
            }
            for one in self.organisations
        ]

    def chosen(self) -> dict[int, list[int]]:
        """Return the people of each organisation; choosing somebody chooses her organisation."""
        found: dict[int, list[int]] = {}
        for one in self.organisations:
            people = [
                p.user_id
                for p in self.people.get(one.pk, [])
                if self.cleaned_data.get(f"p-{one.pk}-{p.user_id}")
            ]
            if people or self.cleaned_data.get(f"o-{one.pk}"):
                found[one.pk] = people
        return found


class AddCaseForm(forms.Form):
    """A situation for the agenda."""

    case = forms.CharField(
        label="Référence de la situation",
        max_length=12,
        error_messages={"required": "Écrivez une référence, par exemple K7M4-QXTB."},
    )


class AddTopicForm(forms.Form):
    """A subject for the agenda."""

    title = PlainText(
        label="Sujet",
        max_length=80,
        help_text="Lu par toutes et tous : ni nom, ni lieu.",
        error_messages={"required": "Écrivez le sujet."},
    )


class DecisionForm(forms.Form):
    """One decision: coded, so that nothing is told in passing."""

    kind = forms.ChoiceField(
        label="Décision",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la décision.", "invalid_choice": "Choisissez."},
    )
    offer = forms.ChoiceField(label="Logement", required=False, error_messages=PICK)
    asked = forms.ChoiceField(
        label="Ce qui est demandé",
        required=False,
        choices=[("", "Choisissez"), *Asked.choices()],
        error_messages=PICK,
    )
    responsible = forms.ChoiceField(label="Qui s’en charge", required=False, error_messages=PICK)
    due_on = _day("Pour le", required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        kinds: Sequence[DecisionKind],
        offers: Sequence[tuple[str, str]],
        people: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        self._choices("kind", [(one.value, one.label) for one in kinds])
        first = "Choisissez" if offers else "Aucune offre ne correspond à la fiche"
        self._choices("offer", [("", first), *offers])
        self._choices("responsible", [("", "Choisissez"), *((str(pk), n) for pk, n in people)])

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def choice(self) -> Choice:
        """Return what a valid form decides; what does not go with the decision is left out."""
        data = self.cleaned_data
        kind = DecisionKind(data["kind"])
        return Choice(
            kind=kind,
            asked=Asked(data["asked"]) if kind is DecisionKind.ASK and data["asked"] else None,
            offer=data["offer"] if kind is DecisionKind.PROPOSE else "",
            responsible_id=int(data["responsible"])
            if data["responsible"] and kind is not DecisionKind.NONE
            else None,
            due_on=data["due_on"] if kind is not DecisionKind.NONE else None,
        )
