"""What the worker does without anybody asking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections

from havre.adapters.openfisca.apart import NotEstimated
from havre.adapters.openfisca.rules import rules
from havre.assessments.models import AplCurves
from havre.config import jobs
from havre.engine.benefits import Estimate, Situation
from havre.housing.models import Vacancy
from havre.platform import clock, vault
from havre.platform.acting import Actor, acting
from havre.platform.models import JournalEntry, OutgoingMail, Share
from tests import world as w
from tests.assessments.benefits import estimates
from tests.world import World


def test_each_hour_what_has_ended_is_ended(world: World) -> None:
    """A forgotten offer expires, a hold past its end is freed, a lapsed share is closed."""
    case = w.admitted(world)
    w.assessed(world, case)
    held, forgotten = w.vacancy(world), w.vacancy(world, reference="T-0002")
    w.proposed(world, case, held)
    Vacancy.objects.filter(pk=forgotten.pk).update(expires_on=clock.today() + timedelta(days=5))
    later = clock.now() + timedelta(days=16)
    with clock.at(later):
        jobs.end_what_has_ended(timestamp=0)
    forgotten.refresh_from_db()
    held.refresh_from_db()
    assert (held.status, forgotten.status) == ("OPEN", "EXPIRED")
    with acting(world.operator):
        case.refresh_from_db()
        assert case.stage == "SEARCH"
    with clock.at(later + timedelta(days=700)):
        jobs.end_what_has_ended(timestamp=0)
    held.refresh_from_db()
    assert held.status == "EXPIRED"
    with acting(world.operator):
        shelter = Share.objects.filter(organisation_id=world.shelter.organisation_id)
        assert shelter.exists()
        assert not shelter.filter(closed_at=None).exists()


def test_each_minute_waiting_mail_leaves() -> None:
    OutgoingMail.objects.create(
        recipient="agente@exemple.test", template="digest", subject="s", body="b"
    )
    jobs.deliver_mail(timestamp=0)
    assert OutgoingMail.objects.get().status == OutgoingMail.Status.SENT


def test_benefits_are_estimated_in_the_operators_name(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def estimated(
        situations: Sequence[Situation], zones: Sequence[str], *, stop: Callable[[], bool]
    ) -> list[Estimate]:
        asked.append(len(situations))
        return estimates(situations)

    monkeypatch.setattr(jobs, "estimate_apart", estimated)
    for _ in range(2):
        w.assessed(world, w.admitted(world))
    jobs.estimate_all(lambda: False)
    jobs.estimate_all(lambda: False)
    assert asked == [2]
    with acting(world.operator):
        assert {row.rules for row in AplCurves.objects.all()} == {rules()}
    line = JournalEntry.objects.using("owner").filter(action="BENEFITS_READ").first()
    assert line is not None
    assert (line.purpose, line.user_id, line.organisation_id) == (
        "job-benefits",
        0,
        world.operator.organisation_id,
    )


def test_a_programme_that_cannot_be_estimated_keeps_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Failed, out of quota, or with nothing kept: the next one has its turn all the same."""
    w.assessed(world, w.admitted(world))
    actors = jobs.operators(purpose="job-benefits") * 4
    monkeypatch.setattr(jobs, "operators", lambda purpose: actors)
    gather, kept, turns = jobs.gather_for, jobs.benefits.keep, iter(range(4))
    turn = -1

    def gathered(actor: Actor, day: date) -> jobs.benefits.Gathered:
        nonlocal turn
        turn = next(turns, 4)
        if turn == 0:
            raise vault.QuotaReached
        return gather(actor, day)

    def estimated(
        situations: Sequence[Situation], zones: Sequence[str], *, stop: Callable[[], bool]
    ) -> list[Estimate]:
        if turn == 1:
            raise NotEstimated("failed")
        return estimates(situations)

    def keep(*args: Any, **kwargs: Any) -> int:
        return kept(*args, **kwargs) if turn > 2 else 0

    monkeypatch.setattr(jobs, "gather_for", gathered)
    monkeypatch.setattr(jobs, "estimate_apart", estimated)
    monkeypatch.setattr(jobs.benefits, "keep", keep)
    jobs.estimate_all(lambda: False)
    with acting(world.operator):
        assert AplCurves.objects.count() == 1


def test_asked_to_stop_no_programme_follows(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Actor] = []
    actors = jobs.operators(purpose="job-benefits") * 2
    monkeypatch.setattr(jobs, "operators", lambda purpose: actors)
    monkeypatch.setattr(jobs, "gather_for", lambda actor, day: asked.append(actor))
    jobs.estimate_all(lambda: True)
    assert len(asked) == 1


def test_a_validated_assessment_asks_for_its_estimate_once(world: World) -> None:
    for _ in range(2):
        w.assessed(world, w.admitted(world))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%estimate_benefits'"
        )
        assert cursor.fetchone() == (1,)
