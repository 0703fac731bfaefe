"""Fixtures shared by all tests: the database of this worker, a small world, the clock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.signals import user_logged_in
from django.db import connections
from django.dispatch import receiver
from django.http import HttpRequest
from hypothesis import settings

from havre.platform.vault.custody import custody
from havre.programmes import reference_data
from havre.web.accounts.proof import record_proof
from tests import environment
from tests.world import World, build_world

KEPT = {
    "public.django_migrations",
    "public.django_content_type",
    "public.auth_permission",
    "public.programmes_commune",
    "public.programmes_locality",
    "public.programmes_incomeceiling",
    "public.procrastinate_version",
    "havre.acting_key",
    "havre.case_table",
}
# Timed tests fail on a busy machine and prove nothing; CI draws the same examples every time.
settings.register_profile("havre", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("havre")

PURE = (
    "tests/engine/",
    "tests/housing/importing/",
    "tests/adapters/",
    "tests/meta/",
    "tests/config/test_environment",
)


@receiver(user_logged_in)
def whole_sign_in(request: HttpRequest, **_: object) -> None:
    """`Client.force_login` counts as a whole sign-in, just now: both factors proved."""
    if type(request) is HttpRequest:  # a real sign-in comes with a request of the server
        record_proof(request.session, second_factor=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of pure code need no database; every other test gets a clean one."""
    for item in items:
        if not item.nodeid.startswith(PURE):
            item.fixturenames.insert(0, "database")  # type: ignore[attr-defined]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes are named by their place: a file made when a module is read holds the hour in it.

    Two workers that read a module seconds apart would otherwise not agree on what there is to run.
    """
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def worker_database(django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[str]:
    """Clone the template for this worker, and point every connection at the clone."""
    from havre.platform.roles import drop_database, make_database

    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"havre_{worker}"
    with django_db_blocker.unblock():
        drop_database(environment.superuser_url(), name)
        make_database(environment.superuser_url(), name, template=environment.TEMPLATE)
        environment.connect_to(name)
        yield name
        environment.leave()


@pytest.fixture
def database(worker_database: str) -> Iterator[None]:
    """Give a test an empty database (reference data kept), and empty it after."""
    yield
    for connection in connections.all():
        if connection.in_atomic_block:
            connection.close()
    empty_tables()


SWOLLEN = 256 * 1024
"""Bytes from which a table is truncated rather than emptied row by row, which is quicker below."""


def empty_tables() -> None:
    """Empty the tables that hold something, triggers aside; put corrected ceilings back."""
    with environment.superuser() as cursor:
        cursor.execute(
            "SELECT nspname || '.' || relname, pg_table_size(c.oid) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' "
            "AND nspname IN ('public', 'havre') AND pg_relation_size(c.oid) > 0"
        )
        dirty = {name: size for name, size in cursor.fetchall() if name not in KEPT}
        cursor.execute("DELETE FROM programmes_incomeceiling WHERE edited_by_id IS NOT NULL")
        corrected = cursor.rowcount
        dirty.pop("public.organisations_user", None)  # truncated, it would take the ceilings
        cursor.execute("DELETE FROM organisations_user")
        swollen = [name for name in sorted(dirty) if dirty[name] > SWOLLEN]
        if swollen:
            cursor.execute("TRUNCATE " + ", ".join(swollen) + " CASCADE")
        for name in sorted(set(dirty) - set(swollen)):
            cursor.execute(f"DELETE FROM {name}")
    with custody().store.writing() as keys:  # the generator draws the same cases again
        keys.execute("DELETE FROM case_key")
    if corrected:
        reference_data.load("owner")


@pytest.fixture
def world() -> World:
    """A programme with one organisation and one person per role."""
    return build_world()
