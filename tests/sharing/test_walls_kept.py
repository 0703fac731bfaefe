"""The walls themselves: out of reach, told alike, obeyed by figures, the vault and who waits."""

from __future__ import annotations

import threading
import uuid
from datetime import date, timedelta

import pytest
from django.db import connections
from django.db.utils import IntegrityError, ProgrammingError

from havre.engine.vocabulary import Seat
from havre.organisations.models import Membership
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.programmes.selectors import actor_of
from havre.reporting.selectors import admitted, count, housed
from tests import world as w
from tests.platform.sql import run
from tests.sharing.walls import RECUSE, RESTRICT, lived, seen
from tests.world import World


def test_hidden_and_absent_answer_alike_by_every_statement(world: World) -> None:
    case = lived(world)
    other = w.colleague(world, "operator")
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    absent = uuid.uuid4()
    for query in (
        "SELECT count(*) FROM cases_case WHERE id = %s",
        "UPDATE cases_case SET urgency = 1 WHERE id = %s RETURNING 1",
        "UPDATE platform_share SET closed_at = now() WHERE case_id = %s RETURNING 1",
        "DELETE FROM cases_identity WHERE case_id = %s RETURNING 1",
        "SELECT havre.steward(%s)",
        "SELECT count(*) FROM platform_journalentry WHERE case_id = %s",
    ):
        assert run(other, query, case.pk) == run(other, query, absent), query
    for refused in (
        "SELECT havre.hand_over(%s, 1)",
        "SELECT havre.discard_draft(%s)",
        'INSERT INTO cases_caseevent (id, case_id, code, "on", recorded_at)'
        " VALUES (gen_random_uuid(), %s, 'MOVED_IN', now(), now())",
        "INSERT INTO platform_share (id, case_id, organisation_id, compartment, reads, writes,"
        " basis, opened_at) VALUES (gen_random_uuid(), %s, 1, 'PROGRESS', true, false, 'LEASE',"
        " now())",
        "INSERT INTO platform_identitydigest (id, organisation_id, case_id, digest)"
        f" VALUES (gen_random_uuid(), {other.organisation_id}, %s, '')",
        "INSERT INTO sharing_restriction (id, case_id, organisation_id, named, since)"
        f" VALUES (gen_random_uuid(), %s, {other.organisation_id}, '{{{other.user_id}}}', now())",
        "INSERT INTO sharing_recusal (id, case_id, payload, user_id, since)"
        " VALUES (gen_random_uuid(), %s, '', 1, now())",
    ):
        answers = []
        for case_id in (case.pk, absent):
            with pytest.raises(ProgrammingError) as error:
                run(other, refused, case_id)
            answers.append(str(error.value).replace(str(case_id), ""))
        assert answers[0] == answers[1], refused


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT walls FROM cases_case",
        "SELECT walls FROM platform_share",
        "UPDATE cases_case SET walls = NULL",
        "SELECT * FROM havre.wall",
        "SELECT havre.raise_walls(gen_random_uuid(), NULL)",
        "SELECT havre.build_walls(gen_random_uuid())",
        "SELECT havre.is_kept_from_me(gen_random_uuid())",
        "SELECT havre.may_read(1, 1, gen_random_uuid(), 'IDENTITY')",
        "SELECT havre.kept_from_me(1)",
        "DELETE FROM sharing_recusal",
        "DELETE FROM sharing_restriction",
    ],
)
def test_the_walls_are_out_of_reach(world: World, statement: str) -> None:
    case = w.admitted(world)
    run(world.operator, RECUSE, case.pk, world.landlord.user_id, None)
    run(world.operator, RESTRICT, case.pk, world.operator.organisation_id, [world.operator.user_id])
    with pytest.raises(ProgrammingError):
        run(world.operator, statement)


def test_walls_are_told_to_triggers_only(world: World) -> None:
    case = w.admitted(world)
    run(world.operator, RECUSE, case.pk, world.landlord.user_id, None)
    assert run(world.landlord, "SELECT havre.walls_of(%s)", case.pk) == [(None,)]


def test_only_who_coordinates_the_keeper_recuses(world: World) -> None:
    case = w.admitted(world)
    member = w.colleague(world, "operator", Seat.MEMBER)
    job = world.operator.in_the_name_of(world.operator.organisation_id, "job")
    for actor in (world.shelter, world.landlord, member, job):
        with pytest.raises(ProgrammingError):
            run(actor, RECUSE, case.pk, world.holder.user_id, None)
    with pytest.raises(ProgrammingError):  # the keeper itself is never recused
        run(world.operator, RECUSE, case.pk, None, world.operator.organisation_id)
    with pytest.raises(IntegrityError):
        run(world.operator, RECUSE, case.pk, None, None)
    with pytest.raises(ProgrammingError):
        run(
            world.operator,
            "UPDATE sharing_recusal SET user_id = 1 RETURNING 1"
            if run(world.operator, RECUSE, case.pk, world.holder.user_id, None)
            else "",
        )


def test_a_restriction_always_names_somebody_who_can(world: World) -> None:
    case = w.admitted(world)
    own = world.operator
    for named in ([], [world.shelter.user_id], [0]):
        with pytest.raises((IntegrityError, ProgrammingError)):
            run(own, RESTRICT, case.pk, own.organisation_id, named)
    other = w.colleague(world, "operator")
    run(own, RECUSE, case.pk, other.user_id, None)
    with pytest.raises(IntegrityError):
        run(own, RESTRICT, case.pk, own.organisation_id, [other.user_id])
    with pytest.raises(ProgrammingError):  # not in another organisation's name
        run(own, RESTRICT, case.pk, world.shelter.organisation_id, [world.shelter.user_id])
    member = w.colleague(world, "shelter", Seat.MEMBER)
    with pytest.raises(ProgrammingError):
        run(member, RESTRICT, case.pk, member.organisation_id, [member.user_id])


