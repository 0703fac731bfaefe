"""The indicators: exact values, whose landlord is the reference, the borders of a period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from havre.allocations.models import Tenancy
from havre.cases.models import Case
from havre.engine.vocabulary import Pathway
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from havre.programmes.models import Participation
from havre.reporting import selectors
from havre.reporting.figures import closed_quarters
from tests import world as w
from tests.world import World

DAY = timedelta(days=1)


def housed(
    world: World,
    landlord: str,
    *,
    by: str = "shelter",
    pathway: Pathway = Pathway.SHELTERED,
    origin: str = "",
    right: str = "7",
) -> Case:
    """A woman housed today by one landlord."""
    with acting(world.operator):
        count = Case.objects.count()
    origin_id = world.organisations[origin].pk if origin else None
    case = w.admitted(
        world, by, last_name=f"Nomarel{count}", pathway=pathway, origin_landlord_id=origin_id
    )
    w.assessed(world, case)
    private = {"regime": "IML", "financing": "PRIVATE"} if landlord == "agency" else {}
    commune = {"commune_code": "45232"} if landlord == "other_landlord" else {}
    offer = w.vacancy(world, landlord, reference=f"D-{count}", right=right, **private, **commune)
    w.leased(world, w.with_landlord(world, w.proposed(world, case, offer)))
    return case


def counted(world: World, start: date, end: date) -> selectors.Figures:
    """The exact figures of a period."""
    with acting(world.operator):
        return selectors.figures(world.operator, start, end)


def test_each_kind_of_rehousing(world: World) -> None:
    tenant, non_tenant = Pathway.TENANT, Pathway.NON_TENANT
    housed(world, "other_landlord", pathway=tenant, origin="landlord")  # between
    housed(world, "landlord", pathway=tenant, origin="landlord")  # same
    housed(world, "agency", by="landlord", pathway=non_tenant)  # between
    housed(world, "landlord", by="landlord", pathway=non_tenant)  # same
    housed(world, "landlord", by="shelter", right="2")  # no reference
    housed(world, "landlord", by="referrer")  # no reference: a partner lets nothing
    housed(world, "other_landlord", by="other_landlord", pathway=tenant, origin="landlord")
    w.admitted(world, last_name="Seularel")
    w.referred(world, last_name="Attentarel")
    found = counted(world, today(), today())
    assert (found.handled, found.active, found.rehoused) == (8, 8, 7)
    assert found.handled_by_pathway == {tenant: 3, non_tenant: 2, Pathway.SHELTERED: 3}
    assert found.by_landlord == {"Org landlord": 4, "Org other_landlord": 2, "Org agency": 1}
    assert found.by_holder == {"Non réservé": 6, "Org holder": 1}
    assert found.by_commune == {"Orléans": 5, "Olivet": 2}
    assert (found.between_landlords, found.same_landlord, found.no_reference) == (3, 2, 2)


def test_a_landlord_that_left_stays_the_reference_of_the_past(world: World) -> None:
    housed(world, "agency", by="landlord", pathway=Pathway.NON_TENANT)
    Participation.objects.filter(organisation=world.organisations["landlord"]).update(active=False)
    assert counted(world, today(), today()).between_landlords == 1


def test_both_days_of_a_period_count(world: World) -> None:
    case = housed(world, "landlord")
    first, last = today() - 30 * DAY, today() - 20 * DAY
    for day, inside in ((first - DAY, 0), (first, 1), (last, 1), (last + DAY, 0)):
        with acting(world.operator):
            Case.objects.filter(pk=case.pk).update(admitted_on=day)
            Tenancy.objects.filter(case=case).update(lease_signed_on=day)
        found = counted(world, first, last)
        assert (found.handled, found.rehoused) == (inside, inside), day
        assert found.active == (1 if day <= last else 0)


def test_the_active_cases_are_those_open_at_some_time(world: World) -> None:
    case = w.admitted(world)
    start, end = today() - 10 * DAY, today() - 5 * DAY
    for admitted, ended, open_then in (
        (start - DAY, None, 1),
        (start - DAY, start, 1),
        (start - 2 * DAY, start - DAY, 0),
        (end, None, 1),
        (end + DAY, None, 0),
    ):
        with acting(world.operator):
            Case.objects.filter(pk=case.pk).update(admitted_on=admitted, ended_on=ended)
        assert counted(world, start, end).active == open_then, (admitted, ended)


def test_who_may_ask(world: World) -> None:
    quarter = closed_quarters(today())[0]
    for name in ("shelter", "landlord", "holder", "specialist", "referrer", "agency"):
        with acting(world.actors[name]), pytest.raises(selectors.NotEntitled):
            selectors.figures(world.actors[name], *quarter)
    with acting(world.operator), pytest.raises(ValueError, match="start after end"):
        selectors.figures(world.operator, today(), today() - DAY)


def test_a_funder_reads_closed_quarters_only(world: World) -> None:
    w.admitted(world)
    quarter = closed_quarters(today())[0]
    start, end = quarter
    with acting(world.operator):
        Case.objects.update(admitted_on=start)
    with acting(world.funder):
        found = selectors.figures(world.funder, *quarter)
        assert (found.masked, found.handled, found.active) == (True, None, None)
        assert (found.rehoused, found.between_landlords) == (0, 0)
        assert (found.handled_by_pathway, found.by_commune) == ({}, {})
        for asked in (
            (start + DAY, end),
            (start, end - DAY),
            (start, today()),
            (date(start.year, 1, 1), date(start.year, 12, 31)),
        ):
            with pytest.raises(selectors.NotEntitled):
                selectors.figures(world.funder, *asked)
        assert not Case.objects.exists()
    with acting(world.operator):
        line = JournalEntry.objects.get(action="INDICATORS_COUNTED")
        assert line.behalf_of_id == world.funder.organisation_id


def test_what_is_behind_a_figure(world: World) -> None:
    case = housed(world, "landlord")
    day = today()
    with acting(world.operator):
        assert list(selectors.admitted(world.operator, day, day)) == [case]
        assert [t.case_id for t in selectors.housed(world.operator, day, day)] == [case.pk]
    with acting(world.funder):
        assert list(selectors.admitted(world.funder, day, day)) == []


def test_names_that_are_alike_are_added(world: World) -> None:
    housed(world, "landlord")
    housed(world, "other_landlord")
    world.organisations["other_landlord"].name = "Org landlord"
    world.organisations["other_landlord"].save()
    by_landlord: Mapping[str, int] = counted(world, today(), today()).by_landlord
    assert by_landlord == {"Org landlord": 2}
