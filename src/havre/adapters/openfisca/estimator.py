"""Benefits of many households, in batches that keep memory bounded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

import numpy as np

from havre.adapters.openfisca import system
from havre.adapters.openfisca.curves import Base, curves
from havre.adapters.openfisca.households import simulated
from havre.engine.benefits import APL_ZONES, Estimate, Rights, RulesUnknown, Situation
from havre.engine.vocabulary import Benefit, ResourceKind

BATCH: Final = 2000
"""Households computed together: enough for speed, few enough for memory."""

EARLIEST: Final = dt.date(2018, 3, 1)
"""The first month whose law has everything that curves read (RLS: loi 2017-1837, art. 126)."""

LATEST: Final = dt.date(2100, 12, 31)
"""Later than the last month known, the last rules known apply; this only bounds the years."""

FORMULAS: Final[dict[Benefit, tuple[str, ...]]] = {
    Benefit.RSA: ("rsa",),
    Benefit.PRIME_ACTIVITE: ("ppa_nette_crds",),
    Benefit.FAMILLE: ("af", "cf", "paje_base"),
    Benefit.ASF: ("asf_nette_crds",),
    Benefit.APL: ("apl",),
}
"""Variables of a family added up for each benefit, as paid; AAH is a person's."""


class OpenFisca:
    """An `Estimator` by OpenFisca-France."""

    def estimate(self, situations: Sequence[Situation], zones: Sequence[str]) -> list[Estimate]:
        """One estimate per situation, in order; rights are those of the first zone.

        Raises ValueError for a zone that is not 1, 2 or 3, or no zone at all; RulesUnknown for a
        month before EARLIEST or after LATEST.
        """
        if any(not EARLIEST <= situation.day <= LATEST for situation in situations):
            raise RulesUnknown
        if not zones or not set(zones) <= set(APL_ZONES):
            raise ValueError("zones: some of 1, 2 and 3")
        found: dict[int, Estimate] = {}
        for places in _batches(situations):
            batch = [situations[place] for place in places]
            found |= zip(places, _batch(batch, list(dict.fromkeys(zones))), strict=True)
        return [found[place] for place in range(len(situations))]


def _batches(situations: Sequence[Situation]) -> Iterator[list[int]]:
    """Places of the situations, by month, at most BATCH together."""

    def month(place: int) -> tuple[int, int]:
        return situations[place].day.year, situations[place].day.month

    for _, group in groupby(sorted(range(len(situations)), key=month), key=month):
        places = list(group)
        for start in range(0, len(places), BATCH):
            yield places[start : start + BATCH]


def _batch(situations: Sequence[Situation], zones: list[str]) -> list[Estimate]:
    day = situations[0].day
    month = f"{day.year}-{day.month:02}"
    first = simulated(situations, zones[0])
    base = Base(
        month=month,
        resources=first.calculate("aide_logement_base_ressources", month),
        dependants=first.calculate("al_nb_personnes_a_charge", month),
        couple_scale=first.calculate("al_couple", month),
        handicap=np.array([one.disabled for one in situations]),
    )
    rights = _rights(situations, first, month, zones[0])
    return [Estimate(c, r) for c, r in zip(curves(base, zones), rights, strict=True)]


def _rights(situations: Sequence[Situation], first: Any, month: str, zone: str) -> Iterator[Rights]:
    amounts = {
        benefit: sum(first.calculate(name, month) for name in names)
        for benefit, names in FORMULAS.items()
    }
    levies = system.legislation().get_parameters_at_instant(month).prelevements_sociaux
    amounts[Benefit.FAMILLE] *= 1 - levies.contributions_sociales.crds  # given before this levy
    rents = first.calculate("loyer", month).tolist()
    reductions = first.calculate("reduction_loyer_solidarite", month).tolist()
    for i, situation in enumerate(situations):
        found = {benefit: round(float(values[i]), 2) for benefit, values in amounts.items()}
        found[Benefit.AAH] = situation.monthly.get(ResourceKind.AAH, 0.0)
        yield Rights(zone, round(rents[i], 2), found, round(reductions[i], 2))
