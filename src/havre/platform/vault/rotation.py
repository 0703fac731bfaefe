"""Rotation of the master key: online, resumable, nothing unreadable at any moment.

1. The keyset gains a key and makes it primary; the older keys stay in it.
2. Each store is told: what is new is wrapped by it from now on, and the store refuses the rest.
3. Every stored key and secret is unwrapped and wrapped again, batch by batch.
4. When no store holds anything under an older key, the older keys are destroyed.

Killed anywhere and run again, it goes on where it was: a keyset of several keys is a rotation under
way. A running vault reads the keyset again when it meets a key that it does not know.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ImproperlyConfigured
from tink import aead
from tink.proto import tink_pb2

from havre.platform import journal_keys
from havre.platform.keys import MasterKeys, put_file
from havre.platform.vault.custody import CHECK, DIGEST, LEDGER, Custody
from havre.platform.vault.legacy import MOVED
from havre.platform.vault.sealing import key_data
from havre.platform.vault.store import BATCH, SqliteKeyStore

SECRETS = {"check": CHECK, "digest": DIGEST, "ledger-signer": LEDGER}
Progress = Callable[[int], object]


class NotMoved(ImproperlyConfigured):
    """Keys of release 0.1.0 are still in the database."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did."""

    primary: int
    keys: int
    seconds: float


def rotate(
    master: MasterKeys, stores: list[SqliteKeyStore], progress: Progress = lambda count: None
) -> Rotated:
    """Rotate the master key over every store; raise WrongKey, NotMoved."""
    started = time.monotonic()
    with master.alone():
        for store in stores:
            if store.marks().get(MOVED) != "1":
                raise NotMoved(
                    f"The key store {store.path.name} is not complete yet: "
                    "let « havre vault » finish moving the keys of release 0.1.0."
                )
        under_way = len(master.ids) > 1
        primary = master.primary if under_way else master.add_primary()
        done = 0
        for store in stores:
            store.set_marks({"primary": str(primary)})
            for count in rewrap(master, store, primary):
                done += count
                progress(done)
        rewrap_files(master, primary)
        master.keep_primary_only()
    return Rotated(primary, done, time.monotonic() - started)


def rewrap(master: MasterKeys, store: SqliteKeyStore, primary: int) -> Iterator[int]:
    """Wrap everything of a store with the primary key; yield the size of each batch done."""
    new = master.aead_of(primary)
    _rewrap_secrets(master, store, primary, new)
    last = 0
    while True:
        rows = store.rows(
            "SELECT rowid, case_id, compartment, version, wrapped FROM case_key "
            "WHERE rowid > ? AND wrapper <> ? ORDER BY rowid LIMIT ?",
            [last, primary, BATCH],
        )
        if not rows:
            return
        last = rows[-1][0]
        fresh = [
            (_rewrapped(master, new, *row[1:]), primary, row[0], bytes(row[4])) for row in rows
        ]
        with store.writing() as connection:
            connection.executemany(
                "UPDATE case_key SET wrapped = ?, wrapper = ? WHERE rowid = ? AND wrapped = ?",
                fresh,
            )
        yield len(fresh)


def _rewrapped(
    master: MasterKeys, new: aead.Aead, case_id: bytes, compartment: str, version: int, old: bytes
) -> bytes:
    """Return a wrapped key wrapped again. The keyset inside is never parsed: bytes only."""
    envelope = tink_pb2.EncryptedKeyset.FromString(old)
    data = key_data(UUID(bytes=case_id), compartment, version)
    envelope.encrypted_keyset = new.encrypt(master.open(envelope.encrypted_keyset, data), data)
    again: bytes = envelope.SerializeToString()
    return again


def _rewrap_secrets(
    master: MasterKeys, store: SqliteKeyStore, primary: int, new: aead.Aead
) -> None:
    for name, wrapped in store.rows(
        "SELECT name, wrapped FROM secret WHERE wrapper <> ?", [primary]
    ):
        again = new.encrypt(master.open(wrapped, SECRETS[name]), SECRETS[name])
        with store.writing() as connection:
            connection.execute(
                "UPDATE secret SET wrapped = ?, wrapper = ? WHERE name = ?", [again, primary, name]
            )


def rewrap_files(master: MasterKeys, primary: int) -> None:
    """Wrap again what lies wrapped beside the keyset: the journal's signing key."""
    path = master.path.with_name("journal-signing")
    if master.text or not path.exists():
        return
    envelope = tink_pb2.EncryptedKeyset.FromString(path.read_bytes())
    raw = master.open(envelope.encrypted_keyset, journal_keys.ASSOCIATED)
    envelope.encrypted_keyset = master.aead_of(primary).encrypt(raw, journal_keys.ASSOCIATED)
    put_file(path, envelope.SerializeToString())


def verify(master: MasterKeys, store: SqliteKeyStore) -> tuple[int, int]:
    """Open every stored key; return (how many, how many do not open)."""
    seen = broken = last = 0
    while rows := store.rows(
        "SELECT rowid, case_id, compartment, version, wrapped FROM case_key "
        "WHERE rowid > ? ORDER BY rowid LIMIT ?",
        [last, BATCH],
    ):
        last = rows[-1][0]
        for _, case_id, compartment, version, wrapped in rows:
            seen += 1
            data = key_data(UUID(bytes=case_id), compartment, version)
            try:
                envelope = tink_pb2.EncryptedKeyset.FromString(wrapped)
                master.open(envelope.encrypted_keyset, data)
            except (ImproperlyConfigured, ValueError):
                broken += 1
    return seen, broken


@contextmanager
def bench_store(cases: int, per_case: int) -> Iterator[tuple[MasterKeys, SqliteKeyStore]]:
    """A throw-away keyset and store, filled as that many cases would."""
    with TemporaryDirectory(prefix="havre-rotation-") as folder:
        master = MasterKeys(path=Path(folder) / "keyset.json", may_make=True)
        store = SqliteKeyStore(Path(folder) / "bench.sqlite3")
        try:
            held = Custody(master, store, Path(folder) / "bench.ledger")
            store.set_marks({MOVED: "1"})
            primary, names = held.primary, [f"COMPARTMENT_{n}" for n in range(per_case)]
            for start in range(0, cases, 1_000):
                ids = [uuid4() for _ in range(min(1_000, cases - start))]
                store.add([held.fresh(one, name, primary)[0] for one in ids for name in names])
            yield master, store
        finally:
            store.close()


def rotation_figure(cases: int = 100_000, per_case: int = 8) -> dict[str, Any]:
    """Rotate the keys of so many cases on a store of their own; return what it took.

    For `havre bench privacy`. `per_case` is how many compartments of a case are sealed.
    """
    with bench_store(cases, per_case) as (master, store):
        done = rotate(master, [store])
        _, broken = verify(master, store)
        return {
            "cases": cases,
            "keys": done.keys,
            "seconds": round(done.seconds, 1),
            "unreadable": broken,
        }
