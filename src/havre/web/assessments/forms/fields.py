"""Fields that several steps share, with their French errors."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day, shown by the browser's own date field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        messages = {"invalid": "Donnez une date, par exemple 02/05/2018."}
        kwargs["error_messages"] = messages | kwargs.get("error_messages", {})
        super().__init__(**kwargs)


class EurosField(forms.DecimalField):
    """An amount in euros, written with a comma or a point."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        messages = {
            "invalid": "Donnez un montant en euros, par exemple 1 450,50.",
            "min_value": "Le montant ne peut pas être négatif.",
            "max_value": "Ce montant est trop élevé pour être juste.",
            "max_digits": "Ce montant est trop élevé pour être juste.",
            "max_whole_digits": "Ce montant est trop élevé pour être juste.",
            "max_decimal_places": "Deux décimales au plus.",
        }
        kwargs["error_messages"] = messages | kwargs.get("error_messages", {})
        kwargs.setdefault("max_value", Decimal(99_999))
        kwargs.setdefault("widget", widget)
        super().__init__(
            min_value=Decimal(0), max_digits=9, decimal_places=2, localize=True, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        """Read « 1 450,50 € » as it is written."""
        if isinstance(value, str):
            for mark in (" ", "\u00a0", "\u202f", "€"):
                value = value.replace(mark, "")
        return super().to_python(value)


class DegreesField(forms.FloatField):
    """A latitude or a longitude, written with a comma or a point."""

    def __init__(self, *, least: float, most: float, **kwargs: Any) -> None:
        place = (
            f"Entre {least:g} et {most:g} : vérifiez que latitude et longitude sont à leur place."
        )
        super().__init__(
            min_value=least,
            max_value=most,
            localize=True,
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "class": "short"} | kwargs.pop("data")
            ),
            error_messages={
                "invalid": "Donnez un nombre, par exemple 47,90.",
                "min_value": place,
                "max_value": place,
            },
            **kwargs,
        )


def text(label: str, length: int, **kwargs: Any) -> forms.CharField:
    """An optional short text."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=False,
        error_messages={"max_length": f"{length} caractères au plus."},
        **kwargs,
    )
