"""Vacancies as columns, those of one commune side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from havre.engine.matching.arrays import Array, Index, columns, offsets
from havre.engine.matching.model import Vacancy
from havre.engine.matching.residences import residence_keys
from havre.engine.matching.sides import VacancySide, vacancy_side

KINDS = VacancySide(
    rooms=np.int32,
    surface=np.float64,
    surface_sure=np.float64,
    ceiling=np.uint16,
    rent=np.float64,
    gross=np.float64,
    accessible=np.bool_,
    lift=np.bool_,
    floor=np.int32,
    available_on=np.int32,
    right=np.uint8,
    regime=np.uint8,
    x=np.float64,
    y=np.float64,
    z=np.float64,
)


@dataclass(frozen=True, slots=True)
class VacancyTable:
    """The columns of the vacancies, sorted by bucket: one commune (and its APL zone) each.

    `given` is the place of each line among the vacancies as they were given. `rank` orders
    lines of equal score: the sooner available, then by reference.
    """

    side: VacancySide
    given: Index
    rank: Index
    start: Index
    """Where each bucket begins, and where the last one ends."""
    communes: list[str]
    """The commune of each bucket."""
    zone: Index
    """The APL zone of each bucket, as a number of `zones`."""
    zones: dict[str, int]
    buckets: dict[str, list[int]]
    """The buckets of each commune: one, unless its vacancies disagree on their zone."""
    landlord: Index
    landlords: dict[str, int]
    residence: Index
    residences: dict[str, list[int]]
    """The residences that bear each spelling (see `residences`)."""

    @classmethod
    def of(
        cls, vacancies: Sequence[Vacancy], sides: Sequence[VacancySide] | None = None
    ) -> VacancyTable:
        """Sort the vacancies into columns; `sides` are theirs, when worked out beforehand.

        ValueError when two share a reference.
        """
        places = [(vacancy.commune, vacancy.zone_123) for vacancy in vacancies]
        names = sorted(set(places))
        bucket_of = {name: i for i, name in enumerate(names)}
        bucket = np.array([bucket_of[place] for place in places], np.int64)
        given = np.argsort(bucket, kind="stable")
        rank = _ranks(vacancies)
        buckets: dict[str, list[int]] = {}
        for (commune, _), number in bucket_of.items():
            buckets.setdefault(commune, []).append(number)
        zones = {zone: i for i, zone in enumerate(sorted({zone for _, zone in names}))}
        landlords: dict[str, int] = {}
        landlord = [landlords.setdefault(v.landlord, len(landlords)) for v in vacancies]
        residence, residences = _residences(vacancies)
        if sides is None:
            sides = [vacancy_side(vacancy) for vacancy in vacancies]
        table = columns(sides, KINDS)
        return cls(
            side=VacancySide(*(column[given] for column in table)),
            given=given,
            rank=rank[given],
            start=offsets(np.bincount(bucket, minlength=len(names))),
            communes=[commune for commune, _ in names],
            zone=np.array([zones[zone] for _, zone in names], np.int64),
            zones=zones,
            buckets=buckets,
            landlord=np.array(landlord, np.int64)[given],
            landlords=landlords,
            residence=residence[given],
            residences=residences,
        )

    def __len__(self) -> int:
        return len(self.given)

    def located(self) -> Array:
        """Whether each line's place is known."""
        return np.asarray(~np.isnan(self.side.x))


def _ranks(vacancies: Sequence[Vacancy]) -> Index:
    refs = [vacancy.ref for vacancy in vacancies]
    if len(set(refs)) != len(refs):
        double = min(ref for ref, times in Counter(refs).items() if times > 1)
        raise ValueError(f"two vacancies share the reference {double!r}")
    order = sorted(range(len(refs)), key=lambda i: (vacancies[i].available_on, refs[i]))
    rank = np.empty(len(refs), np.int64)
    rank[order] = np.arange(len(refs))
    return rank


def _residences(vacancies: Sequence[Vacancy]) -> tuple[Index, dict[str, list[int]]]:
    numbers: dict[str, int] = {}
    residence = [numbers.setdefault(v.residence or "", len(numbers)) for v in vacancies]
    by_key: dict[str, list[int]] = {}
    for name, number in numbers.items():
        for key in residence_keys(name):
            by_key.setdefault(key, []).append(number)
    return np.array(residence, np.int64), by_key
