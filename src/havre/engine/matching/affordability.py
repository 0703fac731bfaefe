"""What a dwelling costs her once housing benefit is paid, and what she has left to live on.

The APL itself is computed elsewhere, once per household, as a curve of rent per zone; here it
is only read. Amounts are monthly euros; « left » is euros a day and consumption unit.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from havre.engine.matching.model import AplCurve, Member, Need, Settings, Vacancy

CENT_DUST: Final = 1e-9
"""Euros: two amounts closer than this are equal, so that 30 % of 1 450 € is 435 €, dot."""

ADULT_AGE: Final = 14
"""Age from which another member counts half a consumption unit (OECD-modified scale)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one dwelling would cost one household, and whether she can bear it.

    `effort_rate` is net rent / income, None without any income. `apl_known` is False when no
    curve covers the dwelling's zone: APL then counts as 0.
    """

    apl: float
    apl_known: bool
    net_rent: float
    effort_rate: float | None
    left_per_day: float
    effort_ok: bool
    left_ok: bool


def interpolate(curve: AplCurve, rent: float) -> float:
    """The APL at `rent`: linear between points, constant outside. ValueError without points."""
    if not curve:
        raise ValueError("an APL curve has at least one point")
    after = bisect_right(curve, rent, key=itemgetter(0))
    if after == 0:
        return curve[0][1]
    if after == len(curve):
        return curve[-1][1]
    (rent_a, apl_a), (rent_b, apl_b) = curve[after - 1], curve[after]
    value = apl_a + (apl_b - apl_a) * (rent - rent_a) / (rent_b - rent_a)
    return min(max(value, min(apl_a, apl_b)), max(apl_a, apl_b))


def consumption_units(members: Sequence[Member], on: dt.date) -> float:
    """1 for the applicant, 0.5 for each other member of 14 or more, 0.3 for each younger."""
    tenths = 10 + sum(5 if m.age_on(on) >= ADULT_AGE else 3 for m in members[1:])
    return tenths / 10


def cost(need: Need, vacancy: Vacancy, settings: Settings, units: float) -> Cost:
    """What `vacancy` costs `need`, whose consumption units are `units`.

    Net rent = rent + charges − APL, the APL never above rent + charges; she can bear it when
    net ≤ effort_rate_max × income and (income − net) × 12 / 365 / units reaches the minimum.
    """
    gross = vacancy.rent + vacancy.charges
    curve = need.apl.get(vacancy.zone_123, ())
    apl = min(interpolate(curve, vacancy.rent), gross) if curve else 0.0
    net = gross - apl
    income = need.monthly_income
    left = (income - net) * 12 / 365 / units
    return Cost(
        apl=apl,
        apl_known=bool(curve),
        net_rent=net,
        effort_rate=net / income if income > 0 else None,
        left_per_day=left,
        effort_ok=net <= settings.effort_rate_max * income + CENT_DUST,
        left_ok=left >= settings.left_to_live_per_day - CENT_DUST,
    )
