"""Compares the database's catalogue with what is declared: row security, policies, grants."""

from __future__ import annotations

from django.db import connection

from havre.platform.compartments import case_models
from havre.platform.embedded import JOBS, VAULT, WEB

COMMANDS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
OTHER_SECURED = {
    "platform_share": {"SELECT", "INSERT", "UPDATE"},
    "platform_journalentry": {"SELECT", "INSERT"},
    "platform_identitydigest": {"SELECT", "INSERT", "DELETE"},
}
"""Tables about cases that are no case rows, and the commands allowed on each."""


def secured_tables() -> dict[str, set[str]]:
    """Return {table: commands} of every table that must be under forced row security."""
    own = {model._meta.db_table: COMMANDS for model in case_models()}
    return own | OTHER_SECURED


def differences() -> list[str]:
    """Return one line per difference between the declared state and the catalogue; [] is right."""
    return [*_row_security(), *_policies(), *_powers(), *_privileges(), *_open_tables()]


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _row_security() -> list[str]:
    rows = _rows(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class c JOIN pg_namespace n"
        " ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND relkind = 'r'"
    )
    forced = {str(name) for name, secured in rows if secured}
    return [f"{table}: row security is not enabled and forced" for table in secured_tables() if table not in forced]


def _policies() -> list[str]:
    rows = _rows(
        "SELECT tablename, cmd, policyname FROM pg_policies WHERE schemaname = 'public'"
        f" AND '{WEB}' = ANY (roles)"
    )
    found: dict[str, list[str]] = {}
    for table, command, _ in rows:
        found.setdefault(str(table), []).append(str(command))
    return [
        f"{table}: expected one policy for each of {sorted(commands)}, found {sorted(found.get(table, []))}"
        for table, commands in secured_tables().items()
        if sorted(found.get(table, [])) != sorted(commands)
    ]


def _powers() -> list[str]:
    rows = _rows(
        "SELECT rolname FROM pg_roles WHERE (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
        f" AND rolname IN ('{WEB}', '{JOBS}', '{VAULT}')"
    )
    return [f"{name}: this role has powers it must not have" for (name,) in rows]


def _privileges() -> list[str]:
    rows = _rows(
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants"
        " WHERE table_schema = 'public' AND (privilege_type IN ('TRUNCATE', 'TRIGGER', 'REFERENCES')"
        f" AND grantee IN ('{WEB}', '{JOBS}', '{VAULT}') OR grantee = 'PUBLIC')"
    )
    keys = _rows(
        "SELECT grantee, privilege_type FROM information_schema.role_table_grants"
        f" WHERE table_name = 'platform_casekey' AND grantee IN ('{WEB}', '{JOBS}')"
    )
    return [f"{table}: {right} is granted to {who}" for who, table, right in rows] + [
        f"platform_casekey: {right} is granted to {who}" for who, right in keys
    ]


def _open_tables() -> list[str]:
    """Any table with a case column that is not secured: a new table nobody thought of."""
    rows = _rows(
        "SELECT table_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name IN ('case_id', 'readers')"
    )
    known = set(secured_tables()) | {"platform_casekey"}
    return [f"{name}: names a case and is not secured" for (name,) in rows if name not in known]
