"""Reading the lines of a file of decisions: values, and what is wrong, line by line.

No sentence repeats what a cell holds: another column may hold a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, TypeVar

from havre.allocations.conditions import Condition
from havre.allocations.decisions.columns import DecisionField as F
from havre.engine.committee import (
    EXAMINING,
    LEAST_EXAMINED,
    MOST_EXAMINED,
    ExaminationException,
)
from havre.engine.vocabulary import CommitteeDecision, LandlordDecline, Word
from havre.housing.importing.columns import HeaderGuess
from havre.housing.importing.problems import BadValue, Problem
from havre.housing.importing.table import Cell, Table, is_blank, normalised, shown
from havre.housing.importing.values import parse_date
from havre.platform.references import ALPHABET

W = TypeVar("W", bound=Word)
D = CommitteeDecision
_REFERENCE = re.compile(rf"([{ALPHABET}]{{4}})[\s-]?([{ALPHABET}]{{4}})")
_RANKED = re.compile(r"(?:attribution |attribue |attribuee )?(?:avec |de |au )?rang ?([0-9]{1,2})?")
HIGHEST_RANK: Final = 50
WORDS: Final[Mapping[D, str]] = {
    D.ATTRIBUTION: "attribution|attribue|attribuee|accord|accorde|accordee|favorable|avis favorable"
    "|accepte|acceptee|attribution ferme",
    D.CONDITIONAL: "attribution sous condition suspensive|attribution sous condition"
    "|sous condition|sous condition suspensive|condition suspensive|conditionnelle"
    "|attribution conditionnelle|attribution sous conditions|sous conditions",
    D.NON_ATTRIBUTION: "non attribution|non attribue|non attribuee|refus|refuse|refusee"
    "|defavorable|avis defavorable",
    D.INADMISSIBLE: "rejet pour irrecevabilite|irrecevable|irrecevabilite|rejet irrecevabilite",
}
_DECISION_OF = {said: one for one, words in WORDS.items() for said in words.split("|")}
ADJOURNED = {"ajourne", "ajournee", "ajournement", "report", "reporte", "reportee"}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision, as its landlord wrote it."""

    line: int
    reference: str
    decision: CommitteeDecision
    decided_on: date
    notified_on: date | None = None
    rank: int | None = None
    condition: str = ""
    condition_until: date | None = None
    reason: LandlordDecline | None = None
    examined: int | None = None
    exception: str = ""


@dataclass
class DecisionReading:
    """What a file of decisions says: rows, refused lines, repeated lines."""

    header: HeaderGuess[F]
    rows: list[DecisionRow] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    duplicates: list[Problem] = field(default_factory=list)
    ignored: int = 0


@dataclass
class _Line:
    header: HeaderGuess[F]
    number: int
    cells: Mapping[F, Cell]
    today: date
    reference: str = ""
    problems: list[Problem] = field(default_factory=list)

    def cell(self, column: F) -> Cell:
        return self.cells.get(column)

    def blank(self, column: F) -> bool:
        return is_blank(self.cell(column))

    def fail(self, column: F, reason: str) -> None:
        heading = self.header.heading(column)
        self.problems.append(Problem(self.number, self.reference, heading, reason))

    def day(self, column: F) -> date | None:
        if self.blank(column):
            return None
        try:
            if any(sign.isdigit() for sign in shown(self.cell(column))):  # not « immédiate »
                return parse_date(self.cell(column), self.today)
            raise BadValue("")
        except BadValue:
            self.fail(column, "Cette date ne se lit pas. Écrivez-la ainsi : 01/12/2026.")
            return None

    def number_of(self, column: F, most: int) -> int | None:
        if self.blank(column):
            return None
        text = shown(self.cell(column))
        if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= most:
            self.fail(column, f"Écrivez un nombre de 1 à {most}.")
            return None
        return int(text)

    def word(self, column: F, kind: type[W]) -> W | None:
        if self.blank(column):
            return None
        text = normalised(shown(self.cell(column)))
        found = {normalised(one.label): one for one in kind} | {
            normalised(one.value): one for one in kind
        }
        if text not in found:
            said = ", ".join(f"« {one.label} »" for one in kind)
            self.fail(column, f"Ce mot n’est pas dans la liste. Écrivez {said}.")
            return None
        return found[text]


def reference_of(cell: Cell) -> str:
    """Return the reference of a proposal as Havre writes it, "" for anything else."""
    found = _REFERENCE.fullmatch(shown(cell).upper())
    return f"{found[1]}-{found[2]}" if found else ""


