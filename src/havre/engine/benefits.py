"""What benefits are worked out from, and what comes back: plain values, computed elsewhere.

Money is in euros a month. Every amount that comes back is an estimate under the rules of a month.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from havre.engine.matching.model import AplCurve, Member
from havre.engine.vocabulary import Benefit, ResourceKind

APL_ZONES: Final = ("1", "2", "3")
"""Zones of housing benefit; zone 1 bis counts as 1."""

HIGHEST_INCOME: Final = 100_000
"""A monthly amount beyond this is a typing mistake."""


class RulesUnknown(ValueError):
    """No rules are known for that month."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A woman alone with those who will live with her, as benefits see them.

    `members[0]` is the applicant; a birth date to come is a pregnancy. `monthly` is what she
    receives each month, by nature; it is taken as steady over the last two years. `day` gives the
    month whose rules apply. Raises ValueError without anybody, or for an amount that makes no
    sense.
    """

    members: tuple[Member, ...]
    monthly: Mapping[ResourceKind, float] = field(hash=False)
    disabled: bool
    day: dt.date

    def __post_init__(self) -> None:
        if not self.members:
            raise ValueError("members: at least the applicant")
        for kind, amount in self.monthly.items():
            if not (math.isfinite(amount) and 0 <= amount <= HIGHEST_INCOME):
                raise ValueError(f"monthly.{kind}: between 0 and {HIGHEST_INCOME}")


@dataclass(frozen=True, slots=True)
class Rights:
    """What she would be entitled to, alone with hers, for one rent in one zone.

    `rent` is the highest rent the APL of her household counts in `zone`. `rent_reduction` is the
    « réduction de loyer de solidarité » that a social landlord takes off her rent.
    """

    zone: str
    rent: float
    amounts: Mapping[Benefit, float] = field(hash=False)
    rent_reduction: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """The APL of one household: a curve of rent per zone; and her rights for a usual rent."""

    curves: Mapping[str, AplCurve] = field(hash=False)
    rights: Rights


class Estimator(Protocol):
    """Who works benefits out: OpenFisca-France, outside this package."""

    def estimate(self, situations: Sequence[Situation], zones: Sequence[str]) -> list[Estimate]:
        """One estimate per situation, in order; rights are those of the first zone."""
