"""The days a committee sits."""

from __future__ import annotations

from datetime import date

import pytest

from havre.engine.sittings import next_sitting, sittings


def test_every_two_weeks_leaves_out_public_holidays() -> None:
    kept, left_out = sittings(date(2026, 10, 28), 2, date(2026, 12, 31))
    assert kept == [
        date(2026, 10, 28),
        date(2026, 11, 25),
        date(2026, 12, 9),
        date(2026, 12, 23),
    ]
    assert left_out == [date(2026, 11, 11)]


def test_the_last_day_is_one_of_them_and_one_day_alone_is_a_calendar() -> None:
    day = date(2026, 12, 2)
    assert sittings(day, 1, date(2026, 12, 9)) == ([day, date(2026, 12, 9)], [])
    assert sittings(day, 8, day) == ([day], [])


def test_a_leap_day_and_a_clock_change_are_days_like_others() -> None:
    assert sittings(date(2028, 2, 22), 1, date(2028, 3, 7))[0] == [
        date(2028, 2, 22),
        date(2028, 2, 29),
        date(2028, 3, 7),
    ]


@pytest.mark.parametrize(
    ("weeks", "until"),
    [(0, date(2027, 1, 1)), (9, date(2027, 1, 1)), (1, date(2026, 12, 1)), (1, date(2027, 12, 5))],
)
def test_what_is_no_calendar(weeks: int, until: date) -> None:
    with pytest.raises(ValueError, match=r"weeks|until"):
        sittings(date(2026, 12, 2), weeks, until)


def test_the_next_one_is_today_or_later() -> None:
    days = [date(2026, 12, 9), date(2026, 12, 2), date(2026, 11, 25)]
    assert next_sitting(days, date(2026, 12, 2)) == date(2026, 12, 2)
    assert next_sitting(days, date(2026, 12, 3)) == date(2026, 12, 9)
    assert next_sitting(days, date(2026, 12, 10)) is None
