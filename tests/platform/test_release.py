"""A database of the first release, brought up to date, is the one made today; its rows are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from havre.config.installation import migrate
from havre.platform import catalogue
from havre.platform.closing import close_database
from havre.platform.inventory import inventory
from havre.platform.roles import drop_database, make_database
from tests import environment

pytestmark = pytest.mark.xdist_group("roles")
DUMPS = sorted((Path(__file__).parent / "releases").glob("*.sql"))


@pytest.fixture(params=DUMPS, ids=[path.stem for path in DUMPS])
def restored(request: pytest.FixtureRequest, worker_database: str) -> Iterator[set[str]]:
    """Restore the dump beside the worker's database, point every connection there, and migrate.

    Gives the inventory of a fresh database.
    """
    fresh = inventory("owner")
    name = f"{worker_database}_release"
    superuser = environment.superuser_url()
    drop_database(superuser, name)
    make_database(superuser, name)
    target = psycopg.conninfo.make_conninfo(superuser, dbname=name)
    with psycopg.connect(target, autocommit=True) as server:
        server.execute("DROP SCHEMA public")
        server.execute("CREATE SCHEMA public AUTHORIZATION havre_owner")
        server.execute(request.param.read_text(encoding="utf-8"))
    environment.connect_to(name)
    migrate()
    close_database(superuser, name)  # as `havre database` does after each update
    yield fresh
    environment.connect_to(worker_database)
    drop_database(superuser, name)


def spelled(lines: set[str]) -> list[str]:
    """The lines with blanks, brackets and casts left out: a dump spells them its own way."""
    casts = re.compile(r"::(character varying|text)(\[\])?|[()\s]")
    return sorted(casts.sub("", line) for line in lines)


def counted(table: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_a_migrated_database_is_a_fresh_one(restored: set[str]) -> None:
    assert catalogue.differences() == []
    migrated = inventory("owner")
    assert spelled(migrated) == spelled(restored)
    for table, expected in {
        "cases_case": 2,
        "cases_identity": 2,
        "allocations_proposal": 1,
        "assessments_assessment": 1,
        "organisations_organisation": 10,
        "housing_vacancy": 1,
    }.items():
        assert counted(table) == expected, table
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)
