"""What matching reads: settings, needs and vacancies, as small values that check themselves.

A value that makes no sense raises ValueError as soon as it is built, so that no rule ever
judges half a thing. Money is in euros (monthly unless said otherwise), surfaces in m²,
distances in kilometres, coordinates in decimal degrees (WGS 84).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from havre.engine.matching.residences import residence_keys
from havre.engine.vocabulary import Financing, Regime, ReservationCode

WEIGHTS: Final = ("commune", "proximity", "rent", "surface")
"""The preferences a programme may weigh. Safety is no preference and has no weight."""

DEFAULT_WEIGHTS: Final = {"commune": 3.0, "proximity": 2.0, "rent": 2.0, "surface": 1.0}
"""What a programme that has not chosen weighs by (see `docs/rules/scoring.md`)."""

HEAVIEST: Final = 1_000_000
"""Highest weight; one below a millionth counts as 0."""

HIGHEST_AMOUNT: Final = 1_000_000_000.0
MOST_ROOMS: Final = 1_000
MOST_FLOORS: Final = 1_000
MOST_MEMBERS: Final = 100
MOST_POINTS: Final = 200
"""Beyond these a figure is a mistake; below them no sum of figures loses a cent."""

URGENCIES: Final = (1, 2, 3)
"""1 is the most urgent."""

AplCurve = tuple[tuple[float, float], ...]
"""(monthly rent, monthly APL) points, rents strictly increasing."""


class Anywhere(Enum):
    """The commune list of someone who accepts every commune."""

    ANY = "ANY"


ANY: Final = Anywhere.ANY


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _require_amount(name: str, value: float) -> None:
    _require(0 <= value <= HIGHEST_AMOUNT, f"{name}: a finite number ≥ 0 is expected")


def _is_bare(text: str) -> bool:
    """Neither empty nor padded: a padded code would equal nothing, and protect from nothing."""
    return text != "" and text == text.strip()


def _require_point(lat: float, lon: float) -> None:
    _require(-90 <= lat <= 90, "lat: between -90 and 90")
    _require(-180 <= lon <= 180, "lon: between -180 and 180")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the programme sets. `date` is « today »: ages and the ceilings' year follow it.

    `effort_rate_max` is a share of monthly income (0.30); `left_to_live_per_day` is in euros a
    day and consumption unit; `weights` maps names of WEIGHTS to numbers ≥ 0 (absent: 0).
    """

    date: dt.date
    effort_rate_max: float
    left_to_live_per_day: float
    weights: Mapping[str, float] = field(hash=False)

    def __post_init__(self) -> None:
        _require_amount("effort_rate_max", self.effort_rate_max)
        _require_amount("left_to_live_per_day", self.left_to_live_per_day)
        for name, weight in self.weights.items():
            _require(name in WEIGHTS, f"weights: unknown name {name!r}")
            _require(0 <= weight <= HEAVIEST, f"weights.{name}: between 0 and {HEAVIEST}")


