"""The legislation, loaded once for the process; and simulations of many households at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from openfisca_core.simulations import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem


@cache
def legislation() -> Any:
    """The parameters and formulas of French law: about 130 MB, some seconds the first time."""
    return FranceTaxBenefitSystem()


def simulation(household_of: Sequence[int], children: Sequence[bool]) -> Any:
    """A simulation of people grouped in households, the first of each being its one parent.

    `household_of` gives the household of each person, 0 first, in order; `children` tells who is a
    child. Every household is one family, one tax household and one dwelling.
    """
    builder = SimulationBuilder()
    builder.create_entities(legislation())
    builder.declare_person_entity("individu", [str(i) for i in range(len(household_of))])
    groups = np.asarray(household_of)
    ids = list(range(int(groups[-1]) + 1))
    for entity, parent, child in (
        ("famille", "demandeur", "enfant"),
        ("foyer_fiscal", "declarant_principal", "personne_a_charge"),
        ("menage", "personne_de_reference", "enfant"),
    ):
        population = builder.declare_entity(entity, ids)
        roles = np.where(np.asarray(children), child, parent)
        builder.join_with_persons(population, groups, roles)
    return builder.build(legislation())


def set_months(made: Any, name: str, months: Iterable[str], value: Any) -> None:
    """Give a variable the same value for each of these months."""
    for month in months:
        made.set_input(name, month, value)
