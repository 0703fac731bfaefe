"""One need before many vacancies at once: pair by pair, the very answer of `compatible`."""

from __future__ import annotations

import pytest
from hypothesis import given

from havre.engine.matching import (
    Ceilings,
    MissingCeiling,
    Need,
    NeedResult,
    Settings,
    Vacancy,
    compatible,
)
from havre.engine.matching.against import Against, Offered, against
from havre.engine.matching.vacancy_table import VacancyTable
from havre.engine.vocabulary import Rule
from tests.engine.matching.builders import CEILINGS as BUILT
from tests.engine.matching.builders import ORLEANS, SARAN, SETTINGS, a_need, a_vacancy
from tests.engine.matching.drawing import CEILINGS, NEEDS, SOME_SETTINGS, VACANCIES


def offered(vacancies: list[Vacancy]) -> Offered:
    return Offered(vacancies, VacancyTable.of(vacancies))


def explained(found: Against) -> NeedResult:
    return NeedResult(
        found.need_ref,
        tuple(one.match() for one in found.compatible),
        tuple(one.exclusion() for one in found.excluded),
        found.counts,
    )


@given(NEEDS, VACANCIES, SOME_SETTINGS)
def test_the_answer_is_that_of_one_pair_after_another(
    needs: list[Need], vacancies: list[Vacancy], settings: Settings
) -> None:
    for need in needs:
        found = against(need, offered(vacancies), settings, CEILINGS)
        alone = compatible(need, vacancies, settings, CEILINGS)
        assert explained(found) == alone
        assert list(found.counts) == list(alone.counts)
        assert [list(one.figures.items()) for one in found.compatible] == [
            list(one.figures.items()) for one in alone.compatible
        ]
        assert [one.rules for one in found.excluded] == [
            tuple(verdict.rule for verdict in one.failed) for one in alone.excluded
        ]
        assert [one.apl_known for one in found.compatible] == [
            not any(verdict.remark == "APL non calculée" for verdict in one.verdicts)
            for one in alone.compatible
        ]


def test_no_vacancy_is_an_answer_too() -> None:
    assert against(a_need(), offered([]), SETTINGS, BUILT) == Against("N-1", (), (), {})


def test_what_is_elsewhere_says_all_it_fails() -> None:
    need = a_need(communes=(ORLEANS,))
    found = against(need, offered([a_vacancy(commune=SARAN, rooms=9)]), SETTINGS, BUILT)
    assert [one.rules for one in found.excluded] == [(Rule.COMMUNE, Rule.TYPOLOGY)]
    assert found.counts[Rule.COMMUNE].at_all == 1
    assert Rule.TYPOLOGY not in found.counts


def test_a_ceiling_that_is_missing_is_said_as_for_one_pair() -> None:
    nothing = Ceilings.from_rows([])
    with pytest.raises(MissingCeiling):
        compatible(a_need(), [a_vacancy()], SETTINGS, nothing)
    with pytest.raises(MissingCeiling):
        against(a_need(), offered([a_vacancy()]), SETTINGS, nothing)
