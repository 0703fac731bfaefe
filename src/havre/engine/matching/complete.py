"""A whole board matched: for each need its best vacancies with their figures, what excludes the
others and what would open more; for each vacancy that fits nobody, why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from havre.engine.matching.arrays import Index, offsets
from havre.engine.matching.block import Block, judge_block
from havre.engine.matching.candidates import MOST_PAIRS, Join
from havre.engine.matching.ceilings import Ceilings
from havre.engine.matching.counting import Counts, NearMisses, count
from havre.engine.matching.figures import PairFigures
from havre.engine.matching.levers import FEW, Levers, Rows, from_communes, from_misses, ranked
from havre.engine.matching.model import Need, Settings, Vacancy
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.neighbours import further_candidates
from havre.engine.matching.pairs import Pairs, best_first
from havre.engine.matching.sides import series_of
from havre.engine.matching.vacancy_table import VacancyTable


@dataclass(frozen=True, slots=True)
class Complete:
    """The complete match. Lines are numbered as needs and vacancies were given.

    `pairs` holds at most `top` vacancies of each need (all when `top` is None), `figures` a line
    for each of them; `found` and `suited` count all that are compatible, by need and by vacancy.
    `missed` are the pairs that fail one rule alone, not of safety, of needs that have few and of
    vacancies that fit nobody; their `place` is that of the vacancy as given.
    """

    pairs: Pairs
    figures: PairFigures
    found: Index
    suited: Index
    by_need: Counts
    by_vacancy: Counts
    levers: Levers
    communes: list[str]
    """The commune of each bucket, which Change.COMMUNES counts by."""
    missed: NearMisses


@dataclass(frozen=True, slots=True)
class Top:
    """The best pairs of one block: need, vacancy (as given), score, and their figures."""

    need: Index
    vacancy: npt.NDArray[np.int32]
    score: npt.NDArray[np.int32]
    figures: PairFigures


def match_board(
    needs: Sequence[Need],
    vacancies: Sequence[Vacancy],
    settings: Settings,
    ceilings: Ceilings,
    top: int | None = None,
) -> Complete:
    """Match everything with everything. Raises as `match_block`, and TooManyPairs."""
    needed = NeedTable.of(needs, settings, ceilings)
    needed.require_ceilings({series_of(vacancy) for vacancy in vacancies}, settings, ceilings)
    return complete_match(needed, VacancyTable.of(vacancies), settings, top)


def complete_match(
    needs: NeedTable, table: VacancyTable, settings: Settings, top: int | None = None
) -> Complete:
    """The complete match of two tables. Raises TooManyPairs."""
    join = Join.of(needs, table)
    by_need, by_place = Counts.empty(len(needs)), Counts.empty(len(table))
    found, suited = np.zeros(len(needs), np.int64), np.zeros(len(table), np.int64)
    tops: list[Top] = []
    misses: list[NearMisses] = []
    rows: Rows = []
    for lines in join.slices():
        block = judge_block(needs, table, lines)
        missed = NearMisses.of(block)
        count(block, missed, by_need, by_place)
        tops.append(_top(block, settings, top, found, suited))
        missed = missed.relaxable()
        few = found < FEW
        rows += from_misses(block, missed.where(few[missed.need]))
        misses.append(missed)
    rows += _further(join, np.flatnonzero(found < FEW))
    return Complete(
        pairs=_pairs(tops, len(needs)),
        figures=PairFigures.joined([PairFigures.none(), *(one.figures for one in tops)]),
        found=found,
        suited=_as_given(table, suited),
        by_need=by_need,
        by_vacancy=_counts_as_given(table, by_place),
        levers=ranked(rows, len(needs)),
        communes=table.communes,
        missed=_shown_misses(misses, table, found, suited),
    )


def _further(join: Join, few: Index) -> Rows:
    """What one commune more would open to the needs that have few. Raises TooManyPairs."""
    rows: Rows = []
    judged = 0
    for candidates in further_candidates(join, few):
        judged += candidates.pairs()
        join.require_comparable(judged)
        for part in candidates.parts(MOST_PAIRS):
            rows += from_communes(judge_block(join.needs, join.table, part))
    return rows


def _top(block: Block, settings: Settings, top: int | None, found: Index, suited: Index) -> Top:
    """The best pairs of a block; `found` and `suited` count all that fit."""
    pairs = np.flatnonzero(block.failed == 0)
    lines = block.lines(pairs)
    places = block.vacancies(pairs, lines)
    found += np.bincount(block.candidates.need[lines], minlength=len(found))
    suited += np.bincount(places, minlength=len(suited))
    order, need, vacancy, score = best_first(block, settings, lines, places)
    if top is not None:
        start = offsets(np.bincount(need, minlength=len(found)))
        kept = np.arange(len(need)) - start[need] < top
        order, need, vacancy, score = order[kept], need[kept], vacancy[kept], score[kept]
    return Top(need, vacancy, score, PairFigures.of(block, lines[order], places[order]))


def _pairs(tops: list[Top], needs: int) -> Pairs:
    counts = np.zeros(needs, np.int64)
    for one in tops:
        counts += np.bincount(one.need, minlength=needs)
    return Pairs(
        offsets(counts),
        np.concatenate([np.empty(0, np.int32), *(one.vacancy for one in tops)]),
        np.concatenate([np.empty(0, np.int32), *(one.score for one in tops)]),
    )


def _as_given(table: VacancyTable, by_place: Index) -> Index:
    found = np.empty_like(by_place)
    found[table.given] = by_place
    return found


def _counts_as_given(table: VacancyTable, by_place: Counts) -> Counts:
    return Counts(
        *(_as_given(table, part) for part in (by_place.at_all, by_place.alone, by_place.compared))
    )


def _shown_misses(
    misses: list[NearMisses], table: VacancyTable, found: Index, suited: Index
) -> NearMisses:
    """Those of needs with few vacancies, and of vacancies that fit nobody, as given."""
    none = np.empty(0, np.int64)
    every = NearMisses(
        np.concatenate([none, *(one.need for one in misses)]),
        np.concatenate([none, *(one.place for one in misses)]),
        np.concatenate([np.empty(0, np.int8), *(one.rule for one in misses)]),
        none,
    )
    keep = (found[every.need] < FEW) | (suited[every.place] == 0)
    return NearMisses(every.need[keep], table.given[every.place[keep]], every.rule[keep], none)
