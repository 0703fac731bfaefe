"""How well a compatible dwelling suits her wishes, from 0 to 1, in whole millionths.

Each wish is a whole number of millionths, and the score their average by the programme's
weights, in integers throughout: the same pair has the same score everywhere. A wish she has not
expressed is left out. Nationality, origin, health and the violence itself are never read, and
safety is no wish: it is a rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from havre.engine.matching.affordability import cost
from havre.engine.matching.dwelling_rules import minimum_surface
from havre.engine.matching.model import Anywhere, Vacancy
from havre.engine.matching.places import distance_km
from havre.engine.matching.verdict import Subject

MICRO: Final = 1_000_000
"""Score units in 1."""

FAR_KM: Final = 10.0
"""Distance from which being near a place is worth nothing."""


def score_micro(subject: Subject, vacancy: Vacancy) -> int:
    """The score of a pair in millionths, 0 to 1,000,000; 0 when no weight applies."""
    total = weighted = 0
    for name, micro in _wishes(subject, vacancy):
        weight = round(subject.settings.weights.get(name, 0) * MICRO)
        total += weight
        weighted += weight * micro
    return weighted // total if total else 0


def _wishes(subject: Subject, vacancy: Vacancy) -> Iterator[tuple[str, int]]:
    communes = subject.need.communes
    if not isinstance(communes, Anywhere):
        yield "commune", _commune_order(communes, vacancy.commune)
    if subject.need.near:
        yield "proximity", _proximity(subject, vacancy)
    yield "rent", _rent_margin(subject, vacancy)
    yield "surface", _surface(subject, vacancy)


def _commune_order(wished: tuple[str, ...], commune: str) -> int:
    """1 for her first commune, 1/k for the last of k, 0 for one she did not list."""
    if commune not in wished:
        return 0
    return (len(wished) - wished.index(commune)) * MICRO // len(wished)


def _proximity(subject: Subject, vacancy: Vacancy) -> int:
    """Average over her places of 1 − km / 10, never below 0; 0 when the dwelling is unlocated."""
    if vacancy.point is None:
        return 0
    near = subject.need.near
    closeness = (_micro(1 - distance_km((p.lat, p.lon), vacancy.point) / FAR_KM) for p in near)
    return sum(closeness) // len(near)


def _rent_margin(subject: Subject, vacancy: Vacancy) -> int:
    """Share of the highest rent she can bear that this one leaves free."""
    most = subject.settings.effort_rate_max * subject.need.monthly_income
    if most <= 0:
        return 0
    net = cost(subject.need, vacancy, subject.settings, subject.units).net_rent
    return _micro(1 - net / most)


def _surface(subject: Subject, vacancy: Vacancy) -> int:
    """0 at the minimum surface, 1 at twice the minimum and above; 0 when unknown."""
    if vacancy.surface is None:
        return 0
    return _micro(vacancy.surface / minimum_surface(len(subject.need.members)) - 1)


def _micro(value: float) -> int:
    return round(min(max(value, 0.0), 1.0) * MICRO)
