"""The line of candidates: one holds the dwelling, two wait and keep their chance."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from havre.allocations import actions, selectors
from havre.allocations.models import Proposal, Tenancy
from havre.allocations.upkeep import keep_lines
from havre.cases.models import Case
from havre.engine.vocabulary import (
    CommitteeDecision,
    HerDecline,
    LandlordDecline,
    Regime,
    Withdrawal,
)
from havre.housing.models import Vacancy
from havre.platform.acting import acting
from havre.platform.clock import now, today
from havre.platform.models import Share
from tests import world as w
from tests.world import World

DAY = timedelta(days=1)
Consequence = Proposal.Consequence


def woman(world: World, number: int = 0) -> Case:
    """A case that searches."""
    case = w.admitted(world, last_name=f"Nomarel{number}")
    w.assessed(world, case)
    return case


def joined(world: World, case: Case, offer: Vacancy) -> Proposal:
    """She joins the line of a dwelling."""
    with acting(world.operator):
        case.refresh_from_db()
        return actions.join_line(case, offer, actor=world.operator)


def line_of(world: World, number: int = 3, **terms: object) -> list[Proposal]:
    """A dwelling with candidates in line, each in the hands of the landlord."""
    offer = w.vacancy(world, **terms)
    found = [joined(world, woman(world, n), offer) for n in range(number)]
    return [w.with_landlord(world, one) for one in found]


def now_of(world: World, *proposals: Proposal) -> list[tuple[str, int | None, str]]:
    """(status, place, stage of the case) of each, as they stand."""
    with acting(world.operator):
        found = {p.pk: p for p in selectors.proposals(world.operator)}
        return [(found[p.pk].status, found[p.pk].place, found[p.pk].case.stage) for p in proposals]


def decide(world: World, proposal: Proposal, decision: CommitteeDecision, **more: object) -> None:
    """Take a candidacy to the committee of today, and say what it decided."""
    with acting(world.landlord) as actor:
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=actor)
        asked = {"decided_on": today(), **more}
        actions.record_decision(proposal, decision, **asked, actor=actor)  # type: ignore[arg-type]


def test_three_places_and_no_fourth(world: World) -> None:
    offer = w.vacancy(world)
    line = [joined(world, woman(world, n), offer) for n in range(3)]
    waiting = ("PROPOSED", "SEARCH")
    assert now_of(world, *line) == [
        ("PROPOSED", 1, "PROPOSAL"),
        (waiting[0], 2, waiting[1]),
        (waiting[0], 3, waiting[1]),
    ]
    fourth = woman(world, 4)
    with pytest.raises(actions.LineFull):
        joined(world, fourth, offer)


def test_she_has_one_place_in_a_line(world: World) -> None:
    offer = w.vacancy(world)
    joined(world, woman(world), offer)
    second = joined(world, woman(world, 2), offer)
    with pytest.raises(actions.AlreadyProposed):
        joined(world, second.case, offer)


def test_the_database_keeps_one_hold_and_firm_in_first_place(world: World) -> None:
    line = line_of(world, 2)
    with acting(world.landlord) as actor:
        actions.record_landlord_answer(line[1], agrees=True, committee_on=today(), actor=actor)
    with acting(world.operator):
        for change in ({"place": 1}, {"place": 4}, {"status": "ALLOCATED"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Proposal.objects.filter(pk=line[1].pk).update(**change)


def test_the_next_takes_the_hold_with_a_fresh_end(world: World) -> None:
    first, second, third = line_of(world)
    start = now()
    with acting(world.landlord):
        actions.record_landlord_answer(
            first, agrees=False, reason=LandlordDecline.RESSOURCES, actor=world.landlord
        )
    assert now_of(world, first, second, third) == [
        ("DECLINED_BY_LANDLORD", 1, "SEARCH"),
        ("WITH_LANDLORD", 1, "PROPOSAL"),
        ("WITH_LANDLORD", 2, "SEARCH"),
    ]
    with acting(world.operator):
        moved = selectors.moved_up(world.operator, start)
        assert [one.pk for one in moved] == [second.pk]
        step = selectors.steps_of(second, actor=world.operator)[0]
        assert (step.status, step.place) == ("WITH_LANDLORD", 1)


def test_who_waits_may_be_proposed_another_and_keeps_her_place(world: World) -> None:
    first, second = line_of(world, 2)
    other = w.proposed(world, second.case, w.vacancy(world, reference="T-2"))
    with acting(world.operator):
        actions.withdraw(first, Withdrawal.ERREUR, actor=world.operator)
    assert now_of(world, second, other) == [  # she cannot hold two dwellings
        ("WITH_LANDLORD", 2, "PROPOSAL"),
        ("PROPOSED", 1, "PROPOSAL"),
    ]
    with acting(world.operator):
        assert first.vacancy_id not in selectors.held_vacancies(world.operator)
        actions.record_her_decline(
            other, HerDecline.ECOLE, Consequence.ELIGIBLE, actor=world.operator
        )
    assert now_of(world, second) == [("WITH_LANDLORD", 1, "PROPOSAL")]


def test_a_lease_ends_the_line_and_her_other_places(world: World) -> None:
    first, second, third = line_of(world)
    elsewhere = line_of(world, 1, reference="T-2")[0]
    hers = joined(world, second.case, elsewhere.vacancy)
    with acting(world.operator):
        actions.withdraw(first, actor=world.operator)
    w.leased(world, second)
    assert now_of(world, second, third, hers, elsewhere) == [
        ("LEASED", 1, "LEASED"),
        ("WITHDRAWN", 2, "SEARCH"),
        ("WITHDRAWN", 2, "LEASED"),
        ("WITH_LANDLORD", 1, "PROPOSAL"),
    ]
    with acting(world.operator):
        ends = {
            one.pk: (one.declined_by, one.decline_code)
            for one in selectors.proposals(world.operator).filter(status="WITHDRAWN")
        }
        assert ends[third.pk] == ("NOBODY", "LOGEMENT_ATTRIBUE")
        assert ends[hers.pk] == ("NOBODY", "RELOGEE_AILLEURS")
        shares = Share.objects.filter(
            case_id=third.case_id, closed_at=None, organisation=world.organisations["landlord"]
        )
        assert not shares.exists()


def test_ending_one_candidacy_leaves_what_another_needs(world: World) -> None:
    """The same landlord, two dwellings: it goes on reading her file for the one that remains."""
    first, second = line_of(world, 2)
    other = w.with_landlord(
        world, w.proposed(world, second.case, w.vacancy(world, reference="T-2"))
    )
    with acting(world.operator):
        actions.withdraw(second, actor=world.operator)
        open_now = Share.objects.filter(
            case=second.case, closed_at=None, organisation=world.organisations["landlord"]
        )
        scoped = {share.scope for share in open_now if share.compartment == "PROPOSAL"}
        assert scoped == {other.pk}
        assert open_now.filter(compartment="IDENTITY").exists()
        actions.withdraw(other, actor=world.operator)
        assert not open_now.all().exists()
    assert now_of(world, first) == [("WITH_LANDLORD", 1, "PROPOSAL")]


def test_the_committee_may_choose_who_waits(world: World) -> None:
    first, second = line_of(world, 2)
    decide(world, second, CommitteeDecision.ATTRIBUTION)
    assert now_of(world, first, second) == [
        ("WITH_LANDLORD", 2, "SEARCH"),
        ("ALLOCATED", 1, "PROPOSAL"),
    ]
    with acting(world.landlord):
        actions.record_landlord_answer(
            first, agrees=True, committee_on=today(), actor=world.landlord
        )
        with pytest.raises(actions.NotFirst):
            actions.record_decision(
                first, CommitteeDecision.ATTRIBUTION, decided_on=today(), actor=world.landlord
            )
        actions.record_decision(
            first, CommitteeDecision.RANKED, decided_on=today(), rank=2, actor=world.landlord
        )
    with acting(world.operator):
        actions.record_her_decline(
            second, HerDecline.LOYER, Consequence.ELIGIBLE, actor=world.operator
        )
    assert now_of(world, first) == [("RANKED", 1, "PROPOSAL")]
    with acting(world.landlord):
        actions.confirm_allocation(first, allocated=True, actor=world.landlord)


def test_who_holds_elsewhere_is_not_chosen_and_nothing_is_told(world: World) -> None:
    _, second = line_of(world, 2)
    w.proposed(world, second.case, w.vacancy(world, "other_landlord", reference="O-1"))
    with pytest.raises(actions.NotFirst) as refused:
        decide(world, second, CommitteeDecision.ATTRIBUTION)
    assert str(refused.value) == actions.NotFirst.sentence


def test_an_abandoned_hold_frees_itself_and_moves_the_next_up(world: World) -> None:
    offer = w.vacancy(world)
    first = joined(world, woman(world), offer)
    second = joined(world, woman(world, 2), offer)
    with acting(world.operator):
        actions.record_her_agreement(second, actor=world.operator)
        late = first.hold_until + DAY
        assert actions.release_expired_holds(late, actor=world.operator) == 1
        assert keep_lines(actor=world.operator) == 0
    assert now_of(world, first, second) == [
        ("WITHDRAWN", 1, "SEARCH"),
        ("ACCEPTED", 1, "PROPOSAL"),
    ]


def test_a_dwelling_withdrawn_leaves_no_line(world: World) -> None:
    first, second = line_of(world, 2)
    Vacancy.objects.filter(pk=first.vacancy_id).update(status="WITHDRAWN")
    with pytest.raises(actions.OfferGone):
        decide(world, first, CommitteeDecision.ATTRIBUTION)
    with acting(world.operator):
        assert keep_lines(actor=world.operator) == 0
    assert [one[0] for one in now_of(world, first, second)] == ["WITHDRAWN", "WITHDRAWN"]
    with acting(world.operator):
        ended = selectors.proposals(world.operator).get(pk=first.pk)
        assert (ended.declined_by, ended.decline_code) == ("LANDLORD", "OFFRE_RETIREE")


# --- Prepared, adjourned, handed back, in pause --------------------------------------------


def test_what_is_prepared_holds_nothing_and_is_the_operators_alone(world: World) -> None:
    case, offer = woman(world), w.vacancy(world)
    with acting(world.operator):
        case.refresh_from_db()
        draft = actions.prepare(case, offer, visit_on=today() + DAY, actor=world.operator)
        with pytest.raises(actions.AlreadyProposed):
            actions.prepare(case, offer, actor=world.operator)
        assert not selectors.held_vacancies(world.operator)
        assert not selectors.running(world.operator).exists()
        assert list(selectors.drafted(world.operator)) == [draft]
    assert now_of(world, draft) == [("DRAFTED", None, "SEARCH")]
    for name in ("landlord", "holder", "shelter"):
        with acting(world.actors[name]):
            assert not Proposal.objects.exists()
    other = w.proposed(world, woman(world, 2), offer)
    with acting(world.operator):
        with pytest.raises(actions.VacancyTaken):
            actions.put_to_her(draft, actor=world.operator)
        actions.put_to_her(draft, in_line=True, actor=world.operator)
    assert now_of(world, other, draft) == [("PROPOSED", 1, "PROPOSAL"), ("PROPOSED", 2, "SEARCH")]
    with acting(world.operator):
        assert selectors.proposals(world.operator).get(pk=draft.pk).visit_on == today() + DAY


def test_an_adjourned_candidacy_goes_back_to_another_committee(world: World) -> None:
    [proposal] = line_of(world, 1)
    with acting(world.landlord) as actor:
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=actor)
        with pytest.raises(actions.WrongDate):
            actions.adjourn(proposal, adjourned_on=today() + DAY, actor=actor)
        put_off = actions.adjourn(proposal, adjourned_on=today(), actor=actor)
        assert (put_off.status, put_off.committee_on) == ("ADJOURNED", None)
        with pytest.raises(actions.WrongDate):
            actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=actor)
        again = actions.record_landlord_answer(
            proposal, agrees=True, committee_on=today() + 7 * DAY, actor=actor
        )
        assert (again.status, again.committee_on) == ("COMMITTEE", today() + 7 * DAY)
        at_once = actions.adjourn(
            proposal, adjourned_on=today(), next_on=today() + 9 * DAY, actor=actor
        )
        assert (at_once.status, at_once.committee_on) == ("COMMITTEE", today() + 9 * DAY)


def test_a_dwelling_handed_back_goes_on_without_its_holder(world: World) -> None:
    offer = w.vacancy(world, right="2")
    first, second = (joined(world, woman(world, n), offer) for n in range(2))
    with acting(world.operator):
        for one in (first, second):
            actions.record_her_agreement(one, actor=world.operator)
            actions.transmit(one, actor=world.operator)
    with acting(world.holder):
        actions.hand_back(first, actor=world.holder)
        assert not Proposal.objects.exists()
    assert now_of(world, first, second) == [
        ("WITH_LANDLORD", 1, "PROPOSAL"),
        ("WITH_LANDLORD", 2, "SEARCH"),
    ]
    with acting(world.operator):
        step = selectors.steps_of(first, actor=world.operator)[0]
        assert (step.status, step.on_behalf) == ("WITH_LANDLORD", False)
        assert Vacancy.objects.get(pk=offer.pk).handed_back_on == today()
    third = joined(world, woman(world, 3), offer)
    with acting(world.operator):
        actions.record_her_agreement(third, actor=world.operator)
        assert actions.transmit(third, actor=world.operator).status == "WITH_LANDLORD"
    w.leased(world, first)
    with acting(world.operator):
        home = Tenancy.objects.get(proposal=first)
        assert (home.holder_id, first.holder_id) == (None, offer.holder_id)


def test_a_search_in_pause_comes_back_by_itself(world: World) -> None:
    first, second = line_of(world, 2)
    until = today() + 10 * DAY
    with acting(world.operator):
        for wrong in (None, today(), today() + 400 * DAY):
            with pytest.raises((actions.Missing, actions.WrongDate)):
                actions.record_her_decline(
                    second,
                    HerDecline.AUTRE,
                    Consequence.PARKED,
                    parked_until=wrong,
                    actor=world.operator,
                )
        actions.record_her_decline(
            first,
            HerDecline.AUTRE,
            Consequence.PARKED,
            parked_until=until,
            actor=world.operator,
        )
        case = Case.objects.get(pk=first.case_id)
        assert (case.parked_until, case.parked) == (until, True)
    with pytest.raises(actions.Parked):
        w.proposed(world, first.case, w.vacancy(world, reference="T-2"))
    with acting(world.operator):
        Case.objects.filter(pk=case.pk).update(parked_until=today() - DAY)
    assert w.proposed(world, first.case, w.vacancy(world, reference="T-3")).place == 1


def test_a_pause_leaves_the_lines_and_may_be_lifted(world: World) -> None:
    first, second = line_of(world, 2)
    with acting(world.operator):
        actions.park(second.case, today() + DAY, actor=world.operator)
        ended = selectors.proposals(world.operator).get(pk=second.pk)
        assert (ended.declined_by, ended.decline_code) == ("HER", "EN_PAUSE")
        assert not actions.resume(second.case, actor=world.operator).parked
        with pytest.raises(actions.NotAllowed):
            actions.park(first.case, today() + DAY, actor=world.operator)
    with acting(world.shelter), pytest.raises(actions.NotAllowed):
        actions.park(second.case, today() + DAY, actor=world.shelter)


def test_what_an_end_means_is_said_whoever_declined(world: World) -> None:
    [proposal] = line_of(world, 1)
    with acting(world.landlord):
        actions.record_landlord_answer(
            proposal, agrees=False, reason=LandlordDecline.RESSOURCES, actor=world.landlord
        )
    with acting(world.operator):
        found = actions.set_consequence(proposal, Consequence.REASSESS, actor=world.operator)
        assert (found.consequence, found.declined_by) == ("REASSESS", "LANDLORD")
        actions.set_consequence(
            proposal, Consequence.PARKED, parked_until=today() + DAY, actor=world.operator
        )
        assert Case.objects.get(pk=proposal.case_id).parked
        actions.set_consequence(proposal, Consequence.ELIGIBLE, actor=world.operator)
        assert not Case.objects.get(pk=proposal.case_id).parked


def test_the_lease_says_its_regime_and_the_inventory_its_day(world: World) -> None:
    [proposal] = line_of(world, 1)
    decide(world, proposal, CommitteeDecision.ATTRIBUTION)
    with acting(world.operator):
        actions.record_her_acceptance(proposal, actor=world.operator)
    with acting(world.landlord) as actor:
        with pytest.raises(actions.WrongDate):
            actions.sign_lease(proposal, signed_on=today() - DAY, actor=actor)
        home = actions.sign_lease(
            proposal, signed_on=today(), regime=Regime.BAIL_GLISSANT, actor=actor
        )
        assert home.regime == "BAIL_GLISSANT"
        for wrong in (today() - DAY, today() + DAY):
            with pytest.raises(actions.WrongDate):
                actions.record_move_in(
                    proposal, moved_in_on=today(), inventory_on=wrong, actor=actor
                )
        home = actions.record_move_in(
            proposal, moved_in_on=today(), inventory_on=today(), actor=actor
        )
        assert (home.inventory_on, home.moved_in_on) == (today(), today())
