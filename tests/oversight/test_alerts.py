"""Unusual access: exact thresholds, at exact hours; told to the operator's coordinator alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from havre.cases.recusals import recuse_organisation, recuse_person
from havre.oversight import alerts
from havre.oversight.models import AccessAlert, Outcome
from havre.platform import journal
from havre.platform.acting import Actor, acting
from havre.platform.clock import at
from havre.programmes.models import Programme
from tests import world as w
from tests.platform import sql
from tests.world import World

NOON = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)  # noon in Paris


def reads(actor: Actor, number: int, moment: datetime, action: str = "FILE_OPENED") -> None:
    """The actor's person reads `number` situations, from a page."""
    with at(moment), journal.reached_from("192.0.2.1"):
        journal.commit([journal.entry(actor, action, case_id=uuid4()) for _ in range(number)])


def raised(world: World, moment: datetime) -> list[tuple[str, int, int]]:
    with at(moment), acting(world.operator) as actor:
        alerts.raise_alerts(actor=actor)
        found = alerts.open_alerts(actor)
        return sorted((a.kind, a.organisation_id, a.number) for a in found)


@pytest.mark.parametrize(("number", "expected"), [(40, 0), (60, 0), (61, 1)])
def test_many_cases_in_an_hour(world: World, number: int, expected: int) -> None:
    reads(world.shelter, number, NOON + timedelta(minutes=59, seconds=59))
    own = world.shelter.organisation_id
    assert raised(world, NOON + timedelta(minutes=59)) == [("MANY_CASES", own, 61)] * expected


def test_the_same_case_counts_once(world: World) -> None:
    case_id = uuid4()
    with at(NOON), journal.reached_from("192.0.2.1"):
        journal.commit([journal.entry(world.shelter, "READ", case_id=case_id) for _ in range(100)])
    assert raised(world, NOON) == []


def test_two_hours_are_not_one(world: World) -> None:
    reads(world.shelter, 40, NOON - timedelta(seconds=1))
    reads(world.shelter, 40, NOON)
    assert raised(world, NOON) == []


@pytest.mark.parametrize(("number", "expected"), [(40, 0), (120, 0), (121, 1), (150, 1)])
def test_a_day_read_slowly(world: World, number: int, expected: int) -> None:
    """From eight to seven in Paris, never many in an hour; said once, from its first minute."""
    morning = datetime(2026, 6, 10, 6, 0, tzinfo=UTC)
    for each in range(10):
        share = number // 10 + (each < number % 10)
        reads(world.shelter, share, morning + timedelta(hours=each))
    own = world.shelter.organisation_id
    evening = morning + timedelta(hours=11)
    assert raised(world, evening) == [("MANY_IN_DAY", own, number)] * expected
    if expected:
        with acting(world.operator) as actor:
            (alert,) = alerts.open_alerts(actor)
            assert alert.hour == datetime(2026, 6, 9, 22, 0, tzinfo=UTC)
            with at(evening):
                assert alerts.raise_alerts(actor=actor) == 0


def test_two_days_are_not_one(world: World) -> None:
    midnight = datetime(2026, 6, 9, 22, 0, tzinfo=UTC)  # in Paris
    Programme.objects.update(night_from=0, night_until=0)
    for hour in (-2, -1, 0, 1):
        reads(world.shelter, 40, midnight + timedelta(hours=hour))
    assert raised(world, midnight + timedelta(hours=1)) == []


@pytest.mark.parametrize(
    ("paris", "expected"),
    [((21, 59), 0), ((22, 0), 1), ((23, 59), 1), ((0, 0), 1), ((5, 59), 1), ((6, 0), 0)],
)
def test_at_night_in_paris(world: World, paris: tuple[int, int], expected: int) -> None:
    moment = datetime(2026, 6, 10, *paris, tzinfo=UTC) - timedelta(hours=2)
    reads(world.shelter, 1, moment)
    own = world.shelter.organisation_id
    assert raised(world, moment) == [("NIGHT", own, 1)] * expected


def test_in_winter_the_night_is_an_hour_later_in_utc(world: World) -> None:
    reads(world.shelter, 1, datetime(2026, 12, 10, 20, 59, tzinfo=UTC))
    assert raised(world, datetime(2026, 12, 10, 20, 59, tzinfo=UTC)) == []
    reads(world.shelter, 1, datetime(2026, 12, 10, 21, 0, tzinfo=UTC))
    assert len(raised(world, datetime(2026, 12, 10, 21, 0, tzinfo=UTC))) == 1


