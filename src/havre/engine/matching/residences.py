"""When two names name the same residence: the comparison behind SAFETY_RESIDENCE.

Case, accents, hyphens, apostrophes, punctuation, spaces and a leading article do not count.
When in doubt two names are held to be the same: a dwelling too many is set aside, never one
too few.
"""

from __future__ import annotations

import unicodedata
from typing import Final

ARTICLES: Final = frozenset({"le", "la", "les", "l", "un", "une", "des", "du"})
LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})
NEAR_ENOUGH: Final = 4
"""Fewest letters a name must have before being found inside another one says anything."""


def residence_keys(name: str) -> frozenset[str]:
    """Every spelling that stands for `name`: with its leading article, and without it.

    `Le Clos`, `LeClos` and `le-clos` share `leclos`; `Le Clos` and `Clos` share `clos`; but
    `Lebrun` is not `Brun`. A name without any letter or digit has no key and equals nothing.
    """
    words = _words(name)
    spellings = {"".join(words)}
    if len(words) > 1 and words[0] in ARTICLES:
        spellings.add("".join(words[1:]))
    return frozenset(spellings - {""})


def same_residence(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names, given by their keys, name the same residence."""
    return not one.isdisjoint(other)


def resembles(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one name contains the other: not proof enough to exclude, enough to be told."""
    return any(
        min(len(a), len(b)) >= NEAR_ENOUGH and (a in b or b in a) for a in one for b in other
    )


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", name.casefold().translate(LIGATURES))
    bare = (char for char in folded if not unicodedata.combining(char))
    return "".join(char if char.isalnum() else " " for char in bare).split()
