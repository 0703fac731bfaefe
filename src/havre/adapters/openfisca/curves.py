"""The APL as a curve of the rent, for many households and zones at once.

Everything the household brings is worked out once (`Base`); the rent then changes a few formulas
only, which are run at the rents where the law bends: where the least participation starts to grow,
at 45 % and 75 % of the reference rent, at the highest rent counted, where the benefit begins to
shrink and where it ends, and where it starts to be paid. Between two bends the law is a straight
line, and OpenFisca's answer, which is cut to whole euros, within one euro of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from havre.adapters.openfisca.households import set_dwelling
from havre.adapters.openfisca.system import legislation, simulation
from havre.engine.matching.model import AplCurve

Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]


@dataclass(frozen=True, slots=True)
class Base:
    """What does not depend on the rent, one value per household."""

    month: str
    resources: Floats
    dependants: Any
    couple_scale: Any
    handicap: Any


def at_rents(base: Base, households: Any, zones: Any, rents: Any) -> Any:
    """A simulation of lettings: household number, zone and rent of each."""
    count = len(households)
    made = simulation(range(count), [False] * count)
    made.set_input("aide_logement_base_ressources", base.month, base.resources[households])
    made.set_input("al_nb_personnes_a_charge", base.month, base.dependants[households])
    made.set_input("al_couple", base.month, base.couple_scale[households])
    made.set_input("handicap", base.month, base.handicap[households])
    made.set_input("date_naissance", "ETERNITY", np.full(count, np.datetime64("1990-01-01")))
    set_dwelling(made, [base.month], zones)
    made.set_input("loyer", base.month, np.asarray(rents, dtype=np.float32))
    return made


def curves(base: Base, zones: list[str]) -> list[dict[str, AplCurve]]:
    """The curve of each zone, for each household."""
    number = len(base.resources)
    households = np.repeat(np.arange(number), len(zones))
    places = np.tile(np.array([int(zone) for zone in zones]), number)
    knots = _knots(base, households, places)
    flat = np.repeat(households, knots.shape[1]), np.repeat(places, knots.shape[1]), knots.ravel()
    paid = at_rents(base, *flat).calculate("apl", base.month).reshape(knots.shape)
    found: list[dict[str, AplCurve]] = [{} for _ in range(number)]
    rows = zip(households.tolist(), places.tolist(), knots.tolist(), paid.tolist(), strict=True)
    for household, place, rents, amounts in rows:
        found[household][str(place)] = curve(rents, amounts)
    return found


def curve(rents: list[float], amounts: list[float]) -> AplCurve:
    """The points by rising rent, without those a straight line already gives."""
    points: list[tuple[float, float]] = []
    for rent, amount in sorted(zip(rents, amounts, strict=True)):
        if points and rent <= points[-1][0]:
            continue
        flat = len(points) > 1 and points[-2][1] == points[-1][1] == amount
        if flat:
            points.pop()
        points.append((rent, amount))
    return tuple(points)


def _knots(base: Base, households: Any, places: Any) -> Floats:
    """The rents at which the law bends, to the cent, one row per household and zone."""
    law = legislation().get_parameters_at_instant(base.month)
    rental = law.prestations_sociales.aides_logement.allocations_logement.locatif
    probe = at_rents(base, households, places, np.zeros(len(households)))

    def read(name: str) -> Floats:
        return np.asarray(probe.calculate(name, base.month), dtype=np.float64)

    least, steps = rental.formule.pp_particip_perso, rental.formule.pp_particip_perso.tp_taux
    reference, most = read("aide_logement_loyer_reference"), read("aide_logement_loyer_plafond")
    names = np.char.add("zone_", places.astype(str))
    shrink = rental.coefficients_degressivite_suppression[names]
    lines = [
        np.zeros(len(households)),
        least.p0_particip_min.p0_forfait / least.p0_particip_min.p0_taux
        - read("aide_logement_charges"),
        steps.tl_loyer.seuils.seuil_1 * reference,
        steps.tl_loyer.seuils.seuil_2 * reference,
        most,
    ]
    bends = np.sort(np.clip(np.stack(lines, axis=1), 0, most[:, None]), axis=1)
    threshold = _threshold(law, read)
    left = _left(base, households, places, bends) - threshold[:, None]
    ends = np.stack([most * shrink.degressivite, most * shrink.suppression], axis=1)
    out = _end(left[:, -1], threshold, ends)
    every: Floats = np.concatenate([bends, _starts(bends, left), ends, out], axis=1)
    return every.round(2)


def _threshold(law: Any, read: Any) -> Floats:
    """What is taken off before anything is paid, in euros a month."""
    aid = law.prestations_sociales.aides_logement
    taken = aid.reduction_loyer_solidarite.fraction_baisse_aide_logement
    fixed = aid.allocations_logement.locatif.minoration_forfaitaire
    return np.asarray(fixed + taken * read("reduction_loyer_solidarite"))


def _left(base: Base, households: Any, places: Any, bends: Floats) -> Floats:
    """The benefit at each bend before anything is taken off; below 0 where there is none."""
    width = bends.shape[1]
    lettings = np.repeat(households, width), np.repeat(places, width), bends.ravel()
    made = at_rents(base, *lettings)

    def read(name: str) -> Floats:
        return np.asarray(made.calculate(name, base.month), dtype=np.float64)

    counted = read("aide_logement_loyer_retenu") + read("aide_logement_charges")
    return np.asarray(counted - read("aide_logement_participation_personnelle")).reshape(
        bends.shape
    )


def _starts(bends: Floats, left: Floats) -> Floats:
    """The rent at which it starts (or stops) being paid, in each interval between two bends.

    Where it does not, the lower bend again.
    """
    low, high = left[:, :-1], left[:, 1:]
    rise = np.where(high == low, 1.0, high - low)
    crossing = bends[:, :-1] - low / rise * (bends[:, 1:] - bends[:, :-1])
    found: Floats = np.where(low * high < 0, crossing, bends[:, :-1])
    return found


def _end(left: Floats, threshold: Floats, ends: Floats) -> Floats:
    """The rent at which the shrinking benefit is no more than what is taken off it."""
    full = np.maximum(left + threshold, 0.01)
    share = np.clip(1 - threshold / full, 0, 1)
    last: Floats = ends[:, 0] + (ends[:, 1] - ends[:, 0]) * share
    return last[:, None]
