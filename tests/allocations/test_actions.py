"""Steps of a proposal: who may take them, in what order, on what dates, and what they close."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError

from havre.allocations import actions, selectors
from havre.allocations.models import Proposal
from havre.allocations.steps import Missing, NotAllowed, WrongDate
from havre.cases.models import Case
from havre.engine.lifecycle import IllegalTransition
from havre.engine.vocabulary import CommitteeDecision, HerDecline, LandlordDecline, Pathway, Role
from havre.housing import actions as housing
from havre.housing.models import Vacancy
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.models import Share
from tests import world as w
from tests.platform.sql import run
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
def case(world: World) -> Case:
    """A case in search of a dwelling."""
    found = w.admitted(world)
    w.assessed(world, found)
    return found


@pytest.fixture
def proposal(world: World, case: Case) -> Proposal:
    """Its candidacy, in the landlord's hands."""
    return w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))


def in_committee(world: World, proposal: Proposal) -> Proposal:
    """Take a candidacy to the committee of today."""
    with acting(world.landlord):
        return actions.record_landlord_answer(
            proposal, agrees=True, committee_on=today(), actor=world.landlord
        )


def shares_of(world: World, case: Case, name: str) -> set[tuple[str, str]]:
    """The open shares of one organisation: (compartment, basis)."""
    with acting(world.operator):
        rows = Share.objects.filter(
            case=case, closed_at=None, organisation=world.organisations[name]
        )
        return set(rows.values_list("compartment", "basis"))


# --- Proposing -----------------------------------------------------------------------------


def test_what_is_held_expired_or_withdrawn_is_taken(world: World, case: Case) -> None:
    offer = w.vacancy(world)
    w.proposed(world, case, offer)
    other = w.admitted(world, last_name="Autrel")
    w.assessed(world, other)
    with pytest.raises(actions.VacancyTaken):
        w.proposed(world, other, offer)
    late = w.vacancy(world, reference="T-2")
    Vacancy.objects.filter(pk=late.pk).update(expires_on=today() - DAY)
    with pytest.raises(actions.VacancyTaken):
        w.proposed(world, other, late)
    gone = w.vacancy(world, reference="T-3")
    Vacancy.objects.filter(pk=gone.pk).update(status="WITHDRAWN")
    with pytest.raises(actions.VacancyTaken):
        w.proposed(world, other, gone)


def test_a_dwelling_entered_again_is_not_proposed_twice(world: World, case: Case) -> None:
    offer = w.vacancy(world)
    w.proposed(world, case, offer)
    Vacancy.objects.filter(pk=offer.pk).update(status="EXPIRED")
    again = w.vacancy(world)
    assert again.dwelling_id == offer.dwelling_id
    other = w.admitted(world, last_name="Autrel")
    w.assessed(world, other)
    with pytest.raises(actions.VacancyTaken):
        w.proposed(world, other, again)


def test_one_proposal_at_a_time_even_from_a_page_opened_before(world: World, case: Case) -> None:
    first, second = w.vacancy(world), w.vacancy(world, reference="T-2")
    stale = Case.objects.none()
    with acting(world.operator):
        stale = Case.objects.get(pk=case.pk)
    w.proposed(world, case, first)
    with acting(world.operator), pytest.raises(actions.AlreadyProposed):
        actions.propose(stale, second, actor=world.operator)


def test_safety_is_never_overridden(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case, zones=[{"id": "1", "kind": "COMMUNE", "code": "45234"}])
    with pytest.raises(actions.Unsafe):
        w.proposed(world, case, w.vacancy(world))


def test_only_the_keeper_proposes_a_case_that_searches(world: World, case: Case) -> None:
    offer = w.vacancy(world)
    for name in ("shelter", "landlord", "funder"):
        with acting(world.actors[name]), pytest.raises(NotAllowed):
            actions.propose(case, offer, actor=world.actors[name])
    early = w.admitted(world, last_name="Autrel")
    with acting(world.operator), pytest.raises(NotAllowed):
        actions.propose(early, offer, actor=world.operator)


# --- Order and voices ----------------------------------------------------------------------


Step = Callable[[Proposal, Actor], object]
OUT_OF_ORDER: dict[str, Step] = {
    "confirm before the decision": lambda p, a: actions.confirm_allocation(
        p, allocated=True, actor=a
    ),
    "fall before the decision": lambda p, a: actions.confirm_allocation(
        p, allocated=False, actor=a
    ),
    "lease before her acceptance": lambda p, a: actions.sign_lease(p, signed_on=today(), actor=a),
    "keys before the lease": lambda p, a: actions.record_move_in(p, moved_in_on=today(), actor=a),
    "her acceptance before the decision": lambda p, a: actions.record_her_acceptance(p, actor=a),
    "her agreement again": lambda p, a: actions.record_her_agreement(p, actor=a),
    "transmission again": lambda p, a: actions.transmit(p, actor=a),
    "designation after the landlord has it": lambda p, a: actions.record_holder_answer(
        p, agrees=True, actor=a
    ),
    "committee again": lambda p, a: actions.record_landlord_answer(
        p, agrees=True, committee_on=today(), actor=a
    ),
}


