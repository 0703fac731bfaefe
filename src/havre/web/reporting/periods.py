"""The period asked for: free for the operator, a closed quarter for a funder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms

from havre.platform.clock import today
from havre.reporting.figures import closed_quarters
from havre.web.templatetags.havre import long_date

ORDINALS = ("1er", "2e", "3e", "4e")


class PeriodForm(forms.Form):
    """From one day to another, both included."""

    du = forms.DateField(
        label="Du",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Indiquez le début.", "invalid": "Écrivez une date."},
    )
    au = forms.DateField(
        label="Au",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Indiquez la fin.", "invalid": "Écrivez une date."},
    )

    def clean_au(self) -> object:
        """The end follows the beginning."""
        start, end = self.cleaned_data.get("du"), self.cleaned_data["au"]
        if start and end < start:
            raise forms.ValidationError("La fin ne peut pas précéder le début.")
        return end


@dataclass(frozen=True, slots=True)
class Choice:
    """One period offered as a link."""

    label: str
    start: date
    end: date
    chosen: bool = False

    @property
    def url(self) -> str:
        """Its address, relative to the page."""
        return f"?{address(self.start, self.end)}"

    @property
    def words(self) -> str:
        """« du 1er janvier 2026 au 31 mars 2026 »."""
        return f"du {long_date(self.start)} au {long_date(self.end)}"


def address(start: date, end: date) -> str:
    """Return a period as the query of an address."""
    return urlencode({"du": start.isoformat(), "au": end.isoformat()})


def presets(begins: date, chosen: tuple[date, date]) -> list[Choice]:
    """Return this year, last year, and since the programme's first day."""
    day = today()
    found = (
        ("Cette année", date(day.year, 1, 1), day),
        ("L’année dernière", date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)),
        ("Depuis le début", min(begins, day), day),
    )
    return [Choice(label, a, b, (a, b) == chosen) for label, a, b in found]


def this_year() -> tuple[date, date]:
    """Return what is shown at first."""
    return date(today().year, 1, 1), today()


def quarters(chosen: tuple[date, date]) -> list[Choice]:
    """Return the quarters a funder may read, the latest first."""
    return [
        Choice(
            f"{ORDINALS[start.month // 3]} trimestre {start.year}",
            start,
            end,
            (start, end) == chosen,
        )
        for start, end in closed_quarters(today())
    ]


def asked_quarter(asked: PeriodForm) -> tuple[date, date]:
    """Return the closed quarter asked for; the latest one for anything else."""
    known = closed_quarters(today())
    if asked.is_valid():
        wanted = (asked.cleaned_data["du"], asked.cleaned_data["au"])
        if wanted in known:
            return wanted
    return known[0]
