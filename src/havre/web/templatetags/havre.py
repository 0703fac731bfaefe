"""Filters and tags available in every template: French figures, dates, plurals and icons."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

NO_BREAK = "\u00a0"
NARROW_SPACE = "\u202f"  # between thousands
MINUS = "\u2212"
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _french_number(value: Decimal, places: int) -> str:
    exponent = Decimal(1).scaleb(-places)
    rounded = value.quantize(exponent, rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}".replace(",", NARROW_SPACE).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def _with_unit(value: object, places: int, unit: str) -> str:
    number = _decimal(value)
    if number is None:
        # A masked figure such as « < 5 » is shown as it is, with its unit.
        return f"{value}{NO_BREAK}{unit}" if value else ""
    return f"{_french_number(number, places)}{NO_BREAK}{unit}"


@register.filter
def euros(value: object, places: int = 2) -> str:
    """« 1 234,50 € »; `euros:0` leaves the cents out."""
    return _with_unit(value, places, "€")


@register.filter
def number(value: object, places: int = 0) -> str:
    """« 1 234 », or « 2,5 » with `number:1`."""
    parsed = _decimal(value)
    if parsed is None:
        return str(value) if value else ""
    return _french_number(parsed, places)


@register.filter
def percent(value: object, places: int = 0) -> str:
    """« 17 % » from a share between 0 and 1 (0.17)."""
    share = _decimal(value)
    return _with_unit(value if share is None else share * 100, places, "%")


@register.filter
def surface(value: object) -> str:
    """« 61 m² », or « 61,5 m² » where the area is not a whole number."""
    area = _decimal(value)
    places = 0 if area is None or area == area.to_integral_value() else 1
    return _with_unit(value, places, "m²")


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value if isinstance(value, date) else None


@register.filter
def long_date(value: object) -> str:
    """« 22 novembre 2026 », « 1er mai 2026 »."""
    day = _day(value)
    if day is None:
        return ""
    number_in_month = "1er" if day.day == 1 else str(day.day)
    return f"{number_in_month}{NO_BREAK}{MONTHS[day.month - 1]} {day.year}"


@register.filter
def short_date(value: object) -> str:
    """« 22/11/2026 », for tables."""
    day = _day(value)
    return f"{day:%d/%m/%Y}" if day else ""


@register.filter
def clock_time(value: object) -> str:
    """« 14 h 05 », « 9 h »."""
    if not isinstance(value, datetime):
        return ""
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    minutes = f"{NO_BREAK}{moment:%M}" if moment.minute else ""
    return f"{moment.hour}{NO_BREAK}h{minutes}"


@register.filter
def count(value: object, forms: str) -> str:
    """« 3 propositions » from `{{ n|count:"proposition,propositions" }}`.

    Zero takes the singular, as French has it, or the third form as a whole where one is given
    (« aucune proposition »). A masked figure (« < 5 ») takes the plural.
    """
    singular, plural, *none = (form.strip() for form in forms.split(","))
    parsed = _decimal(value)
    if parsed is None:
        return f"{value}{NO_BREAK}{plural}" if value else ""
    if parsed == 0 and none:
        return none[0]
    places = 0 if parsed == parsed.to_integral_value() else 1
    word = singular if abs(parsed) < 2 else plural
    return f"{_french_number(parsed, places)}{NO_BREAK}{word}"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one icon of the sprite; give a label only where no text stands beside it."""
    address = f"{static('havre/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', address
    )


@register.filter
def widget_class(widget: Mapping[str, Any], base: str) -> str:
    """Give the CSS classes of a form widget: ours, the form author's, and the error mark."""
    attributes = widget.get("attrs", {})
    classes = [base, str(attributes.get("class", ""))]
    if attributes.get("aria-invalid") == "true":
        classes.append("is-invalid")
    return " ".join(name for name in classes if name)


@dataclass(frozen=True)
class CalendarDay:
    """One square of a month's calendar."""

    number: int
    in_month: bool
    is_today: bool


@register.simple_tag
def month_weeks(today: str) -> list[list[CalendarDay]]:
    """List the weeks, Monday first, of the month of `today` (« 2026-11-22 »)."""
    current = date.fromisoformat(today)
    weeks = calendar.Calendar().monthdatescalendar(current.year, current.month)
    return [
        [CalendarDay(day.day, day.month == current.month, day == current) for day in week]
        for week in weeks
    ]
