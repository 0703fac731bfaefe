"""All open needs at once: the same answers as one by one, bounded, journaled as a list."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from havre.assessments import actions as assessments
from havre.assessments.selectors import validated
from havre.cases import recusals
from havre.cases.models import Case
from havre.engine.vocabulary import Rule
from havre.housing.models import Vacancy
from havre.matching import board as boards
from havre.matching import needs
from havre.matching.around import around
from havre.matching.reweighing import reweighed
from havre.matching.selectors import compatible_dwellings
from havre.platform.acting import acting
from havre.platform.journal_models import JournalEntry
from tests import world as w
from tests.world import World

ZONE: dict[str, object] = {"kind": "RADIUS", "lat": 47.90, "lon": 1.91, "km": 1}
SCHOOL: dict[str, object] = {"kind": "SCHOOL", "lat": 47.95, "lon": 1.91}


def searching(world: World, name: str, **changes: object) -> Case:
    case = w.admitted(world, last_name=name)
    w.assessed(world, case, **changes)  # type: ignore[arg-type]
    return case


def offers(world: World) -> list[Vacancy]:
    return [
        w.vacancy(world, reference="NEAR", rent=330),
        w.vacancy(world, reference="FAR", rent=250, latitude=47.96),
        w.vacancy(world, "agency", reference="LOST", rent=260, latitude=None, longitude=None),
        w.vacancy(world, reference="DEAR", rent=900),
    ]


def test_the_same_as_one_by_one(world: World) -> None:
    cases = [
        searching(world, "Un"),
        searching(world, "Deux", zones=[ZONE]),
        searching(world, "Trois", near=[SCHOOL]),
        searching(world, "Quatre", need={"rooms_min": 5, "rooms_max": 6}),
    ]
    offers(world)
    w.referred(world, last_name="Cinq")
    with acting(world.operator) as operator:
        found = boards.whole_board(world.programme, actor=operator)
        assert [one.case for one in found.needs.found] == sorted(
            cases, key=lambda case: case.reference
        )
        assert (found.needs.left_out, found.needs.more) == ((), False)
        for one, best in zip(found.needs.found, found.best, strict=True):
            version = validated(one.case, actor=operator)
            assert version is not None
            alone = compatible_dwellings(one.case, version, actor=operator)
            assert [v.reference for v in best] == [m.vacancy.ref for m in alone.result.compatible]
    assert sorted(len(best) for best in found.best) == [0, 1, 3, 3]


def test_an_offer_kept_from_her_is_left_out(world: World) -> None:
    case, other = searching(world, "Un"), searching(world, "Deux")
    theirs = w.vacancy(world)
    with acting(world.operator) as operator:
        case.refresh_from_db()
        recusals.recuse_organisation(case, world.landlord.organisation_id, "motif", actor=operator)
        found = boards.whole_board(world.programme, actor=operator)
        best = {one.case.pk: b for one, b in zip(found.needs.found, found.best, strict=True)}
        assert (best[case.pk], best[other.pk]) == ([], [theirs])
        about = around(theirs, world.programme, actor=operator)
    assert [one.case.pk for one in about.suiting] == [other.pk] and about.missing == ()


def test_for_the_operator_alone(world: World) -> None:
    searching(world, "Un")
    for name in ("landlord", "shelter", "funder"):
        with acting(world.actors[name]) as actor, pytest.raises(PermissionError):
            boards.open_needs(actor)


def test_bounded_and_what_cannot_be_read_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [searching(world, "Un"), searching(world, "Deux")]
    with acting(world.operator) as operator:
        one = boards.open_needs(operator, most=1)
        assert len(one.found) == 1 and one.more
        monkeypatch.setattr(needs, "members_of_all", lambda versions: {})
        none = boards.open_needs(operator)
    assert none.found == ()
    assert set(none.left_out) == {case.reference for case in cases}


def test_a_fixed_number_of_statements(world: World) -> None:
    def count() -> int:
        with (
            CaptureQueriesContext(connections["default"]) as web,
            CaptureQueriesContext(connections["vault"]) as vault,
            acting(world.operator) as operator,
        ):
            boards.whole_board(world.programme, actor=operator)
        return len(web) + len(vault)

    searching(world, "Un")
    offers(world)
    first = count()
    for name in ("Deux", "Trois", "Quatre"):
        searching(world, name, zones=[ZONE])
    assert count() == first


def test_journaled_as_a_list(world: World) -> None:
    case = searching(world, "Un")
    with acting(world.operator) as operator:
        boards.open_needs(operator)
        lines = JournalEntry.objects.filter(case_id=case.pk, action__in=["COMPARED", "LISTED"])
        told = [(line.action, line.compartments) for line in lines]
    parts = ["HOUSEHOLD", "HOUSING_NEED", "PROGRESS", "RESOURCES_SUMMARY", "SAFETY"]
    assert told == [("COMPARED", parts)]


def test_what_other_weights_change(world: World) -> None:
    moved = searching(world, "Un", near=[SCHOOL])
    searching(world, "Deux", need={"rooms_min": 5, "rooms_max": 6})
    near, far, lost, _ = offers(world)
    with acting(world.operator) as operator:
        only_rent = {"commune": 0, "proximity": 0, "rent": 1, "surface": 0}
        only_near = only_rent | {"rent": 0, "proximity": 1}
        world.programme.weights = only_rent
        found = reweighed(world.programme, only_near, actor=operator)
        assert (found.compared, found.with_choice, found.firsts) == (2, 1, 0)
        (change,) = found.changes
        assert change.reference == moved.reference
        assert change.before == (far, lost, near)
        assert change.after == (far, near, lost)
        world.programme.weights = only_near
        found = reweighed(world.programme, only_near, actor=operator)
        assert found.changes == ()
        with pytest.raises(ValueError, match=r"weights"):
            reweighed(world.programme, {"nationality": 1}, actor=operator)


def test_for_whom_an_offer_is(world: World) -> None:
    fits = searching(world, "Un")
    searching(world, "Deux", zones=[ZONE])
    poor = searching(world, "Trois", income=700)
    both = searching(world, "Quatre", income=700, need={"rooms_min": 5, "rooms_max": 6})
    offer = w.vacancy(world)
    with acting(world.operator) as operator:
        found = around(offer, world.programme, actor=operator)
    assert [one.case.pk for one in found.suiting] == [fits.pk]
    reasons = {
        rule: (at_all, {one.case.pk for one in alone})
        for rule, (at_all, alone) in found.by_rule.items()
    }
    assert list(reasons) == [Rule.SAFETY_ZONE, Rule.TYPOLOGY, Rule.AFFORDABILITY]
    assert reasons[Rule.AFFORDABILITY] == (2, {poor.pk})
    assert reasons[Rule.TYPOLOGY] == (1, set())
    assert both.pk in {one.case.pk for one in found.missing}


def test_a_version_reopened_is_not_compared(world: World) -> None:
    case = searching(world, "Un")
    with acting(world.operator) as operator:
        version = validated(case, actor=operator)
        assert version is not None
        assessments.reopen_assessment(version, actor=operator)
        assert boards.open_needs(operator).found == ()
