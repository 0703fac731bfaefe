"""A board kept in columns, so that one line that changes is matched anew and nothing else is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from havre.engine.matching.arrays import Index, offsets
from havre.engine.matching.block import judge_block
from havre.engine.matching.candidates import Candidates
from havre.engine.matching.ceilings import Ceilings, Series
from havre.engine.matching.model import Anywhere, Need, Settings, Vacancy
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.pairs import match_tables
from havre.engine.matching.scoring import score_pairs
from havre.engine.matching.sides import series_of
from havre.engine.matching.vacancy_table import VacancyTable

Scored = list[tuple[str, int]]
"""(reference, score in millionths), best first."""


@dataclass(slots=True)
class Prepared:
    """The lines of a board as columns, with those that have changed since, by reference.

    A line that changes, or comes, is given whole. Each answer takes all earlier changes into
    account; a change that is refused is none. When a few hundred lines have changed, prepare anew.
    """

    settings: Settings
    ceilings: Ceilings
    needs: Sequence[Need]
    vacancies: Sequence[Vacancy]
    need_table: NeedTable
    table: VacancyTable
    asking: Mapping[str, Index]
    """The needs that list each commune."""
    series: frozenset[Series]
    """The ceilings that apply to its dwellings."""
    changed_needs: dict[str, Need] = field(default_factory=dict)
    changed_vacancies: dict[str, Vacancy] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        needs: Sequence[Need],
        vacancies: Sequence[Vacancy],
        settings: Settings,
        ceilings: Ceilings,
    ) -> Prepared:
        """Sort a board into columns. Raises as `match_block`."""
        need_table = NeedTable.of(needs, settings, ceilings)
        series = frozenset(series_of(vacancy) for vacancy in vacancies)
        need_table.require_ceilings(series, settings, ceilings)
        listed = need_table.communes
        order = np.argsort(listed.code, kind="stable")
        start = offsets(np.bincount(listed.code, minlength=len(listed.names)))
        asking = {
            name: listed.need[order[start[code] : start[code + 1]]]
            for code, name in enumerate(listed.names)
        }
        table = VacancyTable.of(vacancies)
        return cls(settings, ceilings, needs, vacancies, need_table, table, asking, series)

    def need_changed(self, need: Need) -> Scored:
        """The vacancies that suit a need, new or changed, best first. Raises MissingCeiling."""
        one = NeedTable.of([need], self.settings, self.ceilings)
        fresh = list(self.changed_vacancies.values())
        compared = self.series.union(series_of(vacancy) for vacancy in fresh)
        one.require_ceilings(compared, self.settings, self.ceilings)
        self.changed_needs[need.ref] = need
        found = self._suiting(one, self.table, self.vacancies, self.changed_vacancies)
        if fresh:
            found += self._suiting(one, VacancyTable.of(fresh), fresh, {})
        found.sort(key=lambda line: (-line[1], line[0].available_on, line[0].ref))
        return [(vacancy.ref, score) for vacancy, score in found]

    def vacancy_changed(self, vacancy: Vacancy) -> Scored:
        """The needs that a vacancy, new or changed, suits: highest score, then first admitted.

        Raises MissingCeiling.
        """
        one = VacancyTable.of([vacancy])
        fresh = [need for need in self.changed_needs.values() if _accepts(need, vacancy)]
        changed = [NeedTable.of(fresh, self.settings, self.ceilings)] if fresh else []
        for needs in (self.need_table, *changed):
            needs.require_ceilings({series_of(vacancy)}, self.settings, self.ceilings)
        self.changed_vacancies[vacancy.ref] = vacancy
        asking = [self.asking.get(vacancy.commune, np.empty(0, np.int64)), self._anywhere()]
        some = np.sort(np.concatenate(asking))
        found = self._suited(self.need_table.some(some), one, [self.needs[i] for i in some])
        found = [line for line in found if line[0].ref not in self.changed_needs]
        for needs in changed:
            found += self._suited(needs, one, fresh)
        found.sort(key=lambda line: (-line[1], line[0].admitted_on, line[0].ref))
        return [(need.ref, score) for need, score in found]

    def _anywhere(self) -> Index:
        return np.flatnonzero(self.need_table.choices == 0)

    def _suiting(
        self,
        one: NeedTable,
        table: VacancyTable,
        vacancies: Sequence[Vacancy],
        changed: Mapping[str, Vacancy],
    ) -> list[tuple[Vacancy, int]]:
        pairs = match_tables(one, table, self.settings)
        found = [(vacancies[place], score) for place, score in pairs.of(0)]
        return [line for line in found if line[0].ref not in changed]

    def _suited(
        self, table: NeedTable, one: VacancyTable, needs: Sequence[Need]
    ) -> list[tuple[Need, int]]:
        """Those whom the single vacancy suits, among needs that all accept its commune."""
        commune = one.communes[0]
        everyone = np.arange(len(needs))
        choice = np.zeros(len(needs), np.int64)
        listed = table.communes
        here = listed.code == (listed.names.index(commune) if commune in listed.names else -1)
        first = offsets(table.choices)[:-1]
        choice[listed.need[here]] = np.flatnonzero(here) - first[listed.need[here]]
        lines = Candidates.of(everyone, np.zeros(len(needs), np.int64), choice, one)
        block = judge_block(table, one, lines)
        pairs = np.flatnonzero(block.failed == 0)
        places = np.zeros(len(pairs), np.int64)
        scores = score_pairs(block, pairs, places, self.settings)
        suited = lines.need[pairs].tolist()
        return [(needs[i], score) for i, score in zip(suited, scores.tolist(), strict=True)]


def _accepts(need: Need, vacancy: Vacancy) -> bool:
    return isinstance(need.communes, Anywhere) or vacancy.commune in need.communes
