"""A figure typed the French way: « 1 234,50 », « 30 % », « 12.5 »."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

NOISE = re.compile(r"[\s\u00a0\u202f€%]")
FIGURE = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,2})?")
WHOLE = re.compile(r"[0-9]{1,7}")


class FigureField(forms.Field):
    """A positive figure between two bounds, whole unless `places` allows two decimals.

    Anything else (a sign, an exponent, « NaN ») is refused with the same plain sentence.
    """

    def __init__(
        self, *, low: int, high: int, unit: str = "", whole: bool = True, **options: Any
    ) -> None:
        self.low, self.high, self.unit, self.whole = low, high, unit, whole
        attributes = {"inputmode": "numeric" if whole else "decimal", "maxlength": "20"}
        options.setdefault(
            "widget", forms.TextInput(attrs={**attributes, "autocomplete": "off", "size": "8"})
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | int | None:
        """Read the figure, or say what is expected."""
        text = NOISE.sub("", str(value or ""))
        if not text:
            return None
        pattern = WHOLE if self.whole else FIGURE
        if not pattern.fullmatch(text):
            raise ValidationError(f"Indiquez un nombre {self._bounds()}.")
        figure = int(text) if self.whole else Decimal(text.replace(",", "."))
        if not self.low <= figure <= self.high:
            raise ValidationError(f"Indiquez un nombre {self._bounds()}.")
        return figure

    def _bounds(self) -> str:
        kind = "entier " if self.whole else ""
        return f"{kind}entre {self.low} et {self.high}{self.unit and ' ' + self.unit}"

    def prepare_value(self, value: Any) -> Any:
        """Show a figure as one types it; a text as it was typed."""
        return typed(value) if isinstance(value, Decimal) else value


def typed(figure: Decimal) -> str:
    """Return « 12,5 » or « 30 »: a comma, and no useless zero."""
    text = f"{figure:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")
