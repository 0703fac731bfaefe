"""Where a proposal stands, said plainly: what it waits for, until when, and its path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from havre.allocations.models import Proposal
from havre.engine.lifecycle import ENDED
from havre.engine.vocabulary import ProposalStatus

P = ProposalStatus
DEADLINES = {
    P.PROPOSED: ("reply_by", "Sa réponse est attendue avant le"),
    P.COMMITTEE: ("committee_on", "Commission d’attribution le"),
    P.CONDITIONAL: ("condition_until", "Condition à remplir avant le"),
    P.ALLOCATED: ("answer_by", "Réponse attendue avant le"),
}
"""For each status that has one, the column of its deadline and the words before the date."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date the present step has to respect."""

    on: date
    words: str


def hold_of(proposal: Proposal) -> Deadline | None:
    """Return until when the dwelling, or her place in its line, waits for her answer."""
    if P(proposal.status) is not P.PROPOSED:
        return None
    words = "Logement réservé pour elle" if proposal.place == 1 else "Place gardée pour elle"
    return Deadline(proposal.hold_until, f"{words} jusqu’au")


def deadline_of(proposal: Proposal) -> Deadline | None:
    """Return the deadline of the present step, if it has one."""
    column, words = DEADLINES.get(P(proposal.status), ("", ""))
    day = getattr(proposal, column) if column else None
    if column == "reply_by" and day is None:  # asked before this delay was given
        return hold_of(proposal)
    return Deadline(day, words) if day else None


@dataclass(frozen=True, slots=True)
class Mark:
    """One step of the path: `state` is done, current, todo or skipped."""

    label: str
    state: str


PATH: tuple[tuple[str, frozenset[P]], ...] = (
    ("Son accord", frozenset({P.DRAFTED, P.PROPOSED})),
    ("Transmission", frozenset({P.ACCEPTED})),
    ("Réservataire", frozenset({P.WITH_HOLDER})),
    ("Bailleur", frozenset({P.WITH_LANDLORD})),
    ("Commission", frozenset({P.COMMITTEE, P.ADJOURNED, P.RANKED, P.CONDITIONAL})),
    ("Sa réponse", frozenset({P.ALLOCATED})),
    ("Bail", frozenset({P.CONFIRMED})),
    ("Clés", frozenset({P.LEASED})),
)
"""What is awaited at each status: `PROPOSED` waits for her word, `CONFIRMED` for the lease."""


def path_of(proposal: Proposal, reached: P, *, committee: bool) -> list[Mark]:
    """Return the path; `reached` is the last status before an end, `committee` the landlord's way.

    A dwelling without a holder leaves the holder out, an agency the committee and her answer.
    """
    left_out = set() if committee else {"Commission", "Sa réponse"}
    if not proposal.holder_id or proposal.handed_back_on:
        left_out.add("Réservataire")
    place = next((i for i, (_, at) in enumerate(PATH) if reached in at), len(PATH))
    over = P(proposal.status) in ENDED
    marks: list[Mark] = []
    for rank, (label, _) in enumerate(PATH):
        if label in left_out:
            continue
        state = "done" if rank < place else "todo"
        if rank == place and not over:
            state = "current"
        if over and rank >= place:
            state = "skipped"
        marks.append(Mark(label, state))
    return marks
