"""A file received, kept as cells between its preview and its import."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime

from havre.housing.importing.table import Cell, Table


def pack(table: Table) -> bytes:
    """Return the table as compressed JSON; dates keep their kind."""
    rows = [[_encode(cell) for cell in row] for row in table.rows]
    return zlib.compress(json.dumps({"sheet": table.sheet, "rows": rows}).encode())


def unpack(content: bytes) -> Table:
    """Return the table that `pack` kept."""
    kept = json.loads(zlib.decompress(content))
    rows = tuple(tuple(_decode(cell) for cell in row) for row in kept["rows"])
    return Table(kept["sheet"], rows)


def _encode(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return cell


def _decode(cell: object) -> Cell:
    if isinstance(cell, dict):
        if "t" in cell:
            return datetime.fromisoformat(cell["t"])
        return date.fromisoformat(cell["d"])
    assert cell is None or isinstance(cell, str | int | float | bool)
    return cell
