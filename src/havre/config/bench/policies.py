"""Policies on 200,000 cases, against the same filter written by hand.

A table like that of the cases, in the same database, under the policies that the product makes for
cases; the bare side asks the same table by the owner's connection, named by the same token in the
same transaction, with the same condition in words of SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.db import connections

from havre.cases.models import Case
from havre.config.bench.timing import elapsed, in_turns, ratio
from havre.platform import rls
from havre.platform.acting import Actor, acting

POLICIES_MAX = 1.5
TABLE = "bench_cases"
BY_HAND = """(
  (%(me)s = ANY (readers) AND id <> ALL (ARRAY(
     SELECT s.case_id FROM platform_share s
      WHERE s.organisation_id = %(me)s AND s.compartment = 'PROGRESS'
        AND s.closed_at IS NULL AND s.until <= clock_timestamp())))
  OR steward_id = %(me)s)
  AND (walls IS NULL
    OR NOT coalesce(walls -> 'organisations' @> to_jsonb(%(me)s), false)
    AND NOT coalesce(walls -> 'people' @> to_jsonb(abs(%(person)s)), false)
    AND (NOT coalesce(walls -> 'named' ? %(me)s::text, false)
         OR walls -> 'named' -> %(me)s::text @> to_jsonb(%(person)s)))"""
QUERIES = {
    "count": "SELECT count(*), min(stage_since) FROM bench_cases WHERE {} AND urgency = 2",
    "by_stage": "SELECT stage, count(*) FROM bench_cases WHERE {} GROUP BY stage ORDER BY stage",
    "latest": "SELECT reference, stage FROM bench_cases WHERE {} AND programme_id = %(programme)s "
    "ORDER BY stage_since DESC, id LIMIT 5000",
}


def policies(actors: dict[str, Actor], rows: int, repeat: int) -> dict[str, Any]:
    """Measure each query for each actor; the figure is the worst of them."""
    with table_of(rows):
        found = {
            f"{who} {name}": _query(query, actor, repeat)
            for who, actor in actors.items()
            for name, query in QUERIES.items()
        }
    worst = max(found, key=lambda name: float(found[name]["ratio"]))
    return found[worst] | {"rows": rows, "worst": worst, "queries": found}


@contextmanager
def table_of(rows: int) -> Iterator[None]:
    """A table of that many cases, copied from the real ones, for the time of the block."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (LIKE cases_case INCLUDING ALL)")
        try:
            _fill(cursor, rows)
            for statement in rls.policy_statements(_as_cases()):
                cursor.execute(statement)
            cursor.execute(f"GRANT SELECT ON {TABLE} TO {rls.SERVING}")
            cursor.execute(f"VACUUM ANALYZE {TABLE}")
            yield
        finally:
            cursor.execute(f"DROP TABLE {TABLE}")


def _fill(cursor: Any, rows: int) -> None:
    cursor.execute("SELECT count(*) FROM cases_case")
    times = -(-rows // int(cursor.fetchone()[0]))
    columns = [str(field.column) for field in Case._meta.local_concrete_fields]
    kept = [name for name in columns if name not in {"id", "reference"}]
    names = ", ".join([*kept, "readers", "writers", "walls"])
    cursor.execute(
        f"INSERT INTO {TABLE} (id, reference, {names}) "  # noqa: S608  names of columns
        f"SELECT gen_random_uuid(), row_number() OVER (), {names} "
        "FROM cases_case, generate_series(1, %s) LIMIT %s",
        [times, rows],
    )


def _as_cases() -> Any:
    """What `rls.policy_statements` asks of a model, for the copy."""
    return SimpleNamespace(
        _meta=SimpleNamespace(db_table=TABLE),
        compartment=Case.compartment,
        case_column=Case.case_column,
        owner_column=Case.owner_column,
    )


def _query(query: str, actor: Actor, repeat: int) -> dict[str, Any]:
    """Measure one query on both sides; raises RuntimeError when the answers differ."""
    said = {
        "me": actor.organisation_id,
        "person": actor.person,
        "programme": actor.programme_id,
    }

    def answer(using: str, condition: str) -> Any:
        with connections[using].cursor() as cursor:
            cursor.execute(query.format(condition), said)
            return cursor.fetchall()

    def timed(using: str, condition: str) -> float:
        with acting(actor, using=using):
            return elapsed(partial(answer, using, condition))

    sides = ("default", "true"), ("owner", BY_HAND)
    answers = []
    for using, condition in sides:
        with acting(actor, using=using):
            answers.append(answer(using, condition))
    if answers[0] != answers[1]:
        raise RuntimeError("the policies and the filter by hand do not show the same rows")
    under, by_hand = in_turns(partial(timed, *sides[0]), partial(timed, *sides[1]), repeat)
    return ratio(under, by_hand, POLICIES_MAX)
