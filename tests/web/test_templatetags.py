"""French figures, dates and plurals as they stand on screen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import django
import pytest
from django.conf import settings

if not settings.configured:  # the module also runs alone, without the project's settings
    settings.configure(STATIC_URL="/static/", USE_TZ=True, TIME_ZONE="Europe/Paris")
    django.setup()

from havre.web.templatetags import havre


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.5"), "1\u202f234,50\u00a0€"),
        (512, "512,00\u00a0€"),
        ("0.005", "0,01\u00a0€"),
        (-12.3, "\u221212,30\u00a0€"),
        (1_234_567, "1\u202f234\u202f567,00\u00a0€"),
        ("< 5", "< 5\u00a0€"),
        (None, ""),
        ("", ""),
    ],
)
def test_euros(value: object, shown: str) -> None:
    assert havre.euros(value) == shown


def test_euros_without_cents() -> None:
    assert havre.euros(Decimal("1034.50"), 0) == "1\u202f035\u00a0€"


def test_zero_has_no_minus() -> None:
    assert havre.euros(Decimal("-0.001")) == "0,00\u00a0€"


@pytest.mark.parametrize(("value", "shown"), [(0.17, "17\u00a0%"), (1, "100\u00a0%"), (None, "")])
def test_percent_takes_a_share(value: object, shown: str) -> None:
    assert havre.percent(value) == shown


def test_percent_with_one_decimal() -> None:
    assert havre.percent(Decimal("0.3333"), 1) == "33,3\u00a0%"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(61, "61\u00a0m²"), (Decimal("61.0"), "61\u00a0m²"), (61.5, "61,5\u00a0m²")],
)
def test_surface(value: object, shown: str) -> None:
    assert havre.surface(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2026, 11, 22), "22\u00a0novembre 2026"),
        (date(2026, 5, 1), "1er\u00a0mai 2026"),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "23\u00a0novembre 2026"),
        ("demain", ""),
        (None, ""),
    ],
)
def test_long_date(value: object, shown: str) -> None:
    assert havre.long_date(value) == shown


def test_short_date() -> None:
    assert havre.short_date(date(2026, 3, 4)) == "04/03/2026"


@pytest.mark.parametrize(("minute", "shown"), [(0, "14\u00a0h"), (5, "14\u00a0h\u00a005")])
def test_clock_time_is_local(minute: int, shown: str) -> None:
    assert havre.clock_time(datetime(2026, 11, 22, 13, minute, tzinfo=UTC)) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0\u00a0proposition"),
        (1, "1\u00a0proposition"),
        (Decimal("1.5"), "1,5\u00a0proposition"),
        (2, "2\u00a0propositions"),
        (1200, "1\u202f200\u00a0propositions"),
        ("< 5", "< 5\u00a0propositions"),
        (None, ""),
    ],
)
def test_count_follows_french_plurals(value: object, shown: str) -> None:
    assert havre.count(value, "proposition,propositions") == shown


def test_count_may_name_nothing() -> None:
    assert havre.count(0, "offre,offres,aucune offre") == "aucune offre"


def test_icon_is_hidden_from_screen_readers_unless_labelled() -> None:
    assert havre.icon("home") == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/havre/icons.svg#home"/></svg>'
    )
    assert 'role="img" aria-label="Fermé &lt;ici&gt;"' in havre.icon("lock", label="Fermé <ici>")


def test_widget_class_joins_ours_the_authors_and_the_error_mark() -> None:
    widget = {"attrs": {"class": "short", "aria-invalid": "true"}}
    assert havre.widget_class(widget, "form-control") == "form-control short is-invalid"
    assert havre.widget_class({}, "form-control") == "form-control"


def test_month_weeks_start_on_monday_and_know_today() -> None:
    weeks = havre.month_weeks("2026-11-23")
    assert [len(week) for week in weeks] == [7] * 6
    assert [day.number for day in weeks[0]] == [26, 27, 28, 29, 30, 31, 1]
    assert [day.number for week in weeks for day in week if day.is_today] == [23]
    assert not weeks[0][0].in_month
