"""Whose name holds inside nested blocks, savepoints and errors, and after the transaction."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from havre.config import jobs
from havre.platform.acting import Actor, acting
from havre.web.accounts.proof import record_proof
from havre.web.shell.middleware import ActingOrganisation
from tests import world as w
from tests.platform.sql import run
from tests.world import World

PEOPLE = {n: Actor(n, 40 + n, 1, frozenset()) for n in (1, 2, 3)}


class Broken(Exception):
    """What a block inside fails with."""


def named() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.acting()")
        found: int | None = cursor.fetchone()[0]
        return found


blocks = st.recursive(
    st.just([]),
    lambda inner: st.lists(
        st.tuples(st.sampled_from(["act", "savepoint"]), st.sampled_from([1, 2, 3]), st.booleans(),
                  st.booleans(), inner),
        max_size=3,
    ),
    max_leaves=8,
)  # fmt: skip
"""Blocks within blocks: (kind, who, fails, a database error inside, what is inside)."""


def enter(block: tuple[str, int, bool, bool, list], outer: int | None) -> None:  # type: ignore[type-arg]
    kind, who, fails, spoils, inside = block
    expected = 40 + who if kind == "act" else outer
    context = acting(PEOPLE[who]) if kind == "act" else transaction.atomic()
    try:
        with context:
            assert named() == expected
            for one in inside:
                enter(one, expected)
                assert named() == expected
            if spoils:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1/0")
            if fails:
                raise Broken
    except Exception as error:
        if isinstance(error, AssertionError):
            raise
    assert named() == outer


@hypothesis_settings(max_examples=60)
@given(st.lists(blocks, max_size=3))
def test_whatever_is_nested_in_whatever_the_outer_name_comes_back(nested: list) -> None:  # type: ignore[type-arg]
    with acting(PEOPLE[1]):
        for group in nested:
            for block in group:
                enter(block, 41)
        assert named() == 41
    assert named() is None
    for group in nested:
        for block in group:
            enter(block, None)


def test_a_savepoint_rolled_back_by_hand_restores_the_outer_name() -> None:
    with acting(PEOPLE[1]):
        point = transaction.savepoint()
        with acting(PEOPLE[2]):
            assert named() == 42
        with connection.cursor() as cursor:
            cursor.execute("SELECT havre.act(%s)", [sign_of(3)])
        assert named() == 43
        transaction.savepoint_rollback(point)
        assert named() == 41


def sign_of(number: int) -> str:
    from havre.platform.acting import sign

    return sign(PEOPLE[number])


def test_what_runs_after_commit_runs_as_nobody() -> None:
    seen: list[int | None] = []
    with acting(PEOPLE[1]):
        transaction.on_commit(lambda: seen.append(named()))
        with acting(PEOPLE[2]):
            transaction.on_commit(lambda: seen.append(named()))
    assert seen == [None, None]


def test_a_streamed_answer_is_written_as_nobody(world: World) -> None:
    """The view's transaction is over when the lines of a stream are made: they see nothing."""
    w.referred(world)
    seen: list[int | None] = []

    def lines() -> Iterator[bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_case")
            seen.append(cursor.fetchone()[0])
        seen.append(named())
        yield b"line"

    def view(request: object) -> StreamingHttpResponse:
        assert named() == world.operator.organisation_id
        return StreamingHttpResponse(lines())

    request = RequestFactory().get("/")
    request.user = world.users["operator"]
    request.session = {}  # type: ignore[assignment]
    record_proof(request.session, second_factor=True)
    middleware = ActingOrganisation(lambda request: HttpResponse())
    response = middleware.process_view(request, view, (), {})
    assert isinstance(response, StreamingHttpResponse)
    assert b"".join(response.streaming_content) == b"line"  # type: ignore[arg-type]
    assert seen == [0, None]


def test_a_job_names_an_organisation_and_leaves_no_name(world: World) -> None:
    w.referred(world)
    jobs.end_what_has_ended(timestamp=0)
    assert named() is None
    jobs.deliver_mail(timestamp=0)
    assert named() is None


def test_a_query_outside_every_block_sees_nothing(world: World) -> None:
    w.referred(world)
    assert run(world.operator, "SELECT count(*) FROM cases_case") == [(1,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_a_name_cannot_be_given_twice_by_a_failing_block(world: World) -> None:
    with pytest.raises(Broken), acting(world.operator), acting(world.funder):
        raise Broken
    assert named() is None
