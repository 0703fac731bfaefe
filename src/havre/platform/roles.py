"""The database roles and the database itself, made by the server's superuser."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

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
                sql.SQL("ALTER ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE").format(
                    sql.Identifier(role)
                )
            )
        connection.execute(
            sql.SQL("ALTER ROLE {} NOSUPERUSER BYPASSRLS").format(sql.Identifier(OWNER))
        )


def make_database(superuser_url: str, name: str, *, template: str | None = None) -> bool:
    """Make the database `name` owned by the owner; return False when it exists already."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if found.fetchone():
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


def dangerous_powers(cursor: Any) -> list[str]:
    """Return why the connected role may not serve people: superuser, BYPASSRLS, or owner."""
    cursor.execute(
        "SELECT r.rolsuper, r.rolbypassrls, EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n "
        "ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r' "
        "AND pg_has_role(current_user, c.relowner, 'MEMBER')) "
        "FROM pg_roles r WHERE r.rolname = current_user"
    )
    row = cursor.fetchone() or (True, True, True)
    names = ("superuser", "BYPASSRLS", "owner of tables")
    return [name for name, held in zip(names, row, strict=True) if held]
