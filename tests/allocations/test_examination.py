"""How many candidates were examined, kept with the decision, whoever records it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connections

from havre.allocations import actions
from havre.allocations.models import Proposal
from havre.allocations.refusals import Missing
from havre.engine.vocabulary import CommitteeDecision, LandlordDecline
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import world as w
from tests.world import World

D = CommitteeDecision


@pytest.fixture
def proposal(world: World) -> Proposal:
    """Before its committee."""
    case = w.admitted(world)
    w.assessed(world, case)
    sent = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    with acting(world.landlord) as actor:
        return actions.record_landlord_answer(sent, agrees=True, committee_on=today(), actor=actor)


def decide(world: World, proposal: Proposal, decision: D, **said: object) -> Proposal:
    with acting(world.landlord) as actor:
        actions.record_decision(
            proposal,
            decision,
            decided_on=today(),
            actor=actor,
            **said,  # type: ignore[arg-type]
        )
    with acting(world.operator):
        return Proposal.objects.get(pk=proposal.pk)


def test_the_count_and_its_exception_are_kept(world: World, proposal: Proposal) -> None:
    kept = decide(world, proposal, D.ATTRIBUTION, examined=1, exception="DALO")
    assert (kept.status, kept.examined, kept.exception) == ("ALLOCATED", 1, "DALO")


def test_a_refusal_says_how_many_were_examined_too(world: World, proposal: Proposal) -> None:
    said = {"reason": LandlordDecline.RESSOURCES, "examined": 4, "exception": "TOO_FEW"}
    kept = decide(world, proposal, D.NON_ATTRIBUTION, **said)
    assert (kept.status, kept.examined, kept.exception) == ("NOT_ALLOCATED", 4, "")


def test_what_was_not_told_is_unknown(world: World, proposal: Proposal) -> None:
    kept = decide(world, proposal, D.ATTRIBUTION)
    assert (kept.examined, kept.exception) == (None, "")


def test_what_is_inadmissible_was_not_examined(world: World, proposal: Proposal) -> None:
    kept = decide(world, proposal, D.INADMISSIBLE, examined=1)
    assert (kept.status, kept.examined, kept.exception) == ("INADMISSIBLE", None, "")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"examined": 2}, "exception"),
        ({"examined": 1, "exception": "VICTIME"}, "exception"),
        ({"examined": 0}, "examined"),
    ],
)
def test_under_three_without_an_exception_nothing_is_written(
    world: World, proposal: Proposal, said: dict[str, object], field: str
) -> None:
    with pytest.raises(Missing) as missing:
        decide(world, proposal, D.ATTRIBUTION, **said)
    assert missing.value.field == field
    with acting(world.operator):
        assert Proposal.objects.get(pk=proposal.pk).status == "COMMITTEE"


@pytest.mark.parametrize("columns", ["examined = 2", "exception = 'DALO'", "examined = 0"])
def test_the_database_keeps_it_too(world: World, proposal: Proposal, columns: str) -> None:
    with (
        connections["owner"].cursor() as cursor,
        pytest.raises(IntegrityError, match="under_three_an_exception"),
    ):
        cursor.execute(f"UPDATE allocations_proposal SET {columns} WHERE id = %s", [proposal.pk])
