"""What each landlord offered, housed, gave to others and received; who reads which line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections

from havre.engine.vocabulary import Pathway
from havre.housing.models import Dwelling, ImportProfile, ImportRun
from havre.platform import clock
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from havre.reporting.between import Balance, balances, years
from havre.reporting.selectors import NotEntitled
from tests.platform.sql import run
from tests.reporting.test_selectors import counted, housed
from tests.world import World


def read(actor: Actor, year: int) -> dict[str, Balance]:
    with acting(actor):
        return {line.organisation.removeprefix("Org "): line for line in balances(actor, year)}


def test_given_and_received_sum_to_the_indicator(world: World) -> None:
    housed(world, "other_landlord", pathway=Pathway.TENANT, origin="landlord")
    housed(world, "landlord", pathway=Pathway.TENANT, origin="landlord")
    kept = housed(world, "agency", by="landlord", pathway=Pathway.NON_TENANT)
    year = today().year
    found = read(world.operator, year)
    said = {n: (b.offered, b.accepted, b.housed, b.given, b.received) for n, b in found.items()}
    expected = {
        "landlord": (1, 1, 1, 2, 0),
        "other_landlord": (1, 1, 1, 0, 1),
        "agency": (1, 1, 1, 0, 1),
    }
    assert said == expected
    between = counted(world, today(), today()).between_landlords
    assert sum(b.given or 0 for b in found.values()) == between == 2
    assert sum(b.received or 0 for b in found.values()) == between
    with connections["owner"].cursor() as cursor:  # an erased case stays counted
        cursor.execute("SELECT havre.keep_past_facts(%s, %s)", [kept.pk, ["LANDLORD"]])
        cursor.execute("DELETE FROM havre.lease WHERE case_id = %s", [kept.pk])
    again = read(world.operator, year)
    assert {n: (b.housed, b.given, b.received) for n, b in again.items()} == {
        name: line[2:] for name, line in expected.items()
    }
    with clock.at(clock.now() + timedelta(days=370)):
        own = read(world.landlord, year)
        assert own == {"landlord": Balance("Org landlord", None, 1, None, None, None, None)}
        lines = JournalEntry.objects.using("owner").filter(action="INDICATORS_COUNTED")
        assert lines.filter(behalf_of_id=world.landlord.organisation_id).count() == 1


def test_who_may_read_which_year(world: World) -> None:
    year = today().year
    with acting(world.operator) as actor:
        assert years(actor)[0] == year and years(actor)[-1] == 2024
    with acting(world.landlord) as actor:
        assert years(actor) == list(range(year - 1, 2023, -1))
    for actor in (world.landlord, world.shelter, world.funder, world.holder):
        with pytest.raises(NotEntitled):
            read(actor, year)
    with pytest.raises(NotEntitled):
        read(world.operator, 2023)


def test_raw_sql_counts_only_the_cases_one_keeps(world: World) -> None:
    housed(world, "other_landlord", pathway=Pathway.TENANT, origin="landlord")
    query = "SELECT * FROM havre.count_between(%s, %s, %s, ARRAY['LANDLORD'])"
    for name in ("landlord", "other_landlord", "shelter", "funder"):
        given = [world.programme.pk, today(), today()]
        assert run(world.actors[name], query, *given) == []


def test_small_counts_are_not_told_to_a_landlord() -> None:
    exact = Balance("Org", 12_000, 3, 4, 5, 1, 0)
    assert exact.masked() == Balance("Org", 12_000, 3, None, 5, None, None)
    assert exact.per_thousand() == pytest.approx(5 / 12)
    assert Balance("Org", None, 3, 4, 5, 1, 0).per_thousand() is None
    assert Balance("Org", 900, 3, 4, None, 1, 0).per_thousand() is None


def test_the_stock_is_what_was_imported(world: World) -> None:
    landlord, other = world.organisations["landlord"], world.organisations["other_landlord"]
    for owner in (landlord, other):
        for number in range(3):
            Dwelling.objects.create(
                landlord=owner,
                reference=f"P-{number}",
                commune_id="45234",
                rooms=2,
                typology="T2",
            )
    ImportRun.objects.create(
        landlord=landlord,
        programme=world.programme,
        kind=ImportProfile.Kind.STOCK,
        status=ImportRun.Status.DONE,
        digest="0",
    )
    found = read(world.operator, today().year)
    assert (found["landlord"].stock, found["other_landlord"].stock) == (3, None)
