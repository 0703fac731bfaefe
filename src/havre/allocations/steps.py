"""What every step of a proposal does: lock, check, write the step, and end it when it ends."""

from __future__ import annotations

from datetime import date

from havre.allocations import line, sharing_steps
from havre.allocations.models import Proposal, ProposalStep
from havre.allocations.refusals import (
    AlreadyProposed,
    LineFull,
    Missing,
    NotAllowed,
    NotFirst,
    OfferGone,
    Parked,
    Unsafe,
    VacancyTaken,
    WrongDate,
)
from havre.cases.actions import move_case, note_event, park_case
from havre.cases.models import CaseEvent
from havre.engine.lifecycle import IllegalTransition, check_proposal_transition
from havre.engine.proposal_steps import step_of
from havre.engine.vocabulary import ProposalStatus, Stage, Voice
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.sharing.actions import as_steward

__all__ = [
    "AlreadyProposed",
    "LineFull",
    "Missing",
    "NotAllowed",
    "NotFirst",
    "OfferGone",
    "Parked",
    "Unsafe",
    "VacancyTaken",
    "WrongDate",
]
P = ProposalStatus


def locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it stands now, locked until the end of the transaction.

    The lines of the programme are locked first: a step may end several proposals.
    """
    line.lock_lines(proposal)
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("case", "vacancy__dwelling")
        .get(pk=proposal.pk)
    )


def require(proposal: Proposal, *statuses: P) -> None:
    """Raise IllegalTransition unless the proposal stands at one of these statuses."""
    if P(proposal.status) not in statuses:
        raise IllegalTransition(f"{proposal.status} not in {sorted(statuses)}")


def check_date(day: date, *, not_before: date | None = None, what: str, field: str) -> date:
    """Return the day; raise WrongDate when it lies in the future or before `not_before`."""
    if day > today():
        raise WrongDate(f"{what} ne peut pas être dans le futur.", field)
    if not_before and day < not_before:
        raise WrongDate(f"{what} ne peut pas précéder l’étape d’avant.", field)
    return day


def spoken_for(before: P, after: P, *, holder: int | None, landlord: int) -> int | None:
    """Return the organisation whose word a step is; None for hers and the operator's."""
    step = step_of(before, after)
    voices = {Voice.HOLDER: holder, Voice.LANDLORD: landlord}
    return voices.get(step.voice) if step else None


def write_step(proposal: Proposal, status: P, *, actor: Actor, on: date | None = None) -> None:
    """Move a proposal and write the step, marked « on behalf » when the operator answers."""
    before = P(proposal.status)
    check_proposal_transition(before, status)
    proposal.status, proposal.status_since = status, now()
    proposal.save()
    whose = spoken_for(before, status, holder=proposal.holder_id, landlord=proposal.landlord_id)
    ProposalStep(
        case_id=proposal.case_id,
        proposal=proposal,
        status=status,
        on=on or today(),
        by_organisation_id=actor.organisation_id,
        on_behalf=whose is not None and whose != actor.organisation_id,
    ).save(force_insert=True)
    journal.record(
        actor, f"PROPOSAL_{status}", case_id=proposal.case_id, subject=proposal.reference
    )


def end(
    proposal: Proposal,
    status: P,
    declined_by: Proposal.DeclinedBy,
    reason: str,
    *,
    actor: Actor,
    consequence: Proposal.Consequence = Proposal.Consequence.ELIGIBLE,
    parked_until: date | None = None,
    on: date | None = None,
) -> Proposal:
    """End a proposal without a lease: its place is freed, what it had opened is closed.

    The next in its line takes the hold, and she takes the first place she was waiting for
    elsewhere, unless her search is in pause.
    """
    drafted = proposal.status == P.DRAFTED
    held = not drafted and proposal.place == 1
    proposal.declined_by, proposal.decline_code = declined_by, reason
    proposal.consequence, proposal.ended_on = consequence, on or today()
    case = proposal.case
    write_step(proposal, status, actor=actor, on=on)
    if drafted:
        return proposal
    with as_steward(actor, case.steward_id, "proposal-ended") as steward:
        if held:
            move_case(case, Stage.SEARCH)
        note_event(case.pk, CaseEvent.Code.DECLINED, on=on)
        sharing_steps.close_for(proposal, actor=steward)
        if consequence == Proposal.Consequence.PARKED and parked_until:
            park_case(case, parked_until, actor=steward)
        line.settle(line.lines_of(proposal), actor=steward)
    return proposal
