"""From a woman's situation to the variables of OpenFisca-France.

What is typed is what she receives, net; OpenFisca asks for several notions of the same amount.
Taken the same: net paid and net taxable. What cannot be told apart is taken in the way that gives
her the smaller benefit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from havre.adapters.openfisca.system import set_months, simulation
from havre.engine.benefits import Situation
from havre.engine.vocabulary import ResourceKind

INPUTS: Final[dict[ResourceKind, tuple[str, ...]]] = {
    ResourceKind.SALAIRE: ("salaire_imposable", "salaire_net"),
    ResourceKind.CHOMAGE: ("chomage_imposable", "chomage_net"),
    ResourceKind.INDEMNITES: ("chomage_imposable", "chomage_net"),
    ResourceKind.RETRAITE: ("retraite_imposable", "retraite_nette"),
    ResourceKind.AUTRE: ("retraite_imposable", "retraite_nette"),
    ResourceKind.PENSION_ALIMENTAIRE: ("pensions_alimentaires_percues",),
    ResourceKind.AAH: ("aah",),
}
"""Which variables an amount feeds. RSA, activity bonus, family benefits and ASF feed none: they
are worked out again. Sick pay counts as unemployment benefit, other resources as a pension."""

DEPENDANT_BELOW: Final = 21
"""A child counts for housing benefit until this age (CCH R823-4); nobody older is simulated."""

PREGNANCY_DAYS: Final = 280


def months_before(day: dt.date) -> list[str]:
    """Every month from January two years before to the month of `day`: all that formulas read."""
    last = day.year * 12 + day.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range((day.year - 2) * 12, last + 1)]


def dependants(situation: Situation) -> list[dt.date]:
    """Birth dates of the children already born and still dependent."""
    others = situation.members[1:]
    return [one.birth_date for one in others if 0 <= one.age_on(situation.day) < DEPENDANT_BELOW]


def expecting(situation: Situation) -> bool:
    """Tell whether a birth is awaited."""
    return any(
        0 < (one.birth_date - situation.day).days <= PREGNANCY_DAYS for one in situation.members[1:]
    )


def simulated(situations: Sequence[Situation], zone: str) -> Any:
    """Households alone in a dwelling of a social landlord, in this zone; all of the same month.

    Each pays the highest rent that housing benefit counts for it, month after month.
    """
    children = [dependants(one) for one in situations]
    household_of = [i for i, born in enumerate(children) for _ in range(len(born) + 1)]
    is_child = [k > 0 for born in children for k in range(len(born) + 1)]
    made = simulation(household_of, is_child)
    births = [
        date
        for one, born in zip(situations, children, strict=True)
        for date in (one.members[0].birth_date, *born)
    ]
    made.set_input("date_naissance", "ETERNITY", np.array(births, dtype="datetime64[D]"))
    months = months_before(situations[0].day)
    parents = np.flatnonzero(~np.array(is_child))
    _set_resources(made, months, situations, parents, len(household_of))
    _set_persons(made, months[-1:], situations, parents, len(household_of))
    set_dwelling(made, months, np.full(len(situations), int(zone)))
    set_months(made, "loyer", months, made.calculate("aide_logement_loyer_plafond", months[-1]))
    return made


def apl_at(situations: Sequence[Situation], zone: str, rents: Sequence[float]) -> list[float]:
    """The APL of each household for its own rent, by the whole law: what curves are held against.

    All of the same month.
    """
    made = simulated(situations, zone)
    month = months_before(situations[0].day)[-1]
    made.calculate("aide_logement_base_ressources", month)
    made.delete_arrays("loyer", month)
    made.set_input("loyer", month, np.array(rents, dtype=np.float32))
    return [float(amount) for amount in made.calculate("apl", month)]


def _set_resources(
    made: Any, months: list[str], situations: Sequence[Situation], parents: Any, people: int
) -> None:
    totals: dict[str, Any] = {}
    for kind, names in INPUTS.items():
        amounts = np.array([one.monthly.get(kind, 0.0) for one in situations], dtype=np.float32)
        for name in names:
            totals.setdefault(name, np.zeros(people, dtype=np.float32))[parents] += amounts
    for name, amounts in totals.items():
        set_months(made, name, months, amounts)


def _set_persons(
    made: Any, months: list[str], situations: Sequence[Situation], parents: Any, people: int
) -> None:
    for name, told in (
        ("enceinte", [expecting(one) for one in situations]),
        ("handicap", [one.disabled for one in situations]),
    ):
        values = np.zeros(people, dtype=bool)
        values[parents] = told
        set_months(made, name, months, values)


def set_dwelling(made: Any, months: Sequence[str], zones: Any) -> None:
    """Lodge every household of a simulation with a social landlord; `zones` are 1, 2 or 3."""
    status = np.full(len(zones), "locataire_hlm")
    names = np.char.add("zone_", np.asarray(zones).astype(str))
    for month in months:
        made.set_input("zone_apl", month, names)
        made.set_input("statut_occupation_logement", month, status)
