"""Plans, records, seals and encodes cases chunk by chunk, in worker processes when there are many.

The workers compute only: they never touch the database.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.pool import AsyncResult

from havre.config.synthetic.blueprint import Blueprint
from havre.config.synthetic.copying import encode
from havre.config.synthetic.plan import plan_case
from havre.config.synthetic.record import Rows, record_case, rows_of
from havre.config.synthetic.recorder import Directory
from havre.config.synthetic.tables import TABLES
from havre.platform import vault
from havre.platform.vault.store import StoredKey

CHUNK = 500
"""Cases worked on at once: some 20 MB of rows."""

WORKERS = 2
FEW = 2_000
"""Up to so many cases, this process does it all by itself."""

Encoded = dict[str, bytes]


@dataclass(frozen=True)
class Chunk:
    """The encoded rows of some cases, by table, and the keys that open them."""

    rows: Encoded
    keys: list[StoredKey]


@dataclass(frozen=True)
class Work:
    """What a worker needs to make any chunk."""

    blueprint: Blueprint
    directory: Directory


_work: Work | None = None


def _begin(work: Work) -> None:
    global _work
    _work = work


def make_chunk(work: Work, first: int, after: int) -> Chunk:
    """Return the rows, encoded, and the keys of the cases from `first` to before `after`."""
    gathered: Rows = {table.name: [] for table in TABLES}
    keys: list[StoredKey] = []
    for number in range(first, after):
        plan = plan_case(work.blueprint, number)
        record = record_case(plan, work.directory, work.blueprint.today)
        for name, found in rows_of(record).items():
            gathered[name].extend(found)
        keys += record.seals.keys
    return Chunk({name: encode(rows) for name, rows in gathered.items() if rows}, keys)


def _make(bounds: tuple[int, int]) -> Chunk:
    assert _work is not None
    return make_chunk(_work, *bounds)


def encoded_chunks(work: Work) -> Iterator[tuple[int, Chunk]]:
    """Yield (cases made so far, their latest chunk), in order.

    The keys are read before any worker starts, so that all share one keyset.
    """
    cases = work.blueprint.cases
    bounds = [(first, min(cases, first + CHUNK)) for first in range(0, cases, CHUNK)]
    vault.warm()
    if cases <= FEW:
        for first, after in bounds:
            yield after, make_chunk(work, first, after)
        return
    with multiprocessing.get_context("fork").Pool(WORKERS, _begin, (work,)) as pool:
        waiting: deque[tuple[int, AsyncResult[Chunk]]] = deque()
        for place in range(len(bounds) + WORKERS):
            if place < len(bounds):
                waiting.append((bounds[place][1], pool.apply_async(_make, (bounds[place],))))
            if place >= WORKERS:
                after, result = waiting.popleft()
                yield after, result.get()
