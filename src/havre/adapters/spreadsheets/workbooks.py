"""Reading xlsx, xls and ods, in a process apart whose memory and time are bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from havre.adapters.bounded import Broken, OutOfBounds, run_script
from havre.adapters.spreadsheets.limits import (
    DAMAGED,
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_SHEETS,
    NO_TABLE,
    PROTECTED,
    READER_MEMORY_BYTES,
    READER_SECONDS,
    TOO_LARGE_TABLE,
    UnreadableFile,
)
from havre.housing.importing.columns import recognised
from havre.housing.importing.table import Cell, Table

_READER = Path(__file__).with_name("sheet_reader.py")
_ERRORS = {"protected": PROTECTED, "damaged": DAMAGED, "memory": TOO_LARGE_TABLE}


def read_workbook(data: bytes) -> Table:
    """The first sheet with a recognisable header, else the first that is not empty.

    Raises:
        UnreadableFile: damaged, protected, too large, or empty.
    """
    first: Table | None = None
    for table in _sheets(_run_reader(data)):
        if recognised(table):
            return table
        first = first or table
    if first is None:
        raise UnreadableFile(NO_TABLE)
    return first


def _run_reader(data: bytes) -> bytes:
    limits = (MAX_ROWS, MAX_COLUMNS, MAX_SHEETS, READER_MEMORY_BYTES)
    try:
        return run_script(_READER, limits, data, seconds=READER_SECONDS)
    except OutOfBounds:
        raise UnreadableFile(TOO_LARGE_TABLE) from None
    except Broken:
        raise UnreadableFile(DAMAGED) from None


def _sheets(output: bytes) -> Iterator[Table]:
    """The sheets one by one; those after the chosen one are never decoded."""
    for line in output.splitlines():
        found = json.loads(line)
        if "error" in found:
            raise UnreadableFile(_ERRORS[found["error"]])
        if "too_large" in found:
            raise UnreadableFile(TOO_LARGE_TABLE)
        rows = tuple(tuple(_decode(cell) for cell in row) for row in found["rows"])
        if any(cell is not None for row in rows for cell in row):
            yield Table(found["sheet"], rows)


def _decode(cell: object) -> Cell:
    if isinstance(cell, dict):
        if "d" in cell:
            return date.fromisoformat(cell["d"])
        return datetime.fromisoformat(cell["t"])
    if isinstance(cell, str):
        return cell[:MAX_CELL_CHARACTERS] if cell.strip() else None
    if cell is None or isinstance(cell, bool | int | float):
        return cell
    raise UnreadableFile(DAMAGED)
