from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from havre.adapters.apl_zones import zone_of


@pytest.mark.parametrize(
    ("commune", "zone"),
    [
        ("45234", "2"),
        ("45043", "3"),
        ("75056", "1"),
        ("75111", "1"),
        ("69383", "2"),
        ("13201", "2"),
        ("13216", "2"),
        ("99999", None),
        ("75121", None),
        ("", None),
    ],
)
def test_zones(commune: str, zone: str | None) -> None:
    assert zone_of(commune) == zone


def test_the_two_lists_of_the_territory_agree() -> None:
    place = files("havre.programmes").joinpath("reference", "communes.csv")
    rows = list(csv.DictReader(place.read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert [(row["code_insee"], zone_of(row["code_insee"])) for row in rows] == [
        (row["code_insee"], row["zone_123"]) for row in rows
    ]
