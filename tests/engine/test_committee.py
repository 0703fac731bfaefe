"""Three candidates at least for a dwelling, unless the law excepts it."""

from __future__ import annotations

import pytest

from havre.engine.committee import EXAMINING, ExaminationException, kept_exception
from havre.engine.vocabulary import CommitteeDecision


@pytest.mark.parametrize("examined", [3, 4, 50])
@pytest.mark.parametrize("exception", ["", "DALO", "VICTIME"])
def test_from_three_on_no_exception_is_kept(examined: int, exception: str) -> None:
    assert kept_exception(examined, exception) == ""


@pytest.mark.parametrize("examined", [1, 2])
def test_under_three_an_exception_of_the_law_is_needed(examined: int) -> None:
    for one in ExaminationException:
        assert kept_exception(examined, one.value) == one.value
    for other in ("", "VICTIME"):  # being a victim is none
        with pytest.raises(LookupError):
            kept_exception(examined, other)


@pytest.mark.parametrize("examined", [-1, 0, 51])
def test_a_count_that_cannot_be(examined: int) -> None:
    with pytest.raises(ValueError, match="examined"):
        kept_exception(examined, "DALO")


def test_what_is_inadmissible_is_not_examined() -> None:
    assert set(CommitteeDecision) - EXAMINING == {CommitteeDecision.INADMISSIBLE}
