"""The rules themselves, each written once, over numbers or over arrays of numbers.

`n` is the need's side, `v` the vacancy's. Only operators that mean the same for a number and
for an array are used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from havre.engine.matching.places import Direction, closeness
from havre.engine.matching.sides import NeedSide, VacancySide
from havre.engine.vocabulary import Rule


def outside(circle_reach: Any, centre: Direction, dwelling: Direction) -> Any:
    """SAFETY_ZONE: strictly beyond the circle; false where the dwelling is not located."""
    return closeness(centre, dwelling) > circle_reach


def typology(n: NeedSide, v: VacancySide) -> Any:
    """TYPOLOGY: as many rooms as she looks for."""
    return (n.rooms_min <= v.rooms) & (v.rooms <= n.rooms_max)


def surface_min(n: NeedSide, v: VacancySide) -> Any:
    """SURFACE_MIN: large enough for the household."""
    return v.surface >= n.surface_min


def income_ceiling(n: NeedSide, v: VacancySide) -> Any:
    """INCOME_CEILING: a financing whose ceiling, in this zone, she respects."""
    return (n.ceilings & v.ceiling) != 0


def affordability(n: NeedSide, net: Any) -> Any:
    """AFFORDABILITY: a net rent she can bear."""
    return net <= n.net_most


def accessibility(n: NeedSide, v: VacancySide) -> Any:
    """ACCESSIBILITY: « she needs it » implies « it is »; among truths, ≤ is « implies »."""
    return n.accessible <= v.accessible


def floor(n: NeedSide, v: VacancySide) -> Any:
    """FLOOR: a lift or a floor low enough; and no ground floor unless she accepts it."""
    return (v.lift | (v.floor <= n.floor_most)) & (n.ground_ok | (v.floor != 0))


def availability(n: NeedSide, v: VacancySide) -> Any:
    """AVAILABILITY: no later than she needs it."""
    return v.available_on <= n.needed_by


def reservation_right(n: NeedSide, v: VacancySide) -> Any:
    """RESERVATION_RIGHT: a holder who may designate her, or nobody's."""
    return (n.rights & v.right) != 0


def letting_regime(n: NeedSide, v: VacancySide) -> Any:
    """LETTING_REGIME: an agreement she accepts."""
    return (n.regimes & v.regime) != 0


PLAIN: Final[dict[Rule, Callable[[NeedSide, VacancySide], Any]]] = {
    Rule.TYPOLOGY: typology,
    Rule.SURFACE_MIN: surface_min,
    Rule.INCOME_CEILING: income_ceiling,
    Rule.ACCESSIBILITY: accessibility,
    Rule.FLOOR: floor,
    Rule.AVAILABILITY: availability,
    Rule.RESERVATION_RIGHT: reservation_right,
    Rule.LETTING_REGIME: letting_regime,
}
"""The rules that compare the two sides and nothing else."""
