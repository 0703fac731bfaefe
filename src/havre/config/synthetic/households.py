"""The women and their households: people, incomes, needs and places to avoid. All invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from havre.cases.referral import Channel
from havre.config.synthetic import words
from havre.config.synthetic.partners import slugs
from havre.config.synthetic.territory import ORLEANS, Town, spot_in
from havre.engine.matching.places import distance_km
from havre.engine.vocabulary import DangerLevel, PlaceKind, Relation, Role, ZoneKind

CHILDREN_WEIGHTS: Final = (22, 32, 27, 13, 5, 1)
ROOMS: Final = {1: (1, 2), 2: (2, 3), 3: (3, 3), 4: (3, 4), 5: (4, 5), 6: (4, 6)}
DANGERS: Final = (DangerLevel.WATCHED, DangerLevel.HIGH, DangerLevel.VERY_HIGH, DangerLevel.NONE)
MEASURES: Final = ("OP", "OPPI", "INTERDICTION", "TGD", "BAR")
OTHER_REGIMES: Final = (
    ("BAIL_GLISSANT", 0.4),
    ("IML", 0.5),
    ("MANDAT_GESTION", 0.4),
    ("PRIVE_CONVENTIONNE", 0.4),
)
RIGHTS: Final = (("2", 0.85), ("3", 0.3), ("4", 0.5), ("1", 0.06))
"""What she may accept beside a direct lease and a dwelling that is not reserved: odds."""

YEAR: Final = 365.25


@dataclass(frozen=True, slots=True)
class Woman:
    """Who she is and how to reach her."""

    first_name: str
    last_name: str
    birth_date: date
    unique_number: str
    phone: str
    channel: Channel
    hours: str
    voicemail: bool
    shared_device: bool
    interpreter: str
    code_word: str
    contact_note: str


@dataclass(frozen=True, slots=True)
class Household:
    """Who will live in the dwelling, the applicant first, and what they live on (€ a month)."""

    members: tuple[tuple[Relation, date], ...]
    pregnant: bool
    pets: bool
    monthly_income: int
    tax_income: int
    disabled: bool
    lines: tuple[tuple[str, int], ...]
    debts: tuple[tuple[str, int], ...]

    @property
    def children(self) -> int:
        """How many children."""
        return sum(relation is Relation.CHILD for relation, _ in self.members)

    def earlier(self, ago: timedelta) -> Household:
        """The same household, everybody born that much earlier."""
        members = tuple((relation, birth - ago) for relation, birth in self.members)
        return replace(self, members=members)


@dataclass(frozen=True, slots=True)
class Zone:
    """A place to avoid; `value` is a commune's code, (lat, lon, km), a name, or a landlord."""

    kind: ZoneKind
    value: Any


@dataclass(frozen=True, slots=True)
class Near:
    """A place she wishes to live near."""

    kind: PlaceKind
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Need:
    """What she needs and accepts, and what she must avoid."""

    rooms: tuple[int, int]
    any_commune: bool
    communes: tuple[str, ...]
    accessible: bool
    max_floor_without_lift: int | None
    ground_floor_ok: bool
    needed_by: date | None
    regimes: tuple[str, ...]
    rights: tuple[str, ...]
    danger: DangerLevel
    measures: tuple[str, ...]
    zones: tuple[Zone, ...]
    near: tuple[Near, ...]

    def earlier(self, ago: timedelta) -> Need:
        """The same need, felt that much earlier."""
        return replace(self, needed_by=self.needed_by and self.needed_by - ago)

    def avoided(self, kind: ZoneKind) -> list[Any]:
        """Return what she avoids of one kind."""
        return [zone.value for zone in self.zones if zone.kind is kind]


def woman(rng: Random, on: date) -> Woman:
    """Return someone of 20 to 58 on a day."""
    age = min(58.0, max(20.0, rng.gauss(34, 8.5)))
    request = on - timedelta(days=rng.randrange(30, 1200))
    has_request = rng.random() < 0.8
    return Woman(
        first_name=words.first_name(rng),
        last_name=words.last_name(rng),
        birth_date=on - timedelta(days=int(age * YEAR)),
        unique_number=f"045{request:%m%y}{rng.randrange(10**6):06}FICTI" if has_request else "",
        phone=words.phone(rng),
        channel=rng.choice((Channel.PHONE, Channel.SMS, Channel.SMS, Channel.SHELTER)),
        hours=rng.choice(words.HOURS),
        voicemail=rng.random() < 0.3,
        shared_device=rng.random() < 0.2,
        interpreter=rng.choice(words.INTERPRETERS) if rng.random() < 0.15 else "",
        code_word=rng.choice(words.CODE_WORDS),
        contact_note=rng.choice(words.NOTES) if rng.random() < 0.35 else "",
    )


def household(rng: Random, birth: date, on: date) -> Household:
    """Return the household of someone born on `birth`, with its incomes."""
    members = [(Relation.APPLICANT, birth)]
    most = max(0, int((on - birth).days / YEAR) - 19)
    wanted = rng.choices(range(6), CHILDREN_WEIGHTS)[0]
    ages = sorted(rng.uniform(0.1, min(17.5, most)) for _ in range(wanted if most else 0))
    members += [(Relation.CHILD, on - timedelta(days=int(age * YEAR))) for age in reversed(ages)]
    if rng.random() < 0.05:
        members.append((Relation.OTHER, birth - timedelta(days=int(rng.uniform(-15, 25) * YEAR))))
    lines, tax_income = incomes(rng, len(ages))
    return Household(
        members=tuple(members),
        pregnant=rng.random() < 0.07,
        pets=rng.random() < 0.12,
        monthly_income=sum(amount for _, amount in lines),
        tax_income=tax_income,
        disabled=rng.random() < 0.04,
        lines=lines,
        debts=(("LOYER", rng.randrange(200, 2400, 50)),) if rng.random() < 0.22 else (),
    )


