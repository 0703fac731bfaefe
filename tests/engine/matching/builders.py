"""Needs, vacancies and settings that are compatible unless a test changes something."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from havre.engine.matching import (
    CeilingRow,
    Ceilings,
    Member,
    Need,
    Settings,
    Vacancy,
    Verdict,
    explain,
)
from havre.engine.vocabulary import Financing, Regime, ReservationCode, Rule

TODAY = dt.date(2026, 11, 22)
ORLEANS, OLIVET, SARAN = "45234", "45232", "45302"
CURVE = ((0.0, 0.0), (300.0, 262.5), (450.0, 437.0), (900.0, 437.0))

PLUS_2026 = (23403, 31254, 37584, 45374, 53376, 60156, 6710)
PLUS_2025 = (23201, 30984, 37259, 44982, 52915, 59636, 6652)
PLAI_2025 = (12759, 18591, 22356, 24875)
PLAI_2026 = (12870, 18753, 22550, 25091, 29359, 33086, 3690)


def ceiling_rows() -> list[CeilingRow]:
    series = [
        (2026, "PLUS", PLUS_2026, False),
        (2025, "PLUS", PLUS_2025, False),
        (2025, "PLAI", PLAI_2025, False),
        (2026, "PLAI", PLAI_2026, True),
    ]
    return [
        CeilingRow(year, financing, category, amount, provisional)
        for year, financing, amounts, provisional in series
        for category, amount in zip("123456+", amounts, strict=False)
    ]


CEILINGS = Ceilings.from_rows(ceiling_rows())

SETTINGS = Settings(
    date=TODAY,
    effort_rate_max=0.30,
    left_to_live_per_day=10.0,
    weights={"commune": 3, "proximity": 2, "rent": 2, "surface": 1},
)

_NEED = Need(
    ref="N-1",
    admitted_on=dt.date(2026, 9, 1),
    urgency=1,
    members=(Member(dt.date(1990, 1, 1)), Member(dt.date(2018, 5, 2))),
    disabled=False,
    monthly_income=1450.0,
    tax_income=11800,
    apl={"2": CURVE},
    rooms=(2, 3),
    communes=(ORLEANS, OLIVET),
    accessible=False,
    max_floor_without_lift=2,
    ground_floor_ok=False,
    needed_by=dt.date(2027, 2, 28),
    regimes=frozenset({Regime.BAIL_DIRECT}),
    rights=frozenset({ReservationCode.STATE_PRIORITY, ReservationCode.NONE}),
    avoid=(),
)

_VACANCY = Vacancy(
    ref="V-1",
    landlord="val-habitat",
    residence="Clos des Vignes",
    commune=ORLEANS,
    zone_123="2",
    lat=47.90,
    lon=1.91,
    rooms=3,
    surface=61.0,
    floor=2,
    lift=False,
    accessible=False,
    rent=348.10,
    charges=112.0,
    financing=Financing.PLUS,
    regime=Regime.BAIL_DIRECT,
    right=ReservationCode.STATE_PRIORITY,
    available_on=dt.date(2026, 12, 1),
)


def a_need(**changes: Any) -> Need:
    return replace(_NEED, **changes)


def a_vacancy(**changes: Any) -> Vacancy:
    return replace(_VACANCY, **changes)


def some_settings(**changes: Any) -> Settings:
    return replace(SETTINGS, **changes)


def household(*ages: int) -> tuple[Member, ...]:
    """Members whose birthday is TODAY, of these ages."""
    return tuple(Member(TODAY.replace(year=TODAY.year - age)) for age in ages)


def plain(text: str) -> str:
    """The text with ordinary spaces, for literal comparisons."""
    return text.replace("\u202f", " ")


def verdict(rule: Rule, need: Mapping[str, Any], vacancy: Mapping[str, Any]) -> Verdict:
    """The verdict of one rule on the usual pair, changed so."""
    verdicts = explain(a_need(**need), a_vacancy(**vacancy), SETTINGS, CEILINGS)
    return {found.rule: found for found in verdicts}[rule]
