"""A sheet as read from a file, before any meaning is given to its cells."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None

# Control, zero-width and bidirectional characters: invisible, so they can only mislead.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Table:
    """The cells of one sheet.

    `rows[0]` is line 1 of the spreadsheet as a person sees it, empty lines included: the
    lines quoted in a report are those she will look for. Rows may have different lengths.
    """

    sheet: str
    rows: tuple[tuple[Cell, ...], ...]


def shown(cell: Cell) -> str:
    """The cell as a person sees it: no invisible character, single spaces, whole numbers bare."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else str(cell)
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    text = unicodedata.normalize("NFC", str(cell))
    # A lone surrogate can be neither stored nor written out.
    text = text.encode("utf-8", "ignore").decode("utf-8")
    return " ".join(_INVISIBLE.sub("", text).split())


def normalised(text: str) -> str:
    """The words of a text without case, accents or punctuation: « Réf. » becomes « ref »."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", bare.casefold()).strip()


def is_blank(cell: Cell) -> bool:
    """Whether a person sees nothing in the cell."""
    return shown(cell) == ""
