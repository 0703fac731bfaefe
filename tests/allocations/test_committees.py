"""A landlord's committee calendar, and what goes to each date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from havre.allocations import actions, committees
from havre.allocations.models import AllocationCommittee, Proposal
from havre.allocations.refusals import NotAllowed, WrongDate
from havre.engine.deadlines import next_working_day
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import world as w
from tests.world import World


def soon() -> date:
    return next_working_day(today() + timedelta(days=7))


def enter(world: World, by: str = "landlord", **changes: object) -> list[date]:
    with acting(world.actors[by]) as actor:
        return committees.enter_dates(**({"first": soon()} | changes), actor=actor)[0]  # type: ignore[arg-type]


def going(world: World) -> Proposal:
    """A candidacy that goes to the committee of `soon`."""
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    with acting(world.landlord) as actor:
        return actions.record_landlord_answer(
            proposal, agrees=True, committee_on=soon(), actor=actor
        )


def test_a_calendar_is_its_landlords_own_and_a_date_is_kept_once(world: World) -> None:
    assert enter(world, place="Salle  2") == [soon()]
    assert enter(world, weeks=0) == [soon()]
    with acting(world.landlord) as actor:
        (one,) = committees.coming(actor)
        assert (one.sits_on, one.place) == (soon(), "Salle 2")
    with acting(world.other_landlord) as actor:
        assert committees.coming(actor) == []


@pytest.mark.parametrize("by", ["agency", "operator", "holder", "shelter"])
def test_only_a_social_landlord_enters_dates(world: World, by: str) -> None:
    with pytest.raises(NotAllowed):
        enter(world, by)
    with acting(world.actors[by]) as actor, pytest.raises(NotAllowed):
        committees.remove_date(soon(), actor=actor)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first": date(2020, 1, 6)}, "first"),
        ({"first": date(2099, 1, 6)}, "first"),
        ({"weeks": 2}, "until"),
        ({"weeks": 2, "until": date(2020, 1, 6)}, "until"),
    ],
)
def test_dates_that_cannot_be(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(WrongDate) as refused:
        enter(world, **changes)
    assert refused.value.field == field
    assert not AllocationCommittee.objects.exists()


def test_a_place_that_tells_is_refused(world: World) -> None:
    with pytest.raises(committees.Told):
        enter(world, place="Relogement des victimes de violences")
    assert not AllocationCommittee.objects.exists()


def test_what_goes_to_a_date_stays_between_its_landlord_and_the_operator(world: World) -> None:
    proposal = going(world)
    with acting(world.landlord) as actor:
        assert committees.committee_on(soon(), actor=actor)._state.adding
        assert list(committees.candidacies_on(soon(), actor=actor)) == [proposal]
    with acting(world.other_landlord) as actor:
        assert list(committees.candidacies_on(soon(), actor=actor)) == []
        with pytest.raises(AllocationCommittee.DoesNotExist):
            committees.committee_on(soon(), actor=actor)


def test_a_date_leaves_the_calendar_unless_candidacies_go_there(world: World) -> None:
    enter(world)
    with acting(world.landlord) as actor:
        committees.remove_date(soon(), actor=actor)
        with pytest.raises(AllocationCommittee.DoesNotExist):
            committees.remove_date(soon(), actor=actor)
    going(world)
    enter(world)
    with acting(world.landlord) as actor, pytest.raises(committees.Expected):
        committees.remove_date(soon(), actor=actor)


def test_a_decision_waits_from_the_committees_day_on(world: World) -> None:
    proposal = going(world)
    assert not committees.waits_for_landlord(proposal)
    proposal.committee_on = today()
    assert committees.waits_for_landlord(proposal)
    proposal.status = "ALLOCATED"
    assert not committees.waits_for_landlord(proposal)
