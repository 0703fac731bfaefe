"""Fields shared by the short forms of a proposal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms

from havre.engine.vocabulary import HerDecline, LandlordDecline
from havre.platform.clock import today

ASK_DATE = "Indiquez la date."


def day_field(label: str, *, help_text: str = "", from_today: bool = True) -> forms.DateField:
    """Return a date, today unless told otherwise."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        initial=today if from_today else None,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": ASK_DATE,
            "invalid": "Écrivez une date, par exemple 23/11/2026.",
        },
    )


def optional_day(label: str, help_text: str = "") -> forms.DateField:
    """Return a date that may be left out."""
    field = day_field(label, help_text=help_text, from_today=False)
    field.required = False
    return field


def visit_field() -> forms.DateField:
    """Return the day she visits the dwelling, if that is known."""
    return optional_day("Visite le", "Laissez vide si aucune visite n’est fixée.")


def pause_field() -> forms.DateField:
    """Return until when her search is in pause."""
    help_text = "Pour une pause seulement : rien ne lui est proposé jusqu’à ce jour."
    return optional_day("En pause jusqu’au", help_text)


def choice_field(label: str, words: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    """Return a closed list, with nothing chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        choices=[("", "Choisissez"), *words],
        error_messages={
            "required": "Choisissez dans la liste.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )


def her_reason_field() -> forms.ChoiceField:
    """Return why she declines."""
    return choice_field("Sa raison", HerDecline.choices())


def reason_field() -> forms.ChoiceField:
    """Return why a landlord, a holder or a committee says no."""
    return choice_field("Motif", LandlordDecline.choices())


def within_a_year(day: date | None, since: date) -> bool:
    """Tell whether a date to come is a plausible one: at most a year after `since`."""
    return day is None or (day - since).days <= 366
