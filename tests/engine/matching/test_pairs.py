"""A whole block is judged and scored as each of its pairs is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.matching import (
    ANY,
    WEIGHTS,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    MissingCeiling,
    Need,
    Settings,
    Vacancy,
    Zone,
    compatible,
    explain,
)
from havre.engine.matching.block import BIT, judge_block
from havre.engine.matching.candidates import Join
from havre.engine.matching.ceilings import Ceilings
from havre.engine.matching.need_table import NeedTable
from havre.engine.matching.pairs import match_block
from havre.engine.matching.vacancy_table import VacancyTable
from havre.engine.vocabulary import Financing, Rule
from tests.engine.matching.builders import (
    ORLEANS,
    SETTINGS,
    a_need,
    a_vacancy,
)
from tests.engine.matching.drawing import CEILINGS, NEEDS, SOME_SETTINGS, VACANCIES


def failed_by_block(
    needs: list[Need], vacancies: list[Vacancy], settings: Settings, most: int = 8_000_000
) -> dict[tuple[str, str], set[Rule]]:
    """The rules each candidate fails, as the block says."""
    table = VacancyTable.of(vacancies)
    needed = NeedTable.of(needs, settings, CEILINGS)
    found = {}
    for lines in Join.of(needed, table).slices(most):
        block = judge_block(needed, table, lines)
        for line, need in enumerate(lines.need):
            for pair in range(lines.start[line], lines.start[line + 1]):
                place = lines.first[line] + pair - lines.start[line]
                vacancy = vacancies[table.given[place]]
                bits = int(block.failed[pair])
                key = (needs[need].ref, vacancy.ref)
                assert key not in found
                found[key] = {rule for rule in Rule if bits & BIT[rule]}
    return found


@given(NEEDS, VACANCIES, SOME_SETTINGS)
def test_a_block_fails_what_each_pair_fails(
    needs: list[Need], vacancies: list[Vacancy], settings: Settings
) -> None:
    expected = {}
    for need in needs:
        for vacancy in vacancies:
            verdicts = explain(need, vacancy, settings, CEILINGS)
            failed = {found.rule for found in verdicts if not found.passed}
            if Rule.COMMUNE not in failed:
                expected[need.ref, vacancy.ref] = failed
    assert failed_by_block(needs, vacancies, settings) == expected
    assert failed_by_block(needs, vacancies, settings, most=1) == expected


@given(NEEDS, VACANCIES, SOME_SETTINGS)
def test_pairs_are_those_of_each_need_with_the_same_scores_in_the_same_order(
    needs: list[Need], vacancies: list[Vacancy], settings: Settings
) -> None:
    pairs = match_block(needs, vacancies, settings, CEILINGS)
    assert len(pairs.start) == len(needs) + 1
    for i, need in enumerate(needs):
        found = [(vacancies[place].ref, score) for place, score in pairs.of(i)]
        one = compatible(need, vacancies, settings, CEILINGS)
        assert found == [(match.vacancy.ref, match.score_micro) for match in one.compatible]
    assert pairs.need().tolist() == sorted(pairs.need().tolist())


@given(NEEDS, VACANCIES, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(
    needs: list[Need], vacancies: list[Vacancy], rng: Random
) -> None:
    def found(needs: list[Need], vacancies: list[Vacancy]) -> dict[str, list[tuple[str, int]]]:
        pairs = match_block(needs, vacancies, SETTINGS, CEILINGS)
        return {
            need.ref: [(vacancies[place].ref, score) for place, score in pairs.of(i)]
            for i, need in enumerate(needs)
        }

    before = found(needs, vacancies)
    rng.shuffle(needs)
    rng.shuffle(vacancies)
    assert found(needs, vacancies) == before


def test_the_documented_pair() -> None:
    pairs = match_block([a_need()], [a_vacancy()], SETTINGS, CEILINGS)
    assert (pairs.start.tolist(), pairs.vacancy.tolist()) == ([0, 1], [0])
    assert pairs.score_micro.tolist() == [891_460]


def test_no_line_is_a_block_too() -> None:
    assert match_block([], [], SETTINGS, CEILINGS).start.tolist() == [0]
    assert match_block([a_need()], [], SETTINGS, CEILINGS).start.tolist() == [0, 0]
    assert match_block([], [a_vacancy()], SETTINGS, CEILINGS).start.tolist() == [0]


def test_a_missing_ceiling_is_an_error_only_where_it_is_compared() -> None:
    none = Ceilings.from_rows([])
    private = a_vacancy(financing=Financing.PRIVATE)
    assert match_block([a_need()], [private], SETTINGS, none).start.tolist() == [0, 1]
    with pytest.raises(MissingCeiling):
        match_block([a_need()], [a_vacancy()], SETTINGS, none)


def test_two_vacancies_with_one_reference_are_an_error() -> None:
    with pytest.raises(ValueError, match="'V-1'"):
        match_block([a_need()], [a_vacancy(), a_vacancy(rent=300)], SETTINGS, CEILINGS)


ANY_SETTINGS = st.builds(
    Settings,
    date=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    effort_rate_max=st.floats(0, 1e6),
    left_to_live_per_day=st.floats(0, 1e6),
    weights=st.dictionaries(st.sampled_from(WEIGHTS), st.floats(0, 1e6)),
)
HITS = st.sampled_from(
    [
        AvoidCommune(ORLEANS),
        AvoidRadius(47.91, 1.87, 4.0),
        AvoidLandlord("val-habitat"),
        AvoidResidence("Le CLOS-des-Vignes"),
    ]
)


@given(HITS, ANY_SETTINGS, st.lists(HITS, max_size=3), st.booleans())
def test_nothing_a_programme_sets_lets_an_avoided_pair_into_a_block(
    zone: Zone, settings: Settings, others: list[Zone], anywhere: bool
) -> None:
    communes = ANY if anywhere else (ORLEANS,)
    needs = [a_need(communes=communes, avoid=(*others, zone)), a_need(ref="N-2")]
    pairs = match_block(needs, [a_vacancy()], settings, CEILINGS)
    assert pairs.start[1] == 0
    easy = replace(settings, date=SETTINGS.date, effort_rate_max=1.0, left_to_live_per_day=0.0)
    assert match_block(needs, [a_vacancy()], easy, CEILINGS).start.tolist() == [0, 0, 1]
