"""Writing files: nothing that was text ever becomes a formula."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from havre.adapters.spreadsheets import read_table, write_csv, write_xlsx
from havre.adapters.spreadsheets.writing import is_formula

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
    "＝1",
    '=cmd|"/c calc"!A1',
]


def open_xlsx(data: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_csv_as_french_programs_open_it() -> None:
    row = ["Chécy; Bou", Decimal("348.10"), -2.5, 3, True, None, date(2026, 12, 1)]
    data = write_csv([row, [datetime.fromisoformat("2026-12-01T08:30")]])
    assert data == (
        b"\xef\xbb\xbf"
        + '"Chécy; Bou";348,10;-2,5;3;oui;;01/12/2026\r\n01/12/2026 08:30\r\n'.encode()
    )


@pytest.mark.parametrize("text", DANGEROUS)
def test_csv_neutralises_formulas(text: str) -> None:
    written = write_csv([["a", text]]).decode("utf-8-sig")
    assert written.removeprefix("a;").lstrip('"').startswith("'")


@pytest.mark.parametrize("text", [*DANGEROUS, "#N/A", "TRUE", "12"])
def test_xlsx_stores_text_as_text(text: str) -> None:
    data = write_xlsx([["Titre"], [text]], "Rejets")
    cell = open_xlsx(data)["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == text.strip()
    assert cell.quotePrefix is is_formula(text)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_xlsx_values_and_look() -> None:
    data = write_xlsx(
        [["Réf.", "Loyer"], ["A", Decimal("348.10")], ["B\x00", -1], [None, date(2026, 12, 1)]],
        "Compte rendu [2026] : très long titre de feuille",
    )
    sheet = open_xlsx(data)
    assert sheet.title == "Compte rendu  2026    très long"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold is True
    assert (sheet["B2"].value, sheet["B2"].data_type) == (348.1, "n")
    assert (sheet["A3"].value, sheet["B3"].value) == ("B", -1)
    assert sheet["B4"].number_format == "DD/MM/YYYY"


def test_untitled_sheet() -> None:
    assert open_xlsx(write_xlsx([["a"]], "[]")).title == "Feuille"
    assert open_xlsx(write_xlsx([], "Vide")).max_row == 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_no_text_is_written_as_a_formula(texts: list[str]) -> None:
    sheet = open_xlsx(write_xlsx([["Titre"], texts], "T"))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    written = io.StringIO(write_csv([texts]).decode("utf-8-sig"), newline="")
    for cell in next(csv.reader(written, delimiter=";")):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_what_is_written_reads_back() -> None:
    rows = [["Réf.", "Ville", "Type"], ["A1", "Chécy", "T3"]]
    expected = tuple(tuple(row) for row in rows)
    assert read_table(write_csv(rows), "").rows == expected
    assert read_table(write_xlsx(rows, "Liste"), "").rows == expected
