from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from havre.engine.deadlines import (
    answer_deadline,
    easter_sunday,
    is_working_day,
    next_working_day,
    public_holidays,
)

D = dt.date
DAYS = st.dates(D(1990, 1, 1), D(2099, 12, 1))


@pytest.mark.parametrize(
    "easter",
    [
        D(1954, 4, 18),
        D(1981, 4, 19),
        D(2000, 4, 23),
        D(2008, 3, 23),
        D(2024, 3, 31),
        D(2025, 4, 20),
        D(2026, 4, 5),
        D(2027, 3, 28),
        D(2038, 4, 25),
        D(2049, 4, 18),
        D(2076, 4, 19),
    ],
)
def test_easter(easter: dt.date) -> None:
    assert easter_sunday(easter.year) == easter


def test_easter_before_the_gregorian_calendar_is_an_error() -> None:
    with pytest.raises(ValueError, match="1583"):
        easter_sunday(1582)


def test_holidays_of_2026() -> None:
    assert sorted(public_holidays(2026)) == [
        D(2026, 1, 1),
        D(2026, 4, 6),
        D(2026, 5, 1),
        D(2026, 5, 8),
        D(2026, 5, 14),
        D(2026, 5, 25),
        D(2026, 7, 14),
        D(2026, 8, 15),
        D(2026, 11, 1),
        D(2026, 11, 11),
        D(2026, 12, 25),
    ]


def test_two_holidays_may_fall_on_the_same_day() -> None:
    assert easter_sunday(2008) + dt.timedelta(days=39) == D(2008, 5, 1)
    assert len(public_holidays(2008)) == 10


@pytest.mark.parametrize(
    ("notified", "due"),
    [
        (D(2026, 11, 20), D(2026, 11, 30)),  # a Monday
        (D(2026, 11, 25), D(2026, 12, 7)),  # Saturday 5 moves to Monday 7
        (D(2026, 11, 26), D(2026, 12, 7)),  # Sunday 6 moves to Monday 7
        (D(2026, 11, 1), D(2026, 11, 12)),  # Armistice Day moves to Thursday 12
        (D(2026, 12, 15), D(2026, 12, 28)),  # Christmas, a Friday, then the weekend
        (D(2026, 3, 26), D(2026, 4, 7)),  # Easter Sunday, then Easter Monday
        (D(2026, 12, 22), D(2027, 1, 4)),  # New Year's Day, a Friday, then the weekend
    ],
)
def test_ten_days_from_the_day_after_notification(notified: dt.date, due: dt.date) -> None:
    assert answer_deadline(notified) == due


def test_the_number_of_days_is_the_callers() -> None:
    assert answer_deadline(D(2026, 11, 23), days=1) == D(2026, 11, 24)
    with pytest.raises(ValueError, match="days"):
        answer_deadline(D(2026, 11, 23), days=0)


@given(DAYS)
def test_the_deadline_is_the_first_working_day_from_the_tenth(notified: dt.date) -> None:
    due = answer_deadline(notified)
    tenth = notified + dt.timedelta(days=10)
    assert is_working_day(due)
    assert all(not is_working_day(tenth + dt.timedelta(days=n)) for n in range((due - tenth).days))
    assert due >= tenth


@given(DAYS)
def test_a_working_day_stays(day: dt.date) -> None:
    assert (next_working_day(day) == day) is is_working_day(day)
