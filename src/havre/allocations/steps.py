"""What every step of a proposal does: lock, check, write the step, and end it when it ends."""

from __future__ import annotations

from datetime import date

from havre.allocations import sharing_steps
from havre.allocations.models import Proposal, ProposalStep
from havre.cases.actions import move_case, note_event
from havre.cases.models import CaseEvent
from havre.engine.lifecycle import IllegalTransition, check_proposal_transition
from havre.engine.vocabulary import ProposalStatus, Stage
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.sharing.actions import as_steward

P = ProposalStatus
HOLDERS_WORD = frozenset({P.WITH_LANDLORD, P.DECLINED_BY_HOLDER})
LANDLORDS_WORD = frozenset(
    {
        P.COMMITTEE,
        P.DECLINED_BY_LANDLORD,
        P.ALLOCATED,
        P.RANKED,
        P.CONDITIONAL,
        P.NOT_ALLOCATED,
        P.INADMISSIBLE,
        P.LEASED,
        P.MOVED_IN,
    }
)
"""Steps that are a partner's to say: marked « on behalf » when the operator records them."""


class NotAllowed(PermissionError):
    """The actor may not take this step."""


class VacancyTaken(ValueError):
    """Another proposal holds this dwelling, or it is no longer offered."""


class AlreadyProposed(ValueError):
    """A proposal is already running for this case."""


class Unsafe(ValueError):
    """A safety rule excludes this dwelling; nothing overrides it."""


class WrongDate(ValueError):
    """A date that cannot be; the message is a French sentence. `field` names which one."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Missing(ValueError):
    """Something the step needs was not given; the message is a French sentence."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


def locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it stands now, locked until the end of the transaction."""
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


def _spoken_for(proposal: Proposal, status: P) -> int | None:
    """Return the organisation whose word a step is; None for hers and the operator's."""
    if status in HOLDERS_WORD:
        return proposal.holder_id
    agencys_agreement = status is P.CONFIRMED and not proposal.decision
    if status in LANDLORDS_WORD or agencys_agreement:
        return proposal.landlord_id
    return None


def write_step(proposal: Proposal, status: P, *, actor: Actor, on: date | None = None) -> None:
    """Move a proposal and write the step, marked « on behalf » when the operator answers."""
    check_proposal_transition(P(proposal.status), status)
    proposal.status, proposal.status_since = status, now()
    proposal.save()
    spoken_for = _spoken_for(proposal, status)
    ProposalStep(
        case_id=proposal.case_id,
        proposal=proposal,
        status=status,
        on=on or today(),
        by_organisation_id=actor.organisation_id,
        on_behalf=spoken_for is not None and spoken_for != actor.organisation_id,
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
    on: date | None = None,
) -> Proposal:
    """End a proposal without a lease: the hold is freed, what it had opened is closed."""
    proposal.declined_by, proposal.decline_code = declined_by, reason
    proposal.consequence, proposal.ended_on = consequence, on or today()
    case = proposal.case
    write_step(proposal, status, actor=actor, on=on)
    with as_steward(actor, case.steward_id, "proposal-ended") as steward:
        move_case(case, Stage.SEARCH)
        note_event(case.pk, CaseEvent.Code.DECLINED, on=on)
        sharing_steps.close_for(proposal, actor=steward)
    return proposal
