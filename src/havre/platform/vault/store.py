"""The key store: a SQLite file of its own, outside the database, its backups and its logs.

What is deleted is overwritten (`secure_delete`), and the rollback journal is truncated: the file
keeps no trace of a destroyed key. See decision 22.
"""

from __future__ import annotations

import atexit
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from havre.platform.vault.sealing import Slot

SCHEMA = """
CREATE TABLE IF NOT EXISTS case_key (
  case_id BLOB NOT NULL, compartment TEXT NOT NULL, version INTEGER NOT NULL,
  wrapper INTEGER NOT NULL, wrapped BLOB NOT NULL,
  PRIMARY KEY (case_id, compartment, version));
CREATE TABLE IF NOT EXISTS secret (
  name TEXT PRIMARY KEY, wrapper INTEGER NOT NULL, wrapped BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS forgotten (case_id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mark (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class StoredKey:
    """The wrapped key of one compartment of one case; `wrapper` is the master key that wraps it."""

    case_id: UUID
    compartment: str
    version: int
    wrapper: int
    wrapped: bytes


class StaleWrapper(Exception):
    """The key was wrapped by a master key that a rotation has just replaced: wrap it again."""


class CaseForgotten(Exception):
    """The case's keys were destroyed for good: it gets no new one."""


class SqliteKeyStore:
    """A key store in one file. One connection for each process, safe between threads."""

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        self._durable = durable
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
            connection = sqlite3.connect(
                self.path, timeout=20, isolation_level=None, check_same_thread=False
            )
            for pragma in (
                *("journal_mode=TRUNCATE", "secure_delete=ON", "cache_size=-32000"),
                f"synchronous={'FULL' if self._durable else 'OFF'}",
            ):
                connection.execute(f"PRAGMA {pragma}").close()
            connection.executescript(SCHEMA)
            self._connection, self._process = connection, os.getpid()
            atexit.register(self.close)
        return self._connection

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None and self._process == os.getpid():
                self._connection.close()
            self._connection = None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Run the block in one writing transaction, alone among all processes."""
        with self._lock:
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of one reading statement."""
        with self._lock:
            return self._connect().execute(query, tuple(parameters)).fetchall()

    def get(self, wanted: Iterable[Slot]) -> dict[Slot, StoredKey]:
        """Return the latest stored key of each slot wanted, in one statement."""
        slots = set(wanted)
        cases = sorted({case.bytes for case, _ in slots})
        parts = sorted({part for _, part in slots})
        found: dict[Slot, StoredKey] = {}
        for case, compartment, version, wrapper, wrapped in self.rows(
            "SELECT case_id, compartment, version, wrapper, wrapped FROM case_key "  # noqa: S608
            f"WHERE case_id IN ({','.join('?' * len(cases))}) "
            f"AND compartment IN ({','.join('?' * len(parts))}) ORDER BY version",
            [*cases, *parts],
        ):
            key = StoredKey(UUID(bytes=case), compartment, version, wrapper, wrapped)
            if (key.case_id, key.compartment) in slots:
                found[(key.case_id, key.compartment)] = key
        return found

    def add(self, keys: Sequence[StoredKey]) -> None:
        """Store keys, keeping any that is there; raise StaleWrapper or CaseForgotten."""
        with self.writing() as connection:
            self._add(connection, keys)

    def _add(self, connection: sqlite3.Connection, keys: Sequence[StoredKey]) -> None:
        (primary,) = connection.execute("SELECT value FROM mark WHERE name='primary'").fetchone()
        if any(key.wrapper != int(primary) for key in keys):
            raise StaleWrapper
        if connection.execute("SELECT 1 FROM forgotten LIMIT 1").fetchone():
            cases = {key.case_id.bytes for key in keys}
            for case in cases:
                if connection.execute("SELECT 1 FROM forgotten WHERE case_id=?", [case]).fetchone():
                    raise CaseForgotten
        connection.executemany(
            "INSERT OR IGNORE INTO case_key VALUES (?, ?, ?, ?, ?)",
            [(k.case_id.bytes, k.compartment, k.version, k.wrapper, k.wrapped) for k in keys],
        )

    def adopt(self, keys: Sequence[StoredKey]) -> None:
        """Store keys wrapped before this store was made, but not those of forgotten cases."""
        with self.writing() as connection:
            gone = {row[0] for row in connection.execute("SELECT case_id FROM forgotten")}
            connection.executemany(
                "INSERT OR IGNORE INTO case_key VALUES (?, ?, ?, ?, ?)",
                [
                    (k.case_id.bytes, k.compartment, k.version, k.wrapper, k.wrapped)
                    for k in keys
                    if k.case_id.bytes not in gone
                ],
            )

    def destroy(self, case_ids: Iterable[UUID], marks: dict[str, str]) -> int:
        """Destroy every key of cases, remember them, and note the marks, in one transaction."""
        cases = [(case.bytes,) for case in case_ids]
        with self.writing() as connection:
            connection.executemany("INSERT OR IGNORE INTO forgotten VALUES (?)", cases)
            gone = connection.executemany("DELETE FROM case_key WHERE case_id=?", cases).rowcount
            self._mark(connection, marks)
        return gone

    def marks(self) -> dict[str, str]:
        """Return what the store remembers of itself."""
        return {str(name): str(value) for name, value in self.rows("SELECT * FROM mark")}

    def set_marks(self, marks: dict[str, str]) -> None:
        """Note marks."""
        with self.writing() as connection:
            self._mark(connection, marks)

    @staticmethod
    def _mark(connection: sqlite3.Connection, marks: dict[str, str]) -> None:
        connection.executemany("INSERT OR REPLACE INTO mark VALUES (?, ?)", list(marks.items()))

    def secret(self, name: str) -> bytes | None:
        """Return a wrapped secret of the installation, None when there is none."""
        found = self.rows("SELECT wrapped FROM secret WHERE name=?", [name])
        return bytes(found[0][0]) if found else None

    def put_secret(self, name: str, wrapper: int, wrapped: bytes) -> None:
        """Keep a wrapped secret, unless one of that name is there."""
        with self.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO secret VALUES (?, ?, ?)", [name, wrapper, wrapped]
            )

    def count(self) -> int:
        """Return how many keys are stored."""
        return int(self.rows("SELECT count(*) FROM case_key")[0][0])
