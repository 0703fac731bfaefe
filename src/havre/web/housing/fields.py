"""Form fields as French readers fill them in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from havre.housing.importing.table import shown

DAY = "%Y-%m-%d"


class PlainText(forms.CharField):
    """One line of text, without invisible characters."""

    def to_python(self, value: Any) -> str:
        """Return the text as a person sees it."""
        return shown(super().to_python(value) or "")


class Amount(forms.DecimalField):
    """A decimal number written with a comma or a point."""

    def __init__(self, *, mark: str = "", **options: Any) -> None:
        attributes = {"inputmode": "decimal", "autocomplete": "off"}
        widget = forms.TextInput(attrs=attributes | ({mark: ""} if mark else {}))
        super().__init__(**{"decimal_places": 2, "widget": widget, **options})

    def to_python(self, value: Any) -> Any:
        """Read « 1 234,50 » and « 1234.50 » alike."""
        if isinstance(value, str):
            value = "".join(value.split()).replace(",", ".").removesuffix("€")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a decimal comma."""
        return str(value).replace(".", ",") if isinstance(value, Decimal | float) else value


def day_field(label: str, **options: Any) -> forms.DateField:
    """Return a day, chosen in the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format=DAY)
    return forms.DateField(label=label, widget=widget, **options)
