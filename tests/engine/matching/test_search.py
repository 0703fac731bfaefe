from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.matching import (
    AvoidRadius,
    NeedResult,
    RuleCount,
    Vacancy,
    compatible,
    explain,
)
from havre.engine.vocabulary import Financing, Rule
from tests.engine.matching.builders import (
    CEILINGS,
    OLIVET,
    ORLEANS,
    SARAN,
    SETTINGS,
    a_need,
    a_vacancy,
    some_settings,
)

VACANCIES = st.lists(
    st.builds(
        a_vacancy,
        ref=st.integers(0, 99).map(lambda n: f"V-{n}"),
        commune=st.sampled_from([ORLEANS, OLIVET, SARAN]),
        rooms=st.integers(1, 5),
        surface=st.sampled_from([None, 12.0, 20.0, 61.0]),
        rent=st.sampled_from([200.0, 348.10, 900.0]),
        floor=st.sampled_from([None, 0, 2, 4]),
        lat=st.sampled_from([None, 47.90, 47.91]),
        available_on=st.dates(dt.date(2026, 12, 1), dt.date(2027, 4, 1)),
    ),
    max_size=12,
    unique_by=lambda vacancy: vacancy.ref,
)


def search(*vacancies: Vacancy) -> NeedResult:
    return compatible(a_need(), vacancies, SETTINGS, CEILINGS)


def refs(result: NeedResult) -> list[str]:
    return [match.vacancy.ref for match in result.compatible]


def test_best_first() -> None:
    result = search(
        a_vacancy(ref="V-1", commune=OLIVET), a_vacancy(ref="V-2"), a_vacancy(ref="V-3", charges=60)
    )
    assert refs(result) == ["V-3", "V-2", "V-1"]
    assert result.need_ref == "N-1"


def test_ties_go_to_the_earlier_date_then_the_reference() -> None:
    later = dt.date(2026, 12, 2)
    result = search(
        a_vacancy(ref="V-1", available_on=later), a_vacancy(ref="V-3"), a_vacancy(ref="V-2")
    )
    assert refs(result) == ["V-2", "V-3", "V-1"]


def test_a_match_gives_its_score_and_figures() -> None:
    need = a_need(avoid=(AvoidRadius(47.91, 1.87, 2.0),))
    (match,) = compatible(need, [a_vacancy()], SETTINGS, CEILINGS).compatible
    assert match.figures == {
        "net_rent": 141.64,
        "effort_rate": 0.0977,
        "left_per_day": 33.09,
        "apl": 318.46,
        "km_to_nearest_zone": 3.182,
    }
    # Commune 1 × 3, rent (1 − 141.64 / 435) × 2, surface 1 × 1, over 6.
    assert match.score_micro == 891_460
    assert match.score == 0.89146
    assert match.verdicts == explain(need, a_vacancy(), SETTINGS, CEILINGS)


def test_counts_are_taken_among_the_communes_she_accepts() -> None:
    result = search(
        a_vacancy(ref="V-0"),
        a_vacancy(ref="V-1", rooms=5),
        a_vacancy(ref="V-2", rooms=5, rent=900.0),
        a_vacancy(ref="V-3", rent=900.0),
        a_vacancy(ref="V-4", commune=SARAN),
        a_vacancy(ref="V-5", commune=SARAN, rooms=5, rent=900.0),
    )
    assert refs(result) == ["V-0"]
    assert result.counts == {
        Rule.COMMUNE: RuleCount(at_all=2, alone=None),
        Rule.TYPOLOGY: RuleCount(at_all=2, alone=1),
        Rule.AFFORDABILITY: RuleCount(at_all=2, alone=1),
    }
    assert list(result.counts) == [Rule.COMMUNE, Rule.TYPOLOGY, Rule.AFFORDABILITY]


def test_each_excluded_vacancy_comes_with_what_it_fails() -> None:
    result = search(a_vacancy(ref="V-2", rooms=5, rent=900.0), a_vacancy(ref="V-1", rooms=1))
    assert [
        (exclusion.vacancy.ref, [found.rule for found in exclusion.failed])
        for exclusion in result.excluded
    ] == [("V-1", [Rule.TYPOLOGY]), ("V-2", [Rule.TYPOLOGY, Rule.AFFORDABILITY])]


def test_no_vacancy_is_an_answer_too() -> None:
    assert search() == NeedResult("N-1", (), (), {})


def test_two_vacancies_with_one_reference_are_an_error() -> None:
    with pytest.raises(ValueError, match="'V-1'"):
        search(a_vacancy(), a_vacancy(rent=300))


def test_private_lettings_need_no_ceiling() -> None:
    assert refs(search(a_vacancy(financing=Financing.PRIVATE))) == ["V-1"]


@given(VACANCIES, st.randoms(use_true_random=False))
def test_the_order_of_vacancies_changes_nothing(vacancies: list[Vacancy], rng: Random) -> None:
    shuffled = list(vacancies)
    rng.shuffle(shuffled)
    assert search(*shuffled) == search(*vacancies)


@given(VACANCIES)
def test_every_vacancy_is_either_compatible_or_excluded_for_a_reason(
    vacancies: list[Vacancy],
) -> None:
    result = search(*vacancies)
    excluded = [exclusion.vacancy.ref for exclusion in result.excluded]
    assert sorted([*refs(result), *excluded]) == sorted(v.ref for v in vacancies)
    assert all(exclusion.failed for exclusion in result.excluded)
    assert all(found.passed for match in result.compatible for found in match.verdicts)
    for count in result.counts.values():
        assert count.at_all >= (count.alone or 0)


@given(VACANCIES, st.floats(0, 1), st.floats(0, 1))
def test_a_higher_effort_rate_never_closes_a_vacancy(
    vacancies: list[Vacancy], one: float, other: float
) -> None:
    need = a_need()
    strict, loose = (
        compatible(need, vacancies, some_settings(effort_rate_max=rate), CEILINGS)
        for rate in sorted((one, other))
    )
    assert set(refs(strict)) <= set(refs(loose))
