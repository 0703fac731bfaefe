"""How many cases a person, and all together, may open in an hour.

Counted in a file beside the key store, so that a restart forgets nothing and several processes
count together. It holds random ids and times of the last hour, nothing else.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

HOUR = 3600.0
JOBS = 0
"""Who the jobs are, among persons."""
COMPARING = -1
"""Who the gate is: it compares what people send, when they send it."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS opened (
  person INTEGER NOT NULL, case_id BLOB NOT NULL, at REAL NOT NULL,
  PRIMARY KEY (person, case_id)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """Cases opened in an hour, at most: by one person, and by all (jobs included)."""

    person: int
    everyone: int

    def of(self, person: int) -> int:
        """Return the most for one of them: jobs leave people half, and the gate needs them all."""
        if person == JOBS:
            return self.everyone // 2
        return self.everyone if person == COMPARING else self.person


class Quotas:
    """The counts of the last hour, by person, jobs and the gate being persons too."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(
            path, timeout=10, isolation_level=None, check_same_thread=False
        )
        for pragma in ("synchronous=OFF", "journal_mode=TRUNCATE"):
            self._connection.execute(f"PRAGMA {pragma}").close()
        self._connection.executescript(SCHEMA)
        path.chmod(0o600)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def allow(self, person: int, cases: Iterable[UUID], limits: Limits) -> bool:
        """Count these cases, unless that would pass a limit: then count none and say False."""
        wanted = {case.bytes for case in cases}
        moment = time.time()
        with self._lock:
            run = self._connection.execute
            run("BEGIN IMMEDIATE")
            try:
                run("DELETE FROM opened WHERE at < ?", [moment - HOUR])
                known = {
                    row[0] for row in run("SELECT case_id FROM opened WHERE person = ?", [person])
                }
                (everyone,) = run("SELECT count(*) FROM opened").fetchone()
                new = len(wanted - known)
                allowed = not new or (
                    len(known) + new <= limits.of(person) and everyone + new <= limits.everyone
                )
                if allowed:
                    self._connection.executemany(
                        "INSERT OR IGNORE INTO opened VALUES (?, ?, ?)",
                        [(person, case, moment) for case in wanted],
                    )
            finally:
                run("COMMIT")
        return allowed
