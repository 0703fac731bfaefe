# ruff: noqa: DTZ001  times are local here
"""Dates that come back, on both sides of the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from havre.engine.recurrence import at_home, frequency_of, local, occurrences, rule_of, said
from havre.engine.vocabulary import Frequency

TUESDAY = date(2026, 3, 10)
RULES = {
    Frequency.WEEKLY: "FREQ=WEEKLY;BYDAY=TU",
    Frequency.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
    Frequency.MONTHLY: "FREQ=MONTHLY;BYDAY=2TU",
    Frequency.TWO_MONTHS: "FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU",
    Frequency.QUARTERLY: "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TU",
}


@pytest.mark.parametrize("frequency", Frequency)
def test_a_rule_and_back(frequency: Frequency) -> None:
    rule = rule_of(frequency, TUESDAY)
    assert rule == RULES[frequency]
    assert frequency_of(rule) is frequency


@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("first", [date(2026, 1, 29), date(2028, 2, 29), date(2026, 12, 31)])
def test_the_first_date_is_one_of_its_rule(frequency: Frequency, first: date) -> None:
    start = datetime(first.year, first.month, first.day, 14)
    assert occurrences(rule_of(frequency, first), start, start, start) == [start]


def test_said() -> None:
    assert said("FREQ=WEEKLY;BYDAY=TU", TUESDAY) == "Toutes les semaines, le mardi"
    assert said("FREQ=MONTHLY;BYDAY=2TU", TUESDAY) == "Tous les mois, le deuxième mardi"
    assert said("FREQ=MONTHLY;BYDAY=-1TH", date(2026, 1, 29)) == "Tous les mois, le dernier jeudi"


def test_another_rule_is_not_ours() -> None:
    with pytest.raises(LookupError):
        frequency_of("FREQ=YEARLY")
    with pytest.raises(ValueError, match="invalid"):
        occurrences(
            "FREQ=SOMETIMES", datetime(2026, 1, 1), datetime(2026, 1, 1), datetime(2027, 1, 1)
        )


def test_two_in_the_afternoon_stays_so_when_clocks_change() -> None:
    start = datetime(2026, 3, 24, 14)
    found = occurrences("FREQ=WEEKLY;BYDAY=TU", start, start, datetime(2026, 4, 1))
    assert found == [datetime(2026, 3, 24, 14), datetime(2026, 3, 31, 14)]
    assert [at_home(one) for one in found] == [
        datetime(2026, 3, 24, 13, tzinfo=UTC),
        datetime(2026, 3, 31, 12, tzinfo=UTC),
    ]
    assert [local(at_home(one)) for one in found] == found


def test_in_autumn_too_and_in_a_leap_year() -> None:
    assert at_home(datetime(2026, 10, 20, 9)) == datetime(2026, 10, 20, 7, tzinfo=UTC)
    assert at_home(datetime(2026, 10, 27, 9)) == datetime(2026, 10, 27, 8, tzinfo=UTC)
    start = datetime(2028, 2, 29, 9)  # the last Tuesday of its month
    found = occurrences("FREQ=MONTHLY;BYDAY=-1TU", start, start, datetime(2028, 4, 30))
    assert found == [start, datetime(2028, 3, 28, 9), datetime(2028, 4, 25, 9)]


def test_the_night_of_the_change() -> None:
    """An hour that comes twice is the first; one that does not exist is an hour later."""
    assert at_home(datetime(2026, 10, 25, 2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert at_home(datetime(2026, 3, 29, 2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
