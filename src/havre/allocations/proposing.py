"""Putting a dwelling to her: prepared first or at once, in the first place or in line."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from havre.allocations import line
from havre.allocations.models import Proposal, ProposalStep
from havre.allocations.refusals import (
    AlreadyProposed,
    LineFull,
    NotAllowed,
    Parked,
    Unsafe,
    VacancyTaken,
    WrongDate,
)
from havre.allocations.urgent_calls import end_when_proposed
from havre.assessments.selectors import validated
from havre.cases.actions import move_case, note_event
from havre.cases.models import Case, CaseEvent
from havre.cases.permissions import operates as operates_case
from havre.cases.recusals import may_recuse
from havre.engine.deadlines import answer_deadline
from havre.engine.lifecycle import HOLDING, check_proposal_transition
from havre.engine.vocabulary import SAFETY_RULES, ProposalStatus, Stage, VacancyStatus
from havre.housing.models import Vacancy
from havre.matching.selectors import explain_pair, is_kept_from
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.programmes.models import Programme
from havre.sharing.protection_selectors import recused_organisations

P = ProposalStatus
SETTLED = frozenset({P.LEASED, P.MOVED_IN})
FARTHEST_VISIT = 366


@transaction.atomic
def propose(
    case: Case, vacancy: Vacancy, *, visit_on: date | None = None, actor: Actor
) -> Proposal:
    """Propose a dwelling to her: the vacancy is held meanwhile.

    Raises NotAllowed, Parked, Unsafe, VacancyTaken, AlreadyProposed, WrongDate.
    """
    return _ask(case, vacancy, visit_on, in_line=False, actor=actor)


@transaction.atomic
def join_line(
    case: Case, vacancy: Vacancy, *, visit_on: date | None = None, actor: Actor
) -> Proposal:
    """Propose a dwelling that another holds: she waits in the second or third place.

    She may be proposed another dwelling meanwhile. Where nobody holds it, she does. Raises
    NotAllowed, Parked, Unsafe, VacancyTaken, LineFull, AlreadyProposed, WrongDate.
    """
    return _ask(case, vacancy, visit_on, in_line=True, actor=actor)


def _ask(
    case: Case, vacancy: Vacancy, visit_on: date | None, *, in_line: bool, actor: Actor
) -> Proposal:
    """Put a dwelling to her; one prepared before for this pair is that very proposal."""
    prepared = Proposal.objects.filter(case=case, vacancy=vacancy, status=P.DRAFTED).first()
    if prepared is not None:
        return put_to_her(prepared, visit_on=visit_on, in_line=in_line, actor=actor)
    return _put(_checked(case, vacancy, actor), visit_on=visit_on, in_line=in_line, actor=actor)


@transaction.atomic
def prepare(
    case: Case, vacancy: Vacancy, *, visit_on: date | None = None, actor: Actor
) -> Proposal:
    """Prepare a proposal: seen by the operator alone, it holds nothing.

    It lapses after the time a hold lasts. Raises as `propose`.
    """
    proposal = _checked(case, vacancy, actor)
    proposal.visit_on = _visit(visit_on)
    proposal.status, proposal.place = P.DRAFTED, None
    _insert(proposal)
    _first_step(proposal, actor)
    journal.record(actor, "PROPOSAL_DRAFTED", case_id=proposal.case_id, subject=proposal.reference)
    return proposal


@transaction.atomic
def put_to_her(
    proposal: Proposal, *, visit_on: date | None = None, in_line: bool = False, actor: Actor
) -> Proposal:
    """Put to her what was prepared, checked again from the start. Raises as `propose`."""
    drafted = Proposal.objects.select_related("case", "vacancy").filter(pk=proposal.pk).get()
    check_proposal_transition(P(drafted.status), P.PROPOSED)
    found = _checked(drafted.case, drafted.vacancy, actor)
    drafted = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    check_proposal_transition(P(drafted.status), P.PROPOSED)
    drafted.case, drafted.vacancy = found.case, found.vacancy
    drafted.proposed_on, drafted.hold_until = found.proposed_on, found.hold_until
    drafted.reply_by = found.reply_by
    return _put(drafted, visit_on=visit_on or drafted.visit_on, in_line=in_line, actor=actor)


def _checked(case: Case, vacancy: Vacancy, actor: Actor) -> Proposal:
    """Return what would be proposed, not written yet, with all that it depends on locked."""
    if not operates_case(actor, case):
        raise NotAllowed
    programme = line.lock_programme(actor.programme_id)
    held = _offered(vacancy, actor)
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.stage in {Stage.PROPOSAL, Stage.ALLOCATED}:
        raise AlreadyProposed
    assessment = validated(case, actor=actor)
    if not operates_case(actor, case) or case.stage != Stage.SEARCH or assessment is None:
        raise NotAllowed
    if case.parked:
        raise Parked
    if is_kept_from(held, recused_organisations(case.pk)):
        # Who is recused is for those alone who may recuse; to a colleague it is as if it were gone.
        raise Unsafe if may_recuse(actor, case) else VacancyTaken
    verdicts = explain_pair(case, assessment, held, actor=actor)
    if any(v.rule in SAFETY_RULES and not v.passed for v in verdicts):
        raise Unsafe
    return _new(case, held, programme)


def _offered(vacancy: Vacancy, actor: Actor) -> Vacancy:
    """Lock a vacancy and its dwelling; raise VacancyTaken unless it is offered.

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
    elsewhere = Proposal.objects.filter(
        vacancy__dwelling=held.dwelling, status__in=HOLDING - SETTLED
    ).exclude(vacancy=held)
    if elsewhere.exists():
        raise VacancyTaken
    return held


