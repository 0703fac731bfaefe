"""How a closed list is written: stored codes, each with the French label shown on screen."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A closed list whose members carry their French label: `CODE = "CODE", "libellé"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Attach the label shown on screen to the stored code."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs in declaration order, as forms and database columns want them."""
        return [(member.value, member.label) for member in cls]
