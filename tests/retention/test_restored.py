"""A whole installation put back from its backups: what was destroyed stays destroyed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from havre.cases.models import Case
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.compartments import SealedRow, case_models
from havre.platform.vault.custody import custody, put_down
from havre.platform.vault.ledger import LedgerBroken
from tests import environment
from tests import world as w
from tests.retention import restoring
from tests.retention.restoring import Backup, aside
from tests.retention.test_purge import age, purged, refused
from tests.world import World

__all__ = ["aside"]
pytestmark = pytest.mark.skipif(
    bool(os.environ["HAVRE_TEST_SUPERUSER_URL"]), reason="restores the server that Havre brings"
)
Texts = dict[UUID, vault.Payload]


def read(world: World) -> tuple[dict[UUID, Texts], set[UUID]]:
    """Everything sealed that the operator may read, by case, row by row; and what does not open."""
    opened: dict[UUID, Texts] = {}
    shut: set[UUID] = set()
    with acting(world.operator) as actor:
        for model in case_models():
            if not issubclass(model, SealedRow):
                continue
            for row in model._default_manager.all():
                try:
                    text = vault.open_row(row, actor=actor)
                except (vault.VaultRefusal, vault.KeyMissing):
                    shut.add(row.case_id)
                else:
                    opened.setdefault(row.case_id, {})[row.pk] = text
    return opened, shut


@pytest.fixture
def put_back(aside: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Let a test work on folders and a server put back; the worker's own come back after."""
    database = str(connections["owner"].settings_dict["NAME"])
    own = settings.HAVRE_KEY_FOLDER, settings.HAVRE_LEDGER_FOLDER
    servers = []

    def use(backup: Backup, keys: str, ledger: str | None, name: str = database) -> None:
        """Take copies of a key store and of a ledger, for the database `name`."""
        put_down()
        folder = aside / f"{keys}-{ledger}-{name}"
        for kind, source in (("keys", keys), ("ledger", ledger)):
            (folder / kind).mkdir(parents=True)
            if source:
                (file,) = (backup.folder / source).iterdir()
                shutil.copy(file, folder / kind / file.name.replace(database, name))
        settings.HAVRE_KEY_FOLDER, settings.HAVRE_LEDGER_FOLDER = folder / "keys", folder / "ledger"

    def start(backup: Backup, moment: str) -> Any:
        home = aside / "home"
        server = restoring.restore_cluster(backup, home, moment)
        servers.append(server)
        monkeypatch.setenv("HAVRE_HOME", str(home))
        environment.connect_to(database)
        return server

    yield use, start
    for connection in connections.all():
        connection.close()
    for server in servers:
        server.stop()
    monkeypatch.undo()
    settings.HAVRE_KEY_FOLDER, settings.HAVRE_LEDGER_FOLDER = own
    environment.connect_to(database)


def test_what_is_restored_is_exactly_the_rest(world: World, aside: Path, put_back: Any) -> None:
    use, start = put_back
    backup = Backup(aside, str(connections["owner"].settings_dict["NAME"]))
    gone, kept = refused(world), w.referred(world)
    with backup.receiving():
        backup.base()
        later = w.referred(world, last_name="Vendrelune")  # in the log of changes only
        backup.dump()
        backup.keys("keys-before")
        backup.ledger("ledger-before")
        before, shut = read(world)
        assert set(before) == {gone.pk, kept.pk, later.pk} and shut == set()
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()::text")
            (moment,) = cursor.fetchone()
        age(gone, 800)
        purged(world)
        after = w.referred(world)
        backup.keys("keys-after")
        backup.ledger("ledger-whole")
    # The database goes on, the key store and the ledger are put back to the same day.
    use(backup, "keys-before", "ledger-before")
    with pytest.raises(LedgerBroken, match="the database has seen line"):
        custody()

    server = start(backup, moment)
    for keys, ledger, sentence in (
        ("keys-before", None, "is missing"),
        ("keys-after", "ledger-before", "the key store has seen line"),
    ):
        use(backup, keys, ledger)
        with pytest.raises(LedgerBroken, match=sentence):
            custody()
    use(backup, "keys-before", "ledger-whole")
    assert (
        custody().replayed >= 3
    )  # her keys had come back, and are destroyed before anything opens
    assert read(world) == ({pk: before[pk] for pk in (kept.pk, later.pk)}, {gone.pk})
    with acting(world.operator):
        assert not Case.objects.filter(pk=after.pk).exists()
        again = w.referred(world)  # it serves
    assert again.pk in read(world)[0]

    with psycopg.connect(server.superuser_url(), autocommit=True) as superuser:
        superuser.execute("CREATE DATABASE from_dump OWNER havre_owner")
    restoring.program(
        *("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", backup.folder / "dump.sql"),
        *("-d", server.superuser_url("from_dump")),
    )
    environment.connect_to("from_dump")
    use(backup, "keys-before", "ledger-whole", "from_dump")
    assert custody().replayed >= 3
    assert read(world) == ({pk: before[pk] for pk in (kept.pk, later.pk)}, {gone.pk})
