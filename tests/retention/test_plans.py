"""A plan goes whole when its time is over: what it was made from, and what it said of each case."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import ProgrammingError

from havre.cases import recusals
from havre.cases.models import Case
from havre.config.commands import purge as command
from havre.engine.vocabulary import Seat
from havre.matching import plan_actions
from havre.matching.models import PlanChoice, PlanLine, PlanRun
from havre.platform.acting import acting
from havre.platform.clock import now
from havre.platform.models import JournalEntry
from havre.retention import actions
from havre.retention.rules import PERIODS, Ground, Kind
from tests import world as w
from tests.platform.sql import run
from tests.retention.as_worker import worker
from tests.retention.test_purge import purged
from tests.world import World

PERIOD = PERIODS[Kind.PLANS]


@pytest.fixture
def case(world: World) -> Case:
    case = w.admitted(world)
    w.assessed(world, case)
    return case


@pytest.fixture
def plan(world: World, case: Case) -> PlanRun:
    """A plan with a line and a choice."""
    offer = w.vacancy(world)
    with acting(world.operator) as operator:
        made = plan_actions.make_plan(set(), actor=operator)
        plan_actions.choose(made, case.pk, offer.reference, True, actor=operator)
    return made


def age(plan: PlanRun, days: int) -> None:
    PlanRun.objects.using("owner").filter(pk=plan.pk).update(made_at=now() - timedelta(days=days))


def left() -> tuple[int, int, int]:
    models = (PlanRun, PlanLine, PlanChoice)
    runs, lines, choices = (model.objects.using("owner").count() for model in models)
    return runs, lines, choices


def test_a_plan_goes_on_its_day_and_not_before(world: World, plan: PlanRun, case: Case) -> None:
    age(plan, PERIOD.usual - 1)
    assert purged(world) == Counter()
    assert left() == (1, 1, 1)
    age(plan, PERIOD.usual)
    with acting(world.operator):
        assert command.listed(world.operator) == {"PLANS": [plan.reference]}
    assert purged(world) == Counter({Kind.PLANS: 1})
    assert left() == (0, 0, 0)
    assert Case.objects.using("owner").filter(pk=case.pk).exists()
    line = JournalEntry.objects.using("owner").get(action="PLANS_DROPPED")
    assert (line.subject, line.case_id) == ("count:1", None)
    assert purged(world) == Counter()


def test_a_line_that_its_keeper_does_not_read_goes_too(
    world: World, plan: PlanRun, case: Case
) -> None:
    colleague = w.colleague(world, "operator", Seat.MEMBER)
    with acting(world.operator) as operator:
        case.refresh_from_db()
        recusals.recuse_person(case, colleague.user_id, "motif", actor=operator)
    age(plan, PERIOD.usual)
    with worker():
        assert actions.purge(colleague) == Counter({Kind.PLANS: 1})
    assert left() == (0, 0, 0)


def test_a_plan_waits_for_a_file_that_is_kept(world: World, plan: PlanRun, case: Case) -> None:
    age(plan, PERIOD.usual)
    with acting(world.operator) as operator:
        actions.hold(case, Ground.PROCEDURE, None, actor=operator)
    assert purged(world) == Counter()
    with worker():
        assert run(world.operator, "SELECT havre.drop_plan(%s)", plan.pk) == [(False,)]
    assert left() == (1, 1, 1)
    with acting(world.operator) as operator:
        actions.lift_hold(case, actor=operator)
    assert purged(world) == Counter({Kind.PLANS: 1})


def test_only_the_jobs_in_its_keeper_s_name_and_never_too_early(
    world: World, plan: PlanRun
) -> None:
    drop = "SELECT havre.drop_plan(%s)"
    age(plan, PERIOD.least - 1)
    with worker(), pytest.raises(ProgrammingError, match="not over"):
        run(world.operator, drop, plan.pk)
    age(plan, PERIOD.least)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run(world.operator, drop, plan.pk)
    with worker(), pytest.raises(ProgrammingError, match="only its keeper"):
        run(world.shelter, drop, plan.pk)
    assert left() == (1, 1, 1)
    with worker():
        assert run(world.operator, drop, plan.pk) == [(True,)]
    assert left() == (0, 0, 0)


def test_a_shorter_period_is_chosen_within_its_bounds(world: World, plan: PlanRun) -> None:
    days = {kind: period.usual for kind, period in PERIODS.items()}
    with acting(world.operator) as operator:
        with pytest.raises(actions.OutOfBounds):
            actions.save_periods(days | {Kind.PLANS: PERIOD.least - 1}, actor=operator)
        actions.save_periods(days | {Kind.PLANS: PERIOD.least}, actor=operator)
    age(plan, PERIOD.least)
    assert purged(world) == Counter({Kind.PLANS: 1})
