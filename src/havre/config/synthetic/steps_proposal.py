"""Proposals, from the question put to her to the keys, as `havre.allocations.actions` does them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from havre.allocations.models import Proposal, ProposalStep, Tenancy
from havre.allocations.sharing_steps import OWN_PROPOSAL
from havre.allocations.steps import spoken_for
from havre.assessments.selectors import PLAIN_PARTS
from havre.cases.models import CaseEvent
from havre.config.synthetic.histories import ProposalPlan, Turn
from havre.config.synthetic.recorder import Basis, By, Recorder
from havre.engine.deadlines import answer_deadline
from havre.engine.lifecycle import ENDED
from havre.engine.vocabulary import Compartment, Stage
from havre.engine.vocabulary import ProposalStatus as P
from havre.sharing import policy
from havre.sharing.policy import Grant, Recipient

Code = CaseEvent.Code
PROPOSAL_BASES: Final = (Basis.PROPOSAL, Basis.ACCEPTANCE)
DECLINED_BY: Final = {
    P.DECLINED_BY_HER: Proposal.DeclinedBy.HER,
    P.DECLINED_BY_HOLDER: Proposal.DeclinedBy.HOLDER,
    P.DECLINED_BY_LANDLORD: Proposal.DeclinedBy.LANDLORD,
    P.NOT_ALLOCATED: Proposal.DeclinedBy.COMMITTEE,
    P.INADMISSIBLE: Proposal.DeclinedBy.COMMITTEE,
    P.WITHDRAWN: Proposal.DeclinedBy.OPERATOR,
}


@dataclass
class Running:
    """A proposal being recorded: its row, and those that its steps complete."""

    record: Recorder
    plan: ProposalPlan
    row: dict[str, Any]
    vacancy_id: str
    card: dict[str, Any] | None
    tenancy: dict[str, Any] | None = None

    @property
    def landlord(self) -> int:
        """Whose dwelling it is."""
        return int(self.row["landlord_id"])

    @property
    def holder(self) -> int | None:
        """Who designates, if anybody."""
        found: int | None = self.row["holder_id"]
        return found

    @property
    def id(self) -> str:
        """The proposal's id."""
        return str(self.row["id"])


def record_proposal(
    record: Recorder, plan: ProposalPlan, vacancy_id: str, card: dict[str, Any] | None
) -> None:
    """Record one proposal, answer after answer."""
    organisations, offer = record.directory.organisations, plan.offer
    row: dict[str, Any] = {
        "id": record.new_id(),
        "reference": plan.reference,
        "vacancy_id": vacancy_id,
        "landlord_id": organisations[offer.dwelling.landlord],
        "holder_id": organisations[offer.holder] if offer.holder else None,
        "condition": "",
        "decision": "",
        "exception": "",
        "declined_by": "",
        "decline_code": "",
        "consequence": "",
    }
    running = Running(record, plan, row, vacancy_id, card)
    for turn in plan.turns:
        record.at(turn.at)
        STEPS.get(turn.status, end)(running, turn, record.speaker(turn.by))
    record.put(Proposal, **running.row)
    if running.tenancy is not None:
        record.put(Tenancy, **running.tenancy)


def step(running: Running, status: P, by: By) -> None:
    """Move the proposal and write the step, marked « on behalf » when it is."""
    record, row = running.record, running.row
    whose = None
    if "status" in row:
        before = P(row["status"])
        whose = spoken_for(before, status, holder=running.holder, landlord=running.landlord)
    row |= {"status": status.value, "status_since": record.now}
    record.put(
        ProposalStep,
        proposal_id=running.id,
        status=status.value,
        on=record.day,
        recorded_at=record.now,
        by_organisation_id=by.organisation,
        on_behalf=whose is not None and whose != by.organisation,
    )
    action = "PROPOSAL_MADE" if status is P.PROPOSED else f"PROPOSAL_{status}"
    record.journal(by, action, subject=row["reference"])


def move(running: Running, stage: Stage) -> None:
    """Bring the case to another stage."""
    running.record.case |= {"stage": stage.value, "stage_since": running.record.now}


def propose(running: Running, turn: Turn, by: By) -> None:
    """A dwelling is proposed to her, and held meanwhile."""
    record = running.record
    compared = {Compartment.PROGRESS, *PLAIN_PARTS, Compartment.SAFETY}
    record.journal(by, "READ", compartments=sorted(part.value for part in compared))
    running.row |= {
        "proposed_on": record.day,
        "hold_until": record.day + timedelta(days=record.directory.hold_days),
        "reply_by": answer_deadline(record.day, record.directory.proposal_days),
        "place": 1,
    }
    step(running, P.PROPOSED, by)
    move(running, Stage.PROPOSAL)
    record.event(Code.PROPOSED)


def accept(running: Running, turn: Turn, by: By) -> None:
    """She agrees to the dwelling."""
    step(running, P.ACCEPTED, by)


def ask_holder(running: Running, turn: Turn, by: By) -> None:
    """Her agreement goes to the reservation holder."""
    assert running.holder is not None
    open_for(running, running.holder, by, Recipient.HOLDER, policy.HOLDER_PROPOSAL)
    step(running, P.WITH_HOLDER, by)
    running.record.event(Code.SENT)


def ask_landlord(running: Running, turn: Turn, by: By) -> None:
    """Her candidacy goes to the landlord, from the holder when there is one."""
    record = running.record
    running.row["sent_on"] = record.day
    steward = record.as_steward(by, "proposal-sent")
    open_for(running, running.landlord, steward, Recipient.LANDLORD, policy.LANDLORD_PROPOSAL)
    step(running, P.WITH_LANDLORD, by)
    if running.holder is None:
        record.event(Code.SENT)


