"""Whoever has nothing to do with a case, what a statement tells her, and a case to try it on."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from havre.cases.models import Case
from havre.platform.acting import acting
from tests import world as w
from tests.world import World

STRANGERS = ("other_shelter", "landlord", "holder", "specialist", "funder", "referrer")


def outcome(world: World, name: str, query: str, *parameters: object) -> tuple[object, ...]:
    """What a stranger learns of a statement: its row count, or the code and words of the refusal.

    The statement is rolled back. What she typed herself is left out of the words.
    """
    try:
        with acting(world.actors[name]), connection.cursor() as cursor:
            cursor.execute(query, parameters)
            count = cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # foreign keys answer now
            transaction.set_rollback(True)
        return ("rows", count)
    except DatabaseError as error:
        said = getattr(error.__cause__, "diag", None)
        words = f"{said.message_primary} {said.message_detail}" if said else str(error)
        for parameter in parameters:
            words = words.replace(str(parameter), "…")
        return ("refused", said.sqlstate if said else "", words)


@pytest.fixture
def case(world: World) -> Case:
    case = w.admitted(world)
    w.assessed(world, case)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world, "other_landlord")))
    return case
