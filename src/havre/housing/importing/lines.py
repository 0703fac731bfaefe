"""Going through the lines under a header: which hold a dwelling, and what each cell says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from havre.engine.vocabulary import Word
from havre.housing.importing.columns import HeaderGuess, heading_key
from havre.housing.importing.problems import BadValue, IgnoredLine, Problem
from havre.housing.importing.table import Cell, Table, is_blank, normalised, shown

F = TypeVar("F", bound=Word)
V = TypeVar("V")

LONGEST_SHOWN = 80
_TOTAL = re.compile(r"(sous )?(total|totaux)\b|cumul\b|moyenne\b|nombre (de|total)\b|nb total\b")


@dataclass
class Line(Generic[F]):
    """One line being read: its cells by field, and what there is to say about them."""

    header: HeaderGuess[F]
    number: int
    cells: dict[F, Cell]
    reference: str = ""
    failures: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)

    def cell(self, column: F) -> Cell:
        """The cell of this field; None when the file has no such column."""
        return self.cells.get(column)

    def blank(self, column: F) -> bool:
        """Whether nothing was written for this field."""
        return is_blank(self.cell(column))

    def text(self, column: F, limit: int) -> str:
        """The text of this field; longer than `limit` characters, it is cut with a warning."""
        text = shown(self.cell(column))
        if len(text) > limit:
            self.warn(column, f"Texte trop long ({len(text)} caractères), coupé à {limit}.")
        return text[:limit].rstrip()

    def must(self, column: F, parse: Callable[[Cell], V]) -> V | None:
        """The value of a field without which the line is refused; None once refused."""
        if self.blank(column):
            self.fail(column, f"{column.label} : la case est vide. Remplissez-la.")
            return None
        return self.attempt(column, parse)

    def attempt(self, column: F, parse: Callable[[Cell], V]) -> V | None:
        """The value of a field whose blank has a meaning; a bad value refuses the line."""
        try:
            return parse(self.cell(column))
        except BadValue as bad:
            self.fail(column, str(bad))
            return None

    def may(self, column: F, parse: Callable[[Cell], V], otherwise: V, said: str) -> V:
        """The value of a secondary field; a bad one becomes `otherwise`, with a warning."""
        try:
            return parse(self.cell(column))
        except BadValue as bad:
            self.warn(column, f"{bad} En attendant : {said}.")
            return otherwise

    def note(self, column: F, label: str) -> None:
        """Record that a cell was read as `label`, unless it says the same words."""
        written = shown(self.cell(column))[:LONGEST_SHOWN]
        if normalised(written) != normalised(label):
            self.corrections.append(f"{self._name(column)} : « {written} » lu « {label} ».")

    def fail(self, column: F, reason: str) -> None:
        """Refuse the line for this field."""
        self.failures.append(self._problem(column, reason))

    def fail_whole(self, reason: str) -> None:
        """Refuse the line as a whole."""
        self.failures.append(Problem(self.number, self.reference, "", reason))

    def warn(self, column: F, reason: str) -> None:
        """Tell something about this field without refusing the line."""
        self.warnings.append(self._problem(column, reason))

    def rejection(self) -> Problem:
        """All the failures as one problem, at the column of the first."""
        first = self.failures[0]
        reasons = " ".join(dict.fromkeys(one.reason for one in self.failures))
        return Problem(first.line, first.reference, first.column, reasons, first.value)

    def _name(self, column: F) -> str:
        return self.header.heading(column) or column.label

    def _problem(self, column: F, reason: str) -> Problem:
        value = shown(self.cell(column))[:LONGEST_SHOWN]
        return Problem(self.number, self.reference, self.header.heading(column), reason, value)


def dwelling_lines(table: Table, header: HeaderGuess[F]) -> Iterator[Line[F] | IgnoredLine]:
    """Every line of the table but the header, in order: one with a dwelling, or an ignored one."""
    for number, row in enumerate(table.rows, start=1):
        if number == header.line:
            continue
        if reason := _why_ignored(number, row, header):
            yield IgnoredLine(number, reason)
            continue
        cells = {
            column: row[index] if index < len(row) else None
            for index, column in header.mapping.items()
        }
        yield Line(header, number, cells)


def _why_ignored(number: int, row: tuple[Cell, ...], header: HeaderGuess[F]) -> str:
    filled = [(index, shown(cell)) for index, cell in enumerate(row) if not is_blank(cell)]
    if not filled:
        return "Ligne vide"
    if number < header.line:
        return "Titre, au-dessus des colonnes"
    known = [(index, text) for index, text in filled if index in header.mapping]
    if not known:
        return "Rien dans les colonnes lues"
    # A dwelling fills most columns; a total fills one label and a few sums.
    few = len(known) <= max(2, len(header.mapping) // 2)
    if few and any(_TOTAL.match(normalised(text)) for _, text in filled):
        return "Sous-total ou total"
    if len(known) > 2 and all(
        heading_key(text) == heading_key(header.headings[index]) for index, text in known
    ):
        return "Titres de colonnes répétés"
    return ""
