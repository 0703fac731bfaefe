"""The plainest way to judge: one pair after another, by the same predicates, in plain Python.

Twice: from the vacancy as it is given, as the application judges a pair it shows; and with each
vacancy's side worked out beforehand, the fastest such a loop can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from havre.engine.matching import Need, Settings, Subject, Vacancy
from havre.engine.matching.affordability import NO_CURVE, apl_paid, segment_at
from havre.engine.matching.block import BIT
from havre.engine.matching.ceilings import Category, Ceilings
from havre.engine.matching.maths import NUMBERS
from havre.engine.matching.places import Direction
from havre.engine.matching.predicates import PLAIN, affordability, outside
from havre.engine.matching.residences import residence_keys, same_residence
from havre.engine.matching.sides import Amounts, VacancySide, vacancy_side
from havre.engine.vocabulary import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """A vacancy made ready for the loop."""

    vacancy: Vacancy
    side: VacancySide
    where: Direction
    residence: frozenset[str] | None = None
    """The keys of its residence's name, when they were worked out beforehand."""

    @classmethod
    def of(cls, vacancy: Vacancy) -> Line:
        """Work out what every pair needs of it."""
        side = vacancy_side(vacancy)
        return cls(vacancy, side, Direction(side.x, side.y, side.z))

    def prepared(self) -> Line:
        """The same, with what some pairs need."""
        return replace(self, residence=residence_keys(self.vacancy.residence or ""))


def subjects_of(needs: Sequence[Need], settings: Settings, ceilings: Ceilings) -> list[Subject]:
    """Work out each need's side once."""
    known: dict[Category, Amounts] = {}
    return [Subject.of(need, settings, ceilings, known) for need in needs]


def failed_bits(subject: Subject, line: Line) -> int:
    """A bit for each rule but COMMUNE that a pair fails."""
    n, v, vacancy, avoided = subject.side, line.side, line.vacancy, subject.avoided
    failed = 0
    for rule, predicate in PLAIN.items():
        if not predicate(n, v):
            failed |= BIT[rule]
    segment = segment_at(subject.need.apl.get(vacancy.zone_123) or NO_CURVE, v.rent)
    if not affordability(n, v.gross - apl_paid(segment, v.rent, v.gross, NUMBERS)):
        failed |= BIT[Rule.AFFORDABILITY]
    if vacancy.commune in avoided.communes or not all(
        outside(circle.reach, circle.centre, line.where) for circle in avoided.circles
    ):
        failed |= BIT[Rule.SAFETY_ZONE]
    if vacancy.landlord in avoided.landlords:
        failed |= BIT[Rule.SAFETY_LANDLORD]
    if avoided.residences:
        own = residence_keys(vacancy.residence or "") if line.residence is None else line.residence
        if any(same_residence(own, keys) for keys in avoided.residences):
            failed |= BIT[Rule.SAFETY_RESIDENCE]
    return failed
