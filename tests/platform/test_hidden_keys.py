"""Hidden against absent: every unique and foreign key of the case tables, through every path."""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Iterator

from django.db import connection, connections

from havre.allocations.models import Proposal
from havre.cases.models import Case
from havre.platform import rls
from havre.platform.compartments import case_models
from tests import world as w
from tests.platform.sql import CASE_TABLES, run
from tests.platform.strangers import STRANGERS, case, outcome
from tests.world import World

__all__ = ["case"]


def unique_keys() -> Iterator[tuple[str, tuple[str, ...]]]:
    """(table, columns) of every unique index of a case table, from the catalogue."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT i.indrelid::regclass::text, array_agg(a.attname::text ORDER BY a.attnum)"
            " FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
            " AND a.attnum = ANY (i.indkey) WHERE i.indisunique AND i.indrelid::regclass::text"
            " = ANY (%s) GROUP BY i.indexrelid, i.indrelid",
            [[*CASE_TABLES, *rls.OTHER_SECURED]],
        )
        yield from ((table, tuple(columns)) for table, columns in cursor.fetchall())


def test_every_unique_key_is_safe_by_its_shape() -> None:
    """A key that a stranger could hit names a case (refused before it is looked up), is drawn by
    the database, or is a row's random identifier: 122 bits that only a former reader knows."""
    drawn = {
        model._meta.db_table
        for model in case_models()
        if any(isinstance(f, rls.ReferenceField) for f in model._meta.local_concrete_fields)
    }
    parents = {m._meta.db_table: rls.parents(m) for m in case_models()}
    left = [
        (table, columns)
        for table, columns in unique_keys()
        if columns != ("id",)
        and "case_id" not in columns
        and not (columns == ("reference",) and table in drawn)
        and not set(columns) & set(parents.get(table, {}))
        and (table, columns) not in KEEPERS_ONLY
        and columns not in RANDOM_NAMES
    ]
    assert left == []


RANDOM_NAMES = {("stored_as",)}
"""Names of stored objects: drawn at random, they tell nothing to who has not read the row."""
KEEPERS_ONLY = {
    ("allocations_proposal", ("vacancy_id",)),
    ("allocations_proposal", ("vacancy_id", "place")),
    ("allocations_tenancy", ("vacancy_id",)),
    (  # an organisation's own alerts: a line in another's name is refused before it is looked up
        "oversight_accessalert",
        ("kind", "hour", "organisation_id", "programme_id", "user_id"),
    ),
}
"""Keys on rows that only the keeper of a case may add (`test_only_the_keeper_adds…`)."""


def copied(table: str, columns: dict[str, object]) -> tuple[str, list[object]]:
    """An INSERT of a row, given its columns."""
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(columns.values())


def one_row_of(case: Case, table: str) -> list[dict[str, object]]:
    """The first row of a hidden case in a table, as the owner reads it; none if it has none."""
    with connections["owner"].cursor() as cursor:
        key = "id" if table == "cases_case" else "case_id"
        cursor.execute(f'SELECT * FROM "{table}" WHERE {key} = %s ORDER BY id LIMIT 1', [case.pk])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fillable(model: object, row: dict[str, object]) -> dict[str, object]:
    fields = model._meta.local_concrete_fields  # type: ignore[attr-defined]
    return {f.column: f.get_db_prep_save(row[f.column], connection) for f in fields}


def test_hidden_and_absent_answer_alike_through_every_key(world: World, case: Case) -> None:
    """A copy of every hidden row, then the same about a case that does not exist: same answer."""
    tried = 0
    for model in case_models():
        table = model._meta.db_table
        for row in one_row_of(case, table):
            values = fillable(model, row) | {"id": uuid.uuid4()}
            if "case_id" not in values:
                continue
            for name, conflict in itertools.product(STRANGERS, ("", " ON CONFLICT DO NOTHING")):
                query, hidden = copied(table, values)
                _, absent = copied(table, values | {"case_id": uuid.uuid4()})
                answers = {
                    outcome(world, name, query + conflict, *parameters)
                    for parameters in (hidden, absent)
                }
                assert len(answers) == 1, (table, name, answers)
                tried += 1
    assert tried > 100


