"""The complete match says of each need and each vacancy what one pair at a time says."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from havre.engine.matching import (
    ANY,
    Anywhere,
    AvoidRadius,
    Need,
    NeedResult,
    Settings,
    Vacancy,
    candidates,
    compatible,
    explain,
    neighbours,
)
from havre.engine.matching import complete as complete_module
from havre.engine.matching.block import Block, judge_block
from havre.engine.matching.candidates import Join, TooManyPairs
from havre.engine.matching.complete import Complete, match_board
from havre.engine.matching.levers import FEW, Change
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.pairs import match_block
from havre.engine.matching.sides import BIT_OF_REGIME, BIT_OF_RIGHT, NO_LIMIT
from havre.engine.matching.vacancy_table import VacancyTable
from havre.engine.vocabulary import SAFETY_RULES, Rule
from tests.engine.matching.builders import OLIVET, SARAN, SETTINGS, a_need, a_vacancy
from tests.engine.matching.drawing import CEILINGS, NEEDS, SOME_SETTINGS, VACANCIES


def one_by_one(needs: list[Need], vacancies: list[Vacancy], settings: Settings) -> list[NeedResult]:
    return [compatible(need, vacancies, settings, CEILINGS) for need in needs]


@given(NEEDS, VACANCIES, SOME_SETTINGS)
def test_counts_and_figures_are_those_of_each_need(
    needs: list[Need], vacancies: list[Vacancy], settings: Settings
) -> None:
    found = match_board(needs, vacancies, settings, CEILINGS)
    for i, alone in enumerate(one_by_one(needs, vacancies, settings)):
        counts = found.by_need.excluded(i, len(vacancies))
        assert counts == {rule: (c.at_all, c.alone) for rule, c in alone.counts.items()}
        assert list(counts) == list(alone.counts)
        low, high = found.pairs.start[i], found.pairs.start[i + 1]
        figures = found.figures.between(low, high)
        assert figures == [dict(match.figures) for match in alone.compatible]
        assert [list(one) for one in figures] == [list(m.figures) for m in alone.compatible]
        assert found.found[i] == len(alone.compatible)


@given(NEEDS, VACANCIES)
def test_the_best_of_each_need_come_first(needs: list[Need], vacancies: list[Vacancy]) -> None:
    found = match_board(needs, vacancies, SETTINGS, CEILINGS)
    best = match_board(needs, vacancies, SETTINGS, CEILINGS, top=2)
    for i in range(len(needs)):
        assert list(best.pairs.of(i)) == list(found.pairs.of(i))[:2]
    assert best.found.tolist() == found.found.tolist()


@given(NEEDS, VACANCIES, SOME_SETTINGS)
def test_a_vacancy_is_told_what_excludes_each_need(
    needs: list[Need], vacancies: list[Vacancy], settings: Settings
) -> None:
    found = match_board(needs, vacancies, settings, CEILINGS)
    for j, vacancy in enumerate(vacancies):
        at_all: Counter[Rule] = Counter()
        alone: Counter[Rule] = Counter()
        suited = 0
        for need in needs:
            verdicts = explain(need, vacancy, settings, CEILINGS)
            failed = [one.rule for one in verdicts if not one.passed]
            suited += not failed
            failed = [Rule.COMMUNE] if Rule.COMMUNE in failed else failed
            at_all.update(failed)
            alone.update(failed if len(failed) == 1 else [])
        expected = {
            rule: (at_all[rule], None if rule is Rule.COMMUNE else alone[rule])
            for rule in Rule
            if at_all[rule]
        }
        assert found.by_vacancy.excluded(j, len(needs)) == expected
        assert found.suited[j] == suited


def changes(need: Need, vacancies: list[Vacancy]) -> Iterator[tuple[Change, object, Need]]:
    """Every lever by name, and the need once it is pulled."""
    fewest, most = need.rooms
    if most < 1000:
        yield Change.ROOMS_MAX, 1, replace(need, rooms=(fewest, most + 1))
    if fewest > 1:
        yield Change.ROOMS_MIN, 1, replace(need, rooms=(fewest - 1, most))
    if need.needed_by is not None:
        for days in (30, 60, 90):
            later = need.needed_by + dt.timedelta(days=days)
            yield Change.NEEDED_BY, days, replace(need, needed_by=later)
    if need.max_floor_without_lift is not None:
        for up in (1, 2):
            higher = need.max_floor_without_lift + up
            yield Change.FLOOR, up, replace(need, max_floor_without_lift=higher)
        yield Change.FLOOR, NO_LIMIT, replace(need, max_floor_without_lift=None)
    if not need.ground_floor_ok:
        yield Change.GROUND_FLOOR, 1, replace(need, ground_floor_ok=True)
    yield from additions(need, vacancies)


def additions(need: Need, vacancies: list[Vacancy]) -> Iterator[tuple[Change, object, Need]]:
    """Those that add a code to a list."""
    for regime, bit in BIT_OF_REGIME.items():
        yield Change.REGIMES, bit, replace(need, regimes=need.regimes | {regime})
    for right, bit in BIT_OF_RIGHT.items():
        yield Change.RIGHTS, bit, replace(need, rights=need.rights | {right})
    if not isinstance(need.communes, Anywhere):
        for commune in sorted({vacancy.commune for vacancy in vacancies}):
            yield Change.COMMUNES, commune, replace(need, communes=(*need.communes, commune))


def levers_of(found: Complete, need: int) -> Counter[tuple[Change, object]]:
    """What each lever opens, euros left out; the buckets of one commune added together."""
    opened: Counter[tuple[Change, object]] = Counter()
    for change, by, opens in found.levers.of(need):
        if change is Change.COMMUNES:
            opened[change, found.communes[by]] += opens
        elif change is not Change.NET_RENT:
            opened[change, by] += opens
    return opened


@given(NEEDS, VACANCIES, SOME_SETTINGS)
@hypothesis_settings(max_examples=60)
def test_each_lever_opens_what_it_says(
    needs: list[Need], vacancies: list[Vacancy], settings: Settings
) -> None:
    found = match_board(needs, vacancies, settings, CEILINGS)
    for i, need in enumerate(needs):
        before = len(compatible(need, vacancies, settings, CEILINGS).compatible)
        opened = levers_of(found, i)
        if before >= FEW:
            assert not opened
            continue
        shorter: dict[Change, int] = {}
        for change, by, other in changes(need, vacancies):
            after = len(compatible(other, vacancies, settings, CEILINGS).compatible) - before
            if change in (Change.NEEDED_BY, Change.FLOOR) and shorter.get(change, 0) == after:
                after = 0
            shorter[change] = max(after, shorter.get(change, 0))
            assert opened.pop((change, by), 0) == after
        assert not opened


def test_more_euros_open_what_is_just_too_dear() -> None:
    # 30 % of 1 450 € is 435 €; without APL, these cost 445, 480, 530 and 600 €.
    vacancies = [
        a_vacancy(ref=f"V-{rent}", rent=float(rent), charges=0.0) for rent in (445, 480, 530, 600)
    ]
    found = match_board([a_need(apl={})], vacancies, SETTINGS, CEILINGS)
    assert list(found.levers.of(0)) == [
        (Change.NET_RENT, 100, 3),
        (Change.NET_RENT, 50, 2),
        (Change.NET_RENT, 20, 1),
    ]


def test_what_opens_most_comes_first() -> None:
    vacancies = [
        a_vacancy(ref="V-1", rooms=4),
        a_vacancy(ref="V-2", rooms=4),
        a_vacancy(ref="V-3", commune=SARAN),
        a_vacancy(ref="V-4", rooms=4, commune=SARAN),
    ]
    found = match_board([a_need(communes=(OLIVET, "45234"))], vacancies, SETTINGS, CEILINGS)
    assert list(found.levers.of(0)) == [(Change.ROOMS_MAX, 1, 2), (Change.COMMUNES, 1, 1)]
    assert found.communes[1] == SARAN


@given(NEEDS, VACANCIES)
def test_near_misses_fail_one_rule_and_never_one_of_safety(
    needs: list[Need], vacancies: list[Vacancy]
) -> None:
    found = match_board(needs, vacancies, SETTINGS, CEILINGS)
    shown = {
        (need, vacancy): list(Rule)[rule]
        for need, vacancy, rule in zip(
            found.missed.need.tolist(),
            found.missed.place.tolist(),
            found.missed.rule.tolist(),
            strict=True,
        )
    }
    for i, need in enumerate(needs):
        for j, vacancy in enumerate(vacancies):
            verdicts = explain(need, vacancy, SETTINGS, CEILINGS)
            failed = [one.rule for one in verdicts if not one.passed]
            near = len(failed) == 1 and failed[0] not in SAFETY_RULES | {Rule.COMMUNE}
            asked = found.found[i] < FEW or found.suited[j] == 0
            assert shown.get((i, j)) == (failed[0] if near and asked else None)


def test_a_board_that_compares_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_COMPARED", 1)
    assert match_board([a_need()], [a_vacancy()], SETTINGS, CEILINGS).found.tolist() == [1]
    for match in (match_board, match_block):
        with pytest.raises(TooManyPairs):
            match([a_need()], [a_vacancy(), a_vacancy(ref="V-2")], SETTINGS, CEILINGS)


def test_the_pairs_of_further_communes_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    vacancies = [a_vacancy(), a_vacancy(ref="V-2", commune=SARAN)]
    monkeypatch.setattr(candidates, "MOST_COMPARED", 2)
    assert match_board([a_need()], vacancies, SETTINGS, CEILINGS).levers.opens.tolist() == [1]
    monkeypatch.setattr(candidates, "MOST_COMPARED", 1)
    assert len(match_block([a_need()], vacancies, SETTINGS, CEILINGS).vacancy) == 1
    with pytest.raises(TooManyPairs):
        match_board([a_need()], vacancies, SETTINGS, CEILINGS)


@given(NEEDS, VACANCIES)
@hypothesis_settings(max_examples=30)
def test_levers_are_the_same_judged_in_small_parts(
    needs: list[Need], vacancies: list[Vacancy]
) -> None:
    whole = match_board(needs, vacancies, SETTINGS, CEILINGS)
    sizes: list[int] = []

    def judged(*given: Any) -> Block:
        block = judge_block(*given)
        sizes.append(block.candidates.pairs())
        return block

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(complete_module, "MOST_PAIRS", 3)
        patch.setattr(neighbours, "NEEDS_AT_A_TIME", 2)
        patch.setattr(complete_module, "judge_block", judged)
        parts = match_board(needs, vacancies, SETTINGS, CEILINGS)
    for i in range(len(needs)):
        assert list(parts.levers.of(i)) == list(whole.levers.of(i))
    widest = max(Counter(v.commune for v in vacancies).values(), default=0)
    own = len(list(Join.of(*tables(needs, vacancies)).slices()))
    assert all(size <= max(3, widest) for size in sizes[own:])


def tables(needs: list[Need], vacancies: list[Vacancy]) -> tuple[NeedTable, VacancyTable]:
    return NeedTable.of(needs, SETTINGS, CEILINGS), VacancyTable.of(vacancies)


def a_large_territory() -> list[Vacancy]:
    """Sixty communes five kilometres apart, in two departments; a third one, unlocated."""
    return [
        a_vacancy(
            ref=f"V-{i}", commune=f"{45_500 + i if i < 50 else 41_000 + i}", lat=44 + i * 0.05
        )
        for i in range(60)
    ] + [a_vacancy(ref="V-far", commune="2A004", lat=None)]


def added(found: Complete, need: int) -> set[str]:
    changes = found.levers.of(need)
    return {found.communes[by] for change, by, _ in changes if change is Change.COMMUNES}


def test_beyond_a_small_territory_the_nearest_communes_are_proposed() -> None:
    found = match_board([a_need(communes=("45520",))], a_large_territory(), SETTINGS, CEILINGS)
    near = {f"{45_520 + away}" for away in (-3, -2, -1, 1, 2, 3)}
    assert added(found, 0) == near


def test_communes_without_any_offer_have_the_whole_department_proposed() -> None:
    """Hers have no vacancy, and nothing says where they lie: hers is the need that lacks most."""
    vacancies = a_large_territory()
    needs = [
        a_need(ref="N-1", communes=("41999",)),
        a_need(ref="N-2", communes=("41999", "45549")),
        a_need(ref="N-3", communes=("2A999",)),
        a_need(ref="N-4", communes=("33063",)),
        a_need(ref="N-5", communes=ANY),
    ]
    found = match_board(needs, vacancies, SETTINGS, CEILINGS)
    assert added(found, 0) == {f"{41_000 + i}" for i in range(50, 60)}
    assert added(found, 1) == {"45546", "45547", "45548", "41050", "41051", "41052"}
    assert added(found, 2) == {"2A004"}
    assert added(found, 3) == added(found, 4) == set()


@pytest.mark.parametrize(
    ("commune", "expected"), [("45234", "45"), ("2A004", "2A"), ("97411", "974"), ("98818", "988")]
)
def test_departments(commune: str, expected: str) -> None:
    assert neighbours.department(commune) == expected


def test_later_days_and_higher_floors_open_what_lies_on_the_step() -> None:
    first = dt.date(2026, 12, 1)
    late = [
        a_vacancy(ref=f"V-{days}", available_on=first + dt.timedelta(days=days))
        for days in (30, 60, 61)
    ]
    found = match_board([a_need(needed_by=first)], late, SETTINGS, CEILINGS)
    assert list(found.levers.of(0)) == [
        (Change.NEEDED_BY, 90, 3),
        (Change.NEEDED_BY, 60, 2),
        (Change.NEEDED_BY, 30, 1),
    ]
    high = [a_vacancy(ref=f"V-{floor}", floor=floor) for floor in (3, 4, 5)]
    found = match_board([a_need(max_floor_without_lift=2)], high, SETTINGS, CEILINGS)
    assert list(found.levers.of(0)) == [
        (Change.FLOOR, NO_LIMIT, 3),
        (Change.FLOOR, 2, 2),
        (Change.FLOOR, 1, 1),
    ]


def test_the_nearest_of_several_points_to_avoid_is_shown() -> None:
    need = a_need(avoid=(AvoidRadius(47.85, 1.91, 1.0), AvoidRadius(47.91, 1.87, 2.0)))
    found = match_board([need], [a_vacancy()], SETTINGS, CEILINGS)
    (figures,) = found.figures.between(0, 1)
    assert figures["km_to_nearest_zone"] == 3.182
