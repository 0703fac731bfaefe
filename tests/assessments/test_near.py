"""Places she wishes to live near: five at most, each valid, kept and read with the zones."""

from __future__ import annotations

import pytest

from havre.assessments import actions, near, selectors
from havre.assessments.models import SafetyPlan
from havre.cases.models import Case
from havre.engine import matching as engine
from havre.matching.selectors import need_from
from havre.platform.acting import acting
from tests import world as w
from tests.world import World

SCHOOL: near.Stored = {"kind": "SCHOOL", "lat": 47.9, "lon": 1.9}


@pytest.fixture
def case(world: World) -> Case:
    return w.admitted(world)


@pytest.mark.parametrize(
    "place",
    [
        {"kind": "PRISON", "lat": 47.9, "lon": 1.9},
        {"kind": "SCHOOL", "lat": 91, "lon": 1.9},
        {"kind": "SCHOOL", "lat": 47.9},
        {"kind": "SCHOOL", "lat": None, "lon": 1.9},
        {"kind": "SCHOOL", "lat": float("nan"), "lon": 1.9},
        {},
    ],
)
def test_a_place_that_makes_no_sense_is_refused(place: near.Stored) -> None:
    with pytest.raises(ValueError, match=r"near|lat|PlaceKind") as refused:
        near.checked([place])
    assert not isinstance(refused.value, near.TooManyPlaces)


def test_five_places_at_most_the_same_one_counted_once() -> None:
    five = [SCHOOL | {"lon": 1.9 + n / 100} for n in range(5)]
    kept = near.checked([*five, five[0]])
    assert [place["lon"] for place in kept] == [place["lon"] for place in five]
    assert len({place["id"] for place in kept}) == 5
    with pytest.raises(near.TooManyPlaces):
        near.checked([*five, SCHOOL | {"lon": 2.0}])


def test_danger_and_zones_are_saved_without_losing_places(world: World, case: Case) -> None:
    with acting(world.operator) as operator:
        draft = actions.start_assessment(case, actor=operator)
        actions.add_place(draft, SCHOOL, actor=operator)
        actions.save_danger(draft, {"level": "HIGH", "measures": []}, actor=operator)
        actions.add_zone(draft, {"kind": "COMMUNE", "code": "45302"}, actor=operator)
        plan = selectors.safety_of(draft, actor=operator)
        (place,) = plan["near"]
        assert {name: place[name] for name in SCHOOL} == SCHOOL
        actions.remove_place(draft, "another", actor=operator)
        assert selectors.safety_of(draft, actor=operator)["near"] == [place]
        actions.remove_place(draft, place["id"], actor=operator)
        plan = selectors.safety_of(draft, actor=operator)
        assert "near" not in plan and len(plan["zones"]) == 1


def test_matching_weighs_them_and_a_new_version_keeps_them(world: World, case: Case) -> None:
    validated = w.assessed(world, case, near=[SCHOOL])
    with acting(world.operator) as operator:
        found = selectors.validated(case, actor=operator)
        assert found is not None and found.pk == validated.pk
        need = need_from(case, found, actor=operator)
        assert need.near == (engine.Place("SCHOOL", 47.9, 1.9),)
        fresh = actions.reopen_assessment(validated, actor=operator)
        (place,) = selectors.safety_of(fresh, actor=operator)["near"]
    assert (place["kind"], place["lat"], place["lon"]) == ("SCHOOL", 47.9, 1.9)


@pytest.mark.parametrize("who", ["landlord", "holder", "shelter", "agency"])
def test_nobody_but_the_operator_reads_them_once_she_is_admitted(
    world: World, case: Case, who: str
) -> None:
    validated = w.assessed(world, case, near=[SCHOOL])
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world, right="2")))
    with acting(world.actors[who]) as actor:
        assert not SafetyPlan.objects.filter(assessment=validated).exists()
        assert selectors.safety_of(validated, actor=actor) == {}
    with acting(world.operator) as operator:
        sealed = SafetyPlan.objects.get(assessment=validated)
        assert b"SCHOOL" not in bytes(sealed.payload)
        assert selectors.safety_of(validated, actor=operator)["near"][0]["kind"] == "SCHOOL"
