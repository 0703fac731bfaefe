"""All compatible pairs of many needs and many vacancies, grouped by need, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from havre.engine.matching.arrays import Index, offsets
from havre.engine.matching.block import Block, judge_block
from havre.engine.matching.candidates import Join
from havre.engine.matching.ceilings import Ceilings
from havre.engine.matching.model import Need, Settings, Vacancy
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.score import MICRO
from havre.engine.matching.scoring import score_pairs
from havre.engine.matching.sides import series_of
from havre.engine.matching.vacancy_table import VacancyTable

SCORED_AT_A_TIME = 1 << 17


@dataclass(frozen=True, slots=True)
class Pairs:
    """The compatible pairs. Those of need i are from `start[i]` to `start[i + 1]`, best first.

    `vacancy` numbers the vacancies in the order they were given; `score_micro` is in millionths.
    Best first: the higher score, then the sooner available, then by reference.
    """

    start: npt.NDArray[np.int64]
    vacancy: npt.NDArray[np.int32]
    score_micro: npt.NDArray[np.int32]

    def of(self, need: int) -> Iterator[tuple[int, int]]:
        """The (vacancy, score) of one need, best first."""
        here = slice(int(self.start[need]), int(self.start[need + 1]))
        return zip(self.vacancy[here].tolist(), self.score_micro[here].tolist(), strict=True)

    def need(self) -> npt.NDArray[np.int32]:
        """The need of each pair."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))


def match_block(
    needs: Sequence[Need], vacancies: Sequence[Vacancy], settings: Settings, ceilings: Ceilings
) -> Pairs:
    """Every compatible pair, by the same rules and scores as `compatible`.

    Raises ValueError when two vacancies share a reference, MissingCeiling when the reference
    data lacks a ceiling that is compared, TooManyPairs.
    """
    needed = NeedTable.of(needs, settings, ceilings)
    needed.require_ceilings({series_of(vacancy) for vacancy in vacancies}, settings, ceilings)
    return match_tables(needed, VacancyTable.of(vacancies), settings)


def match_tables(needs: NeedTable, table: VacancyTable, settings: Settings) -> Pairs:
    """Every compatible pair of two tables. Raises TooManyPairs."""
    counts = np.zeros(len(needs), np.int64)
    vacancies, scores = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for candidates in Join.of(needs, table).slices():
        block = judge_block(needs, table, candidates)
        pairs = np.flatnonzero(block.failed == 0)
        lines = block.lines(pairs)
        places = block.vacancies(pairs, lines)
        best = best_first(block, settings, lines, places)
        counts += np.bincount(best.need, minlength=len(needs))
        vacancies.append(best.vacancy)
        scores.append(best.score)
    return Pairs(offsets(counts), np.concatenate(vacancies), np.concatenate(scores))


class Best(NamedTuple):
    """Compatible pairs by need, best first; `order` is where each was before."""

    order: Index
    need: Index
    vacancy: npt.NDArray[np.int32]
    score: npt.NDArray[np.int32]


def best_first(block: Block, settings: Settings, lines: Index, places: Index) -> Best:
    """Score the compatible pairs (their lines, their vacancies in the table) and order them."""
    score = np.empty(len(lines), np.int64)
    for low in range(0, len(lines), SCORED_AT_A_TIME):
        here = slice(low, low + SCORED_AT_A_TIME)
        score[here] = score_pairs(block, lines[here], places[here], settings)
    need, rank = block.candidates.need[lines], block.table.rank[places]
    base, worst = max(len(block.table), 1), MICRO + 1
    order = np.argsort((need * worst + (MICRO - score)) * base + rank)
    vacancy = block.table.given[places[order]]
    return Best(order, need[order], vacancy.astype(np.int32), score[order].astype(np.int32))
