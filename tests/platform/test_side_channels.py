"""What PostgreSQL tells beside the rows: every door an injected statement could try."""

from __future__ import annotations

import re
import threading
import uuid

import pytest
from django.db import DatabaseError, connection, connections
from django.db.utils import ProgrammingError

from havre.cases.models import Case
from havre.platform.acting import acting, sign
from havre.platform.compartments import case_models
from havre.platform.models import Share
from havre.sharing import actions as sharing
from tests import world as w
from tests.platform.sql import CASE_TABLES, run
from tests.platform.strangers import STRANGERS, case, outcome
from tests.world import World

__all__ = ["case"]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM pg_stat_activity",
        "SELECT * FROM pg_stat_get_activity(NULL)",
        "SELECT * FROM pg_stat_user_tables",
        "SELECT * FROM pg_stat_xact_user_tables",
        "SELECT * FROM pg_statio_user_tables",
        "SELECT pg_stat_get_live_tuples('cases_case'::regclass)",
        "SELECT pg_stat_get_tuples_inserted('cases_case'::regclass)",
        "SELECT * FROM pg_stats",
        "SELECT * FROM pg_stats_ext",
        "SELECT * FROM pg_locks",
        "SELECT pg_lock_status()",
        "SELECT pg_try_advisory_lock(1)",
        "SELECT pg_advisory_xact_lock(1)",
        "SELECT pg_try_advisory_xact_lock_shared(1)",
        "SELECT pg_relation_size('cases_case')",
        "SELECT pg_total_relation_size('cases_case')",
        "SELECT pg_terminate_backend(1)",
        "SELECT pg_cancel_backend(1)",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT last_value FROM organisations_user_id_seq",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY cases_case TO '/tmp/cases'",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT * FROM pg_ls_dir('.')",
        "SELECT pg_ls_waldir()",
        "CREATE EXTENSION dblink",
        "CREATE EXTENSION postgres_fdw",
        "CREATE EXTENSION pg_stat_statements",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_statistic",
        "CREATE TEMP TABLE cases_case (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION havre.acting2() RETURNS bigint LANGUAGE sql AS 'SELECT 1'",
        "CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = texteq)",
        "CREATE VIEW public.mine AS SELECT 1",
        "CREATE TRIGGER mine BEFORE INSERT ON cases_case EXECUTE FUNCTION havre.keep_authorised()",
        "CREATE PUBLICATION mine FOR TABLE cases_case",
        "ALTER FUNCTION havre.acting() OWNER TO CURRENT_USER",
        "SET session_replication_role = replica",
        "SET ROLE havre_vault",
        "SET ROLE havre_jobs",
        "SET track_activities = on",
        "ALTER ROLE havre_web BYPASSRLS",
        "ALTER ROLE havre_vault PASSWORD 'x'",
        "GRANT havre_owner TO havre_web",
        "REINDEX TABLE cases_case",
        "CLUSTER cases_case",
        "LOCK TABLE cases_case IN ACCESS EXCLUSIVE MODE",
        "DELETE FROM cases_case",
        "SELECT * FROM havre.lease",
        "SELECT havre.recount()",
        "SELECT havre.write_leases(NULL)",
    ],
)
def test_the_web_role_is_refused(world: World, statement: str) -> None:
    with pytest.raises((ProgrammingError, DatabaseError)) as refusal:
        run(world.operator, statement)
    assert refusal.value.__cause__.sqlstate in {"42501", "0A000", "42883", "58P01"}  # type: ignore[union-attr]


def test_row_security_off_is_an_error_and_not_a_way_round(world: World, case: Case) -> None:
    with pytest.raises(ProgrammingError), acting(world.landlord), connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        cursor.execute("SELECT count(*) FROM cases_case")


def test_an_error_raised_by_a_condition_never_meets_a_hidden_row(world: World, case: Case) -> None:
    for table in CASE_TABLES:
        for name in ("funder", "specialist"):
            query = f"SELECT count(*) FROM {table} t WHERE 1 / (length(t.id::text) * 0) > 0"
            assert run(world.actors[name], query) == [(0,)], table


def test_a_stranger_cannot_tell_who_keeps_a_hidden_case(world: World, case: Case) -> None:
    query = "SELECT havre.steward(%s)"
    for name in STRANGERS:
        hidden = run(world.actors[name], query, case.pk)
        assert hidden == run(world.actors[name], query, uuid.uuid4()) == [(0,)]
    assert run(world.operator, query, case.pk) == [(world.operator.organisation_id,)]


def test_a_reference_is_drawn_by_the_database(world: World, case: Case) -> None:
    """Asking for a hidden case's reference, or for a free one, ends alike: another is drawn."""
    columns = "id, reference, programme_id, steward_id, pathway, stage, stage_since, urgency, "
    query = (
        f"INSERT INTO cases_case ({columns} created_at, admission_refusal) VALUES "
        "(gen_random_uuid(), %s, %s, %s, 'SHELTERED', 'DRAFT', now(), 2, now(), '') "
        "{} RETURNING reference"
    )
    stranger = world.other_shelter
    for conflict in ("", "ON CONFLICT DO NOTHING", "ON CONFLICT (reference) DO NOTHING"):
        for wanted in (case.reference, "ZZZZ-9999"):
            ((drawn,),) = run(
                stranger,
                query.format(conflict),
                wanted,
                stranger.programme_id,
                stranger.organisation_id,
            )
            assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", drawn)
            assert drawn != wanted
    for wanted in (case.reference, "ZZZZ-9999"):
        update = "UPDATE cases_case SET reference = %s RETURNING 1"
        assert len(run(stranger, update, wanted)) == 6
    assert run(stranger, "SELECT 1 FROM cases_case WHERE reference = 'ZZZZ-9999'") == []


