"""What became of each line of a file: for programs, and for the landlord."""

from __future__ import annotations

from collections import defaultdict

from havre.housing.importing.problems import Problem
from havre.housing.importing.reading import Reading
from havre.housing.importing.stock import StockReading, StockRow
from havre.housing.importing.vacancy_lines import VacancyRow

REPORT_HEADINGS = ("Ligne", "Référence", "Résultat", "Colonne", "Explication")

ReportRow = tuple[int, str, str, str, str]


def figures(reading: Reading | StockReading) -> dict[str, object]:
    """The machine-readable summary: counts, and each problem as line, reference, column, reason.

    `accepted` counts vacancies or, for an RPLS file, dwellings of stock; `kind` says which.
    """
    stock = isinstance(reading, StockReading)
    return {
        "kind": "stock" if stock else "vacancies",
        "stock": len(reading.rows) if stock else 0,
        "vacancies": 0 if stock else len(reading.rows),
        "accepted": len(reading.rows),
        "rejected": [problem_dict(one) for one in reading.rejected],
        "duplicates": [problem_dict(one) for one in _duplicates(reading)],
        "warnings": [problem_dict(one) for one in reading.warnings],
        "ignored": reading.ignored,
        "notes": _notes(reading),
    }


def problem_dict(problem: Problem) -> dict[str, object]:
    """One problem for a program: line, reference, column as written in the file, French reason."""
    return {
        "line": problem.line,
        "reference": problem.reference,
        "column": problem.column,
        "reason": problem.reason,
    }


def report_rows(reading: Reading | StockReading) -> list[ReportRow]:
    """One row per line of the file, in order, under `REPORT_HEADINGS`.

    The result is « Titres », « Ignorée », « Rejetée », « Doublon », « Acceptée » or « Acceptée
    avec avertissement »; an accepted line explains what was read differently.
    """
    warned: defaultdict[int, list[Problem]] = defaultdict(list)
    for warning in reading.warnings:
        warned[warning.line].append(warning)
    rows: list[ReportRow] = [(reading.header.line, "", "Titres", "", "Titres des colonnes.")]
    rows += [(one.line, "", "Ignorée", "", f"{one.reason}.") for one in reading.ignored_lines]
    rows += [_told("Rejetée", one) for one in reading.rejected]
    rows += [_told("Doublon", one) for one in _duplicates(reading)]
    rows += [_accepted(row, warned[row.line]) for row in reading.rows]
    return sorted(rows)


def _told(result: str, problem: Problem) -> ReportRow:
    return problem.line, problem.reference, result, problem.column, problem.reason


def _accepted(row: VacancyRow | StockRow, warnings: list[Problem]) -> ReportRow:
    corrections = row.corrections if isinstance(row, VacancyRow) else ()
    columns = ", ".join(dict.fromkeys(one.column for one in warnings if one.column))
    text = " ".join([*(one.reason for one in warnings), *corrections])
    result = "Acceptée avec avertissement" if warnings else "Acceptée"
    return row.line, row.reference, result, columns, text


def _duplicates(reading: Reading | StockReading) -> list[Problem]:
    return reading.duplicates if isinstance(reading, Reading) else []


def _notes(reading: Reading | StockReading) -> list[str]:
    return reading.notes if isinstance(reading, Reading) else []