def open_for(
    running: Running, organisation: int, by: By, recipient: Recipient, grants: tuple[Grant, ...]
) -> None:
    """Open what an organisation needs to answer, identity included: she has agreed."""
    identity = (
        policy.HOLDER_ACCEPTANCE if recipient is Recipient.HOLDER else policy.LANDLORD_ACCEPTANCE
    )
    for scope, opened, basis in (
        (None, grants, Basis.PROPOSAL),
        (running.id, OWN_PROPOSAL, Basis.PROPOSAL),
        (None, identity, Basis.ACCEPTANCE),
    ):
        running.record.open(by, organisation, opened, basis=basis, recipient=recipient, scope=scope)
    running.record.index(by)


def to_committee(running: Running, turn: Turn, by: By) -> None:
    """The landlord takes it to its committee."""
    running.row["committee_on"] = running.plan.committee_on
    step(running, P.COMMITTEE, by)


def decide(running: Running, turn: Turn, by: By) -> None:
    """The committee's decision; a firm attribution starts her delay to answer."""
    plan, record = running.plan, running.record
    if not running.row["decision"]:
        note_decision(running)
    if turn.status is P.ALLOCATED:
        deadline = answer_deadline(record.day, record.directory.answer_days)
        running.row |= {"notified_on": record.day, "answer_by": deadline}
    assert plan.decision is not None
    step(running, turn.status, by)


def note_decision(running: Running) -> None:
    """Write what the committee decided."""
    plan, record = running.plan, running.record
    assert plan.decision is not None
    running.row |= {
        "decision": plan.decision.value,
        "decided_on": record.day,
        "rank": plan.rank,
        "condition": plan.condition,
        "condition_until": plan.condition_until,
    }
    record.event(Code.DECIDED)


def confirm(running: Running, turn: Turn, by: By) -> None:
    """She accepts the attribution, or an agency agrees: the lease can be signed."""
    step(running, P.CONFIRMED, by)
    move(running, Stage.ALLOCATED)
    running.record.event(Code.ALLOCATED)


def sign(running: Running, turn: Turn, by: By) -> None:
    """The lease is signed: its landlord sees its own dwelling, all others lose everything."""
    record, offer, row = running.record, running.plan.offer, running.row
    step(running, P.LEASED, by)
    record.journal(by, "VACANCY_LEASED", subject=offer.reference, about_case=False)
    place = {
        "address": offer.dwelling.address,
        "postcode": offer.dwelling.spot.postcode,
        "residence": offer.dwelling.residence,
        "dwelling": offer.dwelling.reference,
    }
    tenancy_id = record.new_id()
    running.tenancy = {
        "id": tenancy_id,
        "payload": record.seals.seal(Tenancy, tenancy_id, place),
        "proposal_id": running.id,
        "landlord_id": row["landlord_id"],
        "holder_id": row["holder_id"],
        "commune_id": offer.dwelling.spot.code,
        "regime": offer.regime.value,
        "lease_signed_on": record.day,
    }
    move(running, Stage.LEASED)
    record.event(Code.LEASED)
    settle(running, record.as_steward(by, "lease-signed"))


def settle(running: Running, steward: By) -> None:
    """Open the new home to its landlord, close everything to the others, clear the board."""
    record = running.record
    record.open(
        steward,
        running.landlord,
        policy.LANDLORD_LEASE,
        basis=Basis.LEASE,
        recipient=Recipient.LANDLORD,
        scope=running.id,
    )
    for organisation in record.ledger.organisations(but=record.steward):
        if organisation in record.directory.board and organisation != running.landlord:
            record.close(steward, organisation=organisation, bases=set(Basis))
    if running.card is not None and running.card.get("withdrawn_at") is None:
        running.card["withdrawn_at"] = record.now
        record.event(Code.UNPUBLISHED)
    record.close(steward, bases=[Basis.PUBLICATION])


def move_in(running: Running, turn: Turn, by: By) -> None:
    """She has the keys."""
    record = running.record
    assert running.tenancy is not None
    running.tenancy["moved_in_on"] = record.day
    move(running, Stage.HOUSED)
    record.event(Code.MOVED_IN)
    step(running, P.MOVED_IN, by)


def end(running: Running, turn: Turn, by: By) -> None:
    """The proposal leads nowhere: the search goes on, what it had opened is closed."""
    assert turn.status in ENDED
    plan, record = running.plan, running.record
    if turn.status in {P.NOT_ALLOCATED, P.INADMISSIBLE} and not running.row["decision"]:
        note_decision(running)
    consequence = Proposal.Consequence.REASSESS if plan.reassess else Proposal.Consequence.ELIGIBLE
    running.row |= {
        "declined_by": DECLINED_BY[turn.status].value,
        "decline_code": str(plan.decline_code),
        "consequence": consequence.value,
        "ended_on": record.day,
    }
    step(running, turn.status, by)
    move(running, Stage.SEARCH)
    record.event(Code.DECLINED)
    steward = record.as_steward(by, "proposal-ended")
    for organisation in sorted({running.landlord, running.holder or running.landlord}):
        record.close(steward, organisation=organisation, bases=PROPOSAL_BASES)


STEPS: Final[dict[P, Callable[[Running, Turn, By], None]]] = {
    P.PROPOSED: propose,
    P.ACCEPTED: accept,
    P.WITH_HOLDER: ask_holder,
    P.WITH_LANDLORD: ask_landlord,
    P.COMMITTEE: to_committee,
    P.RANKED: decide,
    P.CONDITIONAL: decide,
    P.ALLOCATED: decide,
    P.CONFIRMED: confirm,
    P.LEASED: sign,
    P.MOVED_IN: move_in,
}
