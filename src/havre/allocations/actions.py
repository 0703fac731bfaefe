"""Writes on proposals: asked first, then the holder, then the landlord and its committee.

The dwelling is locked before its availability is checked, and the database keeps one hold per
vacancy whatever happens. What moves the case on is done in the name of the file's keeper. The
landlord's own steps are in `landlord_actions` and offered here too.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from havre.allocations import permissions, sharing_steps, steps
from havre.allocations.landlord_actions import (
    confirm_allocation,
    record_decision,
    record_landlord_answer,
    record_move_in,
    sign_lease,
)
from havre.allocations.models import Proposal, ProposalStep
from havre.allocations.selectors import has_committee
from havre.allocations.steps import (
    AlreadyProposed,
    Missing,
    NotAllowed,
    P,
    Unsafe,
    VacancyTaken,
    WrongDate,
    check_date,
    locked,
)
from havre.assessments.selectors import validated
from havre.cases.actions import move_case, note_event
from havre.cases.models import Case, CaseEvent
from havre.cases.permissions import operates as operates_case
from havre.cases.recusals import may_recuse
from havre.engine.lifecycle import HOLDING
from havre.engine.vocabulary import (
    SAFETY_RULES,
    HerDecline,
    LandlordDecline,
    Stage,
    VacancyStatus,
)
from havre.housing.models import Vacancy
from havre.matching.selectors import explain_pair, is_kept_from
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.programmes.selectors import programme_of
from havre.sharing.actions import as_steward
from havre.sharing.protection_selectors import recused_organisations

__all__ = [
    "AlreadyProposed",
    "Missing",
    "NotAllowed",
    "Unsafe",
    "VacancyTaken",
    "WrongDate",
    "confirm_allocation",
    "has_committee",
    "propose",
    "record_decision",
    "record_her_acceptance",
    "record_her_agreement",
    "record_her_decline",
    "record_holder_answer",
    "record_landlord_answer",
    "record_move_in",
    "release_expired_holds",
    "sign_lease",
    "transmit",
    "withdraw",
]
Declined = Proposal.DeclinedBy
SETTLED = frozenset({P.LEASED, P.MOVED_IN})


@transaction.atomic
def propose(case: Case, vacancy: Vacancy, *, actor: Actor) -> Proposal:
    """Propose a dwelling to her: the vacancy is held meanwhile.

    Raises NotAllowed, Unsafe, VacancyTaken, AlreadyProposed.
    """
    if not operates_case(actor, case):
        raise NotAllowed
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.stage in {Stage.PROPOSAL, Stage.ALLOCATED}:
        raise AlreadyProposed
    assessment = validated(case, actor=actor)
    if case.stage != Stage.SEARCH or assessment is None:
        raise NotAllowed
    held = _locked_vacancy(vacancy, actor)
    if is_kept_from(held, recused_organisations(case.pk)):
        # Who is recused is for those alone who may recuse; to a colleague it is as if it were gone.
        raise Unsafe if may_recuse(actor, case) else VacancyTaken
    verdicts = explain_pair(case, assessment, held, actor=actor)
    if any(v.rule in SAFETY_RULES and not v.passed for v in verdicts):
        raise Unsafe
    proposal = Proposal(
        case=case,
        vacancy=held,
        landlord_id=held.landlord_id,
        holder_id=held.holder_id,
        proposed_on=today(),
        hold_until=today() + timedelta(days=programme_of(actor).hold_days),
    )
    _insert(proposal)
    ProposalStep(
        case=case,
        proposal=proposal,
        status=P.PROPOSED,
        on=today(),
        by_organisation_id=actor.organisation_id,
    ).save(force_insert=True)
    move_case(case, Stage.PROPOSAL)
    note_event(case.pk, CaseEvent.Code.PROPOSED)
    journal.record(actor, "PROPOSAL_MADE", case_id=case.pk, subject=proposal.reference)
    return proposal


def _locked_vacancy(vacancy: Vacancy, actor: Actor) -> Vacancy:
    """Lock a vacancy and its dwelling; raise VacancyTaken unless it can still be proposed.

    The dwelling is locked too: an offer that expired under a running proposal may have been
    entered again, and one dwelling is never proposed twice.
    """
    held = (
        Vacancy.objects.select_for_update(of=("self", "dwelling"))
        .select_related("dwelling__commune")
        .get(pk=vacancy.pk, programme_id=actor.programme_id)
    )
    if held.status != VacancyStatus.OPEN or held.expires_on < today():
        raise VacancyTaken
    running = Proposal.objects.filter(vacancy__dwelling=held.dwelling, status__in=HOLDING - SETTLED)
    if running.exists():
        raise VacancyTaken
    return held


def _insert(proposal: Proposal) -> None:
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        if "one_running_proposal_per_case" in str(error):
            raise AlreadyProposed from error
        if "one_hold_per_vacancy" in str(error):
            raise VacancyTaken from error
        raise


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
    actor: Actor,
) -> Proposal:
    """She declines, at any moment before the lease; it costs her nothing.

    Raises NotAllowed, IllegalTransition.
    """
    proposal = _locked_for_operator(proposal, actor)
    return steps.end(
        proposal, P.DECLINED_BY_HER, Declined.HER, reason, consequence=consequence, actor=actor
    )


@transaction.atomic
def transmit(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Send her agreement on: to the reservation holder if there is one, else to the landlord.

    Opens what that organisation needs, within her consent. Raises NotAllowed, BeyondConsent,
    IllegalTransition.
    """
    proposal = _locked_for_operator(proposal, actor)
    steps.require(proposal, P.ACCEPTED)
    if proposal.holder_id:
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
def withdraw(proposal: Proposal, *, actor: Actor) -> Proposal:
    """The operator takes a proposal back; the search goes on.

    Raises NotAllowed, IllegalTransition.
    """
    proposal = _locked_for_operator(proposal, actor)
    return steps.end(proposal, P.WITHDRAWN, Declined.OPERATOR, HerDecline.AUTRE, actor=actor)


@transaction.atomic
def release_expired_holds(day: date, *, actor: Actor) -> int:
    """Withdraw the proposals she has not answered before the end of their hold; return how many.

    Run by the worker in the operator's name; a proposal somebody is working on is left for the
    next run. Once she has agreed, nothing expires by itself.
    """
    late = (
        Proposal.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("case", "vacancy__dwelling")
        .filter(
            case__programme_id=actor.programme_id,
            case__steward_id=actor.organisation_id,
            status=P.PROPOSED,
            hold_until__lt=day,
        )
        .order_by("hold_until", "pk")
    )
    released = list(late)
    for proposal in released:
        steps.end(proposal, P.WITHDRAWN, Declined.OPERATOR, HerDecline.SANS_REPONSE, actor=actor)
    return len(released)
