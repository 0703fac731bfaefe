"""What can go wrong with a landlord's file, in sentences a landlord can act on."""

from __future__ import annotations

from dataclasses import dataclass


class ImportProblem(Exception):
    """The file as a whole cannot be read; its text is a French sentence for the landlord."""


class BadValue(ValueError):
    """One cell cannot be read; its text is a French sentence saying what to write instead."""


@dataclass(frozen=True)
class Problem:
    """One thing to tell about one line.

    `line` counts from 1 as in the spreadsheet; `column` is the heading as written in the file,
    empty when the whole line is concerned; `value` is what was written there.
    """

    line: int
    reference: str
    column: str
    reason: str
    value: str = ""


@dataclass(frozen=True)
class IgnoredLine:
    """A line that holds no dwelling, and why: « Ligne vide », « Sous-total ou total »…"""

    line: int
    reason: str
