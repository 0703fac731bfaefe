"""Neither the server nor the worker starts as a role that row security does not hold."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from havre.config import installation
from havre.config.commands import serve, worker
from tests import environment

ROLES = {
    "postgres": ("", "superuser"),
    "havre_owner": ("", "BYPASSRLS"),
    "test_superuser": ("CREATE ROLE test_superuser LOGIN SUPERUSER", "superuser"),
    "test_bypass": ("CREATE ROLE test_bypass LOGIN BYPASSRLS", "BYPASSRLS"),
    "test_creator": ("CREATE ROLE test_creator LOGIN CREATEROLE", "CREATEROLE"),
    "test_copier": ("CREATE ROLE test_copier LOGIN REPLICATION", "REPLICATION"),
    "test_reader": ("CREATE ROLE test_reader LOGIN IN ROLE pg_read_all_data", "pg_* role"),
    "test_member": ("CREATE ROLE test_member LOGIN IN ROLE havre_owner", "owner of tables"),
    "test_heirless": (
        "CREATE ROLE test_heirless LOGIN NOINHERIT IN ROLE havre_owner",
        "owner of tables",
    ),
}


@pytest.fixture(params=ROLES)
def dangerous(request: pytest.FixtureRequest, worker_database: str) -> Iterator[str]:
    """A role that must not serve, able to reach the worker's database."""
    name: str = request.param
    made = bool(ROLES[name][0])
    with psycopg.connect(environment.superuser_url(), autocommit=True) as server:
        if made:
            server.execute(f"DROP ROLE IF EXISTS {name}")
            server.execute(ROLES[name][0])
            server.execute(f"GRANT CONNECT ON DATABASE {worker_database} TO {name}")
        yield name
        if made:
            for connection in connections.all():
                connection.close()
            server.execute(f"REVOKE CONNECT ON DATABASE {worker_database} FROM {name}")
            server.execute(f"DROP ROLE {name}")


@pytest.fixture(params=["default", "vault"])
def connected_as(request: pytest.FixtureRequest, dangerous: str) -> Iterator[str]:
    """Connect as that role where the web, or the vault, should be."""
    alias: str = request.param
    connection = connections[alias]
    usual = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = dangerous
    yield dangerous
    connection.close()
    connection.settings_dict["USER"] = usual


@pytest.mark.xdist_group("roles")
@pytest.mark.parametrize("command", [serve, worker])
def test_they_refuse(connected_as: str, command: object) -> None:
    arguments = argparse.Namespace(host="127.0.0.1", port=0, once=True, beside=None, quiet=True)
    with pytest.raises(ImproperlyConfigured) as refusal:
        command.run(arguments)  # type: ignore[attr-defined]
    assert ROLES[connected_as][1] in str(refusal.value)
    assert "too much power" in str(refusal.value)


def test_the_roles_meant_for_it_serve() -> None:
    installation.refuse_dangerous_role()


def test_a_production_server_does_not_hold_the_owner_s_address(settings: object) -> None:
    settings.HAVRE_PRODUCTION = True  # type: ignore[attr-defined]
    with pytest.raises(ImproperlyConfigured, match="HAVRE_OWNER_DATABASE_URL"):
        installation.refuse_dangerous_role()
