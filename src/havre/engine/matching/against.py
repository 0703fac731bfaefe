"""One need before many vacancies, judged together: what `search` says, in a hundredth of its time.

The rules of each pair are known at once, and its figures when it suits; the sentences, which cost
more than all the rest, are written for the pairs that somebody reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from havre.engine.matching.arrays import Array, Index
from havre.engine.matching.block import BIT, Block, judge_block
from havre.engine.matching.candidates import Candidates
from havre.engine.matching.ceilings import Ceilings
from havre.engine.matching.figures import PairFigures
from havre.engine.matching.model import Anywhere, Need, Settings, Vacancy
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.pairs import best_first
from havre.engine.matching.rules import judge
from havre.engine.matching.score import MICRO
from havre.engine.matching.search import Exclusion, Match, RuleCount
from havre.engine.matching.sides import series_of
from havre.engine.matching.vacancy_table import VacancyTable
from havre.engine.matching.verdict import Figures, Subject
from havre.engine.vocabulary import Rule


@dataclass(frozen=True, slots=True)
class Suiting:
    """A vacancy that suits, its score in millionths, and its figures."""

    subject: Subject
    vacancy: Vacancy
    score_micro: int
    figures: Figures = field(hash=False)

    @property
    def score(self) -> float:
        """The score between 0 and 1."""
        return self.score_micro / MICRO

    @property
    def apl_known(self) -> bool:
        """Tell whether its net rent counts the housing benefit."""
        return bool(self.subject.need.apl.get(self.vacancy.zone_123))

    def match(self) -> Match:
        """Return it with the verdict of every rule."""
        verdicts = judge(self.subject, self.vacancy)
        return Match(self.vacancy, self.score_micro, verdicts)


@dataclass(frozen=True, slots=True)
class Unsuiting:
    """A vacancy that does not suit, and the rules it fails, in their order."""

    subject: Subject
    vacancy: Vacancy
    rules: tuple[Rule, ...]

    def exclusion(self) -> Exclusion:
        """Return it with the verdict of each rule it fails."""
        verdicts = judge(self.subject, self.vacancy)
        return Exclusion(self.vacancy, tuple(one for one in verdicts if not one.passed))


@dataclass(frozen=True, slots=True)
class Against:
    """The answer for one need: the same pairs, in the same order, as `compatible`'s."""

    need_ref: str
    compatible: tuple[Suiting, ...]
    excluded: tuple[Unsuiting, ...]
    counts: Mapping[Rule, RuleCount] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Offered:
    """Vacancies, and the columns they are sorted into."""

    vacancies: Sequence[Vacancy]
    table: VacancyTable


def against(need: Need, offered: Offered, settings: Settings, ceilings: Ceilings) -> Against:
    """Sort vacancies into those that suit `need`, best first, and the others by reference.

    Raises MissingCeiling when reference data lacks a ceiling.
    """
    subject = Subject.of(need, settings, ceilings)
    needs = NeedTable.of([need], settings, ceilings)
    vacancies = offered.vacancies
    needs.require_ceilings({series_of(one) for one in vacancies}, settings, ceilings)
    block = _judged(need, needs, offered.table)
    excluded = _excluded(subject, offered, block.failed)
    return Against(
        need.ref, _suiting(subject, offered, block, settings), excluded, _counts(excluded)
    )


def _judged(need: Need, needs: NeedTable, table: VacancyTable) -> Block:
    """Judge every vacancy by every rule, wherever it is."""
    buckets = np.arange(len(table.communes))
    here = np.zeros(len(buckets), np.int64)
    choice, elsewhere = here.copy(), np.zeros(len(buckets), np.bool_)
    if not isinstance(need.communes, Anywhere):
        place = {name: rank for rank, name in enumerate(needs.communes.names)}
        ranks = np.array([place.get(name, -1) for name in table.communes], np.int64)
        elsewhere, choice = ranks < 0, np.maximum(ranks, 0)
    lines = Candidates.of(here, buckets, choice, table)
    block = judge_block(needs, table, lines)
    block.failed[np.repeat(elsewhere, lines.width)] |= BIT[Rule.COMMUNE]
    return block


def _suiting(
    subject: Subject, offered: Offered, block: Block, settings: Settings
) -> tuple[Suiting, ...]:
    pairs = np.flatnonzero(block.failed == 0)
    lines = block.lines(pairs)
    places: Index = block.vacancies(pairs, lines)
    best = best_first(block, settings, lines, places)
    figures = PairFigures.of(block, lines[best.order], places[best.order])
    return tuple(
        Suiting(subject, offered.vacancies[at], score, said)
        for at, score, said in zip(
            best.vacancy.tolist(), best.score.tolist(), figures.between(0, len(pairs)), strict=True
        )
    )


def _excluded(subject: Subject, offered: Offered, failed: Array) -> tuple[Unsuiting, ...]:
    """One line per bucket, in their order: the pairs are in the order of the table."""
    found = [
        Unsuiting(subject, offered.vacancies[at], _rules(bits))
        for at, bits in zip(offered.table.given.tolist(), failed.tolist(), strict=True)
        if bits
    ]
    found.sort(key=lambda one: one.vacancy.ref)
    return tuple(found)


@lru_cache(maxsize=1 << len(Rule))
def _rules(bits: int) -> tuple[Rule, ...]:
    return tuple(rule for rule, bit in BIT.items() if bits & bit)


def _counts(excluded: Sequence[Unsuiting]) -> Mapping[Rule, RuleCount]:
    """As `count_exclusions`: a vacancy elsewhere counts for COMMUNE and for no other rule."""
    at_all: Counter[Rule] = Counter()
    alone: Counter[Rule] = Counter()
    for rules, times in Counter(one.rules for one in excluded).items():
        if Rule.COMMUNE in rules:
            at_all[Rule.COMMUNE] += times
            continue
        at_all.update(dict.fromkeys(rules, times))
        if len(rules) == 1:
            alone[rules[0]] += times
    return {
        rule: RuleCount(at_all[rule], None if rule is Rule.COMMUNE else alone[rule])
        for rule in Rule
        if at_all[rule]
    }
