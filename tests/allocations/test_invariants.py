"""Whatever is tried, in whatever order: what must stay true of proposals, cases and shares."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from havre.allocations import actions
from havre.allocations.models import Proposal, ProposalStep, Tenancy
from havre.cases.models import Case
from havre.engine.lifecycle import HOLDING, PROPOSAL_TRANSITIONS, IllegalTransition
from havre.engine.vocabulary import CommitteeDecision, HerDecline, LandlordDecline, ProposalStatus
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.models import Share
from tests import world as w
from tests.world import World

P = ProposalStatus
EXPECTED = (ValueError, PermissionError, IllegalTransition, Proposal.DoesNotExist)
STAGES = {status: "PROPOSAL" for status in HOLDING} | {
    P.CONFIRMED: "ALLOCATED",
    P.LEASED: "LEASED",
    P.MOVED_IN: "HOUSED",
}
STEPS: dict[str, Callable[[Proposal, Actor], object]] = {
    "agrees": lambda p, a: actions.record_her_agreement(p, actor=a),
    "declines": lambda p, a: actions.record_her_decline(
        p, HerDecline.ECOLE, Proposal.Consequence.ELIGIBLE, actor=a
    ),
    "transmit": lambda p, a: actions.transmit(p, actor=a),
    "designates": lambda p, a: actions.record_holder_answer(p, agrees=True, actor=a),
    "holder declines": lambda p, a: actions.record_holder_answer(
        p, agrees=False, reason=LandlordDecline.AUTRE, actor=a
    ),
    "committee": lambda p, a: actions.record_landlord_answer(
        p, agrees=True, committee_on=today(), actor=a
    ),
    "landlord declines": lambda p, a: actions.record_landlord_answer(
        p, agrees=False, reason=LandlordDecline.RESSOURCES, actor=a
    ),
    **{
        decision.value: lambda p, a, decision=decision: actions.record_decision(  # type: ignore[misc]
            p,
            decision,
            decided_on=today(),
            rank=2,
            condition="AUTRE",
            condition_until=today() + timedelta(days=9),
            actor=a,
        )
        for decision in CommitteeDecision
    },
    "firm": lambda p, a: actions.confirm_allocation(p, allocated=True, actor=a),
    "fallen": lambda p, a: actions.confirm_allocation(p, allocated=False, actor=a),
    "accepts": lambda p, a: actions.record_her_acceptance(p, actor=a),
    "lease": lambda p, a: actions.sign_lease(p, signed_on=today(), actor=a),
    "keys": lambda p, a: actions.record_move_in(p, moved_in_on=today(), actor=a),
    "withdraw": lambda p, a: actions.withdraw(p, actor=a),
}
LIKELY: dict[P, list[str]] = {
    P.PROPOSED: ["agrees", "agrees", "agrees", "declines", "withdraw"],
    P.ACCEPTED: ["transmit"],
    P.WITH_HOLDER: ["designates", "designates", "holder declines"],
    P.WITH_LANDLORD: ["committee", "committee", "landlord declines"],
    P.COMMITTEE: [decision.value for decision in CommitteeDecision],
    P.RANKED: ["firm", "fallen"],
    P.CONDITIONAL: ["firm", "fallen"],
    P.ALLOCATED: ["accepts", "accepts", "declines"],
    P.CONFIRMED: ["lease", "lease", "withdraw"],
    P.LEASED: ["keys"],
}


class Paths(RuleBasedStateMachine):
    """Two women, three dwellings (one with a holder, one of an agency), anything tried."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.cases = [w.admitted(self.world), w.admitted(self.world, last_name="Autrel")]
        for case in self.cases:
            w.assessed(self.world, case)
        mark = str(self.cases[0].reference)
        self.offers = [
            w.vacancy(self.world, reference=f"{mark}-1"),
            w.vacancy(self.world, reference=f"{mark}-2", right="2"),
            w.vacancy(
                self.world, "agency", reference=f"{mark}-3", regime="IML", financing="PRIVATE"
            ),
        ]

    def attempt(self, actor: Actor, step: Callable[[], object]) -> None:
        """Try a step; a refusal must be one that the pages know how to say."""
        with acting(actor), contextlib.suppress(*EXPECTED):
            step()

    @rule(case=st.integers(0, 1), offer=st.integers(0, 2))
    def propose(self, case: int, offer: int) -> None:
        """Propose, from whatever page."""
        actor = self.world.operator
        self.attempt(
            actor, lambda: actions.propose(self.cases[case], self.offers[offer], actor=actor)
        )

    def running(self, number: int) -> Proposal | None:
        """One proposal of these cases, the latest first."""
        with acting(self.world.operator):
            found = list(Proposal.objects.filter(case__in=self.cases).order_by("-status_since")[:3])
        return found[number % len(found)] if found else None

    @rule(
        number=st.integers(0, 2),
        step=st.sampled_from(sorted(STEPS)),
        who=st.sampled_from(["operator", "operator", "landlord", "agency", "holder", "shelter"]),
    )
    def step(self, number: int, step: str, who: str) -> None:
        """Try one step as somebody."""
        proposal, actor = self.running(number), self.world.actors[who]
        if proposal is not None:
            self.attempt(actor, lambda: STEPS[step](proposal, actor))

    @rule(
        case=st.integers(0, 1),
        offer=st.integers(0, 2),
        picks=st.lists(st.integers(0, 4), min_size=2, max_size=8),
    )
    def go_on(self, case: int, offer: int, picks: list[int]) -> None:
        """Propose, then go some way along a likely path, so that its ends are reached too."""
        self.propose(case, offer)
        actor = self.world.operator
        for pick in picks:
            proposal = self.running(0)
            likely = LIKELY.get(P(proposal.status), []) if proposal else []
            if proposal is not None and likely:
                name = likely[pick % len(likely)]
                self.attempt(actor, lambda p=proposal, n=name: STEPS[n](p, actor))  # type: ignore[misc]

    @invariant()
    def all_is_consistent(self) -> None:
        """One hold, a stage that follows the status, shares that end, a lease after a decision."""
        with acting(self.world.operator):
            proposals = list(Proposal.objects.filter(case__in=self.cases))
            holding = [p for p in proposals if P(p.status) in HOLDING]
            for key in ("vacancy_id", "case_id"):
                most = Counter(getattr(p, key) for p in holding).most_common(1)
                assert not most or most[0][1] == 1, key
            for case in Case.objects.filter(pk__in=[c.pk for c in self.cases]):
                held = [P(p.status) for p in holding if p.case_id == case.pk]
                assert case.stage == (STAGES[held[0]] if held else "SEARCH")
            self.check_shares(holding)
            for proposal in proposals:
                self.check_path(proposal)

    def check_shares(self, holding: list[Proposal]) -> None:
        """Partners read because of a proposal only while it runs and once it was sent to them."""
        open_now = set(
            Share.objects.filter(
                case__in=self.cases, closed_at=None, basis__in=["PROPOSAL", "ACCEPTANCE"]
            ).values_list("case_id", "organisation_id")
        )
        allowed = {(p.case_id, p.landlord_id) for p in holding if p.sent_on}
        allowed |= {
            (p.case_id, p.holder_id)
            for p in holding
            if p.holder_id and P(p.status) not in {P.PROPOSED, P.ACCEPTED, P.LEASED, P.MOVED_IN}
        }
        assert open_now == allowed

    def check_path(self, proposal: Proposal) -> None:
        """Its steps follow one another, and a lease has its decision."""
        steps = [
            P(code)
            for code in ProposalStep.objects.filter(proposal=proposal)
            .order_by("recorded_at")
            .values_list("status", flat=True)
        ]
        assert steps[0] is P.PROPOSED and steps[-1] == proposal.status
        for before, after in pairwise(steps):
            assert after in PROPOSAL_TRANSITIONS[before]
        let = P(proposal.status) in {P.LEASED, P.MOVED_IN}
        assert Tenancy.objects.filter(proposal=proposal).exists() == let
        if let and proposal.landlord_id != self.world.organisations["agency"].pk:
            assert proposal.decision in {"ATTRIBUTION", "RANKED", "CONDITIONAL"}


def test_nothing_breaks_the_rules(world: World) -> None:
    Paths.world = world
    run_state_machine_as_test(
        Paths,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
