from __future__ import annotations

import datetime as dt
import math

import pytest

from havre.engine.matching import (
    ANY,
    AvoidCommune,
    AvoidLandlord,
    AvoidRadius,
    AvoidResidence,
    Member,
    Place,
    Settings,
)
from tests.engine.matching.builders import TODAY, a_need, a_vacancy


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        (dt.date(2012, 11, 22), 14),
        (dt.date(2012, 11, 23), 13),
        (dt.date(1990, 1, 1), 36),
        (dt.date(2027, 3, 1), -1),
    ],
)
def test_age_is_taken_in_completed_years(birth: dt.date, age: int) -> None:
    assert Member(birth).age_on(TODAY) == age


def test_someone_born_on_29_february_turns_on_1_march() -> None:
    born = Member(dt.date(2012, 2, 29))
    assert born.age_on(dt.date(2026, 2, 28)) == 13
    assert born.age_on(dt.date(2026, 3, 1)) == 14


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"communes": ()}, "communes"),
        ({"members": ()}, "members"),
        ({"urgency": 4}, "urgency"),
        ({"rooms": (3, 2)}, "rooms"),
        ({"rooms": (0, 2)}, "rooms"),
        ({"monthly_income": math.nan}, "monthly_income"),
        ({"tax_income": math.inf}, "tax_income"),
        ({"apl": {"2": ((300, 10), (300, 20))}}, r"apl\[2\]"),
        ({"apl": {"2": ((300, 10), (200, 20))}}, r"apl\[2\]"),
        ({"apl": {"2": ((0, -1.0),)}}, r"apl\[2\]"),
    ],
)
def test_a_need_that_makes_no_sense_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        a_need(**changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rent": -1}, "rent"),
        ({"charges": math.nan}, "charges"),
        ({"surface": -20.0}, "surface"),
        ({"rooms": 0}, "rooms"),
        ({"lat": 91.0}, "lat"),
        ({"lon": math.nan}, "lon"),
    ],
)
def test_a_vacancy_that_makes_no_sense_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(ValueError, match=field):
        a_vacancy(**changes)


def test_a_zone_that_would_protect_from_nothing_is_refused() -> None:
    for zone in (
        lambda: AvoidCommune(" "),
        lambda: AvoidCommune(" 45234"),
        lambda: AvoidLandlord(""),
        lambda: AvoidResidence(" - "),
        lambda: AvoidRadius(47.9, 1.9, -0.1),
        lambda: AvoidRadius(47.9, 1.9, math.nan),
        lambda: AvoidRadius(147.9, 1.9, 1.0),
        lambda: Place("SCHOOL", 47.9, 191.0),
    ):
        with pytest.raises(ValueError):
            zone()


def test_settings_know_their_weights() -> None:
    with pytest.raises(ValueError, match="nationality"):
        Settings(TODAY, 0.3, 10.0, {"nationality": 1})
    with pytest.raises(ValueError, match=r"weights\.rent"):
        Settings(TODAY, 0.3, 10.0, {"rent": -1})
    with pytest.raises(ValueError, match=r"weights\.rent"):
        Settings(TODAY, 0.3, 10.0, {"rent": math.inf})
    with pytest.raises(ValueError, match="effort_rate_max"):
        Settings(TODAY, math.inf, 10.0, {})


def test_any_commune_is_a_choice_of_its_own() -> None:
    assert a_need(communes=ANY).communes is ANY


def test_half_a_point_is_no_point() -> None:
    assert a_vacancy(lon=None).point is None
    assert a_vacancy(lat=None).point is None
    assert a_vacancy().point == (47.90, 1.91)
