"""What other weights would change to today's ranking, before anybody saves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from havre.housing.models import Vacancy
from havre.matching.board import best_for, open_needs
from havre.matching.needs import offers_now
from havre.matching.selectors import ceilings_now, settings_of
from havre.platform.acting import Actor
from havre.programmes.models import Programme

TOP = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A situation whose first dwellings change: the TOP best before and after, in order."""

    reference: str
    before: tuple[Vacancy, ...]
    after: tuple[Vacancy, ...]

    @property
    def first_changes(self) -> bool:
        """Another dwelling comes first."""
        return self.before[:1] != self.after[:1]


@dataclass(frozen=True, slots=True)
class Reweighing:
    """How many situations were compared, how many have a choice, and those that change.

    Those whose first dwelling changes come first, then the most urgent.
    """

    compared: int
    with_choice: int
    changes: tuple[Change, ...]

    @property
    def firsts(self) -> int:
        """How many situations would have another first dwelling."""
        return sum(change.first_changes for change in self.changes)


def reweighed(programme: Programme, weights: Mapping[str, float], *, actor: Actor) -> Reweighing:
    """Rank today's offers for today's needs with the programme's weights, then with these.

    Nothing is written but the journal of what was read. For the operator alone. Raises
    PermissionError, ValueError (weights the engine refuses), MissingCeiling.
    """
    present = settings_of(programme)
    wanted = replace(present, weights=dict(weights))
    needs, offers, ceilings = open_needs(actor), offers_now(actor), ceilings_now()
    before = best_for(needs.found, offers, present, ceilings)
    after = best_for(needs.found, offers, wanted, ceilings)
    changes = [
        Change(one.case.reference, tuple(was[:TOP]), tuple(now[:TOP]))
        for one, was, now in zip(needs.found, before, after, strict=True)
        if was[:TOP] != now[:TOP]
    ]
    changes.sort(key=lambda change: not change.first_changes)
    with_choice = sum(len(best) > 1 for best in before)
    return Reweighing(len(needs.found), with_choice, tuple(changes))
