"""Turns rows into the text PostgreSQL copies in, and copies it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from havre.config.synthetic.tables import Table

READERS: Final = ("readers", "writers")


def _array(values: Iterable[Any]) -> str:
    return "{" + ",".join(map(str, values)) + "}"


ENCODERS: Final[dict[type, Callable[[Any], str]]] = {
    type(None): lambda _: "\\N",
    str: str,
    bool: lambda value: "t" if value else "f",
    int: str,
    float: repr,
    Decimal: str,
    date: date.isoformat,
    datetime: datetime.isoformat,
    bytes: lambda value: "\\\\x" + value.hex(),
    tuple: _array,
}


def encode(rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Return rows as the text format of COPY; arrays hold codes and numbers only.

    Nothing is escaped, for every text is one of ours. Raises ValueError if one holds a separator.
    """
    encoders, separators = ENCODERS, sum(len(row) for row in rows)
    text = "".join(
        "\t".join([v if type(v) is str else encoders[type(v)](v) for v in row]) + "\n"
        for row in rows
    )
    if text.count("\t") + text.count("\n") != separators:
        raise ValueError("a text holds a tab or a new line")
    return text.encode()


def copy_statement(table: Table) -> str:
    """Return the statement that takes a table's rows, authorised organisations included."""
    columns = (*table.columns, *(READERS if table.compartment else ()))
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'COPY "{table.name}" ({listed}) FROM STDIN'


def copy_in(cursor: Any, table: Table, content: bytes) -> None:
    """Copy encoded rows into a table."""
    with cursor.copy(copy_statement(table)) as copy:
        copy.write(content)
