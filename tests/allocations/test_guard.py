"""What an organisation cannot do to a proposal, even with SQL of its own."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from havre.allocations import actions
from havre.allocations.models import Proposal
from havre.engine.lifecycle import PROPOSAL_TRANSITIONS
from havre.engine.vocabulary import ProposalStatus
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from tests import world as w
from tests.world import World


@pytest.fixture
def proposal(world: World) -> Proposal:
    """A candidacy in the landlord's hands, on a dwelling of the holder's."""
    case = w.admitted(world)
    w.assessed(world, case)
    offer = w.vacancy(world, right="2")
    return w.with_landlord(world, w.proposed(world, case, offer))


def refused(actor: Actor, statement: str, *values: object) -> bool:
    """Run one statement in an organisation's name; tell whether the database refused it."""
    with acting(actor), connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute(statement, values)
        except ProgrammingError:
            return True
        return cursor.rowcount == 0


def test_the_moves_are_those_of_the_engine() -> None:
    with connection.cursor() as cursor:
        for before in ProposalStatus:
            for after in ProposalStatus:
                cursor.execute("SELECT havre.proposal_may_move(%s, %s)", [before, after])
                row = cursor.fetchone()
                assert row and row[0] == (after in PROPOSAL_TRANSITIONS[before]), (before, after)


@pytest.mark.parametrize(
    "change",
    [
        "landlord_id = %(other)s",
        "holder_id = NULL",
        "vacancy_id = gen_random_uuid()",
        "case_id = gen_random_uuid()",
        "reference = 'AAAAAA'",
        "hold_until = hold_until + 365",
        "answer_by = current_date",
        "status = 'LEASED'",
        "status = 'CONFIRMED'",
        "status = 'ALLOCATED'",
        "status = 'DECLINED_BY_HER'",
        "status = 'WITHDRAWN'",
        "readers = readers || 99::bigint",
    ],
)
def test_a_landlord_changes_nothing_but_by_its_own_steps(
    world: World, proposal: Proposal, change: str
) -> None:
    values = {"other": world.organisations["other_landlord"].pk, "pk": proposal.pk}
    with (
        acting(world.landlord),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE allocations_proposal SET {change} WHERE id = %(pk)s", values)
    with acting(world.operator):
        fresh = Proposal.objects.get(pk=proposal.pk)
    assert (fresh.status, fresh.landlord_id) == ("WITH_LANDLORD", proposal.landlord_id)


def test_a_holder_does_not_answer_for_the_landlord(world: World, proposal: Proposal) -> None:
    update = "UPDATE allocations_proposal SET status = 'DECLINED_BY_LANDLORD' WHERE id = %s"
    assert refused(world.holder, update, proposal.pk)
    assert not refused(world.landlord, update, proposal.pk)


def test_nothing_is_removed_or_rewritten(world: World, proposal: Proposal) -> None:
    for actor in (world.landlord, world.operator):
        assert refused(actor, "DELETE FROM allocations_proposal WHERE id = %s", proposal.pk)
        steps = "allocations_proposalstep"
        assert refused(actor, f"DELETE FROM {steps} WHERE proposal_id = %s", proposal.pk)
        assert refused(
            actor, f"UPDATE {steps} SET on_behalf = true WHERE proposal_id = %s", proposal.pk
        )


def test_a_step_is_said_in_ones_own_name(world: World, proposal: Proposal) -> None:
    insert = (
        'INSERT INTO allocations_proposalstep (id, case_id, proposal_id, status, "on", '
        "recorded_at, by_organisation_id, on_behalf) "
        "VALUES (gen_random_uuid(), %s, %s, 'COMMITTEE', %s, now(), %s, false)"
    )
    operator = world.organisations["operator"].pk
    values = (proposal.case_id, proposal.pk, today())
    assert refused(world.landlord, insert, *values, operator)
    assert refused(world.other_landlord, insert, *values, world.other_landlord.organisation_id)
    assert not refused(world.landlord, insert, *values, world.landlord.organisation_id)


def test_an_end_is_final(world: World, proposal: Proposal) -> None:
    with acting(world.operator):
        actions.withdraw(proposal, actor=world.operator)
    back = "UPDATE allocations_proposal SET status = 'ACCEPTED' WHERE id = %s"
    assert refused(world.operator, back, proposal.pk)
