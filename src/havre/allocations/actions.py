"""Writes on proposals: asked first, then the holder, then the landlord and its committee.

The lines of the programme and the dwelling are locked before anything is checked, and the
database keeps one hold per vacancy whatever happens. What moves the case on is done in the name
of the file's keeper. The landlord's own steps are in `landlord_actions`, what puts a dwelling to
her in `proposing`; all are offered here.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from havre.allocations import line, permissions, sharing_steps, steps
from havre.allocations.landlord_actions import (
    adjourn,
    confirm_allocation,
    record_decision,
    record_landlord_answer,
    record_move_in,
    sign_lease,
)
from havre.allocations.models import Proposal
from havre.allocations.proposing import join_line, prepare, propose, put_to_her
from havre.allocations.refusals import Refusal
from havre.allocations.selectors import has_committee
from havre.allocations.steps import (
    AlreadyProposed,
    LineFull,
    Missing,
    NotAllowed,
    NotFirst,
    OfferGone,
    P,
    Parked,
    Unsafe,
    VacancyTaken,
    WrongDate,
    check_date,
    locked,
)
from havre.allocations.upkeep import keep_lines, release_expired_holds
from havre.cases.actions import move_case, note_event, park_case
from havre.cases.models import Case, CaseEvent
from havre.cases.permissions import operates as operates_case
from havre.engine.lifecycle import ENDED, IllegalTransition
from havre.engine.vocabulary import HerDecline, LandlordDecline, Stage, Withdrawal
from havre.housing.actions import hand_back_vacancy
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.sharing.actions import as_steward

__all__ = [
    "AlreadyProposed",
    "LineFull",
    "Missing",
    "NotAllowed",
    "NotFirst",
    "OfferGone",
    "Parked",
    "Refusal",
    "Unsafe",
    "VacancyTaken",
    "WrongDate",
    "adjourn",
    "confirm_allocation",
    "hand_back",
    "has_committee",
    "join_line",
    "keep_lines",
    "park",
    "prepare",
    "propose",
    "put_to_her",
    "record_decision",
    "record_her_acceptance",
    "record_her_agreement",
    "record_her_decline",
    "record_holder_answer",
    "record_landlord_answer",
    "record_move_in",
    "release_expired_holds",
    "resume",
    "set_consequence",
    "sign_lease",
    "transmit",
    "withdraw",
]
Declined = Proposal.DeclinedBy
Consequence = Proposal.Consequence
LONGEST_PAUSE = 366
"""Days. A pause ends within the year; a longer one is a closure."""


def _locked_for_operator(proposal: Proposal, actor: Actor) -> Proposal:
    """Lock the proposal; raise NotAllowed unless the actor keeps its file as operator."""
    proposal = locked(proposal)
    if not operates_case(actor, proposal.case):
        raise NotAllowed
    return proposal


@transaction.atomic
def record_her_agreement(proposal: Proposal, *, actor: Actor) -> Proposal:
    """She agrees to the dwelling: her file may go on. Raises NotAllowed, IllegalTransition."""
    proposal = _locked_for_operator(proposal, actor)
    steps.write_step(proposal, P.ACCEPTED, actor=actor)
    return proposal


@transaction.atomic
def record_her_decline(
    proposal: Proposal,
    reason: HerDecline,
    consequence: Proposal.Consequence,
    *,
    parked_until: date | None = None,
    actor: Actor,
) -> Proposal:
    """She declines, at any moment before the lease; it costs her nothing.

    Her search goes on, her diagnosis is to be looked at again, or it is in pause until a day.
    Raises NotAllowed, IllegalTransition, Missing, WrongDate.
    """
    proposal = _locked_for_operator(proposal, actor)
    until = _pause(consequence, parked_until)
    ended = steps.end(
        proposal,
        P.DECLINED_BY_HER,
        Declined.HER,
        reason,
        consequence=consequence,
        parked_until=until,
        actor=actor,
    )
    if until:
        _leave_lines(proposal.case, actor)
    return ended


def _pause(consequence: Consequence, until: date | None) -> date | None:
    """Return until when she is in pause, None when she is not. Raises Missing, WrongDate."""
    if consequence != Consequence.PARKED:
        return None
    if until is None:
        raise Missing("Indiquez jusqu’à quand.", "parked_until")
    if until <= today():
        raise WrongDate("La pause se termine après aujourd’hui.", "parked_until")
    if (until - today()).days > LONGEST_PAUSE:
        raise WrongDate("Une pause dure un an au plus.", "parked_until")
    return until


def _leave_lines(case: Case, actor: Actor) -> None:
    """End what was prepared for her and the lines where she waits: she asked for a pause."""
    open_ones = Proposal.objects.filter(case=case, status__in=[*line.WAITING, P.DRAFTED])
    for one in open_ones.select_related("case", "vacancy__dwelling").order_by("pk"):
        steps.end(one, P.WITHDRAWN, Declined.HER, Withdrawal.EN_PAUSE, actor=actor)


@transaction.atomic
def set_consequence(
    proposal: Proposal,
    consequence: Proposal.Consequence,
    *,
    parked_until: date | None = None,
    actor: Actor,
) -> Proposal:
    """Say what an end means for her search, whoever declined: it goes on, is looked at again, or
    is in pause. Raises NotAllowed, IllegalTransition, Missing, WrongDate.
    """
    proposal = _locked_for_operator(proposal, actor)
    steps.require(proposal, *ENDED)
    if proposal.case.stage != Stage.SEARCH:
        raise IllegalTransition("the search is over, or goes on elsewhere")
    until = _pause(consequence, parked_until)
    proposal.consequence = consequence
    proposal.save(update_fields=["consequence"])
    if until or proposal.case.parked_until:
        park_case(proposal.case, until, actor=actor)
    if until:
        _leave_lines(proposal.case, actor)
    return proposal


@transaction.atomic
def park(case: Case, until: date, *, actor: Actor) -> Case:
    """Put her search in pause until a day: nothing is proposed to her, it comes back by itself.

    Raises NotAllowed (not the keeper, or not searching), WrongDate.
    """
    case = _searching(case, actor)
    park_case(case, _pause(Consequence.PARKED, until), actor=actor)
    _leave_lines(case, actor)
    return case


@transaction.atomic
def resume(case: Case, *, actor: Actor) -> Case:
    """Take her search up again before the end of its pause. Raises NotAllowed."""
    case = _searching(case, actor)
    if case.parked_until:
        park_case(case, None, actor=actor)
    return case


def _searching(case: Case, actor: Actor) -> Case:
    if not operates_case(actor, case):
        raise NotAllowed
    line.lock_programme(case.programme_id)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not operates_case(actor, case) or case.stage != Stage.SEARCH:
        raise NotAllowed
    return case


@transaction.atomic
def transmit(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Send her agreement on: to the reservation holder if there is one, else to the landlord.

    A dwelling handed back meanwhile goes to its landlord.

    Opens what that organisation needs, within her consent. Raises NotAllowed, BeyondConsent,
    IllegalTransition.
    """
    proposal = _locked_for_operator(proposal, actor)
    steps.require(proposal, P.ACCEPTED)
    if proposal.holder_id and proposal.vacancy.handed_back_on:
        proposal.handed_back_on = proposal.vacancy.handed_back_on
    if proposal.holder_id and not proposal.handed_back_on:
        sharing_steps.open_for_holder(proposal, actor=actor)
        steps.write_step(proposal, P.WITH_HOLDER, actor=actor)
    else:
        _send_to_landlord(proposal, actor)
    note_event(proposal.case_id, CaseEvent.Code.SENT)
    return proposal


