"""Compares the database's catalogue with what is declared: row security, policies, grants."""

from __future__ import annotations

from django.db import connection

from havre.platform.compartments import case_models
from havre.platform.embedded import JOBS, OWNER, VAULT, WEB
from havre.platform.rls import APPEND_ONLY, VAULT_ONLY

COMMANDS = {"SELECT", "INSERT", "UPDATE", "DELETE"}
OTHER_SECURED = {
    "platform_share": {"SELECT", "INSERT", "UPDATE"},
    "platform_journalentry": {"SELECT", "INSERT"},
    "platform_journalattestation": {"SELECT", "INSERT"},
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
    return [
        f"{table}: row security is not enabled and forced"
        for table in secured_tables()
        if table not in forced
    ]


def _policies() -> list[str]:
    rows = _rows(
        "SELECT tablename, cmd, policyname FROM pg_policies WHERE schemaname = 'public'"
        f" AND '{WEB}' = ANY (roles)"
    )
    found: dict[str, list[str]] = {}
    for table, command, _ in rows:
        found.setdefault(str(table), []).append(str(command))
    return [
        f"{table}: expected one policy for each of {sorted(commands)}, "
        f"found {sorted(found.get(table, []))}"
        for table, commands in secured_tables().items()
        if sorted(found.get(table, [])) != sorted(commands)
    ]


def _powers() -> list[str]:
    rows = _rows(
        "SELECT rolname FROM pg_roles WHERE"
        " (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
        f" AND rolname IN ('{WEB}', '{JOBS}', '{VAULT}')"
    )
    return [f"{name}: this role has powers it must not have" for (name,) in rows]


def _privileges() -> list[str]:
    """Rights nobody may have, read from the catalogue itself: the views show one's own only."""
    rows = _rows(
        "SELECT coalesce(r.rolname, 'PUBLIC'), c.relname, a.privilege_type FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a"
        " LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm', 'p') AND ("
        " a.grantee = 0 OR a.privilege_type IN ('TRUNCATE', 'TRIGGER', 'REFERENCES')"
        f" AND r.rolname IN ('{WEB}', '{JOBS}', '{VAULT}')"
        f" OR c.relname = ANY (ARRAY{sorted(VAULT_ONLY)}) AND r.rolname IN ('{WEB}', '{JOBS}')"
        " OR a.privilege_type IN ('UPDATE', 'DELETE')"
        f" AND c.relname = ANY (ARRAY{sorted(APPEND_ONLY)}) AND r.rolname <> '{OWNER}')"
    )
    return [f"{table}: {right} is granted to {who}" for who, table, right in rows]


def _open_tables() -> list[str]:
    """Any table with a case column that is not secured: a new table nobody thought of."""
    rows = _rows(
        "SELECT DISTINCT c.relname FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"
        " AND c.relkind IN ('r', 'v', 'm', 'p') AND t.attname IN ('case_id', 'readers')"
    )
    known = set(secured_tables()) | {"platform_casekey"}
    return [f"{name}: names a case and is not secured" for (name,) in rows if name not in known]