def test_hidden_and_absent_parents_answer_alike(world: World, case: Case) -> None:
    """A stranger who writes to a case of her own hangs a row on a hidden one, or on none."""
    mine = w.referred(world, "other_shelter", last_name="Autre")
    own = {"operator": w.admitted(world, last_name="Tierce"), "other_shelter": mine}
    tried = 0
    for model in case_models():
        for column in rls.parents(model):
            table = model._meta.db_table
            for row in one_row_of(case, table):
                for name, target in own.items():
                    values = fillable(model, row) | {"id": uuid.uuid4(), "case_id": target.pk}
                    query, hidden = copied(table, values)
                    _, absent = copied(table, values | {column: uuid.uuid4()})
                    answers = {outcome(world, name, query, *given) for given in (hidden, absent)}
                    assert len(answers) == 1, (table, column, name, answers)
                    assert next(iter(answers))[0] == "refused"
                    tried += 1
    assert tried >= 8


def test_the_other_tables_about_cases_answer_alike(world: World, case: Case) -> None:
    digest = (
        "INSERT INTO platform_identitydigest (id, organisation_id, case_id, digest) "
        "VALUES (gen_random_uuid(), %s, %s, 'x')"
    )
    share = (
        "INSERT INTO platform_share (id, case_id, organisation_id, compartment, reads, writes, "
        "basis, opened_at) VALUES (gen_random_uuid(), %s, %s, 'IDENTITY', true, true, 'LEASE', "
        "now())"
    )
    for name in STRANGERS:
        me = world.actors[name].organisation_id
        for reference in (case.pk, uuid.uuid4()):
            assert outcome(world, name, digest, me, reference)[:2] == ("refused", "42501")
            assert outcome(world, name, share, reference, me)[:2] == ("refused", "42501")


def test_only_the_keeper_adds_proposals_and_tenancies(world: World, case: Case) -> None:
    for model in (m for m in case_models() if "vacancy_id" in {f.column for f in m._meta.fields}):
        for row in one_row_of(case, model._meta.db_table):
            mine = w.referred(world, "other_shelter", last_name="Encore")
            values = fillable(model, row) | {"id": uuid.uuid4(), "case_id": mine.pk}
            query, given = copied(model._meta.db_table, values)
            for name in STRANGERS:
                assert outcome(world, name, query, *given)[:2] == ("refused", "42501")


def test_removing_a_visible_parent_tells_nothing_of_its_children(world: World, case: Case) -> None:
    """No serving role removes, or renumbers, a row on which rows of another compartment hang."""
    for model in case_models():
        table = model._meta.db_table
        if not rls.removable(model):
            answer = outcome(world, "operator", f'DELETE FROM "{table}"')
            assert answer[:2] == ("refused", "42501"), (table, answer)
        renumber = f'UPDATE "{table}" SET id = gen_random_uuid()'
        answer = outcome(world, "operator", renumber)
        assert answer[:2] == ("refused", "42501"), (table, answer)
    assert not rls.removable(Case)


def test_estimates_of_hidden_and_absent_keys_are_alike(world: World, case: Case) -> None:
    """EXPLAIN shows a guess made from the statistics of all rows: for a key, always one."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    proposal = one_row_of(case, Proposal._meta.db_table)[0]
    for query, hidden, absent in (
        ("SELECT 1 FROM cases_case WHERE id = %s", case.pk, uuid.uuid4()),
        ("SELECT 1 FROM cases_case WHERE reference = %s", case.reference, "ZZZZ-9999"),
        ("SELECT 1 FROM cases_identity WHERE case_id = %s", case.pk, uuid.uuid4()),
        ("SELECT 1 FROM allocations_proposal WHERE id = %s", proposal["id"], uuid.uuid4()),
    ):
        plans = set()
        for key in (hidden, absent):
            lines = run(world.funder, f"EXPLAIN {query}", key)
            plans.add(re.sub(r"'[^']*'", "…", "\n".join(line for (line,) in lines)))
        assert len(plans) == 1, plans
