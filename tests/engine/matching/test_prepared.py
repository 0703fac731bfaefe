"""A board kept in columns answers, after any change, as the whole board would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.board import Board
from havre.engine.matching import CeilingRow, Ceilings, MissingCeiling, Need, Vacancy, compatible
from havre.engine.vocabulary import Financing
from tests.engine.matching.builders import SETTINGS, a_need, a_vacancy, household
from tests.engine.matching.drawing import CEILINGS, NEEDS, VACANCIES

CHANGES = st.lists(
    st.one_of(
        NEEDS.filter(bool).map(lambda needs: needs[0]),
        VACANCIES.filter(bool).map(lambda vacancies: vacancies[0]),
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
    needs: list[Need], vacancies: list[Vacancy], changes: list[Need | Vacancy]
) -> None:
    prepared = Board(SETTINGS, tuple(needs), tuple(vacancies)).prepared(CEILINGS)
    now_needs = {need.ref: need for need in needs}
    now_vacancies = {vacancy.ref: vacancy for vacancy in vacancies}
    for change in changes:
        if isinstance(change, Need):
            now_needs[change.ref] = change
            assert prepared.need_changed(change) == expected_of(change, now_vacancies)
        else:
            now_vacancies[change.ref] = change
            assert prepared.vacancy_changed(change) == expected_for(change, now_needs)


def test_one_line_changes() -> None:
    needs = (a_need(ref="N-1"), a_need(ref="N-2", rooms=(4, 4)))
    prepared = Board(SETTINGS, needs, (a_vacancy(),)).prepared(CEILINGS)
    assert prepared.need_changed(a_need(ref="N-2")) == [("V-1", 891_460)]
    assert prepared.vacancy_changed(a_vacancy()) == [("N-1", 891_460), ("N-2", 891_460)]
    assert prepared.need_changed(a_need(ref="N-1", rooms=(4, 4))) == []
    assert prepared.vacancy_changed(a_vacancy(rent=300.0)) == [("N-2", 885_440)]
    assert prepared.vacancy_changed(a_vacancy(rooms=5)) == []
    assert prepared.need_changed(a_need(ref="N-3")) == []


def test_a_change_whose_ceiling_is_unknown_is_refused_and_is_none() -> None:
    """The reference data knows households of three only: any other cannot be judged."""
    known = Ceilings.from_rows([CeilingRow(2026, "PLUS", "3", 37_584)])
    prepared = Board(SETTINGS, (a_need(),), (a_vacancy(),)).prepared(known)
    alone = a_need(ref="N-2", members=household(30))
    with pytest.raises(MissingCeiling):
        prepared.need_changed(alone)
    with pytest.raises(MissingCeiling):
        prepared.vacancy_changed(a_vacancy(ref="V-2", financing=Financing.PLAI))
    assert (prepared.changed_needs, prepared.changed_vacancies) == ({}, {})
    assert prepared.vacancy_changed(a_vacancy()) == [("N-1", 891_460)]


def test_a_need_new_since_is_asked_for_its_ceiling_too() -> None:
    known = Ceilings.from_rows([CeilingRow(2026, "PLUS", "3", 37_584)])
    private = a_vacancy(financing=Financing.PRIVATE)
    prepared = Board(SETTINGS, (a_need(),), (private,)).prepared(known)
    prepared.need_changed(a_need(ref="N-2", members=household(30)))
    with pytest.raises(MissingCeiling):
        prepared.vacancy_changed(a_vacancy(ref="V-2"))
    assert list(prepared.changed_vacancies) == []
