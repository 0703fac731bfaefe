"""Needs as columns: what the rules compare, her communes, her curves, what she avoids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from havre.engine.matching.affordability import NO_CURVE, Segment, segments_of
from havre.engine.matching.arrays import Array, Index, columns, offsets, runs
from havre.engine.matching.ceilings import CAPPED, Category, Ceilings, Series
from havre.engine.matching.model import Anywhere, AplCurve, Need, Settings
from havre.engine.matching.places import Direction, direction
from havre.engine.matching.sides import Amounts, NeedSide, distinct
from havre.engine.matching.verdict import Circle, Subject

KINDS = NeedSide(
    rooms_min=np.int32,
    rooms_max=np.int32,
    surface_min=np.float64,
    ceilings=np.uint16,
    net_most=np.float64,
    rent_most=np.float64,
    accessible=np.bool_,
    floor_most=np.int32,
    ground_ok=np.bool_,
    needed_by=np.int32,
    rights=np.uint8,
    regimes=np.uint8,
    income=np.float64,
    units=np.float64,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """For each need a list of names, as codes: `need` and `code`, line by line."""

    need: Index
    code: Index
    names: list[str]

    @classmethod
    def of(cls, lists: Iterable[Iterable[str]]) -> Listed:
        """Give every name a code."""
        known: dict[str, int] = {}
        need: list[int] = []
        code: list[int] = []
        for i, names in enumerate(lists):
            for name in names:
                need.append(i)
                code.append(known.setdefault(name, len(known)))
        return cls(np.array(need, np.int64), np.array(code, np.int64), list(known))

    def some(self, needs: Index) -> Listed:
        """The lists of some needs, numbered anew, with the names they use."""
        owner, line = _lines_of(self.need, needs)
        used, code = np.unique(self.code[line], return_inverse=True)
        return Listed(owner, code, [self.names[i] for i in used.tolist()])


def _lines_of(owners: Index, needs: Index) -> tuple[Index, Index]:
    """The lines of some needs in a column of ascending needs, and whose each is."""
    first = np.searchsorted(owners, needs, side="left")
    return runs(first, np.searchsorted(owners, needs, side="right") - first)


@dataclass(frozen=True, slots=True)
class Points:
    """For each need some points: whose each is, where, and (for circles) up to where."""

    need: Index
    where: Direction
    reach: Array

    @classmethod
    def of(cls, rows: Sequence[tuple[int, Direction, float]]) -> Points:
        """Sort the points into columns."""
        flat = [(need, *where, reach) for need, where, reach in rows]
        need, x, y, z, reach = columns(flat, (np.int64, *(np.float64,) * 4))
        return cls(need, Direction(x, y, z), reach)

    def some(self, needs: Index) -> Points:
        """The points of some needs, numbered anew."""
        owner, line = _lines_of(self.need, needs)
        return Points(owner, Direction(*(part[line] for part in self.where)), self.reach[line])


@dataclass(frozen=True, slots=True)
class Curves:
    """Every APL curve once. Number 0 is the curve of those who have none: no APL.

    `points` are the rents of each curve's points, a line each, infinite beyond the last;
    `segments` the segments of all curves, each curve's from `start`.
    """

    of_zone: dict[str, Index]
    """For each zone that some need knows, the number of each need's curve."""
    points: Array
    start: Index
    segments: Segment

    @classmethod
    def of(cls, needs: Sequence[Need]) -> Curves:
        """Number the curves, equal ones alike."""
        known: dict[AplCurve, int] = {NO_CURVE: 0}
        zones = sorted({zone for need in needs for zone in need.apl})
        numbers = {
            zone: [known.setdefault(need.apl.get(zone) or NO_CURVE, len(known)) for need in needs]
            for zone in zones
        }
        size = np.array([len(curve) for curve in known], np.int64)
        points = np.full((len(known), size.max()), np.inf)
        flat = np.array([point for curve in known for point in curve], np.float64)
        points[np.arange(size.max()) < size[:, None]] = flat[:, 0]
        segments = [segment for curve in known for segment in segments_of(curve)]
        return cls(
            {zone: np.array(found, np.int64) for zone, found in numbers.items()},
            points,
            offsets(size + 1)[:-1],
            Segment(*columns(segments, (np.float64,) * 2)),
        )


@dataclass(frozen=True, slots=True)
class NeedTable:
    """The columns of the needs, in the order given."""

    side: NeedSide
    communes: Listed
    choices: Index
    """How many communes each listed; 0 for those whom any commune suits."""
    curves: Curves
    avoided_communes: Listed
    avoided_landlords: Listed
    avoided_residences: Listed
    circles: Points
    near: Points
    near_count: Index
    categories: frozenset[Category] = field(default_factory=frozenset)

    @classmethod
    def of(cls, needs: Sequence[Need], settings: Settings, ceilings: Ceilings) -> NeedTable:
        """Work out each need's side, then sort into columns."""
        known: dict[Category, Amounts] = {}
        subjects = [Subject.of(need, settings, ceilings, known) for need in needs]
        wished = [_listed(need) for need in needs]
        avoided = [subject.avoided for subject in subjects]
        near = Points.of(list(_near(needs)))
        return cls(
            side=NeedSide(*columns([subject.side for subject in subjects], KINDS)),
            communes=Listed.of(wished),
            choices=np.array([len(names) for names in wished], np.int64),
            curves=Curves.of(needs),
            avoided_communes=Listed.of(sorted(a.communes) for a in avoided),
            avoided_landlords=Listed.of(sorted(a.landlords) for a in avoided),
            avoided_residences=Listed.of(
                sorted(frozenset[str]().union(*a.residences)) for a in avoided
            ),
            circles=Points.of(list(_circles(a.circles for a in avoided))),
            near=near,
            near_count=np.bincount(near.need, minlength=len(needs)),
            categories=frozenset(known),
        )

    def __len__(self) -> int:
        return len(self.choices)

    def some(self, needs: Index) -> NeedTable:
        """The lines of some needs, in the order asked for. The curves are shared."""
        zones = {zone: numbers[needs] for zone, numbers in self.curves.of_zone.items()}
        return NeedTable(
            side=NeedSide(*(column[needs] for column in self.side)),
            communes=self.communes.some(needs),
            choices=self.choices[needs],
            curves=replace(self.curves, of_zone=zones),
            avoided_communes=self.avoided_communes.some(needs),
            avoided_landlords=self.avoided_landlords.some(needs),
            avoided_residences=self.avoided_residences.some(needs),
            circles=self.circles.some(needs),
            near=self.near.some(needs),
            near_count=self.near_count[needs],
            categories=self.categories,
        )

    def require_ceilings(
        self, compared: Iterable[Series], settings: Settings, ceilings: Ceilings
    ) -> None:
        """Raise MissingCeiling when the reference data lacks one that will be compared."""
        for series in sorted(one for one in compared if one.financing in CAPPED):
            for category in sorted(self.categories):
                ceilings.lookup(settings.date.year, series.financing, category, series.zone)


def _listed(need: Need) -> list[str]:
    return [] if isinstance(need.communes, Anywhere) else distinct(need.communes)


def _circles(circles: Iterable[Iterable[Circle]]) -> Iterable[tuple[int, Direction, float]]:
    for i, of_need in enumerate(circles):
        for circle in of_need:
            yield i, circle.centre, circle.reach


def _near(needs: Sequence[Need]) -> Iterable[tuple[int, Direction, Any]]:
    for i, need in enumerate(needs):
        for place in need.near:
            yield i, direction((place.lat, place.lon)), 0.0