def incomes(rng: Random, children: int) -> tuple[tuple[tuple[str, int], ...], int]:
    """Return the lines of a month's incomes, and the yearly reference tax income."""
    works = rng.random() < 0.62
    lines = [("SALAIRE", rng.randrange(1050, 2150, 10))] if works else []
    if works:
        lines.append(("PRIME_ACTIVITE", rng.randrange(80, 320, 10)))
    else:
        kind, low, high = rng.choice(
            (("RSA", 610, 900), ("CHOMAGE", 820, 1350), ("AAH", 1010, 1040))
        )
        lines.append((kind, rng.randrange(low, high, 10)))
    if children:
        lines.append(("FAMILLE", 120 + 165 * children))
    if children and rng.random() < 0.3:
        lines.append(("PENSION_ALIMENTAIRE", rng.randrange(90, 240, 10) * children))
    taxed = lines[0][1] * 12 * 0.9 if lines[0][0] in {"SALAIRE", "CHOMAGE"} else 0
    return tuple(lines), int(taxed)


def need(rng: Random, home: Household, towns: Sequence[Town], on: date) -> Need:
    """Return what a household needs: communes by preference, none of them to be avoided."""
    people = len(home.members)
    zones = avoided_places(rng, towns)
    fit = [town for town in towns if not any(reaches(zone, town) for zone in zones)]
    weights = [town.population**0.6 for town in fit]
    communes = tuple(
        dict.fromkeys(t.code for t in rng.choices(fit, weights, k=rng.randrange(3, 9)))
    )
    anywhere = rng.random() < 0.25
    return Need(
        rooms=ROOMS[min(6, people + (home.pregnant and people < 6))],
        any_commune=anywhere,
        communes=() if anywhere else communes,
        accessible=rng.random() < 0.03,
        max_floor_without_lift=rng.choice((1, 2, 2, 3)) if rng.random() < 0.4 else None,
        ground_floor_ok=rng.random() < 0.5,
        needed_by=on + timedelta(days=rng.randrange(150, 420)) if rng.random() < 0.3 else None,
        regimes=("BAIL_DIRECT", *_some(rng, OTHER_REGIMES)),
        rights=tuple(sorted(("7", *_some(rng, RIGHTS)))),
        danger=rng.choices(DANGERS, (40, 35, 12, 13))[0],
        measures=tuple(_some(rng, ((kind, 0.15) for kind in MEASURES))),
        zones=zones,
        near=places_to_be_near(home, fit, communes),
    )


def places_to_be_near(
    home: Household, towns: Sequence[Town], communes: Sequence[str]
) -> tuple[Near, ...]:
    """Return a school where there are children, a workplace where there is a wage, or neither.

    In the first commune she wishes; drawn apart, so that the rest of the territory stays as it is.
    """
    rng = Random(f"{communes} {home.monthly_income} {len(home.members)}")  # noqa: S311  a seed
    first = next(town for town in towns if town.code == communes[0])
    kinds = [PlaceKind.SCHOOL] * (home.children > 0 and rng.random() < 0.6)
    kinds += [PlaceKind.WORK] * (home.lines[0][0] == "SALAIRE" and rng.random() < 0.4)
    spots = [spot_in(first, rng) for _ in kinds]
    return tuple(
        Near(kind, spot.latitude, spot.longitude) for kind, spot in zip(kinds, spots, strict=True)
    )


def reaches(zone: Zone, town: Town) -> bool:
    """Tell whether a place to avoid leaves no safe spot in a commune that is not Orléans."""
    if zone.kind is ZoneKind.COMMUNE:
        return bool(zone.value == town.code)
    if zone.kind is not ZoneKind.RADIUS or town.code == ORLEANS:
        return False
    lat, lon, km = zone.value
    return bool(distance_km((lat, lon), (town.latitude, town.longitude)) < km + 1.0)


def _some(rng: Random, odds: Iterable[tuple[str, float]]) -> list[str]:
    return [name for name, chance in odds if rng.random() < chance]


def avoided_places(rng: Random, towns: Sequence[Town]) -> tuple[Zone, ...]:
    """Return up to two places to avoid."""
    zones: list[Zone] = []
    for kind in rng.choices(
        list(ZoneKind), (4, 4, 1, 1), k=rng.choices((0, 1, 2), (45, 40, 15))[0]
    ):
        town = rng.choice(towns)
        value: Any = town.code
        if kind is ZoneKind.RADIUS:
            spot = spot_in(town, rng)
            value = (spot.latitude, spot.longitude, rng.choice((0.5, 1.0, 1.5, 2.0)))
        elif kind is ZoneKind.RESIDENCE:
            value = rng.choice(words.RESIDENCE_NAMES)
        elif kind is ZoneKind.LANDLORD:
            value = rng.choice(slugs(Role.LANDLORD)[1:])
        zones.append(Zone(kind, value))
    return tuple(zones)
