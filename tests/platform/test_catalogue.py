"""The real database is in the declared state, and a deviation is noticed."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, connections, transaction

from havre.platform import catalogue, closing, rls
from havre.platform.inventory import inventory
from havre.platform.roles import dangerous_powers
from tests import environment

pytestmark = pytest.mark.xdist_group("roles")
"""Roles are the whole server's: those who change them and those who look take turns."""


def as_owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_a_fresh_database_is_as_declared() -> None:
    assert catalogue.differences() == []


def test_synchronising_again_changes_nothing() -> None:
    rls.synchronise("owner")
    assert catalogue.differences() == []


DEVIATIONS = {
    "ALTER TABLE cases_identity NO FORCE ROW LEVEL SECURITY": "cases_identity: row security",
    "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY": "cases_case: row security",
    "DROP POLICY havre_delete ON cases_case": "cases_case: expected one policy",
    "CREATE POLICY more ON cases_case FOR SELECT TO havre_web USING (true)": (
        "cases_case: expected one policy"
    ),
    "CREATE POLICY more ON cases_case FOR SELECT TO PUBLIC USING (true)": (
        "cases_case: a policy for"
    ),
    "ALTER POLICY havre_select ON cases_case USING (true)": "cases_case: the policy for SELECT",
    "CREATE POLICY more ON housing_vacancy FOR SELECT TO havre_web USING (true)": (
        "housing_vacancy: has policies"
    ),
    "GRANT TRUNCATE ON cases_case TO havre_web": "cases_case: TRUNCATE",
    "GRANT UPDATE ON cases_case TO havre_web": "cases_case: UPDATE",
    "GRANT UPDATE (readers) ON cases_case TO havre_web": "cases_case: UPDATE of readers",
    "GRANT UPDATE (id) ON cases_case TO havre_web": "cases_case: UPDATE of id",
    "GRANT SELECT (id) ON cases_case TO PUBLIC": "cases_case: SELECT of id is granted to PUBLIC",
    "GRANT SELECT ON platform_casekey TO havre_web": "platform_casekey: SELECT",
    "GRANT SELECT ON cases_case TO PUBLIC": "cases_case: SELECT is granted to PUBLIC",
    "GRANT SELECT ON cases_case TO pg_monitor": "cases_case: SELECT is granted to pg_monitor",
    "GRANT UPDATE ON platform_journalentry TO havre_jobs": "platform_journalentry: UPDATE",
    "GRANT SELECT ON havre.acting_key TO havre_web": "acting_key: SELECT",
    "GRANT SELECT ON SEQUENCE organisations_user_id_seq TO havre_web": (
        "organisations_user_id_seq: SELECT"
    ),
    "CREATE TABLE forgotten (case_id uuid)": "forgotten: names a case and is not secured",
    "CREATE TABLE forgotten (note text)": "forgotten: nothing says whether",
    "CREATE VIEW seen AS SELECT id FROM cases_case": "seen: a view without security_invoker",
    "CREATE MATERIALIZED VIEW seen AS SELECT 1": "seen: a materialised view",
    "CREATE FUNCTION havre.f() RETURNS int LANGUAGE sql SECURITY DEFINER"
    " SET search_path = pg_catalog AS 'SELECT 1'": "f: runs as its owner and is not declared",
    "CREATE FUNCTION public.acting() RETURNS int LANGUAGE sql SECURITY DEFINER"
    " SET search_path = pg_catalog AS 'SELECT 1'": "acting: runs as its owner and is not declared",
    "CREATE FUNCTION havre.g() RETURNS int LANGUAGE sql AS 'SELECT 1'": "g: does not fix its",
    "CREATE FUNCTION public.h() RETURNS int LANGUAGE sql AS 'SELECT 1'": "h: PUBLIC may call it",
    "GRANT EXECUTE ON FUNCTION havre.recount() TO PUBLIC": "recount: PUBLIC may call it",
    "ALTER TABLE cases_case DISABLE TRIGGER havre_authorise": "cases_case: the trigger",
    "GRANT CREATE ON SCHEMA public TO havre_web": "public: CREATE is granted to havre_web",
    "GRANT USAGE ON SCHEMA havre TO PUBLIC": "havre: USAGE is granted to PUBLIC",
    "ALTER ROLE havre_web SET statement_timeout = '1h'": "havre_web: the setting statement_timeout",
}


@pytest.mark.parametrize("statement", DEVIATIONS)
def test_a_deviation_is_noticed(statement: str) -> None:
    """Tried as the owner within a transaction that is undone."""
    with transaction.atomic(using="owner"):
        role = "havre_web" if statement.startswith("ALTER ROLE") else None
        if role:
            statement_as_superuser(statement)
        else:
            as_owner(statement)
        try:
            found = catalogue.differences("owner")
        finally:
            if role:
                statement_as_superuser("ALTER ROLE havre_web RESET statement_timeout")
            transaction.set_rollback(True, using="owner")
    assert any(line.startswith(DEVIATIONS[statement]) for line in found), found


def statement_as_superuser(statement: str) -> None:
    with psycopg.connect(environment.superuser_url(), autocommit=True) as server:
        server.execute(statement)


@pytest.mark.parametrize(
    ("statement", "undo", "noticed"),
    [
        (
            "ALTER ROLE havre_jobs BYPASSRLS",
            "ALTER ROLE havre_jobs NOBYPASSRLS",
            "havre_jobs: this role has powers",
        ),
        (
            "ALTER ROLE havre_vault CREATEROLE",
            "ALTER ROLE havre_vault NOCREATEROLE",
            "havre_vault: this role has powers",
        ),
        (
            "GRANT pg_monitor TO havre_vault",
            "REVOKE pg_monitor FROM havre_vault",
            "havre_vault: is a member of pg_monitor",
        ),
    ],
)
def test_a_role_s_deviation_is_noticed(statement: str, undo: str, noticed: str) -> None:
    statement_as_superuser(statement)
    try:
        found = catalogue.differences()
    finally:
        statement_as_superuser(undo)
    assert any(line.startswith(noticed) for line in found), found


def test_a_reopened_door_of_the_server_is_noticed(worker_database: str) -> None:
    address = psycopg.conninfo.make_conninfo(environment.superuser_url(), dbname=worker_database)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("GRANT SELECT ON pg_locks TO PUBLIC")
    assert [line for line in catalogue.differences() if line.startswith("pg_locks and 0 others")]
    closing.close_database(environment.superuser_url(), worker_database)
    assert catalogue.differences() == []


def test_the_rights_are_exactly_those_that_are_granted() -> None:
    """Taking everything back and granting again changes no object and no right."""
    before = inventory("owner")
    rls.synchronise("owner")
    assert inventory("owner") == before


def test_the_serving_roles_have_no_dangerous_power() -> None:
    for alias, expected in (("default", []), ("vault", []), ("owner", True)):
        with (connection if alias == "default" else connections[alias]).cursor() as cursor:
            powers = dangerous_powers(cursor)
        assert bool(powers) is bool(expected), alias
