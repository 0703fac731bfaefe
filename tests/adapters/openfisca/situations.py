"""Households as tests write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from havre.engine.benefits import Situation
from havre.engine.matching import Member
from havre.engine.vocabulary import ResourceKind

NOVEMBER = dt.date(2026, 11, 22)


def alone(
    monthly: Mapping[ResourceKind, float] | None = None,
    children: Sequence[str] = (),
    *,
    born: str = "1990-01-01",
    disabled: bool = False,
    day: dt.date = NOVEMBER,
) -> Situation:
    """A woman born that day, with children born those days."""
    births = [born, *children]
    members = tuple(Member(dt.date.fromisoformat(birth)) for birth in births)
    return Situation(members, monthly or {}, disabled, day)


TWO = ("2018-05-02", "2020-05-02")
