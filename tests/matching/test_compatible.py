"""Her dwellings are compared together: the answer is that of one pair after another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.assessments.models import Assessment
from havre.assessments.selectors import validated_by_reference
from havre.cases.models import Case
from havre.engine import matching as engine
from havre.engine.vocabulary import Rule
from havre.housing.models import Dwelling, Vacancy
from havre.housing.selectors import standing_offers
from havre.housing.standing import StandingOffer, standing_rows
from havre.matching.offered import vacancy_from
from havre.matching.selectors import (
    Compatibility,
    ceilings_now,
    compatible_dwellings,
    explain_pair,
    settings_of,
)
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.journal_models import JournalEntry
from tests import world as w
from tests.world import World

ZONES: list[dict[str, object]] = [
    {"kind": "RADIUS", "lat": 47.902, "lon": 1.909, "km": 1},
    {"kind": "RESIDENCE", "name": "Les Acacias"},
]
FAR = {"latitude": 47.93, "longitude": 1.99}


@pytest.fixture
def case(world: World) -> Case:
    case = w.admitted(world)
    w.assessed(world, case, zones=ZONES)
    return case


@pytest.fixture
def offers(world: World) -> list[Vacancy]:
    """Some suit; others fail one rule or several, are elsewhere, or nobody knows where."""
    kinds: list[dict[str, object]] = [
        {"rent": "300.00"} | FAR,
        {"rent": "280.00", "available_on": today() + timedelta(days=40)} | FAR,
        {"rent": "1800.00"} | FAR,
        {"rent": "1800.00", "rooms": 5} | FAR,
        {"latitude": 47.902, "longitude": 1.909},
        {"latitude": None, "longitude": None},
        {"residence": "Les ACACIAS"} | FAR,
        {"surface": None, "floor": None} | FAR,
    ]
    return [w.vacancy(world, reference=f"T-{n}", **kind) for n, kind in enumerate(kinds)]


def validated(case: Case, operator: Actor) -> Assessment:
    version = validated_by_reference(case.reference, actor=operator)
    assert version is not None
    return version


def compared(world: World, case: Case) -> Compatibility:
    with acting(world.operator) as operator:
        version = validated(case, operator)
        return compatible_dwellings(version.case, version, actor=operator)


def said_pair_by_pair(world: World, found: Compatibility) -> engine.NeedResult:
    with acting(world.operator) as operator:
        offers = [vacancy_from(one) for one in standing_offers(operator)]
        settings = settings_of(world.programme)
        return engine.compatible(found.need, offers, settings, ceilings_now())


def test_the_answer_is_that_of_one_pair_after_another(
    world: World, case: Case, offers: list[Vacancy]
) -> None:
    for _ in range(2):  # what is kept worked out says the same
        found = compared(world, case)
        alone = said_pair_by_pair(world, found)
        assert tuple(one.match() for one in found.result.compatible) == alone.compatible
        assert tuple(one.exclusion() for one in found.result.excluded) == alone.excluded
        assert found.result.counts == alone.counts
        figures = [one.figures for one in found.result.compatible]
        assert figures == [one.figures for one in alone.compatible]
    assert len(alone.compatible) >= 2
    assert {Rule.SAFETY_ZONE, Rule.SAFETY_RESIDENCE, Rule.AFFORDABILITY} <= set(alone.counts)


def test_an_offer_that_changes_is_worked_out_again(
    world: World, case: Case, offers: list[Vacancy]
) -> None:
    before = compared(world, case)
    best = before.result.compatible[0].vacancy
    moved = Vacancy.objects.using("owner").get(reference=best.ref)
    Vacancy.objects.using("owner").filter(pk=moved.pk).update(rent="301.17")
    after = {one.vacancy.ref: one.vacancy for one in compared(world, case).result.compatible}
    assert (best.rent != 301.17, after[best.ref].rent) == (True, 301.17)
    Dwelling.objects.using("owner").filter(pk=moved.dwelling_id).update(
        latitude=47.902, longitude=1.909
    )
    last = compared(world, case)
    assert best.ref not in {one.vacancy.ref for one in last.result.compatible}
    excluded = {one.vacancy.ref: one.rules for one in last.result.excluded}
    assert excluded[best.ref] == (Rule.SAFETY_ZONE,)


def test_rows_are_read_as_the_offers_they_are(world: World, offers: list[Vacancy]) -> None:
    with acting(world.operator) as operator:
        assert standing_rows(operator) == [
            StandingOffer.of(one) for one in standing_offers(operator)
        ]
        assert len(standing_rows(operator)) == len(offers)
    with acting(world.shelter) as shelter:
        assert standing_rows(shelter) == []


def test_what_is_compared_and_a_pair_each_have_one_line(
    world: World, case: Case, offers: list[Vacancy]
) -> None:
    lines = JournalEntry.objects.using("owner").filter(action="READ", case_id=case.pk)
    known = set(lines.values_list("pk", flat=True))
    compared(world, case)
    with acting(world.operator) as operator:
        version = validated(case, operator)
        explain_pair(version.case, version, offers[0], actor=operator)
    parts = ["HOUSEHOLD", "HOUSING_NEED", "PROGRESS", "RESOURCES_SUMMARY", "SAFETY"]
    told = [line.compartments for line in lines.exclude(pk__in=known)]
    assert told == [parts, parts]