@pytest.mark.parametrize("step", OUT_OF_ORDER.values(), ids=OUT_OF_ORDER)
def test_no_step_is_taken_out_of_order(world: World, proposal: Proposal, step: Step) -> None:
    proposal = in_committee(world, proposal)
    with acting(world.operator), pytest.raises(IllegalTransition):
        step(proposal, world.operator)


def test_the_operator_cannot_speak_for_a_holder_before_asking_it(world: World, case: Case) -> None:
    proposal = w.proposed(world, case, w.vacancy(world, right="2"))
    with acting(world.operator):
        actions.record_her_agreement(proposal, actor=world.operator)
        with pytest.raises(IllegalTransition):
            actions.record_holder_answer(proposal, agrees=True, actor=world.operator)


def test_a_landlord_says_nothing_in_her_place(world: World, proposal: Proposal) -> None:
    landlord = world.landlord
    with acting(landlord):
        for step in (
            lambda: actions.record_her_decline(
                proposal, HerDecline.ETAT, Proposal.Consequence.ELIGIBLE, actor=landlord
            ),
            lambda: actions.withdraw(proposal, actor=landlord),
            lambda: actions.record_her_acceptance(proposal, actor=landlord),
            lambda: actions.transmit(proposal, actor=landlord),
        ):
            with pytest.raises(NotAllowed):
                step()
    for name in ("other_landlord", "holder", "shelter"):
        actor = world.actors[name]
        with acting(actor), pytest.raises(Proposal.DoesNotExist):
            actions.record_landlord_answer(proposal, agrees=False, actor=actor)


def test_a_refusal_is_always_coded(world: World, proposal: Proposal) -> None:
    with acting(world.landlord), pytest.raises(Missing):
        actions.record_landlord_answer(proposal, agrees=False, actor=world.landlord)


def test_who_spoke_for_whom_is_kept(world: World, proposal: Proposal) -> None:
    with acting(world.operator):
        actions.record_landlord_answer(
            proposal, agrees=True, committee_on=today(), actor=world.operator
        )
        actions.record_decision(
            proposal, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=world.operator
        )
        actions.record_her_acceptance(proposal, actor=world.operator)
        steps = selectors.steps_of(proposal, actor=world.operator)
        assert [(s.status, s.on_behalf) for s in steps] == [
            ("CONFIRMED", False),
            ("ALLOCATED", True),
            ("COMMITTEE", True),
            ("WITH_LANDLORD", False),
            ("ACCEPTED", False),
            ("PROPOSED", False),
        ]


def test_an_agencys_agreement_recorded_by_the_operator_is_on_its_behalf(
    world: World, case: Case
) -> None:
    offer = w.vacancy(world, "agency", reference="A-1", regime="IML", financing="PRIVATE")
    proposal = w.with_landlord(world, w.proposed(world, case, offer))
    with acting(world.operator):
        actions.record_landlord_answer(proposal, agrees=True, actor=world.operator)
        assert selectors.steps_of(proposal, actor=world.operator)[0].on_behalf is True


# --- Dates ---------------------------------------------------------------------------------


def test_dates_follow_each_other(world: World, proposal: Proposal) -> None:
    landlord, decide = world.landlord, actions.record_decision
    with acting(landlord):
        with pytest.raises(WrongDate):
            actions.record_landlord_answer(
                proposal, agrees=True, committee_on=today() - DAY, actor=landlord
            )
        with pytest.raises(Missing):
            actions.record_landlord_answer(proposal, agrees=True, actor=landlord)
        proposal = in_committee(world, proposal)
        for wrong in ({"decided_on": today() + DAY}, {"decided_on": today() - DAY}):
            with pytest.raises(WrongDate):
                decide(proposal, CommitteeDecision.ATTRIBUTION, **wrong, actor=landlord)
        with pytest.raises(Missing):
            decide(proposal, CommitteeDecision.RANKED, decided_on=today(), actor=landlord)
        with pytest.raises(Missing):
            decide(proposal, CommitteeDecision.CONDITIONAL, decided_on=today(), actor=landlord)
        decide(proposal, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=landlord)
    with acting(world.operator), pytest.raises(WrongDate):
        actions.record_her_acceptance(proposal, answered_on=today() - DAY, actor=world.operator)


