"""What PostgreSQL leaves open to every role and Havre closes, in its own database.

Any role may by default read what other sessions are doing (their statements hold the signed name
they act in), see which locks are held, count the rows written to each table, take advisory locks
(a stranger could then hold up a revocation) and end other sessions of the same role. Only a
superuser may take these rights away; `havre database` does, and `havre check` looks.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from havre.platform.embedded import JOBS, OWNER, VAULT, WEB

SERVING_ROLES = (WEB, JOBS, VAULT)
CLOSED_VIEWS = r"^pg_(stat|statio|locks|prepared_xacts|shmem|backend_memory)"
CLOSED_FUNCTIONS = (
    r"^(pg_(try_)?advisory_|pg_stat_get_|pg_lock_status|pg_blocking_pids|pg_safe_snapshot"
    r"|lo_|loread|lowrite|pg_(relation|table|total_relation|indexes|database|tablespace)_size"
    r"|pg_cancel_backend|pg_terminate_backend|pg_prepared_xact)"
)
ROLE_SETTINGS = (
    "log_error_verbosity=terse",
    "log_lock_waits=off",
    "log_min_duration_sample=-1",
    "log_min_duration_statement=-1",
    "log_min_error_statement=panic",
    "log_min_messages=log",
    "log_parameter_max_length=0",
    "log_parameter_max_length_on_error=0",
    "log_statement=none",
    "track_activities=off",
)
"""No session of a serving role shows its statements to another, whoever may look, nor leaves
statements, values or errors (which may repeat a value) in the log of the server."""

OPEN_VIEWS = (
    "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'pg_catalog'::regnamespace"
    " AND c.relkind = 'v' AND c.relname ~ %s AND EXISTS (SELECT 1 FROM aclexplode(c.relacl) a"
    " WHERE a.grantee = 0) ORDER BY 1"
)
OPEN_FUNCTIONS = (
    "SELECT p.oid::regprocedure::text FROM pg_proc p"
    " WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND p.proname ~ %s"
    " AND (p.proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0))"
    " ORDER BY 1"
)


def close_database(superuser_url: str, name: str) -> None:
    """Take these rights from everybody but the owner, in the database `name`; may be repeated."""
    target = psycopg.conninfo.make_conninfo(superuser_url, dbname=name)
    owner = sql.Identifier(OWNER)
    with psycopg.connect(target) as connection:
        for (view,) in connection.execute(OPEN_VIEWS, [CLOSED_VIEWS]).fetchall():
            named = sql.SQL(view)  # quoted by the server
            connection.execute(sql.SQL("REVOKE ALL ON {} FROM PUBLIC").format(named))
            connection.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(named, owner))
        for (function,) in connection.execute(OPEN_FUNCTIONS, [CLOSED_FUNCTIONS]).fetchall():
            named = sql.SQL(function)
            connection.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(named))
            connection.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(named, owner))


def quiet_roles(connection: psycopg.Connection) -> None:
    """Make the serving roles' sessions keep their statements to themselves."""
    for role in SERVING_ROLES:
        for setting in ROLE_SETTINGS:
            name, value = setting.split("=")
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(
                    sql.Identifier(role), sql.Identifier(name), sql.Literal(value)
                )
            )
