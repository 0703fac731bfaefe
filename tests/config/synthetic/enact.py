"""Lives a planned case through the actions, step by step, with the clock set to each moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from havre.allocations import actions as allocations
from havre.allocations.models import Proposal
from havre.assessments import actions as assessments
from havre.assessments.models import Assessment
from havre.cases import actions as cases
from havre.cases.models import Case
from havre.cases.referral import ReferralContent
from havre.config.synthetic.histories import CasePlan, ProposalPlan, Turn
from havre.config.synthetic.recorder import Directory
from havre.config.synthetic.steps_assessment import near_payload, zone_payload
from havre.engine.vocabulary import HerDecline, LandlordDecline, Relation
from havre.engine.vocabulary import ProposalStatus as P
from havre.housing.models import Dwelling, Vacancy
from havre.organisations.models import Membership
from havre.platform import clock
from havre.platform.acting import Actor, acting
from havre.programmes.selectors import actor_of
from havre.sharing.policy import KINDS


@dataclass
class Ids:
    """Stands for a recorder where only its ids are asked for."""

    directory: Directory

    def new_id(self) -> str:
        return "abcd1234"


@dataclass
class Enacted:
    """One case being lived."""

    plan: CasePlan
    directory: Directory

    def actor(self, slug: str) -> Actor:
        """Whoever acts for a partner: the caseworker, the author, or its first person."""
        user = self.directory.speakers[slug]
        if slug == self.directory.operator_slug:
            user = self.directory.people[self.plan.caseworker]
        memberships = Membership.objects.select_related("organisation")
        return actor_of(memberships.get(user_id=user))

    def author(self) -> Actor:
        """Who refers her."""
        user = self.directory.people[self.plan.author]
        return actor_of(Membership.objects.select_related("organisation").get(user_id=user))

    @contextmanager
    def by(self, actor: Actor, at: datetime) -> Iterator[Actor]:
        """Act at a moment."""
        with clock.at(at), acting(actor):
            yield actor


def enact(plan: CasePlan, directory: Directory) -> Case:
    """Live the whole path through the actions; return the case."""
    life = Enacted(plan, directory)
    operator = life.actor(directory.operator_slug)
    with life.by(life.author(), plan.created) as author:
        case = cases.start_referral(plan.pathway, actor=author)
        if plan.sent is None:
            cases.save_referral(case, content(plan, directory), actor=author)
            return case
    with life.by(author, plan.sent):
        cases.send_referral(case, content(plan, directory), actor=author)
    if plan.entrusted:
        with life.by(operator, plan.entrusted):
            cases.entrust_case(case, operator.user_id, actor=operator)
    if plan.refused:
        with life.by(operator, plan.refused):
            cases.refuse_admission(case, plan.refusal, actor=operator)
    if plan.admitted:
        with life.by(operator, plan.admitted):
            cases.admit_case(case, actor=operator)
    if plan.started:
        assess(life, case, operator)
    for proposal in plan.proposals:
        propose(life, case, proposal)
    return case


def content(plan: CasePlan, directory: Directory) -> ReferralContent:
    """The referral form of a plan, as far as it was filled."""
    woman, home, consent = plan.woman, plan.household, plan.consent
    sent = plan.sent is not None
    return ReferralContent(
        pathway=plan.pathway,
        last_name=woman.last_name,
        first_name=woman.first_name,
        birth_date=woman.birth_date,
        unique_number=woman.unique_number,
        phone=woman.phone,
        channel=woman.channel,
        hours=woman.hours,
        voicemail=woman.voicemail,
        shared_device=woman.shared_device,
        interpreter=woman.interpreter,
        code_word=woman.code_word,
        contact_note=woman.contact_note,
        children=home.children,
        others=sum(relation is Relation.OTHER for relation, _ in home.members),
        pregnant=home.pregnant,
        pets=home.pets,
        reason=plan.reason if sent else "",
        place=plan.place,
        since=plan.since,
        danger=plan.danger,
        danger_note=plan.danger_note,
        origin_landlord_id=directory.organisations[plan.origin] if plan.origin else None,
        consent_form=consent.form if sent else None,
        consent_on=consent.on if sent else None,
        consent_until=consent.until if sent else None,
        consent_witness=consent.witness if sent else "",
        agreed={r: r not in consent.refused for r in KINDS} if sent else {},
    )


def assess(life: Enacted, case: Case, operator: Actor) -> None:
    """Assess, validate and publish as far as the plan goes."""
    plan, home, need = life.plan, life.plan.household, life.plan.need
    assert plan.started is not None
    with life.by(operator, plan.started):
        assessment = assessments.start_assessment(case, actor=operator)
        lines = [assessments.MemberLine(relation, birth) for relation, birth in home.members]
        assessments.save_household(assessment, lines, actor=operator)
        summary = {
            "monthly_income": Decimal(home.monthly_income),
            "tax_income": home.tax_income,
            "disabled": home.disabled,
        }
        detail: dict[str, Any] = {
            "lines": [{"kind": k, "amount": float(a)} for k, a in home.lines],
            "debts": [{"kind": k, "amount": float(a)} for k, a in home.debts],
            "note": "",
        }
        assessments.save_resources(assessment, summary, detail, actor=operator)
    if plan.assessed is None:
        return
    with life.by(operator, plan.assessed):
        fields = {
            "rooms_min": need.rooms[0],
            "rooms_max": need.rooms[1],
            "any_commune": need.any_commune,
            "communes": list(need.communes),
            "accessible": need.accessible,
            "max_floor_without_lift": need.max_floor_without_lift,
            "ground_floor_ok": need.ground_floor_ok,
            "needed_by": need.needed_by,
            "regimes": list(need.regimes),
            "rights": list(need.rights),
        }
        assessments.save_need(assessment, fields, actor=operator)
        safety = safety_plan(plan, life.directory, plan.assessed)
        assessments.save_safety(assessment, safety, actor=operator)
        assessments.validate_assessment(assessment, plan.conclusion, plan.urgency, actor=operator)
    if plan.published:
        with life.by(operator, plan.published):
            fresh = Assessment.objects.select_related("case").get(pk=assessment.pk)
            assessments.publish_card(fresh, actor=operator)


def safety_plan(plan: CasePlan, directory: Directory, at: datetime) -> dict[str, Any]:
    """The safety plan as the operator types it."""
    until = f"{at.year + 1}-{at:%m}-28"
    ids: Any = Ids(directory)
    return {
        "level": plan.need.danger.value,
        "evaluated_on": at.date().isoformat(),
        "evaluator": "Opérateur du dispositif",
        "measures": [{"kind": kind, "until": until} for kind in plan.need.measures],
        "zones": [zone_payload(ids, zone.kind, zone.value) for zone in plan.need.zones],
        **near_payload(ids, plan.need.near),
    }


def vacancy_of(plan: ProposalPlan, directory: Directory) -> Vacancy:
    """The planned offer, open for as long as the test lives."""
    offer = plan.offer
    dwelling = Dwelling.objects.create(
        landlord_id=directory.organisations[offer.dwelling.landlord],
        reference=f"acted-{offer.dwelling.reference}",
        residence=offer.dwelling.residence,
        address=offer.dwelling.address,
        postcode=offer.dwelling.spot.postcode,
        commune_id=offer.dwelling.spot.code,
        latitude=offer.dwelling.spot.latitude,
        longitude=offer.dwelling.spot.longitude,
        rooms=offer.dwelling.rooms,
        typology=offer.dwelling.typology,
        surface=offer.dwelling.surface,
        floor=offer.dwelling.floor,
        financing=offer.dwelling.financing,
    )
    return Vacancy.objects.create(
        programme_id=directory.programme_id,
        dwelling=dwelling,
        landlord_id=dwelling.landlord_id,
        rent=offer.rent,
        charges=offer.charges,
        regime=offer.regime,
        right=offer.right,
        right_detail=offer.detail,
        holder_id=directory.organisations[offer.holder] if offer.holder else None,
        available_on=offer.available_on,
        expires_on=clock.today().replace(year=clock.today().year + 2),
    )


def propose(life: Enacted, case: Case, plan: ProposalPlan) -> None:
    """Make one proposal and give it all its answers."""
    vacancy = vacancy_of(plan, life.directory)
    proposal: Proposal | None = None
    for turn in plan.turns:
        with life.by(life.actor(turn.by), turn.at) as actor:
            if proposal is None:
                case.refresh_from_db()
                proposal = allocations.propose(case, vacancy, actor=actor)
            else:
                answer(plan, proposal, turn, actor)
        with life.by(life.actor(life.directory.operator_slug), turn.at):
            proposal.refresh_from_db()  # its landlord may have lost sight of it


def answer(plan: ProposalPlan, proposal: Proposal, turn: Turn, actor: Actor) -> None:
    """Give one answer."""
    day, status = turn.at.date(), turn.status
    reason: Any = plan.decline_code
    consequence = Proposal.Consequence.REASSESS if plan.reassess else Proposal.Consequence.ELIGIBLE
    committee = proposal.status == P.COMMITTEE
    simple: dict[P, Callable[[], object]] = {
        P.ACCEPTED: lambda: allocations.record_her_agreement(proposal, actor=actor),
        P.WITH_HOLDER: lambda: allocations.transmit(proposal, actor=actor),
        P.COMMITTEE: lambda: allocations.record_landlord_answer(
            proposal, agrees=True, committee_on=plan.committee_on, actor=actor
        ),
        P.LEASED: lambda: allocations.sign_lease(proposal, signed_on=day, actor=actor),
        P.MOVED_IN: lambda: allocations.record_move_in(proposal, moved_in_on=day, actor=actor),
        P.WITHDRAWN: lambda: allocations.withdraw(proposal, actor=actor),
        P.DECLINED_BY_HER: lambda: allocations.record_her_decline(
            proposal, HerDecline(reason), consequence, actor=actor
        ),
        P.DECLINED_BY_HOLDER: lambda: allocations.record_holder_answer(
            proposal, agrees=False, reason=LandlordDecline(reason), actor=actor
        ),
        P.DECLINED_BY_LANDLORD: lambda: allocations.record_landlord_answer(
            proposal, agrees=False, reason=LandlordDecline(reason), actor=actor
        ),
    }
    if status in simple:
        simple[status]()
    elif status is P.WITH_LANDLORD:
        if proposal.holder_id:
            allocations.record_holder_answer(proposal, agrees=True, actor=actor)
        else:
            allocations.transmit(proposal, actor=actor)
    elif status is P.CONFIRMED:
        if plan.committee:
            allocations.record_her_acceptance(proposal, actor=actor)
        else:
            allocations.record_landlord_answer(proposal, agrees=True, actor=actor)
    elif committee:
        allocations.record_decision(
            proposal,
            plan.decision,
            decided_on=day,
            rank=plan.rank,
            condition=plan.condition,
            condition_until=plan.condition_until,
            reason=LandlordDecline(reason) if reason else None,
            actor=actor,
        )
    else:
        allocations.confirm_allocation(proposal, allocated=True, actor=actor)
