"""The offers of whoever must not know of her are compared with nothing, and not said to be."""

from __future__ import annotations

import pytest

from havre.allocations import actions as allocations
from havre.assessments.audience import RECUSED, audience_of
from havre.assessments.models import Assessment
from havre.cases import recusals
from havre.cases.models import Case
from havre.engine.vocabulary import Seat
from havre.housing.models import Vacancy
from havre.matching.selectors import compatible_dwellings, explain_pair
from havre.platform.acting import Actor, acting
from havre.programmes.selectors import actor_of
from havre.sharing.actions import BeyondConsent, KeptFrom
from tests import world as w
from tests.world import World


@pytest.fixture
def member(world: World) -> Actor:
    user = w.add_person(world.organisations["operator"], "membre@exemple.test", Seat.MEMBER)
    return actor_of(user.memberships.select_related("organisation").get())


def recuse(world: World, case: Case, name: str) -> None:
    with acting(world.operator) as operator:
        case.refresh_from_db()
        recusals.recuse_organisation(case, world.organisations[name].pk, "motif", actor=operator)


def compared(actor: Actor, case: Case, assessment: Assessment) -> tuple[set[str], set[str]]:
    """Return the references compared, suiting or not, and those said to be apart."""
    with acting(actor):
        found = compatible_dwellings(case, assessment, actor=actor)
    assert {m.vacancy.ref for m in found.result.compatible} | {
        e.vacancy.ref for e in found.result.excluded
    } == set(found.vacancies)
    return set(found.vacancies), {one.reference for one in found.apart}


@pytest.mark.parametrize("name", ["landlord", "holder"])
def test_a_recused_organisation_s_offers_are_in_neither_list(
    world: World, member: Actor, name: str
) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    theirs = w.vacancy(world, right="2")
    other = w.vacancy(world, "agency", reference="A-1")
    both = {theirs.reference, other.reference}
    assert compared(member, case, assessment) == (both, set())
    recuse(world, case, name)
    assert compared(member, case, assessment) == ({other.reference}, set())
    assert compared(world.operator, case, assessment) == ({other.reference}, {theirs.reference})
    for actor in (member, world.operator):
        with acting(actor), pytest.raises(Vacancy.DoesNotExist):
            explain_pair(case, assessment, theirs, actor=actor)


def test_proposing_it_is_as_if_it_were_gone_but_to_who_recuses(world: World, member: Actor) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    offer = w.vacancy(world)
    recuse(world, case, "landlord")
    with acting(member), pytest.raises(allocations.VacancyTaken):
        allocations.propose(case, offer, actor=member)
    with acting(world.operator), pytest.raises(allocations.Unsafe):
        allocations.propose(case, offer, actor=world.operator)


def test_the_card_s_audience_tells_it_to_who_recuses_alone(world: World, member: Actor) -> None:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    landlord = world.landlord.organisation_id
    recuse(world, case, "landlord")
    for actor, wanted in ((world.operator, [RECUSED]), (member, [])):
        with acting(actor):
            audience = audience_of(assessment, actor=actor)
        reasons = [one.reason for one in audience.kept_away if one.organisation.pk == landlord]
        assert reasons == wanted
        assert landlord not in {one.pk for one in audience.receives}
        assert audience.receives


def test_a_running_proposal_goes_no_further(world: World, member: Actor) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.proposed(world, case, w.vacancy(world))
    recuse(world, case, "landlord")
    with acting(member):
        allocations.record_her_agreement(proposal, actor=member)
        with pytest.raises(KeptFrom, match="ne peut pas être transmise à cet organisme"):
            allocations.transmit(proposal, actor=member)
        assert allocations.withdraw(proposal, actor=member).status == "WITHDRAWN"
    assert issubclass(KeptFrom, BeyondConsent)
