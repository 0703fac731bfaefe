"""By raw SQL as the web role, the keeper opens nothing that the table of shares does not open."""

from __future__ import annotations

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from havre.allocations.models import Proposal
from havre.cases import actions as cases
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment, Pathway
from havre.platform.acting import Actor, acting
from havre.platform.models import Share
from havre.sharing.policy import DRAFT_COMPARTMENTS, OPERATOR_COMPARTMENTS
from tests import world as w
from tests.platform.sql import run
from tests.world import World

NEVER = sorted(set(Compartment) - set(OPERATOR_COMPARTMENTS))
OPEN = (
    "INSERT INTO platform_share (id, case_id, organisation_id, compartment, reads, writes, basis,"
    " scope, opened_at, until) VALUES (gen_random_uuid(), %s, %s, %s, true, false, %s, %s, now(),"
    " now() + interval '1 day') RETURNING 1"
)


def opens(
    actor: Actor, case: Case, organisation: int, part: str, basis: str, scope: object = None
) -> list[tuple[object, ...]]:
    return run(actor, OPEN, case.pk, organisation, part, basis, scope)


def test_both_lists_of_the_database_are_those_of_the_code() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT havre.never_shared(), havre.drafted()")
        never, drafted = cursor.fetchone() or ([], [])
    assert sorted(never) == NEVER == ["SUPPORT_MEDICAL", "SUPPORT_PSYCHOLOGICAL"]
    assert drafted == list(DRAFT_COMPARTMENTS)


@pytest.mark.parametrize("basis", sorted(set(Share.Basis)))
@pytest.mark.parametrize("part", NEVER)
def test_nobody_gives_itself_care_on_any_basis(world: World, basis: str, part: str) -> None:
    case = w.admitted(world)
    for name in ("operator", "shelter", "specialist"):
        with pytest.raises(ProgrammingError):
            opens(world.operator, case, world.organisations[name].pk, part, basis)


def test_no_open_share_is_turned_into_another(world: World) -> None:
    """Neither its compartment, nor its scope, nor its end goes beyond what it was opened for."""
    case = w.admitted(world)
    for change in (
        "compartment = 'SUPPORT_MEDICAL'",
        "basis = 'LEASE'",
        "basis = 'DRAFT'",
        "basis = 'LEASE', compartment = 'SUPPORT_MEDICAL'",
    ):
        with pytest.raises(ProgrammingError):
            run(
                world.operator,
                f"UPDATE platform_share SET {change} WHERE case_id = %s"
                " AND compartment = 'SUPPORT_SOCIAL' RETURNING 1",
                case.pk,
            )


def test_a_draft_is_its_author_s_alone_and_only_while_it_is_one(world: World) -> None:
    with acting(world.shelter) as shelter:
        draft = cases.start_referral(Pathway.SHELTERED, actor=shelter)
    close = "UPDATE platform_share SET closed_at = now() WHERE compartment = 'SAFETY' RETURNING 1"
    assert run(world.shelter, close) == [(1,)]
    own = world.shelter.organisation_id
    for organisation, part in (
        (world.operator.organisation_id, "SAFETY"),
        (own, "SUPPORT_SOCIAL"),
        (own, "NEW_HOME"),
    ):
        with pytest.raises(ProgrammingError):
            opens(world.shelter, draft, organisation, part, "DRAFT")
    assert opens(world.shelter, draft, own, "SAFETY", "DRAFT") == [(1,)]
    admitted = w.admitted(world)
    for organisation in (own, world.operator.organisation_id):
        with pytest.raises(ProgrammingError):
            opens(world.operator, admitted, organisation, "SUPPORT_LEGAL", "DRAFT")


def test_a_lease_opens_its_own_dwelling_to_its_landlord_once_signed(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    landlord = world.landlord.organisation_id
    with pytest.raises(ProgrammingError):  # not before the lease
        opens(world.operator, case, landlord, "NEW_HOME", "LEASE", proposal.pk)
    w.leased(world, proposal)
    with acting(world.operator):
        assert Proposal.objects.get(pk=proposal.pk).status == "LEASED"
        mine = Share.objects.filter(case=case, basis="LEASE", closed_at=None)
        assert [(s.organisation_id, s.compartment, s.scope) for s in mine] == [
            (landlord, "NEW_HOME", proposal.pk)
        ]
    other = world.organisations["other_landlord"].pk
    for organisation, part, scope in (
        (other, "NEW_HOME", proposal.pk),
        (landlord, "NEW_HOME", None),
        (landlord, "SAFETY", proposal.pk),
        (world.shelter.organisation_id, "NEW_HOME", proposal.pk),
    ):
        with pytest.raises(ProgrammingError):
            opens(world.operator, case, organisation, part, "LEASE", scope)
