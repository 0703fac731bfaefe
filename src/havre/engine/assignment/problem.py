"""What a plan is made from: compatible pairs as arrays, urgencies, caps, floors, chosen pairs.

Pairs are grouped by need: those of need `i` are `start[i]` to `start[i + 1]`. Everything is a
whole number; scores are in millionths. A problem that makes no sense raises Impossible (a
sentence in French, naming what is wrong) as soon as it is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from havre.engine.matching.model import URGENCIES
from havre.engine.matching.score import MICRO

Ints = NDArray[np.int64]
NOWHERE: Final = -1
"""No vacancy, no group, no parent."""

WAITING_MOST: Final = 100_000
"""Days counted of a wait: some 270 years."""


class Impossible(ValueError):
    """The problem contradicts itself; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Group:
    """A landlord, or a group of landlords: at most `cap` dwellings together, None for no limit.

    `floor` is the fair share asked for it; `parent` is the group it belongs to.
    """

    name: str
    cap: int | None = None
    parent: int = NOWHERE
    floor: int = 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Problem:
    """Needs and vacancies by index; `group[v]` is the landlord's group of vacancy `v`.

    `waiting` counts the days each need has waited. `fixed` pairs are in every plan; `forbidden`
    ones in none.
    """

    needs: Sequence[str]
    vacancies: Sequence[str]
    urgency: Ints
    waiting: Ints
    start: Ints
    vacancy: Ints
    score: Ints
    group: Ints
    groups: tuple[Group, ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()
    forbidden: tuple[tuple[int, int], ...] = ()
    need_of: Ints = field(init=False)

    def __post_init__(self) -> None:
        _check(self)
        counts = np.diff(self.start)
        object.__setattr__(self, "need_of", np.repeat(np.arange(len(self.needs)), counts))
        check_groups(self.groups)
        _check_chosen(self)

    def pair(self, need: int, vacancy: int) -> int | None:
        """Return the position of a pair, or None when it is not compatible."""
        first, last = int(self.start[need]), int(self.start[need + 1])
        found = np.flatnonzero(self.vacancy[first:last] == vacancy)
        return first + int(found[0]) if len(found) else None


def ancestors(groups: Sequence[Group], group: int) -> list[int]:
    """Return a group and all it belongs to, nearest first."""
    chain: list[int] = []
    while group != NOWHERE:
        chain.append(group)
        group = groups[group].parent
    return chain


def check_groups(groups: Sequence[Group]) -> None:
    """Raise Impossible for a negative cap, an unknown parent, or caps that go in a circle."""
    done: set[int] = set()
    for index, group in enumerate(groups):
        if min(group.cap or 0, group.floor) < 0:
            raise Impossible(f"plafond de « {group.name} » : un nombre positif est attendu")
        walk: list[int] = []
        here = index
        while here != NOWHERE and here not in done:
            if not 0 <= here < len(groups):
                raise Impossible(f"plafond de « {group.name} » : groupe inconnu")
            if here in walk:
                circle = [groups[one].name for one in [*walk[walk.index(here) :], here]]
                raise Impossible(f"plafonds circulaires : {' → '.join(circle)}")
            walk.append(here)
            here = groups[here].parent
        done.update(walk)


def _check(problem: Problem) -> None:
    needs, vacancies = len(problem.needs), len(problem.vacancies)
    start, pairs = problem.start, len(problem.vacancy)
    right = (
        len(problem.urgency) == len(problem.waiting) == needs
        and len(start) == needs + 1
        and len(problem.score) == pairs
        and len(problem.group) == vacancies
        and int(start[0]) == 0
        and int(start[-1]) == pairs
        and bool((np.diff(start) >= 0).all())
    )
    if not right:
        raise Impossible("tableaux de longueurs différentes")
    for name, values, least, most in (
        ("urgence", problem.urgency, min(URGENCIES), max(URGENCIES)),
        ("attente", problem.waiting, 0, WAITING_MOST),
        ("offre", problem.vacancy, 0, vacancies - 1),
        ("score", problem.score, 0, MICRO),
        ("bailleur", problem.group, NOWHERE, len(problem.groups) - 1),
    ):
        if len(values) and not (least <= int(values.min()) and int(values.max()) <= most):
            raise Impossible(f"{name} : entre {least} et {most}")
    for name, references in (("besoin", problem.needs), ("offre", problem.vacancies)):
        if len(set(references)) != len(references):
            raise Impossible(f"deux fois la même référence de {name}")


def _check_chosen(problem: Problem) -> None:
    """Each need and vacancy fixed once, in a compatible pair, within every cap, not forbidden."""
    needs = [need for need, _ in problem.fixed]
    vacancies = [vacancy for _, vacancy in problem.fixed]
    if len(set(needs)) != len(needs) or len(set(vacancies)) != len(vacancies):
        raise Impossible("un besoin ou une offre est forcé deux fois")
    taken = [0] * len(problem.groups)
    for need, vacancy in problem.fixed:
        names = f"{problem.needs[need]} – {problem.vacancies[vacancy]}"
        if problem.pair(need, vacancy) is None:
            raise Impossible(f"{names} : ce logement ne lui convient pas, il ne peut être forcé")
        if (need, vacancy) in problem.forbidden:
            raise Impossible(f"{names} : forcé et écarté à la fois")
        for group in ancestors(problem.groups, int(problem.group[vacancy])):
            taken[group] += 1
            cap = problem.groups[group].cap
            if cap is not None and taken[group] > cap:
                raise Impossible(
                    f"{names} : le plafond de « {problem.groups[group].name} » est dépassé"
                )
