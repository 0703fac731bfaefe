"""Kinds of dwelling that a programme may look for, as dwellings nobody offers yet.

A kind is a commune, a number of rooms, and whether it is accessible. It is given what the offers
of the board have most often: the median rent, charges and surface of as many rooms, the usual
financing; no landlord, so that no cap holds; no reserved right; a first floor with a lift; and
the middle of the commune's known offers, else of the commune, for a place unknown is unsafe.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median_low
from typing import TypeVar

from havre.engine.matching import Vacancy, minimum_surface
from havre.engine.vocabulary import ReservationCode

ROOMS = (1, 2, 3, 4, 5)
UNKNOWN_LANDLORD = "—"


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """« Un T4 accessible à Saran. »"""

    commune: str
    rooms: int
    accessible: bool

    @property
    def ref(self) -> str:
        """A reference that no vacancy has."""
        return f"?{self.commune}-{self.rooms}{'A' if self.accessible else ''}"


@dataclass(frozen=True, slots=True)
class Middle:
    """Where a commune is, when none of its offers says, and its APL zone."""

    lat: float
    lon: float
    zone_123: str


def kinds_of(
    vacancies: Sequence[Vacancy],
    on: dt.date,
    communes: Mapping[str, Middle] | None = None,
) -> list[tuple[Kind, Vacancy]]:
    """Return every kind with a dwelling of that kind; [] when nothing is offered.

    `communes`: where else to look; without it, the communes of the offers.
    """
    if not vacancies:
        return []
    typical = _Typical(vacancies, on)
    places: dict[str, Middle | None] = dict(communes or {})
    for code in typical.in_commune:
        places[code] = typical.place(code, places.get(code))
    return [
        (kind, typical.dwelling(kind, places[code]))
        for code in sorted(places)
        for rooms in ROOMS
        for accessible in (False, True)
        for kind in (Kind(code, rooms, accessible),)
    ]


@dataclass(frozen=True, slots=True)
class _Alike:
    """What the offers of one number of rooms have most often."""

    zone_123: str
    surface: float | None
    rent: float
    charges: float

    @classmethod
    def of(cls, offers: Sequence[Vacancy]) -> _Alike:
        surfaces = [v.surface for v in offers if v.surface is not None]
        return cls(
            offers[0].zone_123,
            median_low(surfaces) if surfaces else None,
            median_low([v.rent for v in offers]),
            median_low([v.charges for v in offers]),
        )


class _Typical:
    def __init__(self, vacancies: Sequence[Vacancy], on: dt.date) -> None:
        self.on = on
        self.financing = _usual([vacancy.financing for vacancy in vacancies])
        self.regime = _usual([vacancy.regime for vacancy in vacancies])
        self.in_commune: dict[str, list[Vacancy]] = defaultdict(list)
        of_rooms: dict[int, list[Vacancy]] = defaultdict(list)
        for vacancy in vacancies:
            self.in_commune[vacancy.commune].append(vacancy)
            of_rooms[vacancy.rooms].append(vacancy)
        self.alike = {rooms: _Alike.of(offers) for rooms, offers in of_rooms.items()}

    def place(self, commune: str, known: Middle | None) -> Middle | None:
        here = self.in_commune[commune]
        points = [point for v in here if (point := v.point) is not None]
        if not points:
            return known
        lat, lon = (round(fmean(side), 6) for side in zip(*points, strict=True))
        return Middle(lat, lon, here[0].zone_123)

    def dwelling(self, kind: Kind, place: Middle | None) -> Vacancy:
        alike = self._as_many(kind.rooms)
        surface = alike.surface
        return Vacancy(
            ref=kind.ref,
            landlord=UNKNOWN_LANDLORD,
            residence=None,
            commune=kind.commune,
            zone_123=place.zone_123 if place else alike.zone_123,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
            rooms=kind.rooms,
            surface=float(minimum_surface(kind.rooms)) if surface is None else surface,
            floor=1,
            lift=True,
            accessible=kind.accessible,
            rent=alike.rent,
            charges=alike.charges,
            financing=self.financing,
            regime=self.regime,
            right=ReservationCode.NONE,
            available_on=self.on,
        )

    def _as_many(self, rooms: int) -> _Alike:
        """The offers with as many rooms, else the nearest number (fewer first)."""
        return self.alike[min(self.alike, key=lambda one: (abs(one - rooms), one))]


W = TypeVar("W", bound=StrEnum)


def _usual(words: Sequence[W]) -> W:
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], str(word)))
