"""How many candidates a committee examines for a dwelling, and when fewer are enough.

Source: CCH, art. R441-3: at least three for each dwelling, unless there are too few of them, or the
candidate is designated by the prefect as owed a dwelling (DALO), or the dwelling is of the
very-social kind. Being a victim of violence is not by itself an exception.
"""

from __future__ import annotations

from typing import Final

from havre.engine.vocabulary import CommitteeDecision, Word

LEAST_EXAMINED: Final = 3
MOST_EXAMINED: Final = 50
"""Above, it is a typing mistake."""


class ExaminationException(Word):
    """Why fewer than three candidates were examined."""

    TOO_FEW = "TOO_FEW", "Trop peu de candidats"
    DALO = "DALO", "Désignée par le préfet (DALO)"
    VERY_SOCIAL = "VERY_SOCIAL", "Logement très social (PLAI adapté)"


EXAMINING: Final = frozenset(CommitteeDecision) - {CommitteeDecision.INADMISSIBLE}
"""Decisions taken after an examination: an inadmissible candidacy is not examined."""


def kept_exception(examined: int, exception: str) -> str:
    """Return the exception to record: none from three candidates on.

    Raises ValueError for a count that cannot be, and LookupError when an exception is needed.
    """
    if not 1 <= examined <= MOST_EXAMINED:
        raise ValueError("examined")
    if examined >= LEAST_EXAMINED:
        return ""
    if exception not in set(ExaminationException):
        raise LookupError("exception")
    return str(exception)
