"""The reference tables that ship with the programme, checked against what the engine needs."""

from __future__ import annotations

import csv
from importlib.resources import files

from havre.config.board_files import shipped_ceilings
from havre.engine.matching import Category
from havre.engine.matching.ceilings import Ceiling
from havre.engine.vocabulary import Financing

REFERENCE = files("havre.programmes") / "reference"


def read(name: str) -> list[dict[str, str]]:
    text = (REFERENCE / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter=";", strict=True))


def test_ceilings_of_each_published_series() -> None:
    series = {
        (2024, "PLUS"): [22642, 30238, 36362, 43899, 51641, 58200, 6492],
        (2025, "PLUS"): [23201, 30984, 37259, 44982, 52915, 59636, 6652],
        (2026, "PLUS"): [23403, 31254, 37584, 45374, 53376, 60156, 6710],
        (2024, "PLAI"): [12452, 18143, 21818, 24276, 28404, 32010, 3569],
        (2025, "PLAI"): [12759, 18591, 22356, 24875, 29105, 32800, 3657],
        (2026, "PLAI"): [12870, 18753, 22550, 25091, 29359, 33086, 3690],
    }
    around_paris = {
        (2024, "PLUS"): [26044, 38925, 51025, 60921, 72482, 81562, 9089],
        (2026, "PLUS"): [26920, 40233, 52740, 62968, 74919, 84304, 9394],
        (2024, "PLAI"): [14329, 23355, 30614, 33511, 39863, 44861, 4998],
    }
    rest = {
        (2024, "PLUS"): [26044, 38925, 46789, 56046, 66347, 74662, 8319],
        (2026, "PLUS"): [26920, 40233, 48362, 57930, 68577, 77171, 8598],
        (2024, "PLAI"): [14329, 23355, 28074, 30824, 36493, 41064, 4573],
    }
    found: dict[str, dict[tuple[int, str], list[int]]] = {}
    for row in read("income_ceilings.csv"):
        zone = found.setdefault(row["zone"], {})
        zone.setdefault((int(row["year"]), row["financing"]), []).append(int(row["amount"]))
    assert found["OTHER"] == series
    assert found["PARIS"] | around_paris == found["PARIS"]
    assert found["ILE_DE_FRANCE"] | rest == found["ILE_DE_FRANCE"]
    assert found["PARIS"].keys() == found["ILE_DE_FRANCE"].keys() == series.keys()


def test_no_household_has_a_lower_ceiling_nearer_to_paris_or_when_larger() -> None:
    amounts = {
        (row["year"], row["financing"], row["zone"], row["category"]): int(row["amount"])
        for row in read("income_ceilings.csv")
    }
    assert len(amounts) == 3 * 2 * 3 * 7
    for (year, financing, zone, category), amount in amounts.items():
        if category in "23456":
            assert amount > amounts[year, financing, zone, str(int(category) - 1)]
        if zone == "PARIS":
            assert amount >= amounts[year, financing, "ILE_DE_FRANCE", category]
        if zone == "ILE_DE_FRANCE":
            assert amount > amounts[year, financing, "OTHER", category]


def test_every_ceiling_names_its_source_and_what_no_text_gave_is_provisional() -> None:
    rows = read("income_ceilings.csv")
    assert all(
        row["source"].startswith(f"Arrêté du 29 juillet 1987 modifié, plafonds {row['year']}")
        for row in rows
    )
    provisional = {
        (r["year"], r["financing"], r["zone"]) for r in rows if r["provisional"] == "true"
    }
    assert provisional == {
        ("2026", "PLAI", "OTHER"),
        ("2026", "PLAI", "PARIS"),
        ("2026", "PLAI", "ILE_DE_FRANCE"),
        ("2025", "PLAI", "PARIS"),
        ("2025", "PLAI", "ILE_DE_FRANCE"),
    }


def test_the_engine_reads_the_ceilings() -> None:
    ceilings = shipped_ceilings()
    assert ceilings.lookup(2026, Financing.PLUS, Category(3)) == Ceiling(37584, 2026, False)
    assert ceilings.lookup(2024, Financing.PLAI, Category(1)) == Ceiling(12452, 2024, False)
    assert ceilings.lookup(2026, Financing.PLAI, Category(6, 1)) == Ceiling(36776, 2026, True)


def test_the_22_communes_and_their_neighbours() -> None:
    communes = {row["code_insee"]: row for row in read("communes.csv")}
    assert len(communes) == 22
    assert communes["45234"]["nom"] == "Orléans"
    assert {code for code, row in communes.items() if row["zone_123"] == "3"} == {
        "45043",
        "45072",
        "45197",
    }
    for code, row in communes.items():
        for neighbour in row["codes_adjacents"].split():
            assert code in communes[neighbour]["codes_adjacents"].split()


def test_districts_and_localities_belong_to_known_communes() -> None:
    communes = {row["code_insee"] for row in read("communes.csv")}
    districts = read("priority_districts.csv")
    assert len(districts) == 10
    assert {row["commune_code"] for row in districts} == {"45234", "45147", "45285", "45284"}
    localities = {row["locality"]: row["commune_code"] for row in read("localities.csv")}
    assert localities["La Source"] == "45234"
    assert set(localities.values()) <= communes
    assert len(localities) == len(read("localities.csv"))
