"""How well a compatible dwelling suits her wishes, from 0 to 1, in whole millionths.

Each wish is a whole number of millionths, and the score their average by the programme's
weights, in integers throughout: the same pair has the same score everywhere. A wish she has not
expressed is left out. Nationality, origin, health and the violence itself are never read, and
safety is no wish: it is a rule. The formulas, in words: `docs/rules/scoring.md`. They are
written once, over numbers or over arrays of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from havre.engine.matching.affordability import cost
from havre.engine.matching.maths import NUMBERS, Maths
from havre.engine.matching.model import Anywhere, Settings, Vacancy
from havre.engine.matching.places import EARTH_RADIUS_KM, Direction, closeness, direction
from havre.engine.matching.sides import NeedSide, VacancySide, distinct
from havre.engine.matching.verdict import Pair, Subject

MICRO: Final = 1_000_000
"""Score units in 1."""

FAR_KM: Final = 10.0
"""Distance from which being near a place is worth nothing."""


def weight_of(settings: Settings, name: str) -> int:
    """The weight of a wish in whole millionths."""
    return round(settings.weights.get(name, 0) * MICRO)


def commune_wish(rank: Any, choices: Any) -> Any:
    """1 for her first commune (rank 0), 1/k for the last of k choices."""
    return (choices - rank) * MICRO // choices


def proximity_wish(closeness: Any, maths: Maths) -> Any:
    """1 − km / 10 for one place, never below 0.

    The kilometres of a `closeness` c are 2R·asin(√c), here by the first terms of its series:
    exact to the last bit below 10 km, and above 10 km beyond it.
    """
    series = 1 + closeness * (1 / 6 + closeness * (3 / 40 + closeness * (15 / 336)))
    km = 2 * EARTH_RADIUS_KM * maths.root(closeness) * series
    return _micro(1 - km / FAR_KM, maths)


def rent_wish(net: Any, rent_most: Any, maths: Maths) -> Any:
    """Share of the highest rent she can bear (above 0) that this one leaves free."""
    return _micro(1 - net / rent_most, maths)


def surface_wish(n: NeedSide, v: VacancySide, maths: Maths) -> Any:
    """0 at the minimum surface, 1 at twice the minimum and above; 0 when unknown."""
    return _micro(v.surface_sure / n.surface_min - 1, maths)


def _micro(value: Any, maths: Maths) -> Any:
    return maths.nearest(maths.least(maths.most(value, 0.0), 1.0) * MICRO)


def score_micro(subject: Subject, vacancy: Vacancy) -> int:
    """The score of a pair in millionths, 0 to 1,000,000; 0 when no weight applies."""
    total = weighted = 0
    for name, micro in _wishes(Pair.of(subject, vacancy)):
        weight = weight_of(subject.settings, name)
        total += weight
        weighted += weight * micro
    return weighted // total if total else 0


def _wishes(pair: Pair) -> Iterator[tuple[str, int]]:
    communes = pair.need.communes
    if not isinstance(communes, Anywhere):
        choices, here = distinct(communes), pair.vacancy.commune
        rank = choices.index(here) if here in choices else len(choices)
        yield "commune", commune_wish(rank, len(choices))
    if pair.need.near:
        yield "proximity", _proximity(pair)
    yield "rent", _rent_margin(pair)
    yield "surface", surface_wish(pair.n, pair.v, NUMBERS)


def _proximity(pair: Pair) -> int:
    """Average over her places; 0 when the dwelling is not located."""
    if pair.vacancy.point is None:
        return 0
    near, here = pair.need.near, Direction(pair.v.x, pair.v.y, pair.v.z)
    wishes = (proximity_wish(closeness(direction((p.lat, p.lon)), here), NUMBERS) for p in near)
    return int(sum(wishes)) // len(near)


def _rent_margin(pair: Pair) -> int:
    if pair.n.rent_most <= 0:
        return 0
    burden = cost(pair.need, pair.vacancy, pair.subject.settings, pair.subject.units)
    return int(rent_wish(burden.net_rent, pair.n.rent_most, NUMBERS))