def test_the_application_is_told_the_reference_drawn(world: World) -> None:
    case = w.referred(world)
    stored = run(world.shelter, "SELECT reference FROM cases_case WHERE id = %s", case.pk)
    assert stored == [(case.reference,)]


def test_explain_analyze_counts_no_hidden_row(world: World, case: Case) -> None:
    lines = run(
        world.funder,
        "EXPLAIN (ANALYZE, TIMING off, SUMMARY off, COSTS off) SELECT 1 FROM cases_case",
    )
    assert "rows=0" in lines[0][0] or "rows=0.00" in lines[0][0], lines


def test_no_lock_of_a_stranger_holds_up_a_revocation(world: World, case: Case) -> None:
    """The lock that orders shares is taken within triggers only."""
    done = threading.Event()

    def revoke() -> None:
        with acting(world.operator):
            sharing.close_shares(
                case.pk, actor=world.operator, organisation_id=world.shelter.organisation_id
            )
        done.set()
        connections.close_all()

    revoking = threading.Thread(target=revoke)
    with acting(world.shelter), connection.cursor() as cursor:
        cursor.execute("SELECT havre.await_shares(%s)", [case.pk])
        revoking.start()
        assert done.wait(10)
    revoking.join(5)


def test_statements_of_other_sessions_are_never_shown(world: World) -> None:
    """They hold the signed name of the organisation that runs them."""
    for alias in ("default", "vault"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW track_activities")
            assert cursor.fetchone() == ("off",), alias


def test_a_prepared_statement_serves_each_in_her_own_name(world: World, case: Case) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PREPARE peek AS SELECT count(*) FROM cases_case")
    try:
        seen = {
            name: run(world.actors[name], "EXECUTE peek")
            for name in ("operator", "funder", "shelter", "specialist", "operator")
        }
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE peek")
    assert seen == {
        "operator": [(1,)],
        "funder": [(0,)],
        "shelter": [(1,)],
        "specialist": [(0,)],
    }


def test_a_held_cursor_was_filled_in_its_own_name(world: World, case: Case) -> None:
    """WITH HOLD keeps what was read within the transaction, and nothing a later one could add."""
    run(world.funder, "DECLARE kept CURSOR WITH HOLD FOR SELECT id FROM cases_case")
    with connection.cursor() as cursor:
        try:
            cursor.execute("FETCH ALL FROM kept")
            assert cursor.fetchall() == []
        finally:
            cursor.execute("CLOSE kept")


def test_a_session_wide_token_is_not_taken_by_the_next_request(world: World, case: Case) -> None:
    """A name set for the session by an injected statement yields to each request's own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('havre.token', %s, false)", [sign(world.operator)])
        try:
            assert run(world.funder, "SELECT count(*) FROM cases_case") == [(0,)]
        finally:
            cursor.execute("SELECT set_config('havre.token', '', false)")


def test_a_shadowing_search_path_changes_nothing(world: World, case: Case) -> None:
    with acting(world.funder), connection.cursor() as cursor:
        for path in ("pg_temp, public, havre", "havre, public", "''", '"$user", pg_catalog'):
            cursor.execute("SELECT set_config('search_path', %s, true)", [path])
            cursor.execute("SELECT count(*), havre.acting() FROM public.cases_case")
            assert cursor.fetchone() == (0, world.funder.organisation_id)


def test_notifications_carry_no_case(world: World) -> None:
    """Whoever listens hears that a job waits, and its number."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT p.prosrc FROM pg_proc p WHERE p.prosrc ~ 'pg_notify'"
            " AND p.pronamespace = 'public'::regnamespace"
        )
        sources = [source for (source,) in cursor.fetchall()]
    assert sources
    assert not [source for source in sources if "args" in source or "case" in source.lower()]


def test_a_wrong_case_is_refused_like_an_absent_share(world: World, case: Case) -> None:
    """Updating what is hidden counts no row, as for what is not there."""
    for name in STRANGERS:
        for table, model in ((m._meta.db_table, m) for m in case_models() if m is not Case):
            column = next(
                f.column
                for f in model._meta.local_concrete_fields
                if f.column not in {"id", "case_id"}
            )
            query = f'UPDATE "{table}" SET "{column}" = "{column}" WHERE case_id = %s'
            pair = {outcome(world, name, query, key) for key in (case.pk, uuid.uuid4())}
            assert pair == {("rows", 0)}, (table, name, pair)


def test_counts_and_ends_of_shares_stay_with_their_own(world: World, case: Case) -> None:
    total = Share.objects.using("owner").count()
    assert total > 10
    for name in STRANGERS:
        seen = run(world.actors[name], "SELECT DISTINCT organisation_id FROM platform_share")
        assert {row[0] for row in seen} <= {world.actors[name].organisation_id}
