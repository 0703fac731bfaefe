"""Writes on proposals: asked first, then the holder, then the landlord and its committee.

The vacancy is locked before its availability is checked, and the database keeps one hold per
vacancy whatever happens. What moves the case on is done in the name of the file's keeper.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from havre.allocations import permissions, sharing_steps
from havre.allocations.models import Proposal, ProposalStep, Tenancy
from havre.assessments.selectors import validated
from havre.cases.actions import move_case, note_event
from havre.cases.models import Case, CaseEvent
from havre.cases.permissions import operates as operates_case
from havre.engine.deadlines import answer_deadline
from havre.engine.lifecycle import DECISION_STATUS, check_proposal_transition
from havre.engine.vocabulary import (
    SAFETY_RULES,
    CommitteeDecision,
    HerDecline,
    LandlordDecline,
    ProposalStatus,
    Role,
    Stage,
    VacancyStatus,
)
from havre.housing.actions import end_by_lease
from havre.housing.models import Vacancy
from havre.matching.selectors import explain_pair
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.programmes.models import Participation
from havre.programmes.selectors import programme_of
from havre.sharing.actions import as_steward

P = ProposalStatus
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
"""Steps that are the landlord's to say: marked « on behalf » when the operator records them."""


class NotAllowed(PermissionError):
    """The actor may not take this step."""


class VacancyTaken(ValueError):
    """Another proposal holds this vacancy, or it is no longer open."""


class AlreadyProposed(ValueError):
    """A proposal is already running for this case."""


class Unsafe(ValueError):
    """A safety rule excludes this dwelling; nothing overrides it."""


class WrongDate(ValueError):
    """A date that cannot be; the message is a French sentence."""


def _locked(proposal: Proposal) -> Proposal:
    """Return the proposal as it stands now, locked until the end of the transaction."""
    return (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("case", "vacancy__dwelling")
        .get(pk=proposal.pk)
    )


def _check_date(day: date, *, not_before: date | None = None, what: str) -> date:
    if day > today():
        raise WrongDate(f"{what} ne peut pas être dans le futur.")
    if not_before and day < not_before:
        raise WrongDate(f"{what} ne peut pas précéder l’étape d’avant.")
    return day


def _step(proposal: Proposal, status: P, *, actor: Actor, on: date | None = None) -> None:
    """Move a proposal and write the step, marked « on behalf » when the operator answers."""
    check_proposal_transition(P(proposal.status), status)
    proposal.status, proposal.status_since = status, now()
    proposal.save()
    spoken_for = None
    if status in {P.WITH_LANDLORD, P.DECLINED_BY_HOLDER}:
        spoken_for = proposal.holder_id
    elif status in LANDLORDS_WORD:
        spoken_for = proposal.landlord_id
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