@pytest.mark.parametrize("action", ["PAGE_REFUSED", "SEARCH_REFUSED", "QUOTA_REACHED"])
@pytest.mark.parametrize(("number", "expected"), [(4, 0), (5, 1)])
def test_repeated_refusals(world: World, action: str, number: int, expected: int) -> None:
    reads(world.landlord, number, NOON, action)
    own = world.landlord.organisation_id
    assert raised(world, NOON) == [("REFUSALS", own, 5)] * expected


def test_an_exceptional_access(world: World) -> None:
    reads(world.operator, 1, NOON, "EXCEPTIONAL_OPENED")
    assert raised(world, NOON) == [("EXCEPTIONAL", world.operator.organisation_id, 1)]


@pytest.mark.parametrize("whom", ["person", "organisation", "nobody"])
def test_somebody_kept_from_a_case_who_tries_it(world: World, whom: str) -> None:
    case = w.admitted(world)
    own = world.landlord.organisation_id
    with acting(world.operator) as actor:
        if whom == "person":
            recuse_person(case, world.users["landlord"].pk, "motif", actor=actor)
        if whom == "organisation":
            recuse_organisation(case, own, "motif", actor=actor)
    with at(NOON), journal.reached_from("192.0.2.1"):
        journal.commit(
            [
                journal.entry(who, "PAGE_REFUSED", subject=case.reference)
                for who in (world.landlord, world.other_landlord)
            ]
        )
    assert raised(world, NOON) == [("RECUSED", own, 1)] * (whom != "nobody")


def test_thresholds_are_the_programmes(world: World) -> None:
    Programme.objects.update(cases_per_hour=5, night_from=11, night_until=13)
    reads(world.shelter, 6, NOON)
    kinds = [kind for kind, _, _ in raised(world, NOON)]
    assert kinds == ["MANY_CASES", "NIGHT"]


def test_what_no_person_asked_is_no_access(world: World) -> None:
    with at(NOON):
        journal.commit([journal.entry(world.operator, "READ", case_id=uuid4()) for _ in range(50)])
    assert raised(world, NOON) == []


def test_it_is_raised_once_and_grows_until_it_is_answered(world: World) -> None:
    reads(world.shelter, 61, NOON)
    with at(NOON), acting(world.operator) as actor:
        assert alerts.raise_alerts(actor=actor) == 1
        assert alerts.raise_alerts(actor=actor) == 0
    reads(world.shelter, 4, NOON)
    with at(NOON), acting(world.operator) as actor:
        assert alerts.raise_alerts(actor=actor) == 0
        (alert,) = alerts.open_alerts(actor)
        assert alert.number == 65
        alerts.acknowledge(alert, Outcome.JUSTIFIED, actor=actor)
        assert alerts.raise_alerts(actor=actor) == 0
        assert list(alerts.open_alerts(actor)) == []
        alert.refresh_from_db()
        assert (alert.outcome, alert.acknowledged_by_id) == ("JUSTIFIED", actor.user_id)
        alerts.acknowledge(alert, Outcome.CLOSED, actor=actor)
        alert.refresh_from_db()
        assert alert.outcome == "JUSTIFIED"


@pytest.mark.parametrize("name", ["shelter", "landlord", "funder"])
def test_nobody_else_sees_raises_or_answers(world: World, name: str) -> None:
    reads(world.shelter, 61, NOON)
    assert len(raised(world, NOON)) == 1
    alert = AccessAlert.objects.using("owner").get()
    with at(NOON), acting(world.actors[name]) as actor:
        assert list(alerts.open_alerts(actor)) == []
        assert AccessAlert.objects.count() == 0
        assert alerts.raise_alerts(actor=actor) == 0
        with pytest.raises(alerts.NotAllowed):
            alerts.acknowledge(alert, Outcome.JUSTIFIED, actor=actor)
        with pytest.raises(AccessAlert.DoesNotExist):
            alerts.alert_of(UUID(str(alert.pk)), actor=actor)
    told = "SELECT count(*) FROM havre.unusual_access(%s, %s)"
    assert sql.run(world.actors[name], told, world.programme.pk, NOON) == [(0,)]
    Programme.objects.update(cases_per_day=5)
    told = "SELECT count(*) FROM havre.unusual_day(%s, %s)"
    assert sql.run(world.actors[name], told, world.programme.pk, NOON.date()) == [(0,)]
    assert sql.run(world.operator, told, world.programme.pk, NOON.date()) == [(1,)]
