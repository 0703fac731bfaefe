"""The plan: the same twice, coherent, safe, and as many of everything as was asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from havre.cases.consent_terms import CONSENT_DAYS_MAX
from havre.config.synthetic.blueprint import Blueprint, draw_blueprint
from havre.config.synthetic.histories import CasePlan
from havre.config.synthetic.market import Offer
from havre.config.synthetic.offers import free_offers
from havre.config.synthetic.partners import (
    ACCOUNTS,
    FIRST_HOLDER,
    FIRST_LANDLORD,
    FIRST_SHELTER,
    PARTNERS,
    PEOPLE,
    holder_of,
)
from havre.config.synthetic.plan import plan_case
from havre.config.synthetic.references import References
from havre.config.synthetic.scenarios import HOLDS, KINDS, counts, open_vacancies, span_days
from havre.engine.deadlines import is_working_day
from havre.engine.lifecycle import CASE_TRANSITIONS, ENDED, PROPOSAL_TRANSITIONS
from havre.engine.matching.places import distance_km
from havre.engine.vocabulary import ProposalStatus as P
from havre.engine.vocabulary import Role, Stage, VacancyStatus, ZoneKind

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return draw_blueprint(seed=45, today=TODAY, cases=60, vacancies=150)


@pytest.fixture(scope="module")
def cases(blueprint: Blueprint) -> list[CasePlan]:
    return [plan_case(blueprint, number) for number in range(60)]


@pytest.fixture(scope="module")
def many() -> list[CasePlan]:
    """Part of a much larger world."""
    blueprint = draw_blueprint(seed=3, today=TODAY, cases=30_000, vacancies=150)
    return [plan_case(blueprint, number) for number in range(0, 30_000, 40)]


def moments(plan: CasePlan) -> list[datetime]:
    """Every moment of a case, in the order of its path."""
    own = (plan.created, plan.sent, plan.entrusted, plan.refused, plan.admitted, plan.started)
    rest = [turn.at for proposal in plan.proposals for turn in proposal.turns]
    return [at for at in (*own, plan.assessed, plan.published, *rest) if at is not None]


def test_the_same_twice_whatever_the_order(blueprint: Blueprint, cases: list[CasePlan]) -> None:
    again = draw_blueprint(seed=45, today=TODAY, cases=60, vacancies=150)
    assert [plan_case(again, number) for number in reversed(range(60))] == cases[::-1]
    assert free_offers(again) == free_offers(blueprint)
    other = draw_blueprint(seed=46, today=TODAY, cases=60, vacancies=150)
    assert [plan_case(other, number) for number in range(60)] != cases


def test_sixty_cases_stand_at_every_stage(cases: list[CasePlan]) -> None:
    assert Counter(plan.stage.value for plan in cases) == {
        "DRAFT": 3,
        "REFERRED": 4,
        "NOT_ADMITTED": 3,
        "ASSESSMENT": 5,
        "SEARCH": 11,
        "PROPOSAL": 14,
        "ALLOCATED": 2,
        "LEASED": 3,
        "HOUSED": 13,
        "SHELTER_ORIENTED": 2,
    }
    lasts = Counter(proposal.turns[-1].status for plan in cases for proposal in plan.proposals)
    rare = {P.DRAFTED, P.ADJOURNED}  # the generator deals neither
    assert set(lasts) == set(P) - rare
    search = [plan for plan in cases if plan.stage is Stage.SEARCH]
    assert Counter(plan.published is not None for plan in search) == {True: 8, False: 3}


def test_demonstration_accounts_have_something_waiting(cases: list[CasePlan]) -> None:
    waiting = Counter(
        (proposal.turns[-1].status, party)
        for plan in cases
        for proposal in plan.proposals
        for party in (proposal.offer.dwelling.landlord, proposal.offer.holder)
    )
    assert waiting[P.WITH_LANDLORD, FIRST_LANDLORD] >= 1
    assert waiting[P.COMMITTEE, FIRST_LANDLORD] >= 1
    assert waiting[P.WITH_HOLDER, FIRST_HOLDER] >= 1
    assert waiting[P.WITH_LANDLORD, "agence-du-quai"] >= 1
    assert waiting[P.CONFIRMED, "agence-du-quai"] >= 1
    sheltered = {plan.stage for plan in cases if plan.referrer == FIRST_SHELTER}
    assert sheltered == set(Stage)
    partner = [plan for plan in cases if plan.referrer == "ccas-des-bords-de-loire"]
    assert {Stage.REFERRED, Stage.SEARCH, Stage.HOUSED} <= {plan.stage for plan in partner}


def test_paths_are_legal_and_dated_on_working_days(
    cases: list[CasePlan], many: list[CasePlan]
) -> None:
    for plan in cases + many:
        dated = moments(plan)
        assert dated == sorted(dated)
        assert dated[-1].date() < TODAY
        assert all(is_working_day(at.date()) for at in dated)
        for proposal in plan.proposals:
            statuses = [turn.status for turn in proposal.turns]
            assert statuses[0] is P.PROPOSED
            for before, after in pairwise(statuses):
                assert after in PROPOSAL_TRANSITIONS[before]
        ended = [proposal.turns[-1].status in ENDED for proposal in plan.proposals]
        assert all(ended[:-1])
        if plan.stage is Stage.SEARCH:
            assert all(ended)
    assert Stage.SEARCH in CASE_TRANSITIONS[Stage.PROPOSAL]


def test_holds_not_answered_are_still_good(cases: list[CasePlan]) -> None:
    for plan in cases:
        for proposal in plan.proposals:
            if proposal.turns[-1].status in {P.PROPOSED, P.ACCEPTED}:
                assert proposal.turns[0].at.date() + timedelta(days=15) >= TODAY


def test_no_dwelling_proposed_is_one_to_avoid(cases: list[CasePlan], many: list[CasePlan]) -> None:
    zones = 0
    for plan in cases + many:
        for proposal in plan.proposals:
            dwelling = proposal.offer.dwelling
            point = (dwelling.spot.latitude, dwelling.spot.longitude)
            need = plan.need
            zones += len(need.zones)
            assert dwelling.spot.code not in need.avoided(ZoneKind.COMMUNE)
            assert dwelling.landlord not in need.avoided(ZoneKind.LANDLORD)
            assert dwelling.residence not in need.avoided(ZoneKind.RESIDENCE)
            assert all(
                distance_km((lat, lon), point) > km
                for lat, lon, km in need.avoided(ZoneKind.RADIUS)
            )
            assert need.any_commune or dwelling.spot.code in need.communes
            assert need.rooms[0] <= dwelling.rooms <= need.rooms[1]
    assert zones > 100


def test_agreements_cover_what_was_done(cases: list[CasePlan], many: list[CasePlan]) -> None:
    for plan in cases + many:
        consent = plan.consent
        assert 0 < (consent.until - consent.on).days <= CONSENT_DAYS_MAX
        assert consent.until > moments(plan)[-1].date()
        assert plan.published is None or "BOARD" not in consent.refused


def test_children_are_born_before_the_referral(many: list[CasePlan]) -> None:
    for plan in many:
        births = [birth for _, birth in plan.household.members]
        assert max(births) < plan.created.date()
        assert births[0] == plan.woman.birth_date
        assert 18 <= (plan.created.date() - births[0]).days / 365.25 < 70


def test_open_offers(blueprint: Blueprint, cases: list[CasePlan]) -> None:
    held = [proposal.offer for plan in cases for proposal in plan.proposals]
    free = free_offers(blueprint)
    offers = held + free
    still_open = [offer for offer in offers if offer.status is VacancyStatus.OPEN]
    assert len(still_open) == 150
    assert len({offer.dwelling.spot.code for offer in still_open}) == 22
    assert {offer.status for offer in free} >= {VacancyStatus.EXPIRED, VacancyStatus.WITHDRAWN}
    assert sum(offer.status is VacancyStatus.LEASED for offer in held) == 16
    for offer in offers:
        check_offer(offer)
    assert any(offer.expires_on <= TODAY + timedelta(days=10) for offer in still_open)


def check_offer(offer: Offer) -> None:
    """Dates in order, a plausible rent, the right holder."""
    dwelling = offer.dwelling
    assert offer.holder == holder_of(offer.right, offer.detail)
    assert (offer.ended_at is None) == (offer.status is VacancyStatus.OPEN)
    assert offer.status is not VacancyStatus.OPEN or offer.expires_on >= TODAY
    assert offer.status is not VacancyStatus.EXPIRED or offer.expires_on < TODAY
    assert offer.ended_at is None or offer.entered_at < offer.ended_at
    assert offer.entered_at.date() <= TODAY
    per_m2 = offer.rent / dwelling.surface
    assert 4.8 < per_m2 < 14
    assert 150 < offer.rent + offer.charges < 1500


def test_nothing_shares_a_reference(blueprint: Blueprint, cases: list[CasePlan]) -> None:
    found = [offer.reference for offer in free_offers(blueprint)]
    for plan in cases:
        found += [plan.reference, plan.card_reference]
        for proposal in plan.proposals:
            found += [proposal.reference, proposal.offer.reference]
    assert len(found) == len(set(found))
    assert found[0] == blueprint.references((2 + 8) * 60)


def test_references_never_come_twice() -> None:
    from random import Random

    references = References(Random(1))
    assert len({references(number) for number in range(50_000)}) == 50_000


@pytest.mark.parametrize(
    ("cases", "days", "vacancies"),
    [
        *((0, 425, 150), (7, 425, 150), (60, 425, 150), (1_000, 425, 359)),
        *((10_000, 425, 733), (100_000, 3652, 1496), (1_000_000, 3652, 1500)),
    ],
)
def test_sizes(cases: int, days: int, vacancies: int) -> None:
    assert span_days(cases) == days
    assert open_vacancies(cases, 150) == vacancies
    found = counts(cases, vacancies)
    assert sum(found) == cases
    assert min(found) >= 0
    held = sum(n for kind, n in zip(KINDS, found, strict=True) if kind.stage in HOLDS)
    assert held <= vacancies * 0.6


def test_yearly_figures_stay_plausible(many: list[CasePlan]) -> None:
    years = Counter(plan.admitted.year for plan in many if plan.admitted)
    assert set(years) == {2023, 2024, 2025, 2026}
    assert max(years.values()) * 40 < 13_000


def test_partners_and_accounts() -> None:
    assert Counter(partner.role for partner in PARTNERS) == {
        Role.OPERATOR: 1,
        Role.SHELTER: 3,
        Role.LANDLORD: 6,
        Role.LETTING_AGENCY: 2,
        Role.RESERVATION_HOLDER: 5,
        Role.REFERRER: 2,
        Role.SPECIALIST: 3,
        Role.FUNDER: 2,
    }
    assert {account.role for account in ACCOUNTS} == {role.value for role in Role}
    emails = [person.email for person in PEOPLE]
    assert len(emails) == len(set(emails))
    assert {account.email for account in ACCOUNTS} <= set(emails)
    assert {person.partner for person in PEOPLE} == {partner.slug for partner in PARTNERS}