def _send_to_landlord(proposal: Proposal, actor: Actor) -> None:
    proposal.sent_on = today()
    with as_steward(actor, proposal.case.steward_id, "proposal-sent") as steward:
        sharing_steps.open_for_landlord(proposal, actor=steward)
    steps.write_step(proposal, P.WITH_LANDLORD, actor=actor)


@transaction.atomic
def record_holder_answer(
    proposal: Proposal, *, agrees: bool, reason: LandlordDecline | None = None, actor: Actor
) -> Proposal:
    """The reservation holder designates her, or declines with a coded reason.

    Raises NotAllowed, IllegalTransition, Missing, BeyondConsent.
    """
    proposal = locked(proposal)
    if not permissions.answers_as_holder(actor, proposal):
        raise NotAllowed
    steps.require(proposal, P.WITH_HOLDER)
    if agrees:
        _send_to_landlord(proposal, actor)
        return proposal
    if reason is None:
        raise Missing("Indiquez le motif.", "reason")
    return steps.end(proposal, P.DECLINED_BY_HOLDER, Declined.HOLDER, reason, actor=actor)


@transaction.atomic
def hand_back(proposal: Proposal, *, actor: Actor) -> Proposal:
    """The holder hands the dwelling back for one turn: it goes on to the landlord without it.

    So do the other candidacies that waited for its word; the holder stops reading them, and the
    relet is not counted as one of its own. Raises NotAllowed, IllegalTransition, BeyondConsent.
    """
    proposal = locked(proposal)
    if not permissions.answers_as_holder(actor, proposal):
        raise NotAllowed
    steps.require(proposal, P.WITH_HOLDER)
    hand_back_vacancy(proposal.vacancy, actor=actor)
    waiting = Proposal.objects.filter(vacancy_id=proposal.vacancy_id, status=P.WITH_HOLDER)
    others = waiting.exclude(pk=proposal.pk).select_related("case", "vacancy__dwelling")
    for one in [proposal, *others.order_by("place")]:
        one.handed_back_on = today()
        _send_to_landlord(one, actor)
        with as_steward(actor, one.case.steward_id, "handed-back") as steward:
            sharing_steps.close_to_holder(one, actor=steward)
    return proposal


@transaction.atomic
def record_her_acceptance(
    proposal: Proposal, *, answered_on: date | None = None, actor: Actor
) -> Proposal:
    """She accepts the attribution within her delay; the lease can be signed.

    Raises NotAllowed, IllegalTransition, WrongDate when she answered after her delay: silence
    counts as a refusal.
    """
    proposal = _locked_for_operator(proposal, actor)
    steps.require(proposal, P.ALLOCATED)
    day = check_date(
        answered_on or today(),
        not_before=proposal.notified_on,
        what="La date de sa réponse",
        field="answered_on",
    )
    if proposal.answer_by and day > proposal.answer_by:
        raise WrongDate(
            f"Son délai pour répondre s’est terminé le {proposal.answer_by:%d/%m/%Y}. "
            "Une réponse plus tardive ne peut pas être enregistrée.",
            "answered_on",
        )
    steps.write_step(proposal, P.CONFIRMED, actor=actor, on=day)
    move_case(proposal.case, Stage.ALLOCATED)
    note_event(proposal.case_id, CaseEvent.Code.ALLOCATED, on=day)
    return proposal


@transaction.atomic
def withdraw(
    proposal: Proposal, reason: Withdrawal = Withdrawal.AUTRE, *, actor: Actor
) -> Proposal:
    """The operator takes a proposal back, for a coded reason; the search goes on.

    Raises NotAllowed, IllegalTransition.
    """
    proposal = _locked_for_operator(proposal, actor)
    by = Declined.LANDLORD if reason is Withdrawal.OFFRE_RETIREE else Declined.OPERATOR
    return steps.end(proposal, P.WITHDRAWN, by, reason, actor=actor)
