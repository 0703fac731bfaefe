"""Lines of decisions, as landlords write them."""

from __future__ import annotations

from datetime import date

import pytest

from havre.allocations.conditions import Condition
from havre.allocations.decisions.columns import find_decisions_header
from havre.allocations.decisions.reading import DecisionReading, DecisionRow, read_decisions
from havre.engine.vocabulary import CommitteeDecision as D
from havre.engine.vocabulary import LandlordDecline
from havre.housing.importing.problems import ImportProblem
from havre.housing.importing.table import Cell, Table

TODAY = date(2026, 12, 4)
HEADINGS = ("Réf. Havre", "Nom", "Avis CALEOL", "Date commission", "Rang", "Motif")
MORE = ("Pièce manquante", "Avant le", "Notifiée le", "Candidats examinés", "Exception")
REF = "K7M4-QXTB"


def read(*rows: tuple[Cell, ...]) -> DecisionReading:
    table = Table("f", (("Commission du 2 décembre",), (*HEADINGS, *MORE), *rows))
    return read_decisions(table, find_decisions_header(table), TODAY)


def line(decision: str, *rest: Cell, reference: Cell = REF, on: Cell = "02/12/2026") -> DecisionRow:
    (row,) = read((reference, "Quelconque", decision, on, *rest)).rows
    return row


def reason_of(*cells: Cell) -> list[tuple[str, str]]:
    reading = read(cells)
    assert reading.rows == []
    return [(one.column, one.reason) for one in reading.rejected]


@pytest.mark.parametrize(
    ("said", "decision"),
    [
        ("Attribution", D.ATTRIBUTION),
        ("AVIS FAVORABLE", D.ATTRIBUTION),
        ("Non-attribution", D.NON_ATTRIBUTION),
        ("Refusé", D.NON_ATTRIBUTION),
        ("Irrecevable", D.INADMISSIBLE),
    ],
)
def test_decisions_as_they_are_written(said: str, decision: D) -> None:
    assert line(said, "", "Taux d'effort").decision is decision


def test_what_a_decision_needs() -> None:
    assert line("attribué rang 2").rank == 2
    assert line("Attribution", 3) == DecisionRow(3, REF, D.RANKED, date(2026, 12, 2), rank=3)
    assert line("refus", "", "DETTE_LOCATIVE").reason is LandlordDecline.DETTE_LOCATIVE
    one = line("Sous condition", "", "", "Avis d'imposition", "15/12/2026")
    assert (one.condition, one.condition_until) == (
        Condition.AVIS_IMPOSITION,
        date(2026, 12, 15),
    )
    told = line("Attribution", "", "", "", "", "03/12/2026", 4)
    assert (told.notified_on, told.examined) == (date(2026, 12, 3), 4)
    few = line("Attribution", "", "", "", "", "", 1, "Trop peu de candidats")
    assert (few.examined, few.exception) == (1, "TOO_FEW")


@pytest.mark.parametrize("said", ["k7m4qxtb", " K7M4 QXTB ", "k7m4-qxtb"])
def test_references_as_they_are_typed(said: str) -> None:
    assert line("Attribution", reference=said).reference == REF


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("Zyntharel", "", "Attribution", "02/12/2026"), "Réf. Havre"),
        ((REF, "", "peut-être", "02/12/2026"), "Avis CALEOL"),
        ((REF, "", "Ajourné", "02/12/2026"), "Avis CALEOL"),
        ((REF, "", "Attribution", ""), "Date commission"),
        ((REF, "", "Attribution", "31/02/2026"), "Date commission"),
        ((REF, "", "Attribution", "05/12/2026"), "Date commission"),
        ((REF, "", "Rang", "02/12/2026"), "Rang"),
        ((REF, "", "Rang", "02/12/2026", "deux"), "Rang"),
        ((REF, "", "Rang", "02/12/2026", 51), "Rang"),
        ((REF, "", "Refus", "02/12/2026"), "Motif"),
        ((REF, "", "Refus", "02/12/2026", "", "Zyntharel"), "Motif"),
        ((REF, "", "Attribution", "02/12/2026", "", "", "", "", "01/12/2026"), "Notifiée le"),
        ((REF, "", "Attribution", "02/12/2026", "", "", "", "", "", 1), "Exception"),
        (
            (REF, "", "Attribution", "02/12/2026", "", "", "", "", "", 99),
            "Candidats examinés",
        ),
    ],
)
def test_what_is_wrong_is_told_under_its_heading_without_what_was_written(
    cells: tuple[Cell, ...], column: str
) -> None:
    ((found, reason),) = reason_of(*cells)
    assert found == column
    assert "Zyntharel" not in reason
    assert "peut-être" not in reason


def test_a_condition_has_a_day_within_the_year() -> None:
    assert len(reason_of(REF, "", "Sous condition", "02/12/2026")) == 2
    for day in ("01/12/2026", "02/02/2028"):
        cells = (REF, "", "Sous condition", "02/12/2026", "", "", "Avis d'imposition", day)
        assert [column for column, _ in reason_of(*cells)] == ["Avant le"]


def test_a_reference_is_read_once_and_empty_lines_are_not_read() -> None:
    same = (REF, "", "Attribution", "02/12/2026")
    reading = read(same, ("", "Total", "", ""), same)
    assert [row.line for row in reading.rows] == [3]
    assert [(one.line, one.reference) for one in reading.duplicates] == [(5, REF)]
    assert reading.ignored == 1


def test_a_file_of_something_else_is_told() -> None:
    with pytest.raises(ImportProblem, match="titres de colonnes"):
        find_decisions_header(Table("f", (("a", "b"), (1, 2))))
