"""The database roles and the database itself, made by the server's superuser."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from havre.platform.closing import close_database, quiet_roles
from havre.platform.embedded import JOBS, OWNER, VAULT, WEB


def prepare_roles(superuser_url: str) -> None:
    """Make the four roles if missing. Only the owner, who migrates, passes row security."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role in (OWNER, WEB, JOBS, VAULT):
            if role not in known:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        for role in (WEB, JOBS, VAULT):
            connection.execute(
                sql.SQL(
                    "ALTER ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION"
                ).format(sql.Identifier(role))
            )
        connection.execute(
            sql.SQL("ALTER ROLE {} NOSUPERUSER BYPASSRLS").format(sql.Identifier(OWNER))
        )
        quiet_roles(connection)


def make_database(superuser_url: str, name: str, *, template: str | None = None) -> bool:
    """Make the database `name` owned by the owner; return False when it exists already."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone():
            close_database(superuser_url, name)
            return False
        statement = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template0")
        )
        connection.execute(statement)
        connection.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name))
        )
        for role in (WEB, JOBS, VAULT):
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    sql.Identifier(name), sql.Identifier(role)
                )
            )
    if template is None:
        _take_public_schema(superuser_url, name)
    close_database(superuser_url, name)
    return True


def _take_public_schema(superuser_url: str, name: str) -> None:
    target = psycopg.conninfo.make_conninfo(superuser_url, dbname=name)
    with psycopg.connect(target, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))
        connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")


def drop_database(superuser_url: str, name: str) -> None:
    """Remove a database and whoever is connected to it."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


POWERFUL = (
    "pg_read_all_data",
    "pg_write_all_data",
    "pg_read_server_files",
    "pg_write_server_files",
    "pg_execute_server_program",
    "pg_monitor",
    "pg_read_all_stats",
    "pg_stat_scan_tables",
    "pg_signal_backend",
)
"""Roles of PostgreSQL itself that see or do more than row security allows."""


def dangerous_powers(cursor: Any) -> list[str]:
    """Return why the connected role may not serve people; [] when it may.

    Its own powers, and those of every role it may become: being a member is enough, since
    `SET ROLE` is one statement away. Both the role that connected and the one now set count.
    """
    cursor.execute(
        "WITH me AS (SELECT unnest(ARRAY[current_user, session_user]) AS name),"
        " reach AS (SELECT r.* FROM pg_roles r JOIN me ON pg_has_role(me.name, r.oid, 'MEMBER'))"
        " SELECT bool_or(rolsuper), bool_or(rolbypassrls), bool_or(rolcreaterole),"
        " bool_or(rolreplication), bool_or(rolname = ANY (%s)), EXISTS ("
        " SELECT 1 FROM reach WHERE oid IN (SELECT relowner FROM pg_class WHERE relnamespace IN"
        " (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'havre'))"
        " UNION SELECT proowner FROM pg_proc WHERE pronamespace IN"
        " (SELECT oid FROM pg_namespace WHERE nspname = 'havre'))) FROM reach",
        [list(POWERFUL)],
    )
    row = cursor.fetchone() or (True,) * 6
    names = ("superuser", "BYPASSRLS", "CREATEROLE", "REPLICATION", "pg_* role", "owner of tables")
    return [name for name, held in zip(names, row, strict=True) if held]
