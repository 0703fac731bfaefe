"""The answer of `match` as JSON values, need by need, so that none waits for all the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from havre.engine.board.model import Board
from havre.engine.matching.arrays import Index, offsets
from havre.engine.matching.ceilings import Ceilings
from havre.engine.matching.complete import Complete
from havre.engine.matching.counting import RULE_AT
from havre.engine.matching.levers import FEW, Change
from havre.engine.matching.model import Need, Vacancy
from havre.engine.matching.rules import judge
from havre.engine.matching.score import MICRO, score_micro
from havre.engine.matching.sides import BIT_OF_REGIME, BIT_OF_RIGHT, NO_LIMIT
from havre.engine.matching.verdict import Subject
from havre.engine.vocabulary import Regime, ReservationCode, Rule

REGIME_OF_BIT: dict[int, Regime] = {bit: code for code, bit in BIT_OF_REGIME.items()}
RIGHT_OF_BIT: dict[int, ReservationCode] = {bit: code for code, bit in BIT_OF_RIGHT.items()}

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a board once matched, in an order that the lines of the file do not decide."""

    board: Board
    complete: Complete
    by_need: Index
    need_start: Index
    by_vacancy: Index
    vacancy_start: Index

    @classmethod
    def of(cls, board: Board, complete: Complete) -> Answers:
        """Sort the near misses of each need, and of each vacancy."""
        missed = complete.missed
        needs, vacancies = len(board.needs), len(board.vacancies)
        return cls(
            board,
            complete,
            np.argsort(missed.need, kind="stable"),
            offsets(np.bincount(missed.need, minlength=needs)),
            np.argsort(missed.place, kind="stable"),
            offsets(np.bincount(missed.place, minlength=vacancies)),
        )

    def needs(self) -> Iterator[Answer]:
        """The answer for each need: the earliest admitted first, then by reference."""
        needs = self.board.needs
        for i in sorted(range(len(needs)), key=lambda i: (needs[i].admitted_on, needs[i].ref)):
            yield self.need(i)

    def need(self, i: int) -> Answer:
        """The answer for one need of the board."""
        need, complete = self.board.needs[i], self.complete
        low, high = int(complete.pairs.start[i]), int(complete.pairs.start[i + 1])
        figures = complete.figures.between(low, high)
        answer: Answer = {
            "ref": need.ref,
            "found": int(complete.found[i]),
            "compatible": [
                {"vacancy": self.board.vacancies[v].ref, "score": score / MICRO, "figures": shown}
                for (v, score), shown in zip(complete.pairs.of(i), figures, strict=True)
            ],
            "excluded": _excluded(complete.by_need.excluded(i, len(self.board.vacancies))),
            "levers": [
                lever_of(need, change, by, complete.communes) | {"opens": opens}
                for change, by, opens in complete.levers.of(i)
            ],
        }
        if complete.found[i] < FEW:
            answer["near_misses"] = self._missed(
                self.by_need[self.need_start[i] : self.need_start[i + 1]],
                complete.missed.place,
                self.board.vacancies,
                "vacancy",
            )
        return answer

    def vacancies(self) -> Iterator[Answer]:
        """Why each vacancy that fits nobody does not, by reference."""
        vacancies, complete = self.board.vacancies, self.complete
        nobody = np.flatnonzero(complete.suited == 0).tolist()
        for j in sorted(nobody, key=lambda j: vacancies[j].ref):
            yield {
                "ref": vacancies[j].ref,
                "excluded": _excluded(complete.by_vacancy.excluded(j, len(self.board.needs))),
                "near_misses": self._missed(
                    self.by_vacancy[self.vacancy_start[j] : self.vacancy_start[j + 1]],
                    complete.missed.need,
                    self.board.needs,
                    "need",
                ),
            }

    def _missed(
        self, which: Index, of: Index, lines: Sequence[Need | Vacancy], name: str
    ) -> list[dict[str, str]]:
        rules = self.complete.missed.rule[which].tolist()
        refs = [lines[place].ref for place in of[which].tolist()]
        found = sorted(zip(rules, refs, strict=True))
        return [{name: ref, "rule": str(RULE_AT[rule].value)} for rule, ref in found]


def _excluded(counts: Mapping[Rule, tuple[int, int | None]]) -> Answer:
    return {
        str(rule.value): {"at_all": at_all} | ({} if alone is None else {"alone": alone})
        for rule, (at_all, alone) in counts.items()
    }


def lever_of(need: Need, change: Change, by: int, communes: Sequence[str]) -> Answer:
    """What a lever changes: the field, and its new value, what is added to it, or by how much."""
    fewest, most = need.rooms
    limit, deadline = need.max_floor_without_lift, need.needed_by
    match change:
        case Change.COMMUNES:
            return {"change": "communes", "add": communes[by]}
        case Change.ROOMS_MAX:
            return {"change": "rooms", "to": [fewest, most + 1]}
        case Change.ROOMS_MIN:
            return {"change": "rooms", "to": [fewest - 1, most]}
        case Change.NET_RENT:
            return {"change": "net_rent", "by": by}
        case Change.NEEDED_BY:
            later = (deadline or dt.date.max) + dt.timedelta(days=by)
            return {"change": "needed_by", "to": later.isoformat()}
        case Change.FLOOR:
            higher = None if by == NO_LIMIT else (limit or 0) + by
            return {"change": "max_floor_without_lift", "to": higher}
        case Change.GROUND_FLOOR:
            return {"change": "ground_floor_ok", "to": True}
        case Change.REGIMES:
            return {"change": "regimes", "add": str(REGIME_OF_BIT[by].value)}
        case Change.RIGHTS:
            return {"change": "rights", "add": str(RIGHT_OF_BIT[by].value)}


def explained(need: Need, vacancy: Vacancy, board: Board, ceilings: Ceilings) -> Answer:
    """Every rule of one pair with its sentence and figures; its score when it is compatible."""
    subject = Subject.of(need, board.settings, ceilings)
    verdicts = judge(subject, vacancy)
    passed = all(verdict.passed for verdict in verdicts)
    return {
        "need": need.ref,
        "vacancy": vacancy.ref,
        "compatible": passed,
        "score": score_micro(subject, vacancy) / MICRO if passed else None,
        "rules": [
            {
                "rule": str(verdict.rule.value),
                "label": str(verdict.rule.label),
                "passed": verdict.passed,
                "sentence": verdict.sentence,
                "remark": verdict.remark,
                "figures": dict(verdict.figures),
            }
            for verdict in verdicts
        ],
    }
