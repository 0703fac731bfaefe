"""From whom a case is kept, by raw SQL as the web role: recused people and organisations, cases
reserved to named people. Every table about cases is walked, so that a new one is covered."""

from __future__ import annotations

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from havre.cases.models import Case
from havre.platform.acting import acting
from tests import world as w
from tests.platform.sql import run
from tests.sharing.walls import RECUSE, RESTRICT, TABLES, everything, lived, seen
from tests.world import World


def test_the_walk_covers_the_tables(world: World) -> None:
    case = lived(world)
    assert (
        set(seen(world.operator, case))
        >= set(TABLES)
        - {
            "sharing_restriction",
            "sharing_exceptionalaccess",
            "sharing_exceptionalreason",
        }
        - new_tables_without_a_path()
    )


def new_tables_without_a_path() -> set[str]:
    """Tables no step of `lived` fills: they are under the same policies, from the registry."""
    with connections["owner"].cursor() as cursor:
        empty = set()
        for table in TABLES:
            cursor.execute(f'SELECT NOT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone() == (True,):
                empty.add(table)
    return empty


@pytest.mark.parametrize("name", ["operator", "shelter", "landlord"])
def test_for_a_recused_person_the_case_does_not_exist(world: World, name: str) -> None:
    case = lived(world)
    other = w.colleague(world, name)
    before, hers = seen(world.actors[name], case), seen(other, case)
    assert hers == before and hers
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    assert seen(other, case) == {} and everything(other) == {}
    extra = {"sharing_recusal": 2} if name == "operator" else {}
    assert seen(world.actors[name], case) == before | extra


def test_the_recused_never_sees_why_nor_that_she_is(world: World) -> None:
    case = w.admitted(world)
    other = w.colleague(world, "operator")
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    for name in w.ROLES:
        expected = 1 if name == "operator" else 0
        count = run(world.actors[name], "SELECT count(*) FROM sharing_recusal")[0][0]
        assert count == expected, name
    assert run(other, "SELECT count(*) FROM sharing_recusal") == [(0,)]


@pytest.mark.parametrize("name", ["shelter", "landlord"])
def test_for_a_recused_organisation_the_case_does_not_exist(world: World, name: str) -> None:
    case = lived(world)
    other = w.colleague(world, name)
    run(world.operator, RECUSE, case.pk, None, world.actors[name].organisation_id)
    for actor in (world.actors[name], other):
        assert seen(actor, case) == {} and everything(actor) == {}
    with connections["owner"].cursor() as cursor:
        for table in set(TABLES) - {"platform_share", "platform_journalentry"}:
            if table == "platform_identitydigest":
                continue
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE %s = ANY (readers || writers)',
                [world.actors[name].organisation_id],
            )
            assert cursor.fetchone() == (0,), table


def test_no_share_opens_for_a_recused_organisation(world: World) -> None:
    case = w.admitted(world)
    landlord = world.landlord.organisation_id
    run(world.operator, RECUSE, case.pk, None, landlord)
    insert = (
        "INSERT INTO platform_share (id, case_id, organisation_id, compartment, reads, writes,"
        " basis, opened_at) VALUES (gen_random_uuid(), %s, %s, 'PROGRESS', true, false,"
        " 'PROPOSAL', now())"
    )
    with pytest.raises(ProgrammingError, match="kept from this organisation"):
        run(world.operator, insert, case.pk, landlord)
    shelter = world.shelter.organisation_id
    run(
        world.operator,
        "UPDATE platform_share SET closed_at = now() WHERE organisation_id = %s",
        shelter,
    )
    run(world.operator, RECUSE, case.pk, None, shelter)
    with pytest.raises(ProgrammingError, match="kept from this organisation"):
        run(
            world.operator,
            "UPDATE platform_share SET closed_at = NULL WHERE organisation_id = %s",
            shelter,
        )


def test_a_recusal_that_is_lifted_gives_back_what_was_there(world: World) -> None:
    case = lived(world)
    other = w.colleague(world, "operator")
    before = seen(other, case)
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    lift = "UPDATE sharing_recusal SET lifted_at = now() WHERE user_id = %s"
    run(world.operator, lift, other.user_id)
    assert seen(other, case) == before | {"sharing_recusal": 2}


@pytest.mark.parametrize("name", ["operator", "shelter"])
def test_only_named_people_of_the_organisation_see_a_reserved_case(world: World, name: str) -> None:
    case = lived(world)
    own, other = world.actors[name], w.colleague(world, name)
    partner = world.actors["shelter" if name == "operator" else "operator"]
    before, theirs = seen(own, case), seen(partner, case)
    run(own, RESTRICT, case.pk, own.organisation_id, [own.user_id])
    assert seen(other, case) == {} and everything(other) == {}
    assert seen(own, case) == before | {"sharing_restriction": 1}
    extra = {"sharing_restriction": 1} if name == "shelter" else {}
    assert seen(partner, case) == theirs | extra
    update = "UPDATE sharing_restriction SET named = named || %s::bigint"
    run(own, update, other.user_id)
    assert seen(other, case) == before | {"sharing_restriction": 1}


def test_jobs_and_consequences_still_pass_a_reserved_case(world: World) -> None:
    case = w.admitted(world)
    run(world.operator, RESTRICT, case.pk, world.operator.organisation_id, [world.operator.user_id])
    consequence = world.landlord.in_the_name_of(world.operator.organisation_id, "proposal-ended")
    assert run(consequence, "SELECT count(*) FROM cases_case") == [(1,)]
    run(world.operator, RECUSE, case.pk, world.landlord.user_id, None)
    assert run(consequence, "SELECT count(*) FROM cases_case") == [(0,)]


def test_nested_contexts_keep_each_its_own_walls(world: World) -> None:
    case = w.admitted(world)
    other = w.colleague(world, "operator")
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    query = "SELECT count(*) FROM cases_case"
    with acting(world.operator):
        assert run(other, query) == [(0,)]
        with acting(other):
            assert run(world.operator, query) == [(1,)]
            assert Case.objects.count() == 0
        assert Case.objects.count() == 1
