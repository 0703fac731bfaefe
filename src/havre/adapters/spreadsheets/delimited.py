"""Reading CSV, whatever its encoding and its delimiter."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from havre.adapters.spreadsheets.limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    NO_TABLE,
    TOO_LARGE_TABLE,
    UnreadableFile,
)
from havre.housing.importing.columns import recognised
from havre.housing.importing.table import Table

DELIMITERS = (";", ",", "\t")
_SAMPLE_CHARACTERS = 50_000
_SAMPLE_ROWS = 60
# UTF-8 read as Windows-1252: « Ã© » for « é », « â€™ » for an apostrophe.
_MIXED = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u0192\u2020-\u2122\u0152-\u017e]|â€[\u0099\u2122œ“”˜]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_TEXT = (
    "Ce fichier n’est ni un classeur ni un texte. Enregistrez le tableau au format Excel (.xlsx)."
)
_ENCODING = (
    "Ce fichier mélange plusieurs encodages : des lettres accentuées y sont abîmées. "
    "Enregistrez le tableau au format Excel (.xlsx) ou « CSV UTF-8 »."
)


def read_delimited(data: bytes) -> Table:
    """The table of a CSV file.

    Raises:
        UnreadableFile: not text, broken accents, an unclosed quote, too large, or empty.
    """
    text = decode(data)
    table = Table("", _rows(text, _delimiter(text)))
    if not table.rows:
        raise UnreadableFile(NO_TABLE)
    return table


def decode(data: bytes) -> str:
    """The text of the file: UTF-8 (with or without mark), UTF-16 or Windows-1252.

    Raises:
        UnreadableFile: none of these, or several of them at once.
    """
    text = _decode_utf16(data)
    if text is None:
        if b"\x00" in data:
            raise UnreadableFile(_NOT_TEXT)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _decode_windows(data)
    if _CONTROL.search(text) and len(_CONTROL.findall(text)) > len(text) // 200:
        raise UnreadableFile(_NOT_TEXT)
    if "\ufffd" in text or _MIXED.search(text):
        raise UnreadableFile(_ENCODING)
    return text


def _decode_utf16(data: bytes) -> str | None:
    """The text when it is UTF-16, by its mark or by its zero bytes; else None."""
    codec = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else None
    if codec is None and len(data) >= 8:
        head = data[: 2 * (min(len(data), 2000) // 2)]
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if odd > len(head) // 4 and not even:
            codec = "utf-16-le"
        elif even > len(head) // 4 and not odd:
            codec = "utf-16-be"
    if codec is None:
        return None
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        raise UnreadableFile(_ENCODING) from None


def _decode_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        readable = sum(byte >= 32 or byte in b"\t\r\n" for byte in data[:4000])
        garbage = readable < len(data[:4000]) * 0.98
        raise UnreadableFile(_NOT_TEXT if garbage else _ENCODING) from None


def _delimiter(text: str) -> str:
    """The delimiter under which most headings are known, then the one met most often."""
    sample = text[:_SAMPLE_CHARACTERS]

    def merit(delimiter: str) -> tuple[int, int]:
        rows = list(_split(sample, delimiter))[:_SAMPLE_ROWS]
        cells = tuple(tuple(row[: MAX_COLUMNS + 1]) for row in rows)
        return recognised(Table("", cells)), max(map(len, rows), default=0)

    return max(DELIMITERS, key=merit)


def _split(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        return


def _rows(text: str, delimiter: str) -> tuple[tuple[str | None, ...], ...]:
    unbalanced = text.count('"') % 2 == 1
    rows: list[tuple[str | None, ...]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            _check_row(row, len(rows) + 1, unbalanced)
            rows.append(tuple(cell if cell.strip() else None for cell in row))
    except csv.Error:
        raise UnreadableFile(_unclosed(len(rows) + 1)) from None
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def _check_row(row: list[str], number: int, unbalanced: bool) -> None:
    if number > MAX_ROWS or len(row) > MAX_COLUMNS:
        raise UnreadableFile(TOO_LARGE_TABLE)
    if any(len(cell) > MAX_CELL_CHARACTERS or (unbalanced and "\n" in cell) for cell in row):
        raise UnreadableFile(_unclosed(number))


def _unclosed(line: int) -> str:
    return (
        f"À la ligne {line}, un guillemet n’est pas refermé ou une case est trop longue. "
        "Corrigez-la et renvoyez le fichier."
    )
