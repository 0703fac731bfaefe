"""Pages of the list: in order, whole, filtered, and each organisation's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from havre.cases.listing import CaseFilter, find_by_reference, page_of
from havre.cases.models import Case
from havre.engine.vocabulary import Pathway, Stage
from havre.platform.acting import acting
from havre.platform.clock import now
from tests import world as w
from tests.world import World


@pytest.fixture
def five(world: World) -> list[str]:
    """Five cases, the two middle ones moved at the very same moment; references in order."""
    moment = now()
    moments = [moment - timedelta(hours=h) for h in (1, 2, 2, 3, 4)]
    cases = sorted((w.referred(world, last_name=f"Nom{n}") for n in range(5)), key=lambda c: c.pk)
    with acting(world.operator):
        for case, since in zip(cases, moments, strict=True):
            Case.objects.filter(pk=case.pk).update(stage_since=since)
    return [case.reference for case in cases]


def test_pages_follow_one_another_and_come_back(world: World, five: list[str]) -> None:
    with acting(world.operator):
        first = page_of(CaseFilter(), size=2, actor=world.operator)
        second = page_of(CaseFilter(), after=five[1], size=2, actor=world.operator)
        third = page_of(CaseFilter(), after=five[3], size=2, actor=world.operator)
        back = page_of(CaseFilter(), before=five[4], size=2, actor=world.operator)
        start = page_of(CaseFilter(), before=five[2], size=2, actor=world.operator)
    seen = [[case.reference for case in page.cases] for page in (first, second, third, back, start)]
    assert seen == [five[:2], five[2:4], five[4:], five[2:4], five[:2]]
    flags = [(page.has_previous, page.has_next) for page in (first, second, third, back, start)]
    assert flags == [(False, True), (True, True), (True, False), (True, True), (False, True)]


def test_an_unknown_mark_gives_the_first_page(world: World, five: list[str]) -> None:
    with acting(world.operator):
        for mark in ("", "ZZZZ-ZZZZ", "\0", "x" * 500):
            page = page_of(CaseFilter(), after=mark, actor=world.operator)
            assert [case.reference for case in page.cases] == five


def test_filters(world: World) -> None:
    waiting = w.referred(world, pathway=Pathway.NON_TENANT)
    mine = w.admitted(world)
    with acting(world.operator):

        def found(wanted: CaseFilter) -> list[str]:
            return [case.reference for case in page_of(wanted, actor=world.operator).cases]

        assert found(CaseFilter(stage=Stage.REFERRED)) == [waiting.reference]
        assert found(CaseFilter(pathway=Pathway.NON_TENANT)) == [waiting.reference]
        assert found(CaseFilter(mine=True)) == [mine.reference]
        assert found(CaseFilter(stage=Stage.HOUSED)) == []


def test_each_organisation_lists_its_own(world: World) -> None:
    case = w.referred(world)
    for name, actor in world.actors.items():
        with acting(actor):
            found = [one.reference for one in page_of(CaseFilter(), actor=actor).cases]
        assert found == ([case.reference] if name in {"operator", "shelter"} else []), name


def test_a_reference_is_found_however_it_is_typed(world: World) -> None:
    case = w.referred(world)
    plain = case.reference.replace("-", "")
    with acting(world.operator):
        for typed in (case.reference, plain, plain.lower(), f" {case.reference} "):
            found = find_by_reference(typed, actor=world.operator)
            assert found is not None and found.pk == case.pk
        for wrong in ("", "K7M4", plain[:-1], f"{plain}A", "' OR 1=1", "\0"):
            assert find_by_reference(wrong, actor=world.operator) is None
    with acting(world.other_shelter):
        assert find_by_reference(case.reference, actor=world.other_shelter) is None
