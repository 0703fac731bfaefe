"""Writing tables that a spreadsheet program opens as text and numbers, never as formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from havre.adapters.spreadsheets.limits import MAX_CELL_CHARACTERS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

Value = str | int | float | bool | Decimal | date | datetime | None

# The full-width forms are read as formulas too by some spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 60


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program could run this text as a formula."""
    return text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """A CSV that a French spreadsheet program opens by a double click.

    UTF-8 with its mark, semicolons, decimal commas, dates as 01/12/2026, yes as « oui ». Text
    that could be a formula gets an apostrophe in front; numbers stay numbers, negative or not.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_csv_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _csv_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    text = _clean(value)
    return f"'{text}" if is_formula(text) else text


def write_xlsx(rows: Iterable[Sequence[Value]], title: str) -> bytes:
    """A workbook of one sheet named `title`, whose first row is the frozen, bold header.

    Text is stored as text, whatever it starts with, and stays so when a person edits it.
    """
    # Loaded when a workbook is asked for: it weighs more than all the pages together.
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    listed = [list(row) for row in rows]
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _sheet_title(title)
    sheet.freeze_panes = "A2"
    for index, width in enumerate(_widths(listed), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for number, row in enumerate(listed, start=1):
        for index, value in enumerate(row, start=1):
            cell = sheet.cell(number, index)
            assert isinstance(cell, Cell)
            _fill(cell, value)
            if number == 1:
                cell.font = Font(bold=True)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill(cell: Cell, value: Value) -> None:
    if isinstance(value, bool):
        value = "oui" if value else "non"
    if isinstance(value, str):
        cell.value = _clean(value)
        # openpyxl takes « =… » for a formula and « #N/A » for an error: say it is text.
        cell.data_type = "s"
        cell.quotePrefix = is_formula(value)
        return
    cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    if isinstance(value, date):
        cell.number_format = "DD/MM/YYYY"


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)[:MAX_CELL_CHARACTERS]


def _sheet_title(title: str) -> str:
    return _NOT_IN_TITLE.sub(" ", _clean(title)).strip(" '")[:31] or "Feuille"


def _widths(rows: list[list[Value]]) -> list[int]:
    widths: list[int] = []
    for row in rows:
        widths += [8] * (len(row) - len(widths))
        for index, value in enumerate(row):
            widths[index] = min(_WIDEST, max(widths[index], len(str(value or "")) + 2))
    return widths
