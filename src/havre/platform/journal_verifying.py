"""Verifying: the journal says what it said when it was sealed, and nothing was put back.

Reads one snapshot. Each fault names a block and, when it can, the first line that is broken; the
first fault found is the first in the order of the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import tink
from django.db import connections, transaction

from havre.platform.clock import now
from havre.platform.journal import VAULT
from havre.platform.journal_format import EMPTY, FIELDS, FORMAT, Head, entry_bytes, leaf_of, root_of
from havre.platform.journal_keys import verifier
from havre.platform.journal_sealing import COLUMNS, head_of
from havre.platform.models import JournalAttestation, JournalHead

PURGED = "JOURNAL_PURGED"
KEPT_AT_LEAST = timedelta(days=180)
BATCH = 20
PLACES = f"""
SELECT p.block, p.seq, p.leaf, p.entry_id, {COLUMNS}
  FROM platform_journalplace p LEFT JOIN platform_journalentry e ON e.id = p.entry_id
 WHERE p.block BETWEEN %s AND %s ORDER BY p.block, p.seq
"""  # noqa: S608  column names of ours
UNPLACED = """
SELECT e.id FROM platform_journalentry e
 WHERE NOT EXISTS (SELECT 1 FROM platform_journalplace p WHERE p.entry_id = e.id)
   AND NOT EXISTS (SELECT 1 FROM platform_journalpending w WHERE w.entry_id = e.id)
 ORDER BY e.id LIMIT 1
"""
VANISHED = """
SELECT w.entry_id, EXISTS (SELECT 1 FROM platform_journalplace p WHERE p.entry_id = w.entry_id)
  FROM platform_journalpending w
 WHERE NOT EXISTS (SELECT 1 FROM platform_journalentry e WHERE e.id = w.entry_id)
    OR EXISTS (SELECT 1 FROM platform_journalplace p WHERE p.entry_id = w.entry_id)
 ORDER BY w.entry_id LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: a code, a French sentence, the block and line it concerns."""

    code: str
    sentence: str
    block: int | None = None
    seq: int | None = None
    entry: str | None = None


@dataclass(slots=True)
class Findings:
    """What a verification found; no fault means that nothing was touched."""

    blocks: int = 0
    lines: int = 0
    waiting: int = 0
    purged_through: int = 0
    witnessed: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A head as somebody else holds it; `leaves` when the receipt carries them."""

    number: int
    digest: bytes
    leaves: tuple[bytes, ...] = ()

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Witnessed:
        """Return the head of a witness's receipt. Raises KeyError, TypeError or ValueError."""
        if not isinstance(written, dict):
            raise TypeError("a receipt is a mapping")
        leaves = tuple(bytes.fromhex(leaf) for leaf in written.get("leaves", ()))
        return cls(int(written["number"]), bytes.fromhex(written["head"]), leaves)


def verify(witnessed: Iterable[Witnessed] = (), *, public_key: Path | None = None) -> Findings:
    """Verify the whole journal against its heads, and its heads against those of witnesses."""
    found = Findings()
    held = {one.number: one for one in sorted(witnessed, key=lambda one: len(one.leaves))}
    with transaction.atomic(using=VAULT), connections[VAULT].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        heads = [
            (head_of(row), bytes(row.digest))
            for row in JournalHead.objects.using(VAULT).order_by("number")
        ]
        found.blocks = len(heads)
        found.purged_through = _purged_through(cursor, [head for head, _ in heads])
        found.faults += _heads(heads, public_key)
        found.faults += _blocks(cursor, [head for head, _ in heads], held, found)
        found.faults += _loose(cursor, found)
        digests = {head.number: digest for head, digest in heads}
        found.faults += _witnesses(digests, held.values())
        found.faults += _attestations(digests)
        found.witnessed = len(held)
    found.faults.sort(key=lambda fault: (fault.block is None, fault.block or 0, fault.seq or 0))
    return found


def _heads(heads: Sequence[tuple[Head, bytes]], public_key: Path | None) -> Iterator[Fault]:
    """Check numbers, chain, moments and signatures."""
    if not heads:
        return
    key, before = verifier(public_key), None
    for rank, (head, digest) in enumerate(heads, start=1):
        if head.number != rank:
            yield Fault("HEAD_MISSING", f"Le bloc {rank} a disparu.", rank)
            return
        expected = (before.digest(), before.last_seq + 1) if before else (EMPTY, 1)
        linked = (head.previous, head.first_seq) == expected and digest == head.digest()
        ordered = head.last_seq >= head.first_seq and (
            before is None or head.sealed_at >= before.sealed_at
        )
        try:
            key.verify(head.signature, head.statement())
        except tink.TinkError:
            linked = False
        if not (linked and ordered):
            yield Fault("HEAD_CHANGED", f"La tête du bloc {rank} a été modifiée.", rank)
        before = head


def _purged_through(cursor: Any, heads: Sequence[Head]) -> int:
    """Return the last block that a recorded purge, of blocks old enough, accounts for."""
    soon = now() + timedelta(minutes=5)
    cursor.execute("SELECT subject, at FROM platform_journalentry WHERE action = %s", [PURGED])
    sealed = {head.number: head.sealed_at for head in heads}
    through = 0
    for subject, at in cursor.fetchall():
        number = int(subject.removeprefix("through:")) if subject[8:].isdigit() else 0
        if number in sealed and at <= soon and _old_enough(sealed[number], at):
            through = max(through, number)
    return through


