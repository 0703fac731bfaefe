"""Journals to tamper with: a few sealed blocks, and the owner's raw SQL."""

from __future__ import annotations

from typing import Any

from django.db import connections, transaction

from havre.platform import journal
from havre.platform.acting import acting
from havre.platform.journal_sealing import seal
from havre.platform.journal_verifying import Fault, verify
from tests.world import World

TABLES = ("platform_journalentry", "platform_journalplace", "platform_journalhead")


def written(world: World, *sizes: int) -> None:
    """Seal one block per size, of that many lines."""
    for block, size in enumerate(sizes, start=1):
        with acting(world.operator) as actor:
            for line in range(size):
                journal.record(actor, "TESTED", subject=f"{block}/{line}")
        assert seal() == size


def tampered(*statements: str, parameters: Any = None) -> None:
    """Run statements as the owner with the journal's triggers disabled."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement, parameters)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def owner_rows(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Return what the owner reads."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())


def first_fault() -> Fault | None:
    """Return the first thing a verification finds."""
    return next(iter(verify().faults), None)
