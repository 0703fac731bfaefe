"""A query under policies may be shared between processes of the database, and shows no more."""

from __future__ import annotations

import pytest
from django.db import connection, connections

from havre.platform.acting import acting
from tests import world as w
from tests.world import World

ASKED = (
    "token_part", "acting", "named", "named_person", "person", "passes", "is_kept_from_me",
    "steward", "was_told", "lapsed",
)  # fmt: skip
"""What policies ask."""
CHEAP = ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size")
COUNT = "SELECT count(*) FROM cases_case"


def plan_and_count(world: World, name: str) -> tuple[str, int]:
    with acting(world.actors[name]), connection.cursor() as cursor:
        for setting in CHEAP:
            cursor.execute(f"SET LOCAL {setting} = 0")
        cursor.execute("SET LOCAL parallel_leader_participation = off")
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {COUNT}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(COUNT)
        return plan, cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("name", "number"), [("operator", 2), ("shelter", 1), ("other_shelter", 1), ("landlord", 0)]
)
def test_each_sees_its_own(world: World, name: str, number: int) -> None:
    w.admitted(world)
    w.referred(world, "other_shelter")
    plan, count = plan_and_count(world, name)
    assert "Workers Planned: " in plan
    assert count == number


def test_nobody_named_sees_nothing(world: World) -> None:
    w.admitted(world)
    with connection.cursor() as cursor:
        for setting in CHEAP:
            cursor.execute(f"SET {setting} = 0")
        try:
            cursor.execute(COUNT)
            assert cursor.fetchone() == (0,)
        finally:
            for setting in CHEAP:
                cursor.execute(f"RESET {setting}")


def test_what_policies_ask_is_safe_in_parallel() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'havre'::regnamespace "
            "AND proparallel <> 's' AND proname = ANY (%s)",
            [list(ASKED)],
        )
        assert cursor.fetchall() == []
