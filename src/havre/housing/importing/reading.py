"""Reading a landlord's list of available dwellings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from havre.engine.vocabulary import Financing, Regime
from havre.housing.importing.columns import HeaderGuess, require_columns
from havre.housing.importing.fields import VacancyField
from havre.housing.importing.lines import Line, dwelling_lines
from havre.housing.importing.problems import IgnoredLine, Problem
from havre.housing.importing.table import Table, normalised, shown
from havre.housing.importing.territory import Territory
from havre.housing.importing.vacancy_lines import Defaults, VacancyRow, read_vacancy

LONGEST_REFERENCE = 60


@dataclass
class Reading:
    """What a file of available dwellings says.

    Every line but the header's is in exactly one of `rows`, `rejected`, `duplicates` and
    `ignored_lines`. `warnings` are about lines of `rows`. `notes` tell what was assumed for the
    whole file because a column is absent.
    """

    header: HeaderGuess[VacancyField]
    rows: list[VacancyRow] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    duplicates: list[Problem] = field(default_factory=list)
    ignored_lines: list[IgnoredLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ignored(self) -> int:
        """How many lines hold no dwelling: titles, subtotals, totals, blank lines."""
        return len(self.ignored_lines)


def read_vacancies(
    table: Table,
    header: HeaderGuess[VacancyField],
    territory: Territory,
    today: date,
    default_financing: Financing | None = None,
    default_regime: Regime = Regime.BAIL_DIRECT,
) -> Reading:
    """Read every line of a file of available dwellings.

    `today` is the day of the import, meant by « immédiate ». `default_financing` is used where
    the file names no financing (PRIVATE for a letting agency); without it, a dwelling with a
    private letting regime is private and any other is rejected. Of the lines with one same
    reference, the first that can be accepted wins.

    Raises:
        ImportProblem: a required column is missing.
    """
    require_columns(header)
    reading = Reading(header, notes=_notes(header, default_financing, default_regime))
    defaults = Defaults(territory, today, default_financing, default_regime)
    accepted: dict[str, Line[VacancyField]] = {}
    for line in dwelling_lines(table, header):
        if isinstance(line, IgnoredLine):
            reading.ignored_lines.append(line)
            continue
        key = _read_reference(line)
        if key in accepted:
            reading.duplicates.append(_duplicate(line, accepted[key]))
            continue
        row = read_vacancy(line, defaults)
        if row is None or line.failures:
            reading.rejected.append(line.rejection())
            continue
        accepted[key] = line
        reading.warnings.extend(line.warnings)
        reading.rows.append(row)
    return reading


def reference_key(reference: str) -> str:
    """What makes two references of a landlord the same: neither case nor spaces count."""
    return "".join(reference.casefold().split())


def _read_reference(line: Line[VacancyField]) -> str:
    """Set the line's reference and return what makes two references the same; "" when refused."""
    column = VacancyField.REFERENCE
    reference = shown(line.cell(column))
    line.reference = reference[:LONGEST_REFERENCE]
    if not reference:
        line.fail(
            column, "La référence du logement manque : sans elle, il ne peut être mis à jour."
        )
    elif len(reference) > LONGEST_REFERENCE:
        line.fail(column, f"La référence dépasse {LONGEST_REFERENCE} caractères. Raccourcissez-la.")
    elif not normalised(reference):
        line.fail(
            column, f"« {reference} » n’est pas une référence : il y faut un chiffre ou une lettre."
        )
    else:
        return reference_key(reference)
    return ""


def _duplicate(line: Line[VacancyField], first: Line[VacancyField]) -> Problem:
    reason = f"La référence {line.reference} est déjà à la ligne {first.number}, qui est retenue."
    differing = [
        line.header.heading(column)
        for column in line.cells
        if shown(line.cell(column)) != shown(first.cell(column))
    ]
    if differing:
        reason += f" Les deux lignes diffèrent : {', '.join(differing[:8])}."
    heading = line.header.heading(VacancyField.REFERENCE)
    return Problem(line.number, line.reference, heading, reason, line.reference)


def _notes(
    header: HeaderGuess[VacancyField], financing: Financing | None, regime: Regime
) -> list[str]:
    """What is assumed of every dwelling for want of a column."""
    by_regime = "d’après le régime d’occupation"
    assumed = {
        VacancyField.FINANCING: financing.label if financing else by_regime,
        VacancyField.RESERVATION: "non réservé",
        VacancyField.REGIME: regime.label.lower(),
        VacancyField.LIFT: "sans ascenseur",
        VacancyField.ACCESSIBLE: "non accessible",
    }
    found = set(header.mapping.values())
    return [
        f"Pas de colonne « {column.label} » : {said}."
        for column, said in assumed.items()
        if column not in found
    ]
