"""A query under policies may be shared between processes of the database, and shows no more."""

from __future__ import annotations

import pytest
from django.db import connection, connections

from havre.platform.acting import acting
from tests import environment
from tests import world as w
from tests.world import World

ASKED = """SELECT DISTINCT asked[1], p.proparallel::text
  FROM pg_policies, regexp_matches(concat(qual, with_check), 'havre\\.(\\w+)\\(', 'g') asked
  JOIN pg_proc p ON p.proname = asked[1] AND p.pronamespace = 'havre'::regnamespace
 WHERE 'havre_web' = ANY (roles)"""
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
    with environment.superuser() as cursor:  # of a table never filled, the database expects more
        cursor.execute("TRUNCATE cases_case CASCADE")
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
        cursor.execute(ASKED)
        found = dict(cursor.fetchall())
    assert {"acting", "lapsed", "passes", "steward"} <= found.keys()
    assert set(found.values()) == {"s"}
