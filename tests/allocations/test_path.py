"""The whole path through the actions, with what each organisation sees at its end."""

from __future__ import annotations

from havre.allocations import actions, selectors
from havre.cases import selectors as cases
from havre.engine.vocabulary import Stage
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.reporting import selectors as reporting
from tests import world as w
from tests.world import World


def test_from_referral_to_the_keys(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.leased(world, w.with_landlord(world, w.proposed(world, case, w.vacancy(world))))
    with acting(world.landlord):
        actions.record_move_in(proposal, moved_in_on=today(), actor=world.landlord)
    with acting(world.operator):
        case = cases.get_case(case.reference, actor=world.operator)
        assert case.stage == Stage.HOUSED
        figures = reporting.figures(world.operator, today(), today())
        assert (figures.handled, figures.rehoused, figures.no_reference) == (1, 1, 1)
        assert figures.by_commune == {"Orléans": 1}
    with acting(world.shelter):
        assert cases.get_case(case.reference, actor=world.shelter).stage == Stage.HOUSED
        assert not selectors.proposals(world.shelter).exists()
        assert not selectors.tenancies(world.shelter).exists()
