"""Raw SQL as the web role, in the name of an organisation: what an injection would see."""

from __future__ import annotations

from typing import Any

from django.db import connection

from havre.platform.acting import Actor, acting
from havre.platform.compartments import case_models

CASE_TABLES = [model._meta.db_table for model in case_models()]


def run(actor: Actor, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """Run one statement as the web role in the actor's name; return its rows."""
    with acting(actor), connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall() if cursor.description else []


def visible(actor: Actor) -> dict[str, int]:
    """Return {table: rows} of the case tables in which the actor sees anything."""
    counts = {table: run(actor, f'SELECT count(*) FROM "{table}"')[0][0] for table in CASE_TABLES}
    return {table: number for table, number in counts.items() if number}
