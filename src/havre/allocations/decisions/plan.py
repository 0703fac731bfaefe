"""What a file of decisions would record: nothing is written here.

Every line is compared with the proposals of the landlord itself, in one query. A reference of
anybody else's, or of nothing, is unknown alike.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from havre.allocations.decisions.columns import DecisionField
from havre.allocations.decisions.reading import DecisionReading, DecisionRow
from havre.allocations.models import Proposal
from havre.allocations.selectors import proposals
from havre.cases.selectors import list_parts
from havre.engine.vocabulary import Compartment, ProposalStatus
from havre.housing.importing.problems import Problem
from havre.housing.importing.report import problem_dict
from havre.platform.acting import Actor

UNKNOWN = "Référence inconnue."
DECIDED = "Une décision est déjà enregistrée pour cette candidature : elle n’est pas remplacée."
NOT_THERE = "Cette candidature n’est inscrite à aucune commission. Présentez-la d’abord."
TOO_EARLY = "La décision ne peut pas précéder la transmission de la candidature."
BEFORE = {ProposalStatus.WITH_LANDLORD, ProposalStatus.ADJOURNED}


@dataclass
class DecisionPlan:
    """The decisions to record, those recorded before, and what is refused."""

    reading: DecisionReading
    rows: list[DecisionRow] = field(default_factory=list)
    unchanged: list[DecisionRow] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    found: Mapping[str, Proposal] = field(default_factory=dict)


def mark_of(row: DecisionRow) -> str:
    """Return what tells again a decision that a file recorded; kept for whoever sent the file."""
    said = f"{row.reference}|{row.decision}|{row.decided_on.isoformat()}"
    return hashlib.sha256(said.encode()).hexdigest()


def plan_decisions(
    reading: DecisionReading, recorded: Collection[str], *, actor: Actor
) -> DecisionPlan:
    """Compare a file with the actor's own proposals, journaled as listed.

    `recorded`: the marks of what this person's earlier files recorded, so that one that ended
    since, and is out of its sight, still reads as recorded.
    """
    own = proposals(actor).filter(
        landlord_id=actor.organisation_id, reference__in=[row.reference for row in reading.rows]
    )
    found = {one.reference: one for one in own}
    list_parts([one.case_id for one in found.values()], Compartment.PROPOSAL, actor=actor)
    plan = DecisionPlan(reading, rejected=list(reading.rejected), found=found)
    for row in reading.rows:
        proposal = found.get(row.reference)
        if mark_of(row) in recorded or _same(proposal, row):
            plan.unchanged.append(row)
        elif why := _refused(proposal, row):
            plan.rejected.append(problem(reading, row, *why))
        else:
            plan.rows.append(row)
    plan.rejected.sort(key=lambda one: one.line)
    return plan


def _same(proposal: Proposal | None, row: DecisionRow) -> bool:
    if proposal is None:
        return False
    return (proposal.decision, proposal.decided_on) == (row.decision, row.decided_on)


def _refused(proposal: Proposal | None, row: DecisionRow) -> tuple[DecisionField, str] | None:
    if proposal is None:
        return DecisionField.REFERENCE, UNKNOWN
    if proposal.status in BEFORE:
        return DecisionField.DECISION, NOT_THERE
    if proposal.status != ProposalStatus.COMMITTEE:
        return DecisionField.DECISION, DECIDED
    if proposal.sent_on and row.decided_on < proposal.sent_on:
        return DecisionField.DECIDED_ON, TOO_EARLY
    return None


def problem(
    reading: DecisionReading, row: DecisionRow, column: DecisionField, reason: str
) -> Problem:
    """Return what is wrong with a line, under the heading of its column."""
    return Problem(row.line, row.reference, reading.header.heading(column), reason)


def figures(plan: DecisionPlan, refused: Collection[Problem] = ()) -> dict[str, object]:
    """Return the figures of a file and its problems by line; references, never a name."""
    rejected = sorted([*plan.rejected, *refused], key=lambda one: one.line)
    recorded = len(plan.rows) - len(refused)
    return {
        "recorded": recorded,
        "unchanged": len(plan.unchanged),
        "rejected": [problem_dict(one) for one in rejected],
        "duplicate_lines": [problem_dict(one) for one in plan.reading.duplicates],
        "warnings": [],
        "ignored": plan.reading.ignored,
    }
