"""What a rule is given and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, assert_never

from havre.engine.matching.affordability import consumption_units
from havre.engine.matching.ceilings import Category, Ceilings, household_category
from havre.engine.matching.districts import codes_to_avoid
from havre.engine.matching.model import (
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Need,
    Settings,
    Vacancy,
)
from havre.engine.matching.places import Direction, direction, reach
from havre.engine.matching.residences import residence_keys
from havre.engine.matching.sides import (
    Amounts,
    NeedSide,
    VacancySide,
    ceiling_amounts,
    need_side,
    vacancy_side,
)
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


class Circle(NamedTuple):
    """A point to avoid: where, up to which `closeness`, and the kilometres asked for."""

    centre: Direction
    reach: float
    km: float


@dataclass(frozen=True, slots=True)
class Avoided:
    """The zones to avoid, sorted by kind."""

    communes: frozenset[str]
    """Every code that a dwelling to avoid may bear (see `districts`)."""
    circles: tuple[Circle, ...]
    landlords: frozenset[str]
    residences: tuple[frozenset[str], ...]

    @classmethod
    def of(cls, need: Need) -> Avoided:
        """Every zone of the need lands in exactly one list; a new kind fails type checking."""
        communes: set[str] = set()
        landlords: set[str] = set()
        circles: list[Circle] = []
        residences: list[frozenset[str]] = []
        for zone in need.avoid:
            match zone:
                case AvoidCommune():
                    communes.update(codes_to_avoid(zone.code))
                case AvoidRadius():
                    circles.append(Circle(direction((zone.lat, zone.lon)), reach(zone.km), zone.km))
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
    side: NeedSide

    @classmethod
    def of(
        cls,
        need: Need,
        settings: Settings,
        ceilings: Ceilings,
        known: dict[Category, Amounts] | None = None,
    ) -> Subject:
        """Sort the zones, count consumption units and find the household's category.

        `known` keeps the ceilings of each category from one need to the next.
        """
        units = consumption_units(need.members, settings.date)
        category = household_category(len(need.members), need.disabled)
        amounts = (known or {}).get(category) or ceiling_amounts(settings, ceilings, category)
        if known is not None:
            known[category] = amounts
        return cls(
            need=need,
            settings=settings,
            ceilings=ceilings,
            avoided=Avoided.of(need),
            units=units,
            category=category,
            side=need_side(need, settings, units, amounts),
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """One need and one vacancy, as people read them and as the predicates compare them."""

    subject: Subject
    vacancy: Vacancy
    n: NeedSide
    v: VacancySide

    @classmethod
    def of(cls, subject: Subject, vacancy: Vacancy) -> Pair:
        """Put a vacancy before a need."""
        return cls(subject, vacancy, subject.side, vacancy_side(vacancy))

    @property
    def need(self) -> Need:
        """The need as it was given."""
        return self.subject.need


Check = Callable[[Pair], Verdict]