@transaction.atomic
def propose(case: Case, vacancy: Vacancy, *, actor: Actor) -> Proposal:
    """Propose a dwelling to her: the vacancy is held meanwhile.

    Raises NotAllowed, Unsafe, VacancyTaken, AlreadyProposed.
    """
    assessment = validated(case, actor=actor)
    if not operates_case(actor, case) or case.stage != Stage.SEARCH or assessment is None:
        if operates_case(actor, case) and case.stage == Stage.PROPOSAL:
            raise AlreadyProposed
        raise NotAllowed
    held = (
        Vacancy.objects.select_for_update(of=("self",))
        .select_related("dwelling__commune")
        .get(pk=vacancy.pk)
    )
    if held.status != VacancyStatus.OPEN:
        raise VacancyTaken
    verdicts = explain_pair(case, assessment, held, actor=actor)
    if any(v.rule in SAFETY_RULES and not v.passed for v in verdicts):
        raise Unsafe
    proposal = Proposal(
        case=case,
        vacancy=held,
        landlord_id=held.dwelling.landlord_id,
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


def _insert(proposal: Proposal) -> None:
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError as error:
        if "one_running_proposal_per_case" in str(error):
            raise AlreadyProposed from error
        raise VacancyTaken from error


@transaction.atomic
def record_her_agreement(proposal: Proposal, *, actor: Actor) -> Proposal:
    """She agrees to the dwelling: her file may go on. Raises NotAllowed."""
    proposal = _locked(proposal)
    if not permissions.operates(actor):
        raise NotAllowed
    _step(proposal, P.ACCEPTED, actor=actor)
    return proposal


@transaction.atomic
def record_her_decline(
    proposal: Proposal,
    reason: HerDecline,
    consequence: Proposal.Consequence,
    *,
    actor: Actor,
) -> Proposal:
    """She declines, at any moment before the lease; it costs her nothing. Raises NotAllowed."""
    proposal = _locked(proposal)
    if not permissions.operates(actor):
        raise NotAllowed
    return _end(proposal, P.DECLINED_BY_HER, Proposal.DeclinedBy.HER, reason, consequence, actor)


def _end(
    proposal: Proposal,
    status: P,
    declined_by: Proposal.DeclinedBy,
    reason: str,
    consequence: Proposal.Consequence,
    actor: Actor,
) -> Proposal:
    """End a proposal without a lease: the hold is freed, what it had opened is closed."""
    proposal.declined_by, proposal.decline_code = declined_by, reason
    proposal.consequence, proposal.ended_on = consequence, today()
    case = proposal.case
    _step(proposal, status, actor=actor)
    with as_steward(actor, case.steward_id, "proposal-ended") as steward:
        move_case(case, Stage.SEARCH)
        note_event(case.pk, CaseEvent.Code.DECLINED)
        sharing_steps.close_for(proposal, actor=steward)
    return proposal


@transaction.atomic
def transmit(proposal: Proposal, *, actor: Actor) -> Proposal:
    """Send her agreement on: to the reservation holder if there is one, else to the landlord.

    Opens what that organisation needs, within her consent. Raises NotAllowed, BeyondConsent.
    """
    proposal = _locked(proposal)
    if not permissions.operates(actor):
        raise NotAllowed
    if proposal.holder_id:
        sharing_steps.open_for_holder(proposal, actor=actor)
        _step(proposal, P.WITH_HOLDER, actor=actor)
    else:
        _send_to_landlord(proposal, actor)
    note_event(proposal.case_id, CaseEvent.Code.SENT)
    return proposal


def _send_to_landlord(proposal: Proposal, actor: Actor) -> None:
    proposal.sent_on = today()
    with as_steward(actor, proposal.case.steward_id, "proposal-sent") as steward:
        sharing_steps.open_for_landlord(proposal, actor=steward)
    _step(proposal, P.WITH_LANDLORD, actor=actor)


@transaction.atomic
def record_holder_answer(
    proposal: Proposal, *, agrees: bool, reason: LandlordDecline | None = None, actor: Actor
) -> Proposal:
    """The reservation holder designates her, or declines with a coded reason."""
    proposal = _locked(proposal)
    if not permissions.answers_as_holder(actor, proposal):
        raise NotAllowed
    if agrees:
        check_proposal_transition(P(proposal.status), P.WITH_LANDLORD)
        _send_to_landlord(proposal, actor)
        return proposal
    assert reason is not None
    return _end(
        proposal,
        P.DECLINED_BY_HOLDER,
        Proposal.DeclinedBy.HOLDER,
        reason,
        Proposal.Consequence.ELIGIBLE,
        actor,
    )


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

    A letting agency has no committee: its agreement leads straight to the lease.
    """
    proposal = _locked(proposal)
    if not permissions.answers_as_landlord(actor, proposal):
        raise NotAllowed
    if not agrees:
        assert reason is not None
        return _end(
            proposal,
            P.DECLINED_BY_LANDLORD,
            Proposal.DeclinedBy.LANDLORD,
            reason,
            Proposal.Consequence.ELIGIBLE,
            actor,
        )
    if not has_committee(proposal):
        _step(proposal, P.CONFIRMED, actor=actor)
        with as_steward(actor, proposal.case.steward_id, "proposal-confirmed"):
            move_case(proposal.case, Stage.ALLOCATED)
            note_event(proposal.case_id, CaseEvent.Code.ALLOCATED)
        return proposal
    proposal.committee_on = committee_on
    _step(proposal, P.COMMITTEE, actor=actor)
    return proposal


def has_committee(proposal: Proposal) -> bool:
    """Tell whether the landlord allocates by committee: social landlords do, agencies do not."""
    return Participation.objects.filter(
        organisation_id=proposal.landlord_id, role=Role.LANDLORD, active=True
    ).exists()


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
    notification; the deadline is computed here. Raises NotAllowed, WrongDate.
    """
    proposal = _locked(proposal)
    if not permissions.answers_as_landlord(actor, proposal):
        raise NotAllowed
    _check_date(decided_on, not_before=proposal.sent_on, what="La date de la décision")
    proposal.decision, proposal.decided_on = decision, decided_on
    proposal.rank, proposal.condition = rank, condition
    proposal.condition_until = condition_until
    status = DECISION_STATUS[decision]
    with as_steward(actor, proposal.case.steward_id, "committee-decision"):
        note_event(proposal.case_id, CaseEvent.Code.DECIDED, on=decided_on)
    if status in {P.NOT_ALLOCATED, P.INADMISSIBLE}:
        return _end(
            proposal,
            status,
            Proposal.DeclinedBy.COMMITTEE,
            reason or LandlordDecline.AUTRE,
            Proposal.Consequence.ELIGIBLE,
            actor,
        )
    if status is P.ALLOCATED:
        _notify(proposal, notified_on or decided_on)
    _step(proposal, status, actor=actor, on=decided_on)
    return proposal


def _notify(proposal: Proposal, notified_on: date) -> None:
    """Start the delay she is given to answer."""
    _check_date(notified_on, not_before=proposal.decided_on, what="La date de notification")
    proposal.notified_on = notified_on
    proposal.answer_by = answer_deadline(notified_on, proposal.case.programme.answer_days)


@transaction.atomic
def confirm_allocation(
    proposal: Proposal, *, allocated: bool, notified_on: date | None = None, actor: Actor
) -> Proposal:
    """A ranked or conditional attribution becomes firm, or falls. Raises NotAllowed."""
    proposal = _locked(proposal)
    if not permissions.answers_as_landlord(actor, proposal):
        raise NotAllowed
    if not allocated:
        return _end(
            proposal,
            P.NOT_ALLOCATED,
            Proposal.DeclinedBy.COMMITTEE,
            LandlordDecline.DOSSIER_INCOMPLET if proposal.condition else LandlordDecline.AUTRE,
            Proposal.Consequence.ELIGIBLE,
            actor,
        )
    _notify(proposal, notified_on or today())
    _step(proposal, P.ALLOCATED, actor=actor)
    return proposal


@transaction.atomic
def record_her_acceptance(proposal: Proposal, *, actor: Actor) -> Proposal:
    """She accepts the attribution within her delay; the lease can be signed."""
    proposal = _locked(proposal)
    if not permissions.operates(actor):
        raise NotAllowed
    _step(proposal, P.CONFIRMED, actor=actor)
    move_case(proposal.case, Stage.ALLOCATED)
    note_event(proposal.case_id, CaseEvent.Code.ALLOCATED)
    return proposal


@transaction.atomic
def sign_lease(proposal: Proposal, *, signed_on: date, actor: Actor) -> Tenancy:
    """The lease is signed: the new landlord sees its own dwelling, all others lose everything.

    Raises NotAllowed, WrongDate.
    """
    proposal = _locked(proposal)
    if not permissions.answers_as_landlord(actor, proposal):
        raise NotAllowed
    first = proposal.notified_on or proposal.sent_on
    _check_date(signed_on, not_before=first, what="La date du bail")
    case, dwelling = proposal.case, proposal.vacancy.dwelling
    _step(proposal, P.LEASED, actor=actor, on=signed_on)
    end_by_lease(proposal.vacancy, actor=actor)
    with as_steward(actor, case.steward_id, "lease-signed") as steward:
        tenancy = Tenancy(
            case_id=case.pk,
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
        move_case(case, Stage.LEASED)
        note_event(case.pk, CaseEvent.Code.LEASED, on=signed_on)
        sharing_steps.settle_after_lease(proposal, actor=steward)
    return tenancy


@transaction.atomic
def record_move_in(proposal: Proposal, *, moved_in_on: date, actor: Actor) -> Tenancy:
    """She has the keys. Raises NotAllowed, WrongDate."""
    proposal = _locked(proposal)
    if not permissions.answers_as_landlord(actor, proposal):
        raise NotAllowed
    with as_steward(actor, proposal.case.steward_id, "move-in"):
        tenancy = Tenancy.objects.select_for_update().get(proposal=proposal)
        _check_date(moved_in_on, not_before=tenancy.lease_signed_on, what="La date d’entrée")
        tenancy.moved_in_on = moved_in_on
        tenancy.save(update_fields=["moved_in_on"])
        move_case(proposal.case, Stage.HOUSED)
        note_event(proposal.case_id, CaseEvent.Code.MOVED_IN, on=moved_in_on)
    _step(proposal, P.MOVED_IN, actor=actor, on=moved_in_on)
    return tenancy


@transaction.atomic
def withdraw(proposal: Proposal, *, actor: Actor) -> Proposal:
    """The operator takes a proposal back; the search goes on. Raises NotAllowed."""
    proposal = _locked(proposal)
    if not permissions.operates(actor):
        raise NotAllowed
    return _end(
        proposal,
        P.WITHDRAWN,
        Proposal.DeclinedBy.OPERATOR,
        HerDecline.AUTRE,
        Proposal.Consequence.ELIGIBLE,
        actor,
    )
