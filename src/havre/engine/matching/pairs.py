"""All compatible pairs of many needs and many vacancies, grouped by need, best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    data lacks a ceiling that is compared.
    """
    needed = NeedTable.of(needs, settings, ceilings)
    needed.require_ceilings({series_of(vacancy) for vacancy in vacancies}, settings, ceilings)
    return match_tables(needed, VacancyTable.of(vacancies), settings)


def match_tables(needs: NeedTable, table: VacancyTable, settings: Settings) -> Pairs:
    """Every compatible pair of two tables."""
    found = [
        best_first(judge_block(needs, table, candidates), settings)
        for candidates in Join.of(needs, table).slices()
    ]
    counts = np.zeros(len(needs), np.int64)
    for need, _, _ in found:
        counts += np.bincount(need, minlength=len(needs))
    return Pairs(
        offsets(counts),
        np.concatenate([vacancy for _, vacancy, _ in found] or [np.empty(0, np.int32)]),
        np.concatenate([score for _, _, score in found] or [np.empty(0, np.int32)]),
    )


def best_first(
    block: Block, settings: Settings
) -> tuple[Index, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The compatible pairs of a block by need, best first: (need, vacancy as given, score)."""
    pairs = np.flatnonzero(block.failed == 0)
    lines = block.lines(pairs)
    places = block.vacancies(pairs, lines)
    score = np.empty(len(pairs), np.int64)
    for low in range(0, len(pairs), SCORED_AT_A_TIME):
        here = slice(low, low + SCORED_AT_A_TIME)
        score[here] = score_pairs(block, lines[here], places[here], settings)
    need, rank = block.candidates.need[lines], block.table.rank[places]
    base, worst = max(len(block.table), 1), MICRO + 1
    key = np.sort((need * worst + (MICRO - score)) * base + rank)
    rank, rest = key % base, key // base
    given = block.table.by_rank[rank] if len(key) else rank
    return rest // worst, given.astype(np.int32), (MICRO - rest % worst).astype(np.int32)
