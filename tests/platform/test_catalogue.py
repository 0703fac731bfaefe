"""The real database is in the declared state, and a deviation is noticed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections

from havre.platform import catalogue, rls
from havre.platform.roles import dangerous_powers


@pytest.fixture
def put_back() -> Iterator[None]:
    yield
    rls.synchronise("owner")
    assert catalogue.differences() == []


def as_owner(statement: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)


def test_a_fresh_database_is_as_declared() -> None:
    assert catalogue.differences() == []


def test_synchronising_again_changes_nothing() -> None:
    rls.synchronise("owner")
    assert catalogue.differences() == []


@pytest.mark.parametrize(
    ("statement", "noticed"),
    [
        ("ALTER TABLE cases_identity NO FORCE ROW LEVEL SECURITY", "cases_identity: row security"),
        ("ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY", "cases_case: row security"),
        ("DROP POLICY havre_delete ON cases_case", "cases_case: expected one policy"),
        (
            "CREATE POLICY more ON cases_case FOR SELECT TO havre_web USING (true)",
            "cases_case: expected one policy",
        ),
        ("GRANT TRUNCATE ON cases_case TO havre_web", "cases_case: TRUNCATE"),
        ("GRANT SELECT ON platform_casekey TO havre_web", "platform_casekey: SELECT"),
        ("GRANT SELECT ON cases_case TO PUBLIC", "cases_case: SELECT is granted to PUBLIC"),
    ],
)
def test_a_deviation_is_noticed(put_back: None, statement: str, noticed: str) -> None:
    as_owner(statement)
    found = catalogue.differences()
    as_owner("DROP POLICY IF EXISTS more ON cases_case")
    as_owner("REVOKE ALL ON cases_case FROM PUBLIC")
    assert any(line.startswith(noticed) for line in found), found


def test_a_new_table_about_a_case_is_noticed() -> None:
    as_owner("CREATE TABLE forgotten (case_id uuid)")
    try:
        assert catalogue.differences() == ["forgotten: names a case and is not secured"]
    finally:
        as_owner("DROP TABLE forgotten")


def test_the_serving_roles_have_no_dangerous_power() -> None:
    for alias, expected in (("default", []), ("vault", []), ("owner", True)):
        with (connection if alias == "default" else connections[alias]).cursor() as cursor:
            powers = dangerous_powers(cursor)
        assert bool(powers) is bool(expected), alias
