"""Compiling a paper from its template and its data.

The templates lie in this package and are the only files the compiler can read (`root`); the data
reaches them as one JSON input, so that a name that looks like markup prints as it is written. Only
the fonts the compiler carries are used: the same paper everywhere, and nothing asked of the system.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import typst

TEMPLATES = Path(__file__).parent
STANDARD: Final = "ua-1"
"""PDF/UA-1 (ISO 14289-1): tagged, with a title and a language; the compiler refuses less."""


class Paper(StrEnum):
    """The papers, by template."""

    BUNDLE = "bundle"
    CONSENT = "consent"
    MINUTES = "minutes"
    PLAIN = "plain"
    RECEIPT = "receipt"
    SHARES = "shares"


class PrintingFailed(RuntimeError):
    """The paper could not be made; says so in French, without a word of what was to be on it."""

    def __init__(self) -> None:
        super().__init__("Le document n’a pas pu être préparé. Réessayez ; sinon, prévenez-nous.")


def print_paper(paper: Paper, data: Mapping[str, Any]) -> bytes:
    """Return a paper as PDF/UA-1. Raises PrintingFailed."""
    try:
        made = typst.compile(
            TEMPLATES / f"{paper.value}.typ",
            root=TEMPLATES,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[STANDARD],
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    except (typst.TypstError, RuntimeError, OSError) as error:
        raise PrintingFailed from error
    if not isinstance(made, bytes):
        raise PrintingFailed
    return made
