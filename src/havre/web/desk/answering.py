"""The answers offered from a list: the forms and the addresses of the proposal's own page.

A row offers the same steps, sent to the same address with the same checks; only where the person
comes back to differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from havre.allocations.candidate_file import CandidateFile
from havre.allocations.models import Proposal
from havre.engine.vocabulary import ProposalStatus, Role
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.web.allocations.file_presenting import TO_BRING
from havre.web.allocations.moves import AWAITED, QUESTIONS, forms_for
from havre.web.allocations.partner_forms import CommitteeForm
from havre.web.allocations.presenting import place_of, title_of
from havre.web.allocations.rows_due import Due, due_of
from havre.web.allocations.step_form import StepForm

P = ProposalStatus


@dataclass(frozen=True, slots=True)
class Lacks:
    """What a candidate's file still lacks, for whoever decides on it."""

    complete: bool
    words: str

    @classmethod
    def of(cls, file: CandidateFile) -> Lacks:
        """Name the required pieces to bring or to check; one sentence when none of them is."""
        named = [
            line.item.label for line in file.lines if line.item.required and line.state in TO_BRING
        ]
        words = ", ".join(named) if named else "Rien de ce que vous lisez ; demandez à l’opérateur."
        return cls(file.complete, words)


@dataclass(frozen=True, slots=True)
class Answerable:
    """One proposal of a list, with the question and the answers to it."""

    proposal: Proposal
    name: str
    title: str
    place: str
    question: str
    due: Due | None
    forms: list[StepForm]
    lacks: Lacks | None = None

    @property
    def order(self) -> tuple[bool, date]:
        """The late ones first, then by date; those without a date last, the oldest first."""
        since = self.proposal.status_since.date()
        return (self.due is None, self.due.on if self.due else since)


def answerable(
    proposal: Proposal,
    name: str,
    *,
    next_on: date | None = None,
    file: CandidateFile | None = None,
    actor: Actor,
) -> Answerable:
    """Return a proposal with the answers its awaited voice may give, its committee filled in."""
    voice, _ = AWAITED[P(proposal.status)]
    committee = actor.has(Role.LANDLORD)
    kinds = forms_for(proposal, committee=committee, actor=actor)
    return Answerable(
        proposal,
        name,
        title_of(proposal),
        place_of(proposal),
        QUESTIONS[P(proposal.status)],
        due_of(proposal, today()),
        [_filled(kind, proposal, next_on) for kind in kinds if kind.voice is voice],
        Lacks.of(file) if file is not None else None,
    )


def _filled(kind: type[StepForm], proposal: Proposal, next_on: date | None) -> StepForm:
    """Several proposals share the page: their fields have names of their own."""
    form = kind.shown(proposal)
    form.auto_id = f"{proposal.reference}-{kind.code}-%s"
    if next_on is not None and issubclass(kind, CommitteeForm):
        form.initial = {**form.initial, "committee_on": next_on}
    return form


def in_order(rows: Sequence[Answerable]) -> list[Answerable]:
    """Return the rows as they are shown: what is late first."""
    return sorted(rows, key=lambda row: row.order)
