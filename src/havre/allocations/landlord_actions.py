"""Writes that are the landlord's to say: committee, decision, lease, keys.

The operator may record each of them on its behalf. What moves the case on is done in the name of
the file's keeper.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from havre.allocations import line, permissions, sharing_steps, steps
from havre.allocations.conditions import Condition
from havre.allocations.examination import record_examined
from havre.allocations.leaving import end_the_others
from havre.allocations.models import Proposal, ProposalStep, Tenancy
from havre.allocations.refusals import Missing, NotAllowed, OfferGone, WrongDate
from havre.allocations.selectors import has_committee
from havre.allocations.steps import P, check_date, locked
from havre.cases.actions import move_case, note_event
from havre.cases.models import CaseEvent
from havre.engine.deadlines import answer_deadline
from havre.engine.lifecycle import DECISION_STATUS, FIRM, check_proposal_transition
from havre.engine.vocabulary import (
    CommitteeDecision,
    LandlordDecline,
    Regime,
    Stage,
    VacancyStatus,
)
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

    A letting agency has no committee: its agreement leads straight to the lease. An adjourned
    candidacy goes back to a committee of another date. Raises NotAllowed, IllegalTransition,
    Missing, WrongDate, NotFirst, OfferGone.
    """
    proposal = _locked_for_landlord(proposal, actor)
    steps.require(proposal, P.WITH_LANDLORD, P.ADJOURNED)
    if not agrees:
        if reason is None:
            raise Missing("Indiquez le motif.", "reason")
        return steps.end(proposal, P.DECLINED_BY_LANDLORD, Declined.LANDLORD, reason, actor=actor)
    if not has_committee(proposal) and proposal.status == P.WITH_LANDLORD:
        _first(proposal, actor)
        steps.write_step(proposal, P.CONFIRMED, actor=actor)
        _allocated(proposal, actor)
        return proposal
    if committee_on is None:
        raise Missing("Indiquez la date de la commission.", "committee_on")
    _schedule(proposal, committee_on, actor)
    return proposal


def _schedule(proposal: Proposal, committee_on: date, actor: Actor) -> None:
    if proposal.sent_on and committee_on < proposal.sent_on:
        raise WrongDate(
            "La commission ne peut pas précéder la transmission de la candidature.", "committee_on"
        )
    if proposal.adjourned_on and committee_on <= proposal.adjourned_on:
        raise WrongDate("La nouvelle date suit l’ajournement.", "committee_on")
    proposal.committee_on = committee_on
    steps.write_step(proposal, P.COMMITTEE, actor=actor)


@transaction.atomic
def adjourn(
    proposal: Proposal, *, adjourned_on: date, next_on: date | None = None, actor: Actor
) -> Proposal:
    """The committee puts its decision off, to a date known at once or told later.

    Raises NotAllowed, IllegalTransition, WrongDate.
    """
    proposal = _locked_for_landlord(proposal, actor)
    steps.require(proposal, P.COMMITTEE)
    what = "La date de l’ajournement"
    check_date(adjourned_on, not_before=proposal.sent_on, what=what, field="adjourned_on")
    proposal.adjourned_on, proposal.committee_on = adjourned_on, None
    steps.write_step(proposal, P.ADJOURNED, actor=actor, on=adjourned_on)
    if next_on is not None:
        _schedule(proposal, next_on, actor)
    return proposal