def test_silence_counts_as_a_refusal(world: World, proposal: Proposal) -> None:
    proposal = in_committee(world, proposal)
    with acting(world.landlord):
        actions.record_decision(
            proposal, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=world.landlord
        )
    with acting(world.operator):
        Proposal.objects.filter(pk=proposal.pk).update(
            decided_on=today() - 40 * DAY,
            notified_on=today() - 40 * DAY,
            answer_by=today() - 30 * DAY,
        )
        with pytest.raises(WrongDate, match="Son délai pour répondre"):
            actions.record_her_acceptance(proposal, actor=world.operator)
        actions.record_her_acceptance(
            proposal, answered_on=today() - 30 * DAY, actor=world.operator
        )


def test_a_condition_is_a_code_and_nothing_else(world: World, proposal: Proposal) -> None:
    """Nobody writes about her in passing: not by the action, not by SQL."""
    proposal = in_committee(world, proposal)
    with acting(world.landlord), pytest.raises(Missing, match="Indiquez la condition"):
        actions.record_decision(
            proposal,
            CommitteeDecision.CONDITIONAL,
            decided_on=today(),
            condition="une phrase",
            condition_until=today(),
            actor=world.landlord,
        )
    with pytest.raises(IntegrityError, match="a_condition_is_a_code"):
        run(world.operator, "UPDATE allocations_proposal SET condition = 'une phrase'")


def test_what_a_decision_does_not_need_is_not_kept(world: World, proposal: Proposal) -> None:
    proposal = in_committee(world, proposal)
    with acting(world.landlord):
        kept = actions.record_decision(
            proposal,
            CommitteeDecision.RANKED,
            decided_on=today(),
            rank=2,
            condition="AUTRE",
            condition_until=today(),
            actor=world.landlord,
        )
        assert (kept.rank, kept.condition, kept.condition_until) == (2, "", None)
        fallen = actions.confirm_allocation(kept, allocated=False, actor=world.landlord)
    assert (fallen.status, fallen.decline_code) == ("NOT_ALLOCATED", LandlordDecline.AUTRE)


def test_an_offer_that_expired_meanwhile_is_let_all_the_same(
    world: World, proposal: Proposal
) -> None:
    Vacancy.objects.filter(pk=proposal.vacancy_id).update(expires_on=today() - DAY)
    housing.expire_vacancies(today())
    w.leased(world, proposal)
    assert Vacancy.objects.get(pk=proposal.vacancy_id).status == "LEASED"


# --- Shares --------------------------------------------------------------------------------


def test_an_end_closes_what_the_proposal_had_opened(world: World, proposal: Proposal) -> None:
    case = proposal.case
    assert shares_of(world, case, "landlord") == {
        ("PROGRESS", "PROPOSAL"),
        ("HOUSEHOLD", "PROPOSAL"),
        ("RESOURCES_SUMMARY", "PROPOSAL"),
        ("HOUSING_NEED", "PROPOSAL"),
        ("PROPOSAL", "PROPOSAL"),
        ("IDENTITY", "ACCEPTANCE"),
    }
    with acting(world.landlord):
        actions.record_landlord_answer(
            proposal, agrees=False, reason=LandlordDecline.AUTRE, actor=world.landlord
        )
    assert shares_of(world, case, "landlord") == set()


def test_the_landlord_of_origin_keeps_its_referral_when_its_proposal_falls(world: World) -> None:
    origin = {"pathway": Pathway.TENANT}
    case = w.admitted(world, origin_landlord_id=world.organisations["landlord"].pk, **origin)
    w.assessed(world, case)
    referral = {("PROGRESS", "REFERRAL"), ("IDENTITY", "REFERRAL"), ("HOUSEHOLD", "REFERRAL")}
    assert shares_of(world, case, "landlord") == referral
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    assert shares_of(world, case, "landlord") > referral
    with acting(world.operator):
        actions.withdraw(proposal, actor=world.operator)
    assert shares_of(world, case, "landlord") == referral


def test_an_operator_that_also_lets_never_loses_its_own_file(world: World) -> None:
    both = replace(world.operator, roles=frozenset({Role.OPERATOR, Role.LETTING_AGENCY}))
    case = w.admitted(world)
    w.assessed(world, case)
    before = shares_of(world, case, "operator")
    with acting(both):
        offer = housing.enter_vacancy(
            both.organisation_id,
            w.terms(reference="O-1", regime="IML", financing="PRIVATE"),
            actor=both,
        )
        case.refresh_from_db()
        proposal = actions.propose(case, offer, actor=both)
        actions.record_her_agreement(proposal, actor=both)
        actions.transmit(proposal, actor=both)
        assert shares_of(world, case, "operator") == before
        actions.withdraw(proposal, actor=both)
    assert shares_of(world, case, "operator") == before
