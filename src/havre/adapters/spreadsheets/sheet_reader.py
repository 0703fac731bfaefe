"""Run as a program of its own: reads a workbook on standard input, writes its sheets as JSON.

A workbook can name a cell so far away, or repeat a text so often, that the library reading it
asks for more memory than there is and ends its process. Here that process is not the server's.
Arguments: most rows, most columns, most sheets, memory in bytes. One JSON object a line:
{"sheet": name, "rows": [[...]]}, {"sheet": name, "too_large": true} or {"error": code}. Dates are
{"d": "2026-12-01"} or {"t": "2026-12-01T08:30:00"}.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time, timedelta

import python_calamine


def limit_memory(most_bytes: int) -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


def encode(cell: object) -> object:
    """The cell as JSON can carry it."""
    if cell == "":
        return None
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()} if cell.time() != time() else {"d": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    if isinstance(cell, time | timedelta):
        return str(cell)
    return cell


def write_sheet(sheet: python_calamine.CalamineSheet, most_rows: int, most_columns: int) -> int:
    """Write one sheet, or that it is too large; nothing for an empty one. Returns the length."""
    if sheet.end is None:
        return 0
    if sheet.end[0] >= most_rows or sheet.end[1] >= most_columns:
        found: dict[str, object] = {"sheet": sheet.name, "too_large": True}
    else:
        rows = sheet.to_python(skip_empty_area=False)
        found = {"sheet": sheet.name, "rows": [[encode(cell) for cell in row] for row in rows]}
    return sys.stdout.write(json.dumps(found) + "\n")


def main(most_rows: int, most_columns: int, most_sheets: int, most_bytes: int) -> None:
    """Read the workbook and write every sheet that is not empty."""
    limit_memory(most_bytes)
    data = sys.stdin.buffer.read()
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        written = 0
        for name in workbook.sheet_names[:most_sheets]:
            # The server keeps what is written: a quarter of this process's memory is enough.
            if written > most_bytes // 4:
                raise MemoryError
            sheet = workbook.get_sheet_by_name(name)
            written += write_sheet(sheet, most_rows, most_columns)
    except python_calamine.PasswordError:
        sys.stdout.write(json.dumps({"error": "protected"}) + "\n")
    except MemoryError:
        sys.stdout.write(json.dumps({"error": "memory"}) + "\n")
    except python_calamine.CalamineError:
        sys.stdout.write(json.dumps({"error": "damaged"}) + "\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:5]))