def read_decisions(table: Table, header: HeaderGuess[F], today: date) -> DecisionReading:
    """Return what each line under the header says; a reference is read once.

    A second line that says the same of a reference is told as repeated, and so is one that says
    something else: neither replaces the first.
    """
    reading = DecisionReading(header)
    seen: dict[str, int] = {}
    for number, row in enumerate(table.rows[header.line :], start=header.line + 1):
        cells = {f: row[index] for index, f in header.mapping.items() if index < len(row)}
        line = _Line(header, number, cells, today)
        if line.blank(F.REFERENCE) and line.blank(F.DECISION):
            reading.ignored += 1
            continue
        found = _read(line)
        if line.problems or found is None:
            reading.rejected += line.problems
        elif found.reference in seen:
            reading.duplicates.append(_repeated(line, seen[found.reference]))
        else:
            seen[found.reference] = number
            reading.rows.append(found)
    return reading


def _repeated(line: _Line, first: int) -> Problem:
    reason = f"Cette proposition a déjà une décision ligne {first}, qui est retenue."
    return Problem(line.number, line.reference, "", reason)


def _read(line: _Line) -> DecisionRow | None:
    line.reference = reference_of(line.cell(F.REFERENCE))
    if not line.reference:
        line.fail(
            F.REFERENCE, "Écrivez la référence de la proposition, comme sur sa page dans Havre."
        )
    decision, rank = _decision(line)
    decided_on = line.day(F.DECIDED_ON)
    if decided_on is None and line.blank(F.DECIDED_ON):
        line.fail(F.DECIDED_ON, "Indiquez la date de la décision.")
    if decided_on and decided_on > line.today:
        line.fail(F.DECIDED_ON, "La date de la décision ne peut pas être dans le futur.")
    if decision is None or decided_on is None:
        return None
    row = DecisionRow(line.number, line.reference, decision, decided_on, rank=rank)
    completed = {
        D.ATTRIBUTION: _notified,
        D.RANKED: _ranked,
        D.CONDITIONAL: _conditional,
        D.NON_ATTRIBUTION: _declined,
        D.INADMISSIBLE: _declined,
    }[decision]
    return _examined(line, completed(line, row))


def _decision(line: _Line) -> tuple[CommitteeDecision | None, int | None]:
    text = normalised(shown(line.cell(F.DECISION)))
    if text in _DECISION_OF:
        one = _DECISION_OF[text]
        ranked = one is D.ATTRIBUTION and not line.blank(F.RANK)
        return (D.RANKED if ranked else one), None
    if found := _RANKED.fullmatch(text):
        return D.RANKED, int(found[1]) if found[1] else None
    if text in ADJOURNED:
        line.fail(F.DECISION, "Un ajournement s’enregistre depuis la page de la commission.")
    else:
        said = ", ".join(f"« {one.label} »" for one in D)
        line.fail(F.DECISION, f"Cette décision n’est pas connue. Écrivez {said}.")
    return None, None


def _ranked(line: _Line, row: DecisionRow) -> DecisionRow:
    rank = line.number_of(F.RANK, HIGHEST_RANK) or row.rank
    if rank is None and line.blank(F.RANK):
        line.fail(F.RANK, "Indiquez le rang.")
    return replace(row, rank=rank)


def _conditional(line: _Line, row: DecisionRow) -> DecisionRow:
    condition, until = line.word(F.CONDITION, Condition), line.day(F.CONDITION_UNTIL)
    if line.blank(F.CONDITION):
        line.fail(F.CONDITION, "Indiquez la condition à remplir.")
    if line.blank(F.CONDITION_UNTIL):
        line.fail(F.CONDITION_UNTIL, "Indiquez jusqu’à quand la condition peut être remplie.")
    if until and not 0 <= (until - row.decided_on).days <= 366:
        line.fail(F.CONDITION_UNTIL, "Cette date suit la décision, d’un an au plus.")
    return replace(row, condition=condition or "", condition_until=until)


def _declined(line: _Line, row: DecisionRow) -> DecisionRow:
    reason = line.word(F.REASON, LandlordDecline)
    if line.blank(F.REASON):
        line.fail(F.REASON, "Indiquez le motif.")
    return replace(row, reason=reason)


def _notified(line: _Line, row: DecisionRow) -> DecisionRow:
    day = line.day(F.NOTIFIED_ON)
    if day and not row.decided_on <= day <= line.today:
        line.fail(F.NOTIFIED_ON, "La notification suit la décision, et n’est pas dans le futur.")
    return replace(row, notified_on=day)


def _examined(line: _Line, row: DecisionRow) -> DecisionRow:
    """How many were examined, where the file says so; under three, with the exception."""
    if row.decision not in EXAMINING:
        return row
    examined = line.number_of(F.EXAMINED, MOST_EXAMINED)
    exception = line.word(F.EXCEPTION, ExaminationException)
    if examined is not None and examined < LEAST_EXAMINED and line.blank(F.EXCEPTION):
        line.fail(F.EXCEPTION, "Moins de trois candidats : indiquez l’exception prévue par la loi.")
    return replace(row, examined=examined, exception=exception or "")