@dataclass(frozen=True, slots=True)
class Member:
    """A person who will live in the dwelling; a birth still to come has a date to come."""

    birth_date: dt.date

    def age_on(self, day: dt.date) -> int:
        """Completed years on `day`; negative before birth."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)


@dataclass(frozen=True, slots=True)
class AvoidCommune:
    """No dwelling in this commune, or municipal district (INSEE code)."""

    code: str

    def __post_init__(self) -> None:
        _require(_is_bare(self.code), "avoid: a commune to avoid needs its bare code")


@dataclass(frozen=True, slots=True)
class AvoidRadius:
    """No dwelling within `km` of this point, the circle itself included."""

    lat: float
    lon: float
    km: float

    def __post_init__(self) -> None:
        _require_point(self.lat, self.lon)
        _require_amount("avoid.km", self.km)


@dataclass(frozen=True, slots=True)
class AvoidLandlord:
    """No dwelling of this landlord."""

    id: str

    def __post_init__(self) -> None:
        _require(_is_bare(self.id), "avoid: a landlord to avoid needs its bare id")


@dataclass(frozen=True, slots=True)
class AvoidResidence:
    """No dwelling in the residence of this name (compared as `residences` says)."""

    name: str

    def __post_init__(self) -> None:
        _require(bool(residence_keys(self.name)), "avoid: a residence to avoid needs its name")


Zone = AvoidCommune | AvoidRadius | AvoidLandlord | AvoidResidence


@dataclass(frozen=True, slots=True)
class Place:
    """A place she wishes to live near: school, work, family, transport."""

    kind: str
    lat: float
    lon: float

    def __post_init__(self) -> None:
        _require_point(self.lat, self.lon)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one household looks for, without a name.

    `members[0]` is the applicant. `tax_income` is yearly (reference tax income); `rooms` is
    (fewest, most); `communes` goes from most wished to least. `avoid` has no default on
    purpose: zones forgotten must be an error, not a dwelling next to the danger.
    """

    ref: str
    admitted_on: dt.date
    urgency: int
    members: tuple[Member, ...]
    disabled: bool
    monthly_income: float
    tax_income: float
    apl: Mapping[str, AplCurve] = field(hash=False)
    rooms: tuple[int, int]
    communes: tuple[str, ...] | Anywhere
    accessible: bool
    max_floor_without_lift: int | None
    ground_floor_ok: bool
    needed_by: dt.date | None
    regimes: frozenset[Regime]
    rights: frozenset[ReservationCode]
    avoid: tuple[Zone, ...]
    near: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        _require(self.urgency in URGENCIES, "urgency: 1, 2 or 3")
        _require(len(self.members) > 0, "members: at least the applicant")
        _require(len(self.members) <= MOST_MEMBERS, f"members: at most {MOST_MEMBERS}")
        for name, income in (
            ("monthly_income", self.monthly_income),
            ("tax_income", self.tax_income),
        ):
            _require(abs(income) <= HIGHEST_AMOUNT, f"{name}: a finite number")
        _require(1 <= self.rooms[0] <= self.rooms[1] <= MOST_ROOMS, "rooms: 1 ≤ fewest ≤ most")
        limit = self.max_floor_without_lift
        _require(limit is None or abs(limit) <= MOST_FLOORS, "max_floor_without_lift: a floor")
        _require(self.communes != (), "communes: at least one, or ANY")
        for zone, curve in self.apl.items():
            _check_curve(f"apl[{zone}]", curve)


def _check_curve(name: str, curve: AplCurve) -> None:
    _require(len(curve) <= MOST_POINTS, f"{name}: at most {MOST_POINTS} points")
    for rent, apl in curve:
        _require_amount(name, rent)
        _require_amount(name, apl)
    rents = [rent for rent, _ in curve]
    increasing = all(rents[i] < rents[i + 1] for i in range(len(rents) - 1))
    _require(increasing, f"{name}: rents must strictly increase")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A dwelling that can be let from `available_on`.

    `zone_123` is the APL zone of its commune. None means unknown for `residence`, `lat`, `lon`,
    `surface` and `floor` (0 is the ground floor); a rule never reads unknown as « safe ».
    """

    ref: str
    landlord: str
    residence: str | None
    commune: str
    zone_123: str
    lat: float | None
    lon: float | None
    rooms: int
    surface: float | None
    floor: int | None
    lift: bool
    accessible: bool
    rent: float
    charges: float
    financing: Financing
    regime: Regime
    right: ReservationCode
    available_on: dt.date

    def __post_init__(self) -> None:
        _require_amount("rent", self.rent)
        _require_amount("charges", self.charges)
        _require(1 <= self.rooms <= MOST_ROOMS, f"rooms: 1 to {MOST_ROOMS}")
        _require(self.floor is None or abs(self.floor) <= MOST_FLOORS, "floor: a floor")
        if self.surface is not None:
            _require_amount("surface", self.surface)
        if self.lat is not None and self.lon is not None:
            _require_point(self.lat, self.lon)

    @property
    def point(self) -> tuple[float, float] | None:
        """(lat, lon), or None unless both are known."""
        if self.lat is None or self.lon is None:
            return None
        return self.lat, self.lon
