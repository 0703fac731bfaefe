"""Sealing: every committed line gets its place in a signed block, at most a minute later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connections, transaction

from havre.platform.clock import now
from havre.platform.journal import VAULT
from havre.platform.journal_format import EMPTY, FIELDS, FORMAT, Head, entry_bytes, leaf_of, root_of
from havre.platform.journal_keys import signer
from havre.platform.models import JournalHead, JournalPlace

BLOCK_MAX = 5_000
"""Lines of one block at most: a bulk of work makes several."""
COLUMNS = ", ".join(f"e.{name}" for name in FIELDS[FORMAT])
WAITING = f"""
SELECT {COLUMNS} FROM platform_journalpending p JOIN platform_journalentry e ON e.id = p.entry_id
 WHERE NOT EXISTS (SELECT 1 FROM platform_journalplace o WHERE o.entry_id = p.entry_id)
 ORDER BY e.id LIMIT %s
"""  # noqa: S608  column names of ours


def seal() -> int:
    """Seal all that waits, block by block; return how many lines. Several may run at once."""
    total = 0
    while sealed := seal_block():
        total += sealed
        if sealed < BLOCK_MAX:
            break
    return total


def seal_block() -> int:
    """Seal one block; return how many lines it holds, 0 when nothing waits.

    What waits is a list of lines, never a moment: nothing that commits late is lost. A waiting
    line that is gone, or that has a place already, stays in the list for the verification.
    """
    with transaction.atomic(using=VAULT), connections[VAULT].cursor() as cursor:
        cursor.execute("SELECT havre.begin_sealing()")
        cursor.execute(WAITING, [BLOCK_MAX])
        rows = [dict(zip(FIELDS[FORMAT], row, strict=True)) for row in cursor.fetchall()]
        if not rows:
            return 0
        last = JournalHead.objects.using(VAULT).order_by("-number").first()
        head = next_head(last, [entry_bytes(row) for row in rows], now())
        write(head, rows)
        cursor.execute(
            "DELETE FROM platform_journalpending WHERE entry_id = ANY(%s)",
            [[row["id"] for row in rows]],
        )
    return len(rows)


def next_head(last: JournalHead | None, contents: Sequence[bytes], moment: datetime) -> Head:
    """Return the signed head that follows `last`, over these lines."""
    before = last.last_seq if last else 0
    unsigned = Head(
        number=last.number + 1 if last else 1,
        first_seq=before + 1,
        last_seq=before + len(contents),
        sealed_at=max(moment, last.sealed_at) if last else moment,
        root=root_of(contents),
        previous=head_of(last).digest() if last else EMPTY,
    )
    signature = signer(first=last is None).sign(unsigned.statement())
    return replace(unsigned, signature=signature)


def head_of(row: JournalHead) -> Head:
    """Return the head kept in a row."""
    return Head(
        number=row.number,
        first_seq=row.first_seq,
        last_seq=row.last_seq,
        sealed_at=row.sealed_at,
        root=bytes(row.root),
        previous=bytes(row.previous),
        signature=bytes(row.signature),
    )


def write(head: Head, rows: Sequence[dict[str, Any]]) -> None:
    """Write a block: the place of each line, and its head."""
    JournalPlace.objects.using(VAULT).bulk_create(
        JournalPlace(seq=seq, entry_id=row["id"], block=head.number, leaf=leaf_of(entry_bytes(row)))
        for seq, row in enumerate(rows, start=head.first_seq)
    )
    JournalHead.objects.using(VAULT).create(
        number=head.number,
        first_seq=head.first_seq,
        last_seq=head.last_seq,
        sealed_at=head.sealed_at,
        root=head.root,
        previous=head.previous,
        digest=head.digest(),
        signature=head.signature,
    )
