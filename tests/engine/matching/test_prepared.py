"""A board kept in columns answers, after any change, as the whole board would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from havre.engine.board import Board
from havre.engine.matching import Need, Vacancy, compatible
from tests.engine.matching.builders import SETTINGS, a_need, a_vacancy
from tests.engine.matching.drawing import CEILINGS, NEEDS, VACANCIES

CHANGES = st.lists(
    st.one_of(
        NEEDS.filter(bool).map(lambda needs: needs[0]),
        VACANCIES.filter(bool).map(lambda vacancies: vacancies[0]),
        st.integers(0, 99).map(lambda n: f"N-{n}"),
        st.integers(0, 99).map(lambda n: f"V-{n}"),
    ),
    max_size=5,
)


def expected_of(need: Need, vacancies: dict[str, Vacancy]) -> list[tuple[str, int]]:
    found = compatible(need, vacancies.values(), SETTINGS, CEILINGS)
    return [(match.vacancy.ref, match.score_micro) for match in found.compatible]


def expected_for(vacancy: Vacancy, needs: dict[str, Need]) -> list[tuple[str, int]]:
    found = [
        (-match.score_micro, need.admitted_on, need.ref)
        for need in needs.values()
        for match in compatible(need, [vacancy], SETTINGS, CEILINGS).compatible
    ]
    return [(ref, -score) for score, _, ref in sorted(found)]


@given(NEEDS, VACANCIES, CHANGES)
def test_after_any_change_the_answer_is_that_of_the_whole_board(
    needs: list[Need], vacancies: list[Vacancy], changes: list[Need | Vacancy | str]
) -> None:
    prepared = Board(SETTINGS, tuple(needs), tuple(vacancies)).prepared(CEILINGS)
    now_needs = {need.ref: need for need in needs}
    now_vacancies = {vacancy.ref: vacancy for vacancy in vacancies}
    for change in changes:
        if isinstance(change, Need):
            now_needs[change.ref] = change
            assert prepared.need_changed(change) == expected_of(change, now_vacancies)
        elif isinstance(change, Vacancy):
            now_vacancies[change.ref] = change
            assert prepared.vacancy_changed(change) == expected_for(change, now_needs)
        elif change.startswith("N"):
            now_needs.pop(change, None)
            prepared.drop_need(change)
        else:
            now_vacancies.pop(change, None)
            prepared.drop_vacancy(change)


def test_one_line_changes() -> None:
    needs = (a_need(ref="N-1"), a_need(ref="N-2", rooms=(4, 4)))
    prepared = Board(SETTINGS, needs, (a_vacancy(),)).prepared(CEILINGS)
    assert prepared.need_changed(a_need(ref="N-2")) == [("V-1", 891_460)]
    assert prepared.vacancy_changed(a_vacancy()) == [("N-1", 891_460), ("N-2", 891_460)]
    prepared.drop_need("N-1")
    assert prepared.vacancy_changed(a_vacancy(rent=300.0)) == [("N-2", 885_440)]
    prepared.drop_vacancy("V-1")
    assert prepared.need_changed(a_need(ref="N-3")) == []