def _old_enough(sealed_at: datetime, purged_at: datetime) -> bool:
    return purged_at - sealed_at >= KEPT_AT_LEAST


def _blocks(
    cursor: Any, heads: Sequence[Head], held: Mapping[int, Witnessed], found: Findings
) -> Iterator[Fault]:
    """Check the lines of each block that has not been purged."""
    kept = [head for head in heads if head.number > found.purged_through]
    for start in range(0, len(kept), BATCH):
        batch = kept[start : start + BATCH]
        cursor.execute(PLACES, [batch[0].number, batch[-1].number])
        rows = cursor.fetchall()
        by_block = {block: list(lines) for block, lines in groupby(rows, key=lambda row: row[0])}
        for head in batch:
            lines = by_block.get(head.number, [])
            found.lines += len(lines)
            yield from _block(head, lines, held.get(head.number))
    last = heads[-1].number if heads else 0
    cursor.execute(
        "SELECT block, seq, entry_id FROM platform_journalplace"
        " WHERE block > %s OR block <= %s ORDER BY seq LIMIT 1",
        [last, found.purged_through],
    )
    for block, seq, entry_id in cursor.fetchall():
        yield Fault(
            "LINE_BEYOND",
            f"La ligne {seq} n’appartient à aucun bloc scellé.",
            block,
            seq,
            str(entry_id),
        )


def _block(head: Head, rows: Sequence[Any], held: Witnessed | None) -> Iterator[Fault]:
    """Yield the first fault of a block."""
    expected = list(range(head.first_seq, head.last_seq + 1))
    theirs = held.leaves if held and len(held.leaves) == len(expected) else None
    contents = []
    for rank, seq in enumerate(expected):
        row = rows[rank] if rank < len(rows) else None
        if row is None or row[1] != seq:
            yield Fault("LINE_REMOVED", f"La ligne {seq} a disparu.", head.number, seq)
            return
        _, _, leaf, entry_id, *values = row
        if values[0] is None:
            sentence = f"La ligne {seq} a été retirée."
            yield Fault("LINE_REMOVED", sentence, head.number, seq, str(entry_id))
            return
        content = entry_bytes(dict(zip(FIELDS[FORMAT], values, strict=True)))
        sealed = theirs[rank] if theirs else bytes(leaf)
        if leaf_of(content) != sealed or bytes(leaf) != sealed:
            sentence = f"La ligne {seq} n’est plus celle qui a été scellée."
            yield Fault("LINE_CHANGED", sentence, head.number, seq, str(entry_id))
            return
        contents.append(content)
    if len(rows) > len(expected):
        seq = rows[len(expected)][1]
        yield Fault("LINE_ADDED", f"La ligne {seq} a été ajoutée.", head.number, seq)
    elif root_of(contents) != head.root:
        sentence = f"Une ligne du bloc {head.number} au moins a été modifiée."
        yield Fault("BLOCK_CHANGED", sentence, head.number, head.first_seq)


def _loose(cursor: Any, found: Findings) -> Iterator[Fault]:
    """Find lines that were slipped in, or taken away before they were sealed."""
    cursor.execute("SELECT count(*) FROM platform_journalpending")
    found.waiting = int(cursor.fetchone()[0])
    cursor.execute(UNPLACED)
    for (entry_id,) in cursor.fetchall():
        yield Fault("LINE_SLIPPED_IN", "Une ligne n’a jamais été scellée.", entry=str(entry_id))
    cursor.execute(VANISHED)
    for entry_id, placed in cursor.fetchall():
        if placed:
            sentence = "Une ligne scellée a été écrite une seconde fois."
            yield Fault("LINE_REWRITTEN", sentence, entry=str(entry_id))
        else:
            sentence = "Une ligne a disparu avant d’être scellée."
            yield Fault("LINE_VANISHED", sentence, entry=str(entry_id))


def _witnesses(digests: Mapping[int, bytes], held: Iterable[Witnessed]) -> Iterator[Fault]:
    """Compare with the heads that others hold: an older copy put back lacks the latest ones."""
    last = max(digests, default=0)
    for one in sorted(held, key=lambda one: one.number):
        if one.number > last:
            sentence = (
                f"Un témoin détient la tête du bloc {one.number}, le journal s’arrête au bloc "
                f"{last} : une copie plus ancienne a été remise en place."
            )
            yield Fault("OLDER_COPY", sentence, last + 1)
            return
        if digests.get(one.number) != one.digest:
            sentence = f"La tête du bloc {one.number} n’est pas celle que le témoin détient."
            yield Fault("NOT_AS_WITNESSED", sentence, one.number)
            return


def _attestations(digests: Mapping[int, bytes]) -> Iterator[Fault]:
    """Compare with the heads that other organisations attested."""
    for number, head in (
        JournalAttestation.objects.using(VAULT).order_by("number").values_list("number", "head")
    ):
        if digests.get(number) != bytes(head):
            sentence = f"La tête du bloc {number} n’est pas celle qui a été attestée."
            yield Fault("NOT_AS_ATTESTED", sentence, number)
            return
