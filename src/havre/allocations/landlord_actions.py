"""Writes that are the landlord's to say: committee, decision, lease, keys.

The operator may record each of them on its behalf. What moves the case on is done in the name of
the file's keeper.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from havre.allocations import permissions, sharing_steps, steps
from havre.allocations.conditions import Condition
from havre.allocations.models import Proposal, Tenancy
from havre.allocations.selectors import has_committee
from havre.allocations.steps import Missing, NotAllowed, P, WrongDate, check_date, locked
from havre.cases.actions import move_case, note_event
from havre.cases.models import CaseEvent
from havre.engine.deadlines import answer_deadline
from havre.engine.lifecycle import DECISION_STATUS, check_proposal_transition
from havre.engine.vocabulary import CommitteeDecision, LandlordDecline, Stage
from havre.housing.actions import end_by_lease
from havre.platform import vault
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.sharing.actions import as_steward

Declined = Proposal.DeclinedBy


def _locked_for_landlord(proposal: Proposal, actor: Actor) -> Proposal:
    """Lock the proposal; raise NotAllowed unless the actor answers for its landlord."""
    proposal = locked(proposal)
    if not permissions.answers_as_landlord(actor, proposal):
        raise NotAllowed
    return proposal


@transaction.atomic
def record_landlord_answer(
    proposal: Proposal,
    *,
    agrees: bool,
    committee_on: date | None = None,
    reason: LandlordDecline | None = None,
    actor: Actor,
) -> Proposal:
    """The landlord takes the candidacy to its committee, or declines with a coded reason.

    A letting agency has no committee: its agreement leads straight to the lease. Raises
    NotAllowed, IllegalTransition, Missing, WrongDate.
    """
    proposal = _locked_for_landlord(proposal, actor)
    steps.require(proposal, P.WITH_LANDLORD)
    if not agrees:
        if reason is None:
            raise Missing("Indiquez le motif.", "reason")
        return steps.end(proposal, P.DECLINED_BY_LANDLORD, Declined.LANDLORD, reason, actor=actor)
    if not has_committee(proposal):
        steps.write_step(proposal, P.CONFIRMED, actor=actor)
        _allocated(proposal, actor)
        return proposal
    if committee_on is None:
        raise Missing("Indiquez la date de la commission.", "committee_on")
    if proposal.sent_on and committee_on < proposal.sent_on:
        raise WrongDate(
            "La commission ne peut pas précéder la transmission de la candidature.", "committee_on"
        )
    proposal.committee_on = committee_on
    steps.write_step(proposal, P.COMMITTEE, actor=actor)
    return proposal


def _allocated(proposal: Proposal, actor: Actor) -> None:
    with as_steward(actor, proposal.case.steward_id, "proposal-confirmed"):
        move_case(proposal.case, Stage.ALLOCATED)
        note_event(proposal.case_id, CaseEvent.Code.ALLOCATED)


@transaction.atomic
def record_decision(
    proposal: Proposal,
    decision: CommitteeDecision,
    *,
    decided_on: date,
    notified_on: date | None = None,
    rank: int | None = None,
    condition: str = "",
    condition_until: date | None = None,
    reason: LandlordDecline | None = None,
    actor: Actor,
) -> Proposal:
    """The committee's decision, one of the five (CCH R441-3).

    An attribution gives her at least ten days to answer, counted from the day after
    notification; the deadline is computed here. What a decision does not need is not kept.
    Raises NotAllowed, IllegalTransition, WrongDate, Missing.
    """
    proposal = _locked_for_landlord(proposal, actor)
    steps.require(proposal, P.COMMITTEE)
    check_date(
        decided_on,
        not_before=proposal.sent_on,
        what="La date de la décision",
        field="decided_on",
    )
    status = DECISION_STATUS[decision]
    proposal.decision, proposal.decided_on = decision, decided_on
    if status is P.RANKED:
        proposal.rank = _ranked(rank)
    if status is P.CONDITIONAL:
        proposal.condition = condition
        proposal.condition_until = _conditional(condition, condition_until, decided_on)
    with as_steward(actor, proposal.case.steward_id, "committee-decision"):
        note_event(proposal.case_id, CaseEvent.Code.DECIDED, on=decided_on)
    if status in {P.NOT_ALLOCATED, P.INADMISSIBLE}:
        why = reason or LandlordDecline.AUTRE
        return steps.end(proposal, status, Declined.COMMITTEE, why, actor=actor, on=decided_on)
    if status is P.ALLOCATED:
        _notify(proposal, notified_on or decided_on)
    steps.write_step(proposal, status, actor=actor, on=decided_on)
    return proposal


def _ranked(rank: int | None) -> int:
    if rank is None:
        raise Missing("Indiquez le rang.", "rank")
    return rank


def _conditional(condition: str, until: date | None, decided_on: date) -> date:
    if condition not in set(Condition):
        raise Missing("Indiquez la condition.", "condition")
    if until is None:
        raise Missing("Indiquez jusqu’à quand la condition peut être remplie.", "condition_until")
    if until < decided_on:
        raise WrongDate("Cette date ne peut pas précéder la décision.", "condition_until")
    return until


def _notify(proposal: Proposal, notified_on: date) -> None:
    """Start the delay she is given to answer."""
    check_date(
        notified_on,
        not_before=proposal.decided_on,
        what="La date de notification",
        field="notified_on",
    )
    proposal.notified_on = notified_on
    proposal.answer_by = answer_deadline(notified_on, proposal.case.programme.answer_days)


@transaction.atomic
def confirm_allocation(
    proposal: Proposal, *, allocated: bool, notified_on: date | None = None, actor: Actor
) -> Proposal:
    """A ranked or conditional attribution becomes firm, or falls.

    Raises NotAllowed, IllegalTransition, WrongDate.
    """
    proposal = _locked_for_landlord(proposal, actor)
    steps.require(proposal, P.RANKED, P.CONDITIONAL)
    if not allocated:
        missing = proposal.decision == CommitteeDecision.CONDITIONAL
        why = LandlordDecline.DOSSIER_INCOMPLET if missing else LandlordDecline.AUTRE
        return steps.end(proposal, P.NOT_ALLOCATED, Declined.COMMITTEE, why, actor=actor)
    _notify(proposal, notified_on or today())
    steps.write_step(proposal, P.ALLOCATED, actor=actor)
    return proposal


@transaction.atomic
def sign_lease(proposal: Proposal, *, signed_on: date, actor: Actor) -> Tenancy:
    """The lease is signed: the new landlord sees its own dwelling, all others lose everything.

    Raises NotAllowed, IllegalTransition, WrongDate, BeyondConsent.
    """
    proposal = _locked_for_landlord(proposal, actor)
    check_proposal_transition(P(proposal.status), P.LEASED)
    first = proposal.notified_on or proposal.sent_on
    check_date(signed_on, not_before=first, what="La date du bail", field="signed_on")
    case = proposal.case
    steps.write_step(proposal, P.LEASED, actor=actor, on=signed_on)
    end_by_lease(proposal.vacancy, actor=actor)
    with as_steward(actor, case.steward_id, "lease-signed") as steward:
        tenancy = _open_tenancy(proposal, signed_on)
        move_case(case, Stage.LEASED)
        note_event(case.pk, CaseEvent.Code.LEASED, on=signed_on)
        sharing_steps.settle_after_lease(proposal, actor=steward)
    return tenancy


def _open_tenancy(proposal: Proposal, signed_on: date) -> Tenancy:
    dwelling = proposal.vacancy.dwelling
    tenancy = Tenancy(
        case_id=proposal.case_id,
        proposal=proposal,
        landlord_id=proposal.landlord_id,
        holder_id=proposal.holder_id,
        commune_id=dwelling.commune_id,
        regime=proposal.vacancy.regime,
        lease_signed_on=signed_on,
    )
    vault.seal(
        tenancy,
        {
            "address": dwelling.address,
            "postcode": dwelling.postcode,
            "residence": dwelling.residence,
            "dwelling": dwelling.reference,
        },
    )
    tenancy.save(force_insert=True)
    return tenancy


@transaction.atomic
def record_move_in(proposal: Proposal, *, moved_in_on: date, actor: Actor) -> Tenancy:
    """She has the keys. Raises NotAllowed, IllegalTransition, WrongDate."""
    proposal = _locked_for_landlord(proposal, actor)
    check_proposal_transition(P(proposal.status), P.MOVED_IN)
    with as_steward(actor, proposal.case.steward_id, "move-in"):
        tenancy = Tenancy.objects.select_for_update().get(proposal=proposal)
        check_date(
            moved_in_on,
            not_before=tenancy.lease_signed_on,
            what="La date d’entrée",
            field="moved_in_on",
        )
        tenancy.moved_in_on = moved_in_on
        tenancy.save(update_fields=["moved_in_on"])
        move_case(proposal.case, Stage.HOUSED)
        note_event(proposal.case_id, CaseEvent.Code.MOVED_IN, on=moved_in_on)
    steps.write_step(proposal, P.MOVED_IN, actor=actor, on=moved_in_on)
    return tenancy
