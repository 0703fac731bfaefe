"""The two sides of a pair as plain numbers, which the predicates compare.

Each field is a number, or an array of numbers: the sides of one pair and the sides of a whole
block of pairs have the same names and the same values, so that one predicate judges both.
What is unknown, or without limit, is written as the number that the rules ask for, once, here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from havre.engine.matching.affordability import CENT_DUST, effort_limit, left_limit
from havre.engine.matching.ceiling_zones import ceiling_zone
from havre.engine.matching.ceilings import CAPPED, Category, Ceilings, MissingCeiling, Series
from havre.engine.matching.model import Need, Settings, Vacancy
from havre.engine.matching.places import NOWHERE, direction
from havre.engine.vocabulary import CeilingZone, Financing, Regime, ReservationCode

NO_LIMIT: Final = 2**31 - 1
"""Above any floor and any day."""

FLOOR_UNKNOWN: Final = NO_LIMIT - 1
"""Not the ground floor, and above any limit that is one."""

CEILING_SERIES: Final = tuple(
    Series(financing, zone) for financing in Financing for zone in CeilingZone
)
BIT_OF_SERIES: Final = {series: 1 << i for i, series in enumerate(CEILING_SERIES)}
BIT_OF_REGIME: Final = {code: 1 << i for i, code in enumerate(Regime)}
BIT_OF_RIGHT: Final = {code: 1 << i for i, code in enumerate(ReservationCode)}


def minimum_surface(persons: int) -> int:
    """Least surface in m²: 9 for one person, 16 for two, 9 more for each further one.

    Source: the condition for housing benefit, CCH art. R822-25, without its top of 70 m².
    """
    return 9 if persons == 1 else 16 + 9 * (persons - 2)


def distinct(communes: tuple[str, ...]) -> list[str]:
    """Her communes in her order, one named twice counting once, where it comes first."""
    return list(dict.fromkeys(communes))


class NeedSide(NamedTuple):
    """What the rules read of a need. Codes are bits; days are ordinals; amounts monthly euros."""

    rooms_min: Any
    rooms_max: Any
    surface_min: Any
    ceilings: Any
    """Those that her income respects, by financing and zone."""
    net_most: Any
    """The highest net rent that both thresholds of the programme allow."""
    rent_most: Any
    """The effort rate's share of her income: what the wish for a low rent is measured by."""
    accessible: Any
    floor_most: Any
    ground_ok: Any
    needed_by: Any
    rights: Any
    regimes: Any
    income: Any
    units: Any
    """Read by no rule that `net_most` does not say already: for the figures."""


class VacancySide(NamedTuple):
    """What the rules read of a vacancy."""

    rooms: Any
    surface: Any
    """Infinite when unknown: an unknown surface passes."""
    surface_sure: Any
    """0 when unknown: an unknown surface is no advantage."""
    ceiling: Any
    """That of its financing, in the zone of its commune."""
    rent: Any
    gross: Any
    accessible: Any
    lift: Any
    floor: Any
    available_on: Any
    right: Any
    regime: Any
    x: Any
    y: Any
    z: Any
    """The dwelling's direction, NaN when it is not located."""


Amounts = tuple[float, ...]
"""The ceiling of each of CEILING_SERIES for one category, in one year."""


def ceiling_amounts(settings: Settings, ceilings: Ceilings, category: Category) -> Amounts:
    """The ceilings of a category: infinite without a ceiling, below any income when unknown."""
    return tuple(_amount(series, settings, ceilings, category) for series in CEILING_SERIES)


def _amount(series: Series, settings: Settings, ceilings: Ceilings, category: Category) -> float:
    if series.financing not in CAPPED:
        return math.inf
    try:
        return ceilings.lookup(settings.date.year, series.financing, category, series.zone).amount
    except MissingCeiling:
        return -math.inf


def need_side(need: Need, settings: Settings, units: float, amounts: Amounts) -> NeedSide:
    """The numbers of a need, whose consumption units and ceilings are given."""
    income = need.monthly_income
    effort, left = effort_limit(income, settings), left_limit(income, settings, units)
    limit, deadline = need.max_floor_without_lift, need.needed_by
    return NeedSide(
        rooms_min=need.rooms[0],
        rooms_max=need.rooms[1],
        surface_min=float(minimum_surface(len(need.members))),
        ceilings=sum(1 << i for i, most in enumerate(amounts) if need.tax_income <= most),
        net_most=min(effort, left) + CENT_DUST,
        rent_most=effort,
        accessible=need.accessible,
        floor_most=NO_LIMIT if limit is None else limit,
        ground_ok=need.ground_floor_ok,
        needed_by=NO_LIMIT if deadline is None else deadline.toordinal(),
        rights=_bits(need.rights, BIT_OF_RIGHT) | BIT_OF_RIGHT[ReservationCode.NONE],
        regimes=_bits(need.regimes, BIT_OF_REGIME),
        income=income,
        units=units,
    )


def _bits(codes: Iterable[Any], bit_of: Mapping[Any, int]) -> int:
    bits = 0
    for code in codes:
        bits |= bit_of[code]
    return bits


def series_of(vacancy: Vacancy) -> Series:
    """Which ceilings apply to a dwelling: its financing, in the zone of its commune."""
    return Series(vacancy.financing, ceiling_zone(vacancy.commune))


def vacancy_side(vacancy: Vacancy) -> VacancySide:
    """The numbers of a vacancy."""
    surface, point = vacancy.surface, vacancy.point
    x, y, z = NOWHERE if point is None else direction(point)
    return VacancySide(
        rooms=vacancy.rooms,
        surface=math.inf if surface is None else surface,
        surface_sure=0.0 if surface is None else surface,
        ceiling=BIT_OF_SERIES[series_of(vacancy)],
        rent=vacancy.rent,
        gross=vacancy.rent + vacancy.charges,
        accessible=vacancy.accessible,
        lift=vacancy.lift,
        floor=FLOOR_UNKNOWN if vacancy.floor is None else vacancy.floor,
        available_on=vacancy.available_on.toordinal(),
        right=BIT_OF_RIGHT[vacancy.right],
        regime=BIT_OF_REGIME[vacancy.regime],
        x=x,
        y=y,
        z=z,
    )
