"""The whole path through the actions, with what each organisation sees at its end."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from havre.allocations import actions, selectors
from havre.assessments.selectors import validated
from havre.cases import selectors as cases
from havre.engine.vocabulary import Financing, Guarantee, Regime, Rule, Stage
from havre.matching.selectors import explain_pair
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.reporting import selectors as reporting
from tests import world as w
from tests.world import World


@pytest.mark.parametrize("regime", [Regime.IML, Regime.MANDAT_GESTION])
def test_a_private_letting_to_the_keys_by_its_agency_without_a_committee(
    world: World, client: Client, regime: Regime
) -> None:
    """Rent and charges are weighed together, and the guarantee goes with the offer."""
    case = w.admitted(world)
    w.assessed(world, case, need={"regimes": [regime.value]})
    offer = w.vacancy(
        world,
        "agency",
        regime=regime,
        financing=Financing.PRIVATE,
        rent=Decimal(330),
        charges=Decimal(60),
        guarantee=Guarantee.VISALE,
    )
    with acting(world.operator):
        found = validated(case, actor=world.operator)
        assert found is not None
        verdicts = explain_pair(case, found, offer, actor=world.operator)
        said = {one.rule: one for one in verdicts}
    assert said[Rule.LETTING_REGIME].passed and said[Rule.INCOME_CEILING].passed
    assert said[Rule.AFFORDABILITY].figures["net_rent"] == 390.0
    proposal = w.with_landlord(world, w.proposed(world, case, offer))
    client.force_login(world.users["agency"])
    page = client.get(f"/propositions/{proposal.reference}").content.decode()
    assert "Garantie du loyer : Visale" in page and "390,00" in page
    proposal = w.leased(world, proposal)
    assert (proposal.committee_on, proposal.decision) == (None, "")
    with acting(world.agency):
        actions.record_move_in(proposal, moved_in_on=today(), actor=world.agency)
        tenancy = selectors.tenancies(world.agency).get()
        assert (tenancy.regime, tenancy.moved_in_on) == (regime, today())
    with acting(world.operator):
        assert cases.get_case(case.reference, actor=world.operator).stage == Stage.HOUSED


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