def test_when_the_last_named_leaves_the_coordinator_is_told_without_the_case(world: World) -> None:
    case = w.admitted(world)
    own = world.operator
    second = w.colleague(world, "operator", Seat.MEMBER)
    third = actor_of(
        w.add_person(world.organisations["operator"], "tierce@exemple.test")
        .memberships.select_related("organisation")
        .get()
    )
    restriction = run(own, RESTRICT, case.pk, own.organisation_id, [own.user_id])[0][0]
    assert run(third, "SELECT havre.orphaned()") == []
    name = "SELECT havre.name_person(%s, %s)"
    assert run(third, name, restriction, third.user_id) == [(False,)]
    Membership.objects.filter(user_id=own.user_id).update(active=False)
    assert run(third, "SELECT havre.orphaned()") == [(restriction,)]
    assert run(second, "SELECT havre.orphaned()") == []  # she does not coordinate
    assert run(world.shelter, "SELECT havre.orphaned()") == []
    assert seen(third, case) == {}
    assert run(second, name, restriction, second.user_id) == [(False,)]
    assert run(third, name, restriction, world.shelter.user_id) == [(False,)]
    assert run(third, name, restriction, second.user_id) == [(True,)]
    assert seen(second, case) and seen(third, case) == {}
    assert run(third, "SELECT havre.orphaned()") == []


def test_figures_and_the_cases_behind_them_agree_for_each(world: World) -> None:
    case = lived(world)
    w.admitted(world, last_name="Autre")
    other = w.colleague(world, "operator")
    start, end = today() - timedelta(days=1), today()
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    for actor, cases, leases in ((world.operator, 2, 1), (other, 1, 0)):
        with acting(actor):
            figures = count(actor, start, end)
            assert (figures.handled, figures.active, figures.rehoused) == (cases, cases, leases)
            assert sum(figures.by_commune.values()) == leases
            assert sum(figures.by_landlord.values()) == leases
            assert admitted(actor, start, end).count() == cases
            assert housed(actor, start, end).count() == leases
    released = world.funder.in_the_name_of(world.operator.organisation_id, "masked-aggregate")
    run(world.operator, RECUSE, case.pk, world.landlord.user_id, None)
    with acting(released):
        assert count(released, date(2020, 1, 1), end).handled == 2


def test_the_vault_asks_again(world: World) -> None:
    case = w.admitted(world)
    other = w.colleague(world, "operator")
    with acting(world.operator):
        from havre.cases.models import Identity

        row = Identity.objects.get(case=case)
    assert vault.open_rows([row], actor=other)
    run(world.operator, RECUSE, case.pk, other.user_id, None)
    with pytest.raises(vault.VaultRefusal):
        vault.open_rows([row], actor=other)
    assert vault.open_rows([row], actor=world.operator)
    run(world.operator, RECUSE, case.pk, None, world.shelter.organisation_id)
    with pytest.raises(vault.VaultRefusal):
        vault.open_rows([row], actor=world.shelter)


def test_a_recusal_reaches_a_reader_who_was_waiting(world: World) -> None:
    """A SELECT … FOR UPDATE that waits for the recusal sees nothing once it is committed."""
    case = w.admitted(world)
    other = w.colleague(world, "operator")
    found: dict[str, object] = {}
    keys = {"cases_householdoutline": "case_id", "cases_case": "id", "platform_share": "case_id"}

    def read_for_update(table: str) -> None:
        query = f"SELECT id FROM {table} WHERE {keys[table]} = %s FOR UPDATE"
        found[table] = run(other, query, case.pk)
        connections.close_all()

    readers = [threading.Thread(target=read_for_update, args=[table]) for table in keys]
    with acting(world.operator):
        run(world.operator, "UPDATE cases_householdoutline SET children = 2")
        run(world.operator, "UPDATE cases_case SET urgency = 1")
        run(world.operator, "UPDATE platform_share SET opened_at = now()")
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(0.3)
            assert reader.is_alive()  # it waits for us
        run(world.operator, RECUSE, case.pk, other.user_id, None)
    for reader in readers:
        reader.join(5)
    assert found == {table: [] for table in keys}


def test_a_row_inserted_while_somebody_is_recused_is_kept_from_her(world: World) -> None:
    case = w.admitted(world)
    other = w.colleague(world, "operator")

    def insert_event() -> None:
        run(
            world.operator,
            'INSERT INTO cases_caseevent (id, case_id, code, "on", recorded_at) '
            "VALUES (gen_random_uuid(), %s, 'MOVED_IN', now(), now())",
            case.pk,
        )
        connections.close_all()

    writer = threading.Thread(target=insert_event)
    with acting(world.operator):
        run(world.operator, RECUSE, case.pk, other.user_id, None)
        writer.start()
        writer.join(0.3)
        assert writer.is_alive()  # the insertion waits for the recusal
    writer.join(5)
    assert seen(other, case) == {}
    assert run(world.operator, "SELECT count(*) FROM cases_caseevent") == [(3,)]
