"""What the database counts is what the rows say, whatever has become of them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from havre.allocations.models import Tenancy
from havre.cases.models import Case, Referral
from havre.engine.vocabulary import HOUSING_ROLES, Pathway
from havre.platform import rls
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.programmes.models import Participation
from havre.reporting.counting import CaseCounts, LeaseCounts, count_cases, count_leases, recount
from tests import world as w
from tests.reporting.test_selectors import DAY, housed
from tests.world import World

KEPT = "SELECT * FROM havre.lease ORDER BY 1"
DAYS = "SELECT * FROM havre.admission_day ORDER BY 1, 2, 3, 4"


def stored() -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(KEPT)
        leases = list(cursor.fetchall())
        cursor.execute(DAYS)
        return leases + list(cursor.fetchall())


def by_rows(start: date, end: date) -> tuple[CaseCounts, LeaseCounts]:
    """The same figures, counted one row after the other."""
    cases = [case for case in Case.objects.all() if case.admitted_on and case.admitted_on <= end]
    handled = Counter(c.pathway for c in cases if c.admitted_on and c.admitted_on >= start)
    active = sum(case.ended_on is None or case.ended_on >= start for case in cases)
    counts = LeaseCounts()
    letting = set(
        Participation.objects.filter(role__in=HOUSING_ROLES).values_list("organisation", flat=True)
    )
    referrals = {referral.case_id: referral for referral in Referral.objects.all()}
    for lease in Tenancy.objects.filter(lease_signed_on__range=(start, end)):
        referral = referrals[lease.case_id]
        referrer = referral.referring_organisation_id
        reference = referral.origin_landlord_id or (referrer if referrer in letting else None)
        same = "SAME" if reference == lease.landlord_id else "OTHER"
        counts.by_landlord[lease.landlord_id] += 1
        counts.by_holder[lease.holder_id] += 1
        counts.by_commune[lease.commune_id] += 1
        counts.by_reference[same if reference else "NONE"] += 1
    return CaseCounts(dict(handled), active), counts


def check(world: World) -> None:
    """Every way of counting agrees, and counting all of it anew changes nothing."""
    days = [today() - n * DAY for n in (40, 20, 10, 0)]
    with acting(world.operator) as operator:
        for start in days:
            for end in (day for day in days if day >= start):
                told = count_cases(operator, start, end), count_leases(operator, start, end)
                assert told == by_rows(start, end), (start, end)
    before = stored()
    recount()
    assert stored() == before


def test_the_counts_follow_the_rows(world: World) -> None:
    tenant = Pathway.TENANT
    first = housed(world, "other_landlord", pathway=tenant, origin="landlord")
    second = housed(world, "landlord", by="landlord", pathway=Pathway.NON_TENANT)
    housed(world, "agency", by="referrer")
    third = housed(world, "landlord", right="2")
    w.admitted(world, last_name="Seularel")
    w.referred(world, last_name="Attentarel")
    check(world)
    day = today()
    changes = (
        lambda: Case.objects.filter(pk=first.pk).update(admitted_on=day - 20 * DAY),
        lambda: Case.objects.filter(pk=second.pk).update(
            admitted_on=day - 40 * DAY, ended_on=day - 20 * DAY
        ),
        lambda: Tenancy.objects.filter(case=first).update(lease_signed_on=day - 10 * DAY),
        lambda: Referral.objects.filter(case=third).update(
            origin_landlord=world.landlord.organisation_id
        ),
        lambda: Case.objects.filter(pk=third.pk).update(pathway=tenant),
        lambda: Case.objects.filter(pk=first.pk).update(stage="ASSESSMENT", admitted_on=None),
        lambda: Tenancy.objects.filter(case=second).delete(),
    )
    for change in changes:
        with acting(world.operator):
            change()
        check(world)
    rls.synchronise("owner")
    check(world)


def test_an_organisation_counts_what_it_keeps_only(world: World) -> None:
    housed(world, "landlord")
    for name in ("landlord", "shelter", "holder", "other_shelter", "funder"):
        with acting(world.actors[name]) as actor:
            assert count_cases(actor, today(), today()) == CaseCounts({}, 0)
            assert count_leases(actor, today(), today()) == LeaseCounts()


def test_a_change_undone_is_not_counted(world: World) -> None:
    w.admitted(world)
    with acting(world.operator), pytest.raises(ZeroDivisionError), transaction.atomic():
        Case.objects.update(admitted_on=today() - DAY)
        raise ZeroDivisionError
    check(world)


@pytest.mark.parametrize("statement", [KEPT, DAYS, "SELECT havre.recount()"])
def test_nobody_who_serves_reads_the_lines(world: World, statement: str) -> None:
    with (
        acting(world.operator),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
