"""The database keeps validated versions as they are, whatever query is tried."""

from __future__ import annotations

import pytest
from django.db import connections
from django.db.utils import ProgrammingError

from tests import world as w
from tests.platform.sql import run
from tests.world import World

COLUMNS = {
    "assessments_assessment": "version",
    "assessments_householdmember": "position",
    "assessments_resourcessummary": "monthly_income",
    "assessments_resourcesdetail": "payload",
    "assessments_housingneed": "rooms_min",
    "assessments_safetyplan": "payload",
}
"""The tables, each with a column that its writers may change while the version is open."""


def as_it_is(table: str) -> list[tuple[str]]:
    """Every row whole, as the owner reads it: no serving role may read a row's walls."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
        return list(cursor.fetchall())


@pytest.mark.parametrize("table", COLUMNS)
def test_a_validated_version_cannot_be_touched(world: World, table: str) -> None:
    w.assessed(world, w.admitted(world))
    before = as_it_is(table)
    assert before
    column, kept = COLUMNS[table], "a validated assessment never changes"
    no_delete = "permission denied" if table == "assessments_assessment" else kept
    with pytest.raises(ProgrammingError, match=kept):
        run(world.operator, f'UPDATE "{table}" SET {column} = {column}')
    with pytest.raises(ProgrammingError, match=no_delete):  # a version has parts: nobody deletes it
        run(world.operator, f'DELETE FROM "{table}"')
    assert as_it_is(table) == before


def test_an_open_version_can(world: World) -> None:
    case = w.admitted(world)
    from havre.assessments import actions
    from havre.platform.acting import acting

    with acting(world.operator):
        actions.start_assessment(case, actor=world.operator)
    updated = run(world.operator, "UPDATE assessments_assessment SET version = 1 RETURNING 1")
    assert updated == [(1,)]
