"""Situations and estimates as JSON, between the worker and the process apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from havre.engine.benefits import Estimate, Rights, Situation
from havre.engine.matching.model import Member
from havre.engine.vocabulary import Benefit, ResourceKind


def situations_to(situations: Iterable[Situation]) -> list[dict[str, Any]]:
    """Return situations as JSON values."""
    return [
        {
            "births": [member.birth_date.isoformat() for member in one.members],
            "monthly": dict(one.monthly),
            "disabled": one.disabled,
            "day": one.day.isoformat(),
        }
        for one in situations
    ]


def situations_from(told: Sequence[Mapping[str, Any]]) -> list[Situation]:
    """Return situations from JSON values."""
    return [
        Situation(
            members=tuple(Member(dt.date.fromisoformat(birth)) for birth in one["births"]),
            monthly={ResourceKind(kind): amount for kind, amount in one["monthly"].items()},
            disabled=one["disabled"],
            day=dt.date.fromisoformat(one["day"]),
        )
        for one in told
    ]


def estimates_to(estimates: Iterable[Estimate]) -> list[dict[str, Any]]:
    """Return estimates as JSON values."""
    return [
        {
            "curves": dict(one.curves),
            "zone": one.rights.zone,
            "rent": one.rights.rent,
            "amounts": dict(one.rights.amounts),
            "rent_reduction": one.rights.rent_reduction,
        }
        for one in estimates
    ]


def estimates_from(told: Sequence[Mapping[str, Any]]) -> list[Estimate]:
    """Return estimates from JSON values."""
    return [
        Estimate(
            curves={
                zone: tuple((float(rent), float(apl)) for rent, apl in points)
                for zone, points in one["curves"].items()
            },
            rights=Rights(
                zone=one["zone"],
                rent=one["rent"],
                amounts={Benefit(name): amount for name, amount in one["amounts"].items()},
                rent_reduction=one["rent_reduction"],
            ),
        )
        for one in told
    ]