def _new(case: Case, vacancy: Vacancy, programme: Programme) -> Proposal:
    return Proposal(
        case=case,
        vacancy=vacancy,
        landlord_id=vacancy.landlord_id,
        holder_id=None if vacancy.handed_back_on else vacancy.holder_id,
        proposed_on=today(),
        hold_until=today() + timedelta(days=programme.hold_days),
        reply_by=answer_deadline(today(), programme.proposal_days),
    )


def _put(proposal: Proposal, *, visit_on: date | None, in_line: bool, actor: Actor) -> Proposal:
    """Give a proposal its place and write it."""
    place = line.next_place(proposal.vacancy_id)
    if place is None:
        raise LineFull
    if place > 1 and not in_line:
        raise VacancyTaken
    proposal.place, proposal.visit_on = place, _visit(visit_on)
    proposal.status, proposal.status_since = P.PROPOSED, now()
    _insert(proposal)
    _first_step(proposal, actor)
    if place == 1:
        move_case(proposal.case, Stage.PROPOSAL)
        end_when_proposed(proposal.case_id, actor=actor)
    note_event(proposal.case_id, CaseEvent.Code.PROPOSED)
    journal.record(actor, "PROPOSAL_MADE", case_id=proposal.case_id, subject=proposal.reference)
    return proposal


def _visit(day: date | None) -> date | None:
    if day is not None and day < today():
        raise WrongDate("La visite ne peut pas être dans le passé.", "visit_on")
    if day is not None and (day - today()).days > FARTHEST_VISIT:
        raise WrongDate("Cette date est trop lointaine.", "visit_on")
    return day


def _first_step(proposal: Proposal, actor: Actor) -> None:
    ProposalStep(
        case_id=proposal.case_id,
        proposal=proposal,
        status=proposal.status,
        on=today(),
        by_organisation_id=actor.organisation_id,
        place=proposal.place if proposal.place and proposal.place > 1 else None,
    ).save(force_insert=True)


def _insert(proposal: Proposal) -> None:
    try:
        with transaction.atomic():
            proposal.save(force_insert=proposal._state.adding)
    except IntegrityError as error:
        if "one_first_place_per_case" in str(error) or "one_open_proposal" in str(error):
            raise AlreadyProposed from error
        if "one_hold_per_vacancy" in str(error) or "one_candidate_per_place" in str(error):
            raise VacancyTaken from error
        raise
