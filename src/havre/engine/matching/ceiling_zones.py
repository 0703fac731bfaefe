"""In which zone of the income ceilings a commune lies.

Source: arrêté du 29 juillet 1987, annexes, and its list of the communes that touch Paris.
"""

from __future__ import annotations

from typing import Final

from havre.engine.vocabulary import CeilingZone

AROUND_PARIS: Final = frozenset(
    f"{department}{number:03}"
    for department, numbers in (
        ("92", (12, 24, 40, 44, 46, 49, 51, 62, 64, 73, 75)),
        ("93", (1, 6, 45, 48, 55, 61, 66, 70)),
        ("94", (18, 33, 37, 41, 42, 43, 52, 67, 69, 80)),
    )
    for number in numbers
)
"""INSEE codes of the 29 communes that touch Paris."""

PARIS: Final = "75"
ILE_DE_FRANCE: Final = frozenset({PARIS, "77", "78", "91", "92", "93", "94", "95"})
"""Departments of Île-de-France."""


def ceiling_zone(commune: str) -> CeilingZone:
    """The zone of a commune (INSEE code); one that says nothing is of the other regions.

    The other regions have the lowest ceilings: an unknown commune never lets a household in by
    mistake.
    """
    department = commune[:2]
    if department == PARIS or commune in AROUND_PARIS:
        return CeilingZone.PARIS
    return CeilingZone.ILE_DE_FRANCE if department in ILE_DE_FRANCE else CeilingZone.OTHER
