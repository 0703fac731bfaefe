"""Ten thousand requests of several organisations, interleaved through a real PgBouncer in
transaction mode on one backend connection: each sees its own cases and no others."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client

from havre.config.environment import POOLED, database_settings
from havre.platform.acting import acting
from havre.platform.embedded import VAULT, WEB
from tests import environment
from tests import world as w
from tests.world import World

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("pooling")]
REQUESTS, THREADS, PORT = 10_000, 8, 6432
NAMES = ("operator", "shelter", "other_shelter", "landlord", "holder", "funder")
CONFIG = """
[databases]
{database} = host={server} dbname={database}
[pgbouncer]
listen_addr =
listen_port = {port}
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = 1
max_db_connections = 0
max_client_conn = 100
ignore_startup_parameters = extra_float_digits
logfile = {folder}/log
pidfile = {folder}/pid
"""


def program() -> str:
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    assert found, "pgbouncer is missing: make test-services installs it"
    return found


@pytest.fixture
def pooler(worker_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """PgBouncer before the server under test, one backend for each role."""
    server = parse_qs(urlsplit(environment.superuser_url()).query)["host"][0]
    owner = os.stat(server)
    folder = Path("/tmp") / f"havre-pool-{os.getpid()}"
    folder.mkdir(mode=0o755)
    text = CONFIG.format(database=worker_database, server=server, port=PORT, folder=folder)
    (folder / "ini").write_text(text)
    (folder / "users").write_text(f'"{WEB}" ""\n"{VAULT}" ""\n')
    rights: dict[str, int] = {}
    if os.geteuid() == 0:
        os.chown(folder, owner.st_uid, owner.st_gid)
        rights = {"user": owner.st_uid, "group": owner.st_gid}
    process = subprocess.Popen([program(), "-q", str(folder / "ini")], **rights)  # type: ignore[call-overload]
    try:
        for _ in range(100):
            if (folder / f".s.PGSQL.{PORT}").exists():
                break
            time.sleep(0.05)
        yield folder
    finally:
        process.terminate()
        process.wait(5)
        shutil.rmtree(folder)


@pytest.fixture
def pooled(pooler: Path, worker_database: str, world: World) -> Iterator[World]:
    """Every connection of the web and the vault goes through the pooler."""
    kept = {alias: dict(connections[alias].settings_dict) for alias in ("default", "vault")}
    for alias, role in (("default", WEB), ("vault", VAULT)):
        url = f"postgresql://{role}@:{PORT}/{worker_database}?host={pooler}"
        connections[alias].close()
        connections[alias].settings_dict.update(database_settings(url))
        connections[alias].settings_dict["OPTIONS"] = dict(POOLED)
    yield world
    for alias, settings in kept.items():
        connections[alias].close()
        connections[alias].settings_dict.clear()
        connections[alias].settings_dict.update(settings)


def seen() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM cases_case")
        return frozenset(row[0] for row in cursor.fetchall())


def read(world: World, name: str) -> frozenset[str]:
    with acting(world.actors[name]):
        return seen()


def read_nested(world: World, name: str) -> frozenset[str]:
    with acting(world.actors[name]):
        with acting(world.funder):
            assert seen() == frozenset()
        return seen()


def fail_then_read(world: World, name: str) -> frozenset[str]:
    with pytest.raises(DatabaseError), acting(world.operator), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    return read(world, name)


def roll_back_then_read(world: World, name: str) -> frozenset[str]:
    with acting(world.operator):
        seen()
        transaction.set_rollback(True)
    return read(world, name)


def cancel_then_read(world: World, name: str) -> frozenset[str]:
    with pytest.raises(DatabaseError), acting(world.operator), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 5")
        cursor.execute("SELECT pg_sleep(1)")
    return read(world, name)


def read_as_nobody(world: World, name: str) -> frozenset[str]:
    assert seen() == frozenset()
    return read(world, name)


KINDS = [read] * 12 + [read_nested] * 3 + [read_as_nobody] * 3
KINDS += [fail_then_read, roll_back_then_read]
RARE = [cancel_then_read]


def test_ten_thousand_interleaved_requests_on_one_backend(pooled: World) -> None:
    for number in range(3):
        w.admitted(pooled, last_name=f"Un{number}")
    w.admitted(pooled, "other_shelter", last_name="Autre")
    case = w.admitted(pooled, last_name="Proposée")
    w.assessed(pooled, case)
    w.with_landlord(pooled, w.proposed(pooled, case, w.vacancy(pooled)))
    truth = {name: read(pooled, name) for name in NAMES}
    assert [len(truth[name]) for name in NAMES] == [5, 4, 1, 1, 0, 0]
    wrong: list[object] = []
    done: Counter[str] = Counter()
    lock = threading.Lock()

    def work(seed: int) -> None:
        choose = random.Random(seed)
        mine: Counter[str] = Counter()
        try:
            for turn in range(REQUESTS // THREADS):
                name = choose.choice(NAMES)
                kind = choose.choice(RARE if turn % 100 == 99 else KINDS)
                found = kind(pooled, name)
                mine[name] += 1
                if found != truth[name]:
                    wrong.append((kind.__name__, name, found))
                if turn % 50 == 0:
                    connection.close()  # the next request comes from a new client
        except BaseException as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()
            with lock:
                done.update(mine)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert done.total() == REQUESTS
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND datname ="
            " current_database()",
            [WEB],
        )
        assert cursor.fetchone() == (1,)  # all of it on one backend


def test_pages_through_the_pooler_show_each_her_own(pooled: World) -> None:
    cases = {
        "shelter": w.admitted(pooled, last_name="Une"),
        "other_shelter": w.admitted(pooled, "other_shelter", last_name="Autre"),
    }
    wrong: list[object] = []

    def visit(name: str) -> None:
        client = Client()
        client.force_login(pooled.users[name])
        for _ in range(12):
            text = client.get("/situations/").content.decode()
            shown = {other for other, case in cases.items() if case.reference in text}
            if shown != {name}:
                wrong.append((name, shown))
        connections.close_all()

    threads = [threading.Thread(target=visit, args=(name,)) for name in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
