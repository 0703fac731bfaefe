"""All open needs and all open offers at once, for the operator: who has a dwelling, and where.

What is read is bounded, journaled with one line per case, and asked in a fixed number of statements
whatever the number of situations. Safety plans are opened together through the vault, whose
quota counts each case; the page that follows shows counts and references, never a zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from havre.assessments.selectors import validated_of_searching
from havre.cases.models import Case
from havre.engine import matching as engine
from havre.engine.matching.pairs import match_block
from havre.engine.vocabulary import Role
from havre.housing.models import Vacancy
from havre.matching.needs import offers_now, read_needs
from havre.matching.offered import vacancy_from
from havre.matching.selectors import ceilings_now, is_kept_from, settings_of
from havre.platform.acting import Actor
from havre.programmes.models import Programme
from havre.sharing.protection_selectors import organisations_recused_from

MOST_NEEDS = 100
"""Situations compared at once, the most urgent first: a third of what a person may open an hour."""


@dataclass(frozen=True, slots=True)
class Searching:
    """A case for which a dwelling is looked for, its need, and who must not know of her."""

    case: Case
    need: engine.Need
    recused: frozenset[int]


@dataclass(frozen=True, slots=True)
class OpenNeeds:
    """The needs that can be compared, the most urgent first.

    `left_out` are references of cases whose assessment cannot be read as a whole; `more` says
    that others, less urgent, are not among them.
    """

    found: tuple[Searching, ...]
    left_out: tuple[str, ...]
    more: bool


def open_needs(actor: Actor, most: int = MOST_NEEDS) -> OpenNeeds:
    """Return the needs of all the cases for which the actor looks for a dwelling.

    For the operator alone. Raises PermissionError, VaultTrouble, JournalDown.
    """
    if not actor.has(Role.OPERATOR):
        raise PermissionError
    versions = list(validated_of_searching(actor)[: most + 1])
    read = versions[:most]
    needs = read_needs(read, action="COMPARED", actor=actor)
    recused = organisations_recused_from(one.case_id for one in read)
    found: list[Searching] = []
    left_out: list[str] = []
    for one, need in zip(read, needs, strict=True):
        if need is None:
            left_out.append(one.case.reference)
            continue
        found.append(Searching(one.case, need, frozenset(recused.get(one.case_id, ()))))
    return OpenNeeds(tuple(found), tuple(left_out), len(versions) > most)


def best_for(
    needs: Sequence[Searching],
    offers: Sequence[Vacancy],
    settings: engine.Settings,
    ceilings: engine.Ceilings,
) -> list[list[Vacancy]]:
    """Return, for each need in the same order, the offers that suit it, best first.

    Those of whoever must not know of her are left out. Raises MissingCeiling.
    """
    vacancies = [vacancy_from(one) for one in offers]
    pairs = match_block([one.need for one in needs], vacancies, settings, ceilings)
    found: list[list[Vacancy]] = []
    for row, one in enumerate(needs):
        best = [offers[at] for at, _ in pairs.of(row)]
        kept_from = set(one.recused)
        found.append([v for v in best if not is_kept_from(v, kept_from)] if kept_from else best)
    return found


@dataclass(frozen=True, slots=True)
class Board:
    """Each need with the offers that suit it, best first."""

    needs: OpenNeeds
    best: list[list[Vacancy]]


def whole_board(programme: Programme, *, actor: Actor) -> Board:
    """Return what suits whom, over the whole programme. Raises as `open_needs`, MissingCeiling."""
    needs = open_needs(actor)
    offers = offers_now(actor)
    best = best_for(needs.found, offers, settings_of(programme), ceilings_now())
    return Board(needs, best)
