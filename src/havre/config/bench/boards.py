"""Synthetic boards of any size, the same for the same seed: invented needs and vacancies.

Communes are drawn on a grid; a woman accepts one commune and its nearest neighbours. Proportions
are those that make about a fifth of the dwellings of her communes suit her.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from havre.engine.board import Board
from havre.engine.matching import (
    DEFAULT_WEIGHTS,
    AplCurve,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Member,
    Need,
    Place,
    Settings,
    Vacancy,
    Zone,
)
from havre.engine.vocabulary import Financing, Regime, ReservationCode

DATE: Final = dt.date(2026, 11, 22)
SETTINGS: Final = Settings(DATE, 0.30, 10.0, DEFAULT_WEIGHTS)
ZONES: Final = ("1", "2", "3")
RESIDENCES: Final = ("Clos des Vignes", "Les Mauves", "Le Parc", "Bel Air", "La Prairie")
KM_PER_DEGREE: Final = 111.2


@dataclass(frozen=True, slots=True)
class Size:
    """How large a board is."""

    needs: int
    vacancies: int
    communes: int
    accepted: int = 6
    """Communes each need accepts, at most."""


SIZES: Final = {
    "orleans": Size(60, 200, 22),
    "metropole": Size(500, 2_000, 60),
    "idf": Size(40_000, 15_000, 1_300),
    "france": Size(100_000, 50_000, 10_000),
}
"""Orléans today, a large metropolitan area, Île-de-France, France."""


def synthetic_board(size: Size, seed: int = 4) -> Board:
    """Draw a board; the same one for the same size and seed."""
    draw = np.random.default_rng(seed)
    spots = _Spots.of(size.communes)
    vacancies = _vacancies(size, spots, draw)
    needs = _needs(size, spots, draw)
    landlords = _landlords(size)
    cap = max(1, size.vacancies // landlords // 8)  # an eighth of its offers: it binds
    caps = {f"landlord-{i}": cap for i in range(0, landlords, 4)}
    return Board(SETTINGS, tuple(needs), tuple(vacancies), caps)


def _landlords(size: Size) -> int:
    return max(6, size.vacancies // 250)


@dataclass(frozen=True, slots=True)
class _Spots:
    """The communes on their grid, five kilometres apart."""

    codes: list[str]
    lat: Any
    lon: Any
    across: int

    @classmethod
    def of(cls, communes: int) -> _Spots:
        across = max(1, int(communes**0.5))
        number = np.arange(communes)
        step = 5 / KM_PER_DEGREE
        lat = 44.0 + number // across * step
        return cls([f"{10_000 + i}" for i in number], lat, -1.0 + number % across * step, across)

    def centre(self, commune: int) -> tuple[float, float]:
        """Where a commune is."""
        return float(self.lat[commune]), float(self.lon[commune])

    def around(self, home: int, count: int) -> tuple[str, ...]:
        """The commune `home`, then its neighbours on the grid."""
        found = [home]
        for away in (1, -1, self.across, -self.across, self.across + 1, -self.across - 1, 2, -2):
            if len(found) < count and 0 <= home + away < len(self.codes):
                found.append(home + away)
        return tuple(self.codes[i] for i in found)


def _choose(draw: np.random.Generator, values: list[Any], odds: list[float], size: int) -> Any:
    return [values[i] for i in draw.choice(len(values), size, p=odds).tolist()]


def _days(draw: np.random.Generator, first: int, last: int, size: int) -> list[dt.date]:
    return [DATE + dt.timedelta(days=n) for n in draw.integers(first, last, size).tolist()]


def _rows(make: Any, columns: dict[str, Any]) -> list[Any]:
    """One value for each line of the columns, each column a field."""
    return [
        make(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)
    ]


def _vacancies(size: Size, spots: _Spots, draw: np.random.Generator) -> list[Vacancy]:
    count = size.vacancies
    home = draw.integers(0, size.communes, count)
    landlord = draw.integers(0, _landlords(size), count).tolist()
    names = draw.integers(0, len(RESIDENCES), count).tolist()
    lift, accessible = (draw.random((2, count)) < [[0.35], [0.15]]).tolist()
    columns: dict[str, Any] = {
        "ref": [f"V-{i + 1}" for i in range(count)],
        "landlord": [f"landlord-{number}" for number in landlord],
        "residence": [f"{RESIDENCES[name]} {i % 97}" for i, name in enumerate(names)],
        "commune": [spots.codes[i] for i in home.tolist()],
        "zone_123": [ZONES[i % 3] for i in home.tolist()],
        **_lettings(home, spots, draw),
        "floor": draw.integers(0, 8, count).tolist(),
        "lift": lift,
        "accessible": accessible,
        "available_on": _days(draw, -20, 120, count),
    }
    for field in ("residence", "lat", "surface"):
        unknown = (draw.random(count) < 0.04).tolist()
        columns[field] = [
            None if hidden else value for hidden, value in zip(unknown, columns[field], strict=True)
        ]
    return _rows(Vacancy, columns)


def _lettings(home: Any, spots: _Spots, draw: np.random.Generator) -> dict[str, Any]:
    """Where each dwelling of a commune is, how large, and on which terms it is let."""
    count = len(home)
    rooms = _choose(draw, [1, 2, 3, 4, 5], [0.08, 0.24, 0.36, 0.24, 0.08], count)
    surface = np.round(18 + 15 * np.array(rooms) + draw.normal(0, 4, count), 1)
    rights = [0.1, 0.35, 0.15, 0.1, 0.03, 0.02, 0.25]
    return {
        "lat": np.round(spots.lat[home] + draw.uniform(-0.02, 0.02, count), 6).tolist(),
        "lon": np.round(spots.lon[home] + draw.uniform(-0.02, 0.02, count), 6).tolist(),
        "rooms": rooms,
        "surface": surface.tolist(),
        "rent": np.round(surface * draw.uniform(4.5, 8.0, count), 2).tolist(),
        "charges": np.round(surface * draw.uniform(1.0, 2.2, count), 2).tolist(),
        "financing": _choose(draw, list(Financing), [0.25, 0.5, 0.1, 0.1, 0.05], count),
        "regime": _choose(draw, list(Regime), [0.75, 0.1, 0.08, 0.03, 0.02, 0.02], count),
        "right": _choose(draw, list(ReservationCode), rights, count),
    }


def _curve(base: float, rate: float) -> AplCurve:
    """An APL curve of the usual shape: rising with the rent up to a ceiling."""
    top = round(base + rate * 260, 2)
    return ((0.0, 0.0), (200.0, round(base, 2)), (330.0, round(base + rate * 130, 2)), (460.0, top))


CURVES: Final = [
    {zone: _curve(60 + 12 * step - 8 * int(zone), 0.9) for zone in ZONES} for step in range(12)
]


def _household(draw: np.random.Generator, size: int) -> list[tuple[Member, ...]]:
    """A mother and up to four children."""
    children = _choose(draw, [0, 1, 2, 3, 4], [0.3, 0.28, 0.25, 0.12, 0.05], size)
    born = draw.integers(7_000, 20_000, size).tolist()
    ages = draw.integers(0, 6_500, (size, 4)).tolist()
    return [
        (
            Member(DATE - dt.timedelta(days=born[i])),
            *(Member(DATE - dt.timedelta(days=age)) for age in ages[i][: children[i]]),
        )
        for i in range(size)
    ]


def _avoided(size: Size, spots: _Spots, draw: np.random.Generator) -> list[tuple[Zone, ...]]:
    """For most nothing; for some a circle, a commune, a landlord or a residence."""
    chance = draw.random((4, size.needs)).tolist()
    commune = draw.integers(0, size.communes, size.needs).tolist()
    landlord = draw.integers(0, _landlords(size), size.needs).tolist()
    found: list[tuple[Zone, ...]] = []
    for i in range(size.needs):
        zones: list[Zone] = []
        if chance[0][i] < 0.15:
            km = 0.5 + (i % 6) / 2
            zones.append(
                AvoidRadius(float(spots.lat[commune[i]]), float(spots.lon[commune[i]]), km)
            )
        if chance[1][i] < 0.1:
            zones.append(AvoidCommune(spots.codes[commune[i]]))
        if chance[2][i] < 0.04:
            zones.append(AvoidLandlord(f"landlord-{landlord[i]}"))
        if chance[3][i] < 0.04:
            zones.append(AvoidResidence(f"{RESIDENCES[i % len(RESIDENCES)].upper()} {i % 97}"))
        found.append(tuple(zones))
    return found


def _near(size: Size, spots: _Spots, home: list[int], chance: list[float]) -> list[Any]:
    return [
        (Place("SCHOOL", *spots.centre(home[i])),) if chance[i] < 0.4 else ()
        for i in range(size.needs)
    ]


def _needs(size: Size, spots: _Spots, draw: np.random.Generator) -> list[Need]:
    count = size.needs
    home = draw.integers(0, size.communes, count).tolist()
    households = _household(draw, count)
    persons = [len(members) for members in households]
    income = np.round(draw.uniform(700, 2_400, count), 2)
    accepted = [spots.around(i, size.accepted) for i in range(size.communes)]
    columns: dict[str, Any] = {
        "ref": [f"N-{i + 1}" for i in range(count)],
        "admitted_on": _days(draw, -500, 0, count),
        "urgency": _choose(draw, [1, 2, 3], [0.2, 0.5, 0.3], count),
        "members": households,
        "disabled": (draw.random(count) < 0.1).tolist(),
        "monthly_income": income.tolist(),
        "tax_income": np.round(income * 8, 2).tolist(),
        "apl": [CURVES[min(11, number * 2 + i % 3)] for i, number in enumerate(persons)],
        "rooms": list(map(_rooms, persons, draw.random(count).tolist())),
        "communes": [accepted[i] for i in home],
        **_wishes(count, draw),
        "avoid": _avoided(size, spots, draw),
        "near": _near(size, spots, home, draw.random(count).tolist()),
    }
    return _rows(Need, columns)


def _wishes(count: int, draw: np.random.Generator) -> dict[str, Any]:
    """What she asks of a dwelling and of a lease."""
    regimes = [frozenset({Regime.BAIL_DIRECT}), frozenset(list(Regime)[:3])]
    state, none = ReservationCode.STATE_PRIORITY, ReservationCode.NONE
    rights = [frozenset({state, none}), frozenset({state, ReservationCode.EMPLOYERS, none})]
    limit = _choose(draw, [None, 0, 1, 2, 4], [0.5, 0.05, 0.1, 0.15, 0.2], count)
    deadline = _days(draw, 60, 400, count)
    return {
        "accessible": (draw.random(count) < 0.05).tolist(),
        "max_floor_without_lift": limit,
        "ground_floor_ok": (draw.random(count) < 0.8).tolist(),
        "needed_by": [day if i % 2 else None for i, day in enumerate(deadline)],
        "regimes": [regimes[i % 2] for i in range(count)],
        "rights": [rights[i % 3 == 0] for i in range(count)],
    }


def _rooms(persons: int, chance: float) -> tuple[int, int]:
    return max(1, min(persons, 4)), min(persons + (2 if chance < 0.6 else 1), 6)
