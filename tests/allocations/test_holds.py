"""A dwelling proposed is kept for her until a date; then it is free again."""

from __future__ import annotations

from datetime import timedelta

from havre.allocations import actions, selectors
from havre.allocations.models import Proposal
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry
from havre.programmes.selectors import operators
from tests import world as w
from tests.world import World


def test_only_unanswered_proposals_past_their_date_are_released(world: World) -> None:
    made: list[Proposal] = []
    for number in range(3):
        case = w.admitted(world, last_name=f"Nomarel{number}")
        w.assessed(world, case)
        made.append(w.proposed(world, case, w.vacancy(world, reference=f"T-{number}")))
    late, answered, due_today = made
    until = late.hold_until
    assert until == today() + timedelta(days=15)
    with acting(world.operator):
        actions.record_her_agreement(answered, actor=world.operator)
    [job] = operators(purpose="job-ends")
    with acting(job):
        assert actions.release_expired_holds(until, actor=job) == 0
        assert actions.release_expired_holds(until + timedelta(days=1), actor=job) == 2
        assert actions.release_expired_holds(until + timedelta(days=1), actor=job) == 0
    with acting(world.operator):
        found = {p.pk: p for p in selectors.proposals(world.operator)}
        assert [found[p.pk].status for p in made] == ["WITHDRAWN", "ACCEPTED", "WITHDRAWN"]
        released = found[late.pk]
        assert (released.declined_by, released.decline_code) == ("OPERATOR", "SANS_REPONSE")
        assert released.case.stage == "SEARCH"
        line = JournalEntry.objects.get(case_id=late.case_id, action="PROPOSAL_WITHDRAWN")
        assert (line.user_id, line.purpose) == (0, "job-ends")
        again = actions.propose(released.case, due_today.vacancy, actor=world.operator)
        assert again.status == "PROPOSED"
