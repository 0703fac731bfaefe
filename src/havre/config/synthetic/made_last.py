"""Keys and indexes of the written tables, made after their rows when there are many.

A key that comes row by row costs a search in a tree that no longer fits in memory, and a look at
another table: together more than writing the row. Made last, each is one sort or one join, and
checks every row all the same. Nobody else reads these tables before the transaction ends; an error
brings everything back with the rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from havre.config.synthetic.tables import TABLES
from havre.platform.models import JournalEntry

JOURNAL: Final = JournalEntry._meta.db_table
WAITING: Final = "platform_journalpending"
OURS: Final = "ANY (SELECT format('public.%%I', name)::regclass FROM unnest(%s::text[]) AS name)"
CONSTRAINTS: Final = f"""
  SELECT c.conrelid::regclass::text, quote_ident(c.conname), pg_get_constraintdef(c.oid)
    FROM pg_constraint c WHERE c.contype IN ('f', 'u', 'p', 'x')
     AND (c.conrelid = {OURS} OR c.confrelid = {OURS})
   ORDER BY c.contype = 'f', c.conrelid::regclass::text, c.conname
"""  # noqa: S608  names of ours
INDEXES: Final = f"""
  SELECT i.relname, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
   WHERE x.indrelid = {OURS}
     AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid)
     AND coalesce(pg_get_expr(x.indpred, x.indrelid), '') NOT LIKE '%%::%%' ORDER BY i.relname
"""  # noqa: S608  what is cast would not come back as it was written
WAIT: Final = f"INSERT INTO {WAITING} (entry_id) SELECT id FROM {JOURNAL}"  # noqa: S608


@contextmanager
def made_last(cursor: Any, many: bool) -> Iterator[None]:
    """Within the block, when there are `many` rows, tables have neither keys nor indexes.

    What each line of the journal writes beside it, that it waits to be sealed, comes at once too.
    """
    if not many:
        yield
        return
    tables = [*(table.name for table in TABLES), WAITING]
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute("SET LOCAL work_mem = '64MB'")
    cursor.execute(CONSTRAINTS, [tables, tables])
    constraints = cursor.fetchall()
    cursor.execute(INDEXES, [tables])
    indexes = cursor.fetchall()
    for table, name, _ in reversed(constraints):
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute(f"ALTER TABLE {JOURNAL} DISABLE TRIGGER havre_await_sealing")
    yield
    cursor.execute(WAIT)
    cursor.execute(f"ALTER TABLE {JOURNAL} ENABLE TRIGGER havre_await_sealing")
    keys = [(table, name, text) for table, name, text in constraints if "FOREIGN KEY" not in text]
    for table, name, text in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}")
    for _, text in indexes:
        cursor.execute(text)
    for table, name, text in constraints[len(keys) :]:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}")