def _first(proposal: Proposal, actor: Actor) -> None:
    """Make sure that the dwelling may be hers: still offered, and hers before the others.

    A landlord that chooses who waited gives her the first place, unless the first one's own
    attribution is firm. Raises OfferGone, NotFirst.
    """
    if proposal.vacancy.status == VacancyStatus.WITHDRAWN:
        raise OfferGone
    with as_steward(actor, proposal.case.steward_id, "first-in-line") as steward:
        line.bring_forward(proposal, actor=steward)


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
    examined: int | None = None,
    exception: str = "",
    actor: Actor,
) -> Proposal:
    """The committee's decision, one of the five (CCH R441-3), and how many were examined.

    An attribution gives her at least ten days to answer, counted from the day after
    notification; the deadline is computed here. What a decision does not need is not kept.
    Raises NotAllowed, IllegalTransition, WrongDate, Missing, NotFirst, OfferGone.
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
    if status in FIRM:
        _first(proposal, actor)
    elif status is P.RANKED and proposal.vacancy.status == VacancyStatus.WITHDRAWN:
        raise OfferGone
    proposal.decision, proposal.decided_on = decision, decided_on
    record_examined(proposal, decision, examined, exception)
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

    Raises NotAllowed, IllegalTransition, WrongDate, NotFirst, OfferGone.
    """
    proposal = _locked_for_landlord(proposal, actor)
    steps.require(proposal, P.RANKED, P.CONDITIONAL)
    if not allocated:
        missing = proposal.decision == CommitteeDecision.CONDITIONAL
        why = LandlordDecline.DOSSIER_INCOMPLET if missing else LandlordDecline.AUTRE
        return steps.end(proposal, P.NOT_ALLOCATED, Declined.COMMITTEE, why, actor=actor)
    _first(proposal, actor)
    _notify(proposal, notified_on or today())
    steps.write_step(proposal, P.ALLOCATED, actor=actor)
    return proposal


@transaction.atomic
def sign_lease(
    proposal: Proposal, *, signed_on: date, regime: Regime | None = None, actor: Actor
) -> Tenancy:
    """The lease is signed: the new landlord sees its own dwelling, all others lose everything.

    `regime`: how she occupies it, where that differs from the offer. Who waited for this dwelling
    and what she waited for elsewhere end, with the reason. Raises NotAllowed, IllegalTransition,
    WrongDate, BeyondConsent.
    """
    proposal = _locked_for_landlord(proposal, actor)
    check_proposal_transition(P(proposal.status), P.LEASED)
    first = max(
        ProposalStep.objects.filter(proposal=proposal, status=P.CONFIRMED).values_list("on"),
        default=(proposal.sent_on,),
    )
    check_date(signed_on, not_before=first[0], what="La date du bail", field="signed_on")
    case = proposal.case
    steps.write_step(proposal, P.LEASED, actor=actor, on=signed_on)
    end_by_lease(proposal.vacancy, actor=actor)
    with as_steward(actor, case.steward_id, "lease-signed") as steward:
        tenancy = _open_tenancy(proposal, signed_on, regime)
        move_case(case, Stage.LEASED)
        note_event(case.pk, CaseEvent.Code.LEASED, on=signed_on)
        end_the_others(proposal, actor=steward)
        sharing_steps.settle_after_lease(proposal, actor=steward)
    return tenancy


def _open_tenancy(proposal: Proposal, signed_on: date, regime: Regime | None) -> Tenancy:
    dwelling = proposal.vacancy.dwelling
    tenancy = Tenancy(
        case_id=proposal.case_id,
        proposal=proposal,
        landlord_id=proposal.landlord_id,
        holder_id=None if proposal.handed_back_on else proposal.holder_id,
        commune_id=dwelling.commune_id,
        regime=regime or proposal.vacancy.regime,
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
def record_move_in(
    proposal: Proposal, *, moved_in_on: date, inventory_on: date | None = None, actor: Actor
) -> Tenancy:
    """She has the keys; the inventory of fixtures was made that day, or a little before.

    Raises NotAllowed, IllegalTransition, WrongDate.
    """
    proposal = _locked_for_landlord(proposal, actor)
    check_proposal_transition(P(proposal.status), P.MOVED_IN)
    with as_steward(actor, proposal.case.steward_id, "move-in"):
        tenancy = Tenancy.objects.select_for_update().get(proposal=proposal)
        signed = tenancy.lease_signed_on
        what = "La date d’entrée"
        check_date(moved_in_on, not_before=signed, what=what, field="moved_in_on")
        if inventory_on is not None:
            what = "La date de l’état des lieux"
            check_date(inventory_on, not_before=signed, what=what, field="inventory_on")
            if inventory_on > moved_in_on:
                raise WrongDate("L’état des lieux précède la remise des clés.", "inventory_on")
        tenancy.moved_in_on, tenancy.inventory_on = moved_in_on, inventory_on
        tenancy.save(update_fields=["moved_in_on", "inventory_on"])
        move_case(proposal.case, Stage.HOUSED)
        note_event(proposal.case_id, CaseEvent.Code.MOVED_IN, on=moved_in_on)
    steps.write_step(proposal, P.MOVED_IN, actor=actor, on=moved_in_on)
    return tenancy
