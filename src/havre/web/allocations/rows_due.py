"""Until when a proposal of a list waits, and how pressing that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from havre.allocations.models import Proposal
from havre.allocations.rules import deadline_of

SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Due:
    """A day, the words before it, and its colour."""

    on: date
    words: str
    tone: str

    @property
    def late(self) -> bool:
        """Tell whether the day has passed."""
        return self.tone == "danger"


def due_of(proposal: Proposal, today: date) -> Due | None:
    """Return the day of the present step, None where it has none."""
    found = deadline_of(proposal)
    if found is None:
        return None
    tone = "danger" if found.on < today else "warning" if found.on <= today + SOON else "info"
    return Due(found.on, found.words, tone)
