"""The figures of an import, before and after it is written: one shape for people and programs."""

from __future__ import annotations

from havre.housing.import_plan import Effect, VacancyPlan
from havre.housing.importing.report import REPORT_HEADINGS, problem_dict, report_rows
from havre.housing.importing.vacancy_lines import VacancyRow
from havre.housing.stock_plan import StockPlan

Plan = VacancyPlan | StockPlan
REPORT_COLUMNS = (*REPORT_HEADINGS, "Effet")
STOCK_EFFECTS = {Effect.CREATED: "Ajouté au parc", Effect.UPDATED: "Mis à jour"}


def figures(plan: Plan, *, withdrawn: int = 0) -> dict[str, object]:
    """Return what an import does, as `havre import --json` prints it.

    `accepted` counts the lines accepted, whatever they change; each of them is one of `created`,
    `reopened`, `updated`, `unchanged` and `let` (not put back on the board: see the warnings).
    So the second import of a file says accepted 71, updated 0, unchanged 71.
    """
    reading = plan.reading
    vacancies = plan if isinstance(plan, VacancyPlan) else None
    duplicates = vacancies.reading.duplicates if vacancies else []
    warnings = [*reading.warnings, *(vacancies.let if vacancies else [])]
    return {
        "kind": "vacancies" if vacancies else "stock",
        "stock": 0 if vacancies else len(plan.rows),
        "vacancies": len(plan.rows) if vacancies else 0,
        "accepted": len(plan.rows),
        **{effect.value: plan.count(effect) for effect in Effect},
        "duplicates": len(duplicates),
        "duplicate_lines": [problem_dict(one) for one in duplicates],
        "warnings": [problem_dict(one) for one in sorted(warnings, key=lambda one: one.line)],
        "rejected": [problem_dict(one) for one in reading.rejected],
        "ignored": reading.ignored,
        "notes": list(vacancies.reading.notes) if vacancies else [],
        "missing": len(vacancies.missing) if vacancies else 0,
        "withdrawn": withdrawn,
    }


def lines(plan: Plan) -> list[list[object]]:
    """Return one row per line of the file, under `REPORT_COLUMNS`."""
    return [[*row, _effect(plan, row[0])] for row in report_rows(plan.reading)]


def corrections(plan: Plan) -> list[dict[str, object]]:
    """Return what was read differently from what was written, line by line."""
    return [
        {"line": row.line, "reference": row.reference, "text": " ".join(row.corrections)}
        for row in plan.rows
        if isinstance(row, VacancyRow) and row.corrections
    ]


def _effect(plan: Plan, line: int) -> str:
    effect = plan.effects.get(line)
    if effect is None:
        return ""
    if isinstance(plan, StockPlan):
        return STOCK_EFFECTS.get(effect, effect.label)
    return effect.label
