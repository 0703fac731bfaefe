"""What a dwelling costs her once housing benefit is paid, and what she has left to live on.

The APL itself is computed elsewhere, once per household, as a curve of rent per zone; here it
is only read. Amounts are monthly euros; « left » is euros a day and consumption unit.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple

from havre.engine.matching.maths import NUMBERS, Maths
from havre.engine.matching.model import AplCurve, Member, Need, Settings, Vacancy

CENT_DUST: Final = 1e-9
"""Euros: two amounts closer than this are equal, so that 30 % of 1 450 € is 435 €, dot."""

ADULT_AGE: Final = 14
"""Age from which another member counts half a consumption unit (OECD-modified scale)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one dwelling would cost one household.

    `effort_rate` is net rent / income, None without any income. `apl_known` is False when no
    curve covers the dwelling's zone: APL then counts as 0.
    """

    apl: float
    apl_known: bool
    net_rent: float
    effort_rate: float | None
    left_per_day: float


class Segment(NamedTuple):
    """The straight line of an APL curve where a rent lies: numbers, or arrays of them."""

    base: Any
    """What the line would give at a rent of 0."""
    slope: Any
    """What one euro of rent more adds."""


NO_CURVE: Final[AplCurve] = ((0.0, 0.0),)
"""What stands for a curve that nobody computed: no APL at any rent."""


def segments_of(curve: AplCurve) -> list[Segment]:
    """The segments of a curve: one before its first point, then one from each point on.

    The first and the last are flat. ValueError for a curve without points.
    """
    if not curve:
        raise ValueError("an APL curve has at least one point")
    found = [Segment(curve[0][1], 0.0)]
    for (rent, apl), (next_rent, next_apl) in pairwise(curve):
        slope = (next_apl - apl) / (next_rent - rent)
        found.append(Segment(apl - rent * slope, slope))
    found.append(Segment(curve[-1][1], 0.0))
    return found


def segment_at(curve: AplCurve, rent: float) -> Segment:
    """The segment of a curve where `rent` lies. ValueError for a curve without points."""
    return segments_of(curve)[bisect_right(curve, rent, key=itemgetter(0))]


def apl_on(segment: Segment, rent: Any, maths: Maths) -> Any:
    """The APL at `rent`: linear on its segment, and never below 0."""
    return maths.most(segment.base + rent * segment.slope, 0.0)


def apl_paid(segment: Segment, rent: Any, gross: Any, maths: Maths) -> Any:
    """The APL at `rent`, which never exceeds rent and charges (`gross`)."""
    return maths.least(apl_on(segment, rent, maths), gross)


def interpolate(curve: AplCurve, rent: float) -> float:
    """The APL at `rent`: linear between points, constant outside. ValueError without points."""
    return float(apl_on(segment_at(curve, rent), rent, NUMBERS))


def effort_limit(income: float, settings: Settings) -> float:
    """The highest net rent within the effort rate."""
    return settings.effort_rate_max * income


def left_limit(income: float, settings: Settings, units: float) -> float:
    """The highest net rent that leaves enough to live on, each day and consumption unit."""
    return income - settings.left_to_live_per_day * units * 365 / 12


def left_per_day(income: Any, net: Any, units: Any) -> Any:
    """What is left to live on once `net` is paid, in euros a day and consumption unit."""
    return (income - net) * 12 / 365 / units


def consumption_units(members: Sequence[Member], on: dt.date) -> float:
    """1 for the applicant, 0.5 for each other member of 14 or more, 0.3 for each younger."""
    tenths = 10 + sum(5 if m.age_on(on) >= ADULT_AGE else 3 for m in members[1:])
    return tenths / 10


def cost(need: Need, vacancy: Vacancy, settings: Settings, units: float) -> Cost:
    """What `vacancy` costs `need`, whose consumption units are `units`.

    Net rent = rent + charges − APL, the APL never above rent + charges. Whether she can bear it:
    `predicates.affordability`.
    """
    gross = vacancy.rent + vacancy.charges
    curve = need.apl.get(vacancy.zone_123, ())
    segment = segment_at(curve or NO_CURVE, vacancy.rent)
    apl = apl_paid(segment, vacancy.rent, gross, NUMBERS)
    net = gross - apl
    income = need.monthly_income
    return Cost(
        apl=apl,
        apl_known=bool(curve),
        net_rent=net,
        effort_rate=net / income if income > 0 else None,
        left_per_day=left_per_day(income, net, units),
    )
