"""What a rule is given and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from havre.engine.matching.affordability import consumption_units
from havre.engine.matching.ceilings import Category, Ceilings, household_category
from havre.engine.matching.model import (
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Need,
    Settings,
    Vacancy,
)
from havre.engine.matching.residences import residence_keys
from havre.engine.vocabulary import Rule

Figures = Mapping[str, float | str]
"""What a rule compared: euros, m², km, days… or a short reason; rounded for reading."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one rule for one pair.

    `sentence` can be read to her; `remark` (often empty) says what a person should look at,
    whether the rule passed or not. Sentences of safety rules speak of protected places: they
    are for those who may read her safety file, never for a landlord.
    """

    rule: Rule
    passed: bool
    sentence: str
    figures: Figures = field(default_factory=dict, hash=False)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Avoided:
    """The zones to avoid, sorted by kind."""

    communes: frozenset[str]
    circles: tuple[AvoidRadius, ...]
    landlords: frozenset[str]
    residences: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, need: Need) -> Avoided:
        """Every zone of the need lands in exactly one list; a new kind fails type checking."""
        communes: set[str] = set()
        landlords: set[str] = set()
        circles: list[AvoidRadius] = []
        residences: list[frozenset[str]] = []
        for zone in need.avoid:
            match zone:
                case AvoidCommune():
                    communes.add(zone.code)
                case AvoidRadius():
                    circles.append(zone)
                case AvoidLandlord():
                    landlords.add(zone.id)
                case AvoidResidence():
                    residences.append(residence_keys(zone.name))
                case _:
                    assert_never(zone)
        return cls(frozenset(communes), tuple(circles), frozenset(landlords), tuple(residences))


@dataclass(frozen=True, slots=True)
class Subject:
    """One need with what the rules read of it, worked out once for all vacancies."""

    need: Need
    settings: Settings
    ceilings: Ceilings
    avoided: Avoided
    units: float
    category: Category

    @classmethod
    def of(cls, need: Need, settings: Settings, ceilings: Ceilings) -> Subject:
        """Sort the zones, count consumption units and find the household's category."""
        return cls(
            need=need,
            settings=settings,
            ceilings=ceilings,
            avoided=Avoided.of(need),
            units=consumption_units(need.members, settings.date),
            category=household_category(len(need.members), need.disabled),
        )


Check = Callable[[Subject, Vacancy], Verdict]
