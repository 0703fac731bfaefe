"""What a reservation holder designates: its candidates, dwelling by dwelling."""

from __future__ import annotations

from dataclasses import dataclass, field

from havre.allocations.models import RUNNING_CODES, Proposal
from havre.allocations.selectors import proposals
from havre.cases.selectors import list_parts
from havre.engine.lifecycle import PLACES
from havre.engine.vocabulary import Compartment, ProposalStatus
from havre.housing.models import Vacancy
from havre.platform.acting import Actor

MOST = PLACES
"""Candidates a holder designates for one dwelling: its line has no more places."""


@dataclass(slots=True)
class Designation:
    """One dwelling of a holder's right: its candidates, and how many await its word."""

    vacancy: Vacancy
    candidates: list[Proposal] = field(default_factory=list)

    @property
    def designated(self) -> int:
        """How many it has designated."""
        return len(self.candidates) - self.awaited

    @property
    def awaited(self) -> int:
        """How many wait for its answer."""
        return sum(one.status == ProposalStatus.WITH_HOLDER for one in self.candidates)


def designations(actor: Actor) -> list[Designation]:
    """Return the running candidacies on the dwellings the actor's organisation designates for.

    Journaled as listed. Those it awaits come first. Raises JournalDown.
    """
    own = actor.organisation_id
    found = list(proposals(actor).filter(holder_id=own, status__in=RUNNING_CODES))
    list_parts([one.case_id for one in found], Compartment.PROPOSAL, actor=actor)
    by_vacancy: dict[object, Designation] = {}
    for one in found:
        by_vacancy.setdefault(one.vacancy_id, Designation(one.vacancy)).candidates.append(one)
    return sorted(by_vacancy.values(), key=lambda d: (-d.awaited, d.vacancy.dwelling.reference))
