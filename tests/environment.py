"""Loaded before Django: a data folder and a PostgreSQL of the tests' own.

The first process starts the server and makes a template database; each worker clones it.
`DATABASE_URL`, when given, names a superuser of another PostgreSQL (15 to 18) to test on.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from pytest_django.plugin import blocking_manager_key

if TYPE_CHECKING:
    import psycopg

TEMPLATE = "havre_template"

if "HAVRE_TEST_HOME" not in os.environ:
    os.environ["HAVRE_TEST_HOME"] = tempfile.mkdtemp(prefix="havre-test-")
    os.environ["HAVRE_TEST_SUPERUSER_URL"] = os.environ.get("DATABASE_URL", "")
os.environ.pop("DATABASE_URL", None)
os.environ["HAVRE_HOME"] = os.environ["HAVRE_TEST_HOME"]
os.environ["HAVRE_ENV"] = "test"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's driver runs a loop

_server: object = None
_superusers: dict[str, psycopg.Connection[Any]] = {}


def is_worker(config: object) -> bool:
    """Tell whether this process is one of several."""
    return hasattr(config, "workerinput")


def superuser_url() -> str:
    """The address of the server under test, as its superuser."""
    from havre.platform.embedded import EmbeddedServer

    given = os.environ["HAVRE_TEST_SUPERUSER_URL"]
    return given or EmbeddedServer(Path(os.environ["HAVRE_HOME"])).superuser_url()


def role_address(role: str, database: str) -> str:
    """The address of one role on one database of the server under test (trusted locally)."""
    parts = urlsplit(superuser_url())
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, f"{role}@{host}", f"/{database}", parts.query, ""))


def connect_to(database: str) -> None:
    """Point every connection of this process at a database."""
    from django.db import connections

    from havre.config.environment import database_settings
    from havre.platform.embedded import OWNER, VAULT, WEB
    from havre.platform.vault.custody import put_down

    put_down()
    for alias, role in (("default", WEB), ("vault", VAULT), ("owner", OWNER)):
        connections[alias].close()
        connections[alias].settings_dict.update(database_settings(role_address(role, database)))
        connections[alias].settings_dict["CONN_MAX_AGE"] = None


@contextmanager
def superuser() -> Iterator[psycopg.Cursor[Any]]:
    """A cursor on this worker's database that no trigger and no foreign key stops."""
    import psycopg
    from django.db import connections

    name = str(connections["default"].settings_dict["NAME"])
    if name not in _superusers:
        url = urlunsplit(urlsplit(superuser_url())._replace(path=f"/{name}"))
        _superusers[name] = psycopg.connect(url, autocommit=True)
        _superusers[name].execute("SET session_replication_role = replica")
    with _superusers[name].transaction(), _superusers[name].cursor() as cursor:
        yield cursor


def leave() -> None:
    """Close every connection of this process."""
    from django.db import connections

    for connection in connections.all():
        connection.close()
    while _superusers:
        _superusers.popitem()[1].close()


def prepare_template() -> None:
    """Start the server and make the database every worker clones."""
    global _server
    from havre.config.installation import migrate
    from havre.platform.embedded import EmbeddedServer
    from havre.platform.roles import drop_database, make_database, prepare_roles
    from havre.platform.vault.custody import custody

    if not os.environ["HAVRE_TEST_SUPERUSER_URL"]:
        server = EmbeddedServer(Path(os.environ["HAVRE_HOME"]))
        server.start()
        server.tune(durable=False)
        server.stop()
        server.start()
        _server = server
    prepare_roles(superuser_url())
    drop_database(superuser_url(), TEMPLATE)
    make_database(superuser_url(), TEMPLATE)
    connect_to(TEMPLATE)
    migrate()
    custody()  # the keys are made once, before the workers share them
    leave()


def pytest_configure(config: object) -> None:
    """Make the template once, before the workers start, unless only listing tests."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    settings.WHITENOISE_AUTOREFRESH = True  # else each client reads all static files first
    if not is_worker(config) and not config.option.collectonly:  # type: ignore[attr-defined]
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "havre.config.settings")
        django.setup()
        with config.stash[blocking_manager_key].unblock():  # type: ignore[attr-defined]
            prepare_template()


def pytest_unconfigure(config: object) -> None:
    """Stop the server and remove the tests' data folder."""
    if is_worker(config):
        return
    if _server is not None:
        _server.stop()  # type: ignore[attr-defined]
    shutil.rmtree(os.environ["HAVRE_TEST_HOME"], ignore_errors=True)
