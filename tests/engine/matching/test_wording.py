from __future__ import annotations

import datetime as dt

import pytest

from havre.engine.matching import wording


def test_amounts_are_written_in_french() -> None:
    assert wording.euros(1234.5) == "1\u202f234,50\u202f€"
    assert wording.euros(0) == "0,00\u202f€"
    assert wording.euros(1234567.891) == "1\u202f234\u202f567,89\u202f€"


@pytest.mark.parametrize(
    ("value", "limit", "shown"),
    [
        (17.3, 30.0, ("17 %", "30 %")),
        (30.2, 30.0, ("30,2 %", "30,0 %")),
        (29.9996, 30.0, ("29,9996 %", "30,0000 %")),
        (30.0, 30.0, ("30 %", "30 %")),
        (31.0, 33.5, ("31,0 %", "33,5 %")),
        (0.1 * 300, 30.0, ("30 %", "30 %")),
    ],
)
def test_a_value_beside_its_limit_is_never_misleading(
    value: float, limit: float, shown: tuple[str, str]
) -> None:
    found = wording.against(value, limit, "%", 0)
    assert tuple(text.replace("\u202f", " ") for text in found) == shown


def test_surfaces_keep_the_decimals_they_have() -> None:
    found = [wording.surface(value) for value in (61.0, 61.5, 61.25, 61.256)]
    assert found == ["61\u202fm²", "61,5\u202fm²", "61,25\u202fm²", "61,26\u202fm²"]


def test_dates_floors_and_plurals() -> None:
    assert wording.day(dt.date(2026, 12, 1)) == "1er décembre 2026"
    assert wording.day(dt.date(2026, 11, 22)) == "22 novembre 2026"
    floors = [wording.storey(floor) for floor in (-1, 0, 1, 3)]
    assert floors == ["niveau -1", "rez-de-chaussée", "1er étage", "3e étage"]
    assert [wording.several(n, "pièce") for n in (1, 2)] == ["1 pièce", "2 pièces"]
