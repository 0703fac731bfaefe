"""Row-level security, generated for every case table from its declared compartment.

`synchronise` brings a database to the declared state and may be run again at any time; it is
run after each migration, by the owner. The parts:

- schema `havre`: definer functions owned by the owner; the web and jobs roles may only call them;
- `readers` and `writers` on each case row: organisations that may read or write it, kept by
  triggers from the open shares, so that a revocation rewrites the rows it concerns and a waiting
  SELECT … FOR UPDATE is checked again;
- `walls` on the same rows: from whom the case is kept, whatever the shares (recused people and
  organisations, cases reserved to named people); no serving role may read that column;
- ENABLE and FORCE, one policy per command, for the roles that serve people. What may be read is
  said by a CASE: the planner takes it for one row in two, whereas it takes an ANY or an equality
  for one in twenty, and then sorts a whole list instead of reading it in the order of an index.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, models

from havre.platform.acting import derive_pads
from havre.platform.compartments import case_models
from havre.platform.embedded import JOBS, OWNER, VAULT, WEB
from havre.platform.references import ReferenceField

SERVING = f"{WEB}, {JOBS}"
APPEND_ONLY = {"platform_journalentry", "platform_journalattestation"}
SEALING = {"platform_journalpending", "platform_journalplace", "platform_journalhead"}
VAULT_ONLY = {"platform_casekey", "platform_ledgerwitness", *SEALING}
PRIVATE = {"django_migrations"}
OTHER_SECURED = {
    "platform_share": {"SELECT", "INSERT", "UPDATE"},
    "platform_journalentry": {"SELECT", "INSERT"},
    "platform_journalattestation": {"SELECT", "INSERT"},
    "oversight_accessalert": {"SELECT", "INSERT", "UPDATE"},
    "platform_identitydigest": {"SELECT", "INSERT", "DELETE"},
}
"""Tables about cases that are no rows of one compartment, and the commands allowed on each."""


def table_of(model: type[models.Model]) -> str:
    """Return the quoted table name of a model."""
    return f'"{model._meta.db_table}"'


def case_key(model: Any) -> str:
    """Return the column that names the case on a row of this model."""
    return str(model.case_column)


def column_statements(model: Any) -> list[str]:
    """Add the authorisation columns, and the trigger that keeps them out of reach."""
    table, name = table_of(model), model._meta.db_table
    scope = model.scope_column or ""
    return [
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS readers bigint[] NOT NULL DEFAULT '{{}}'",
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS writers bigint[] NOT NULL DEFAULT '{{}}'",
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS walls jsonb",
        f"DROP TRIGGER IF EXISTS havre_authorise ON {table}",
        f"CREATE TRIGGER havre_authorise BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
        f"EXECUTE FUNCTION havre.keep_authorised('{model.compartment.value}', "
        f"'{case_key(model)}', '{scope}')",
        f"COMMENT ON TABLE {table} IS 'compartment:{model.compartment.value} {name}'",
        *_trigger(model, "reference", "draw_reference", [], _has_reference(model)),
        *_trigger(model, "parents", "same_case", _parent_arguments(model), bool(parents(model))),
    ]


def _trigger(model: Any, name: str, function: str, arguments: list[str], wanted: bool) -> list[str]:
    """A check of what a serving role writes; the owner's functions and bulk work pass."""
    table = table_of(model)
    said = ", ".join(f"'{argument}'" for argument in arguments)
    return [
        f"DROP TRIGGER IF EXISTS havre_{name} ON {table}",
        *(
            [
                f"CREATE TRIGGER havre_{name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
                f"WHEN (current_user <> '{OWNER}') EXECUTE FUNCTION havre.{function}({said})"
            ]
            if wanted
            else []
        ),
    ]


def _has_reference(model: Any) -> bool:
    return any(isinstance(field, ReferenceField) for field in model._meta.local_concrete_fields)


def parents(model: Any) -> dict[str, str]:
    """Return {column: table} of the rows of the same case that a row of this model hangs on."""
    case_tables = {m._meta.db_table for m in case_models()}
    return {
        field.column: field.related_model._meta.db_table
        for field in model._meta.local_concrete_fields
        if field.is_relation
        and field.column != case_key(model)
        and field.related_model._meta.db_table in case_tables
    }


def _parent_arguments(model: Any) -> list[str]:
    pairs = [word for pair in sorted(parents(model).items()) for word in pair]
    return [case_key(model), *pairs]


def removable(model: Any) -> bool:
    """Tell whether rows may be removed by those who write them.

    Not when rows of another compartment hang on them: the refusal of a foreign key would tell of
    rows one does not see.
    """
    return not any(
        m.compartment is not model.compartment  # type: ignore[attr-defined]
        for m in case_models()
        if model._meta.db_table in parents(m).values() or case_key(model) == "id"
    )


ACTING = "(SELECT havre.acting())"
PASSES = f"havre.passes(walls, (SELECT havre.person()), {ACTING})"


def within_walls(condition: str) -> str:
    """Return a condition that holds only for whom the walls of the row let through."""
    return f"CASE WHEN walls IS NULL THEN ({condition}) ELSE {PASSES} AND ({condition}) END"


def policy_statements(model: Any) -> list[str]:
    """One policy per command: readers read, writers write; the steward may also move its case."""
    table, key = table_of(model), case_key(model)
    current = f"NOT ({key} = ANY ((SELECT havre.lapsed('{model.compartment.value}'))::uuid[]))"
    read = f"CASE WHEN {ACTING} = ANY (readers) THEN {current} ELSE false END"
    write = f"{ACTING} = ANY (writers) AND {current}"
    # who may only add changes and removes nothing: a statement without a condition reads no column,
    # and PostgreSQL then asks for no right to read
    change = f"{ACTING} = ANY (readers) AND {write}"
    if model.owner_column:  # an organisation's own row about a case it may see
        write = change = f"{read} AND {model.owner_column} = {ACTING}"
        read = f"{read} AND ({model.owner_column} = {ACTING} OR havre.steward({key}) = {ACTING})"
    insert = write
    if key == "id":  # the case itself: its steward creates it and hands it on
        insert = f"steward_id = {ACTING}"
        change = f"({change}) OR steward_id = {ACTING}"
        read = f"({read}) OR steward_id = {ACTING}"
    if getattr(model, "keeper_only", False):  # what left, or may not, is the keeper's to look at
        read = change = insert = f"havre.steward({key}) = {ACTING}"
    read, change, insert = within_walls(read), within_walls(change), within_walls(insert)
    return [
        *row_security(table),
        f"CREATE POLICY havre_select ON {table} FOR SELECT TO {SERVING} USING ({read})",
        f"CREATE POLICY havre_insert ON {table} FOR INSERT TO {SERVING} WITH CHECK ({insert})",
        f"CREATE POLICY havre_update ON {table} FOR UPDATE TO {SERVING} "
        f"USING ({change}) WITH CHECK ({change if key != 'id' else 'true'})",
        f"CREATE POLICY havre_delete ON {table} FOR DELETE TO {SERVING} USING ({change})",
    ]


def row_security(table: str) -> list[str]:
    """Turn row security on, forced, and drop the policies that are about to be remade."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        *(
            f"DROP POLICY IF EXISTS havre_{command} ON {table}"
            for command in ("select", "insert", "update", "delete", "vault")
        ),
    ]


def share_statements() -> list[str]:
    """Shares: seen by their organisation and by the case's steward, who alone opens and closes."""
    table = '"platform_share"'
    steward = f"havre.steward(case_id) = {ACTING}"
    own = within_walls(f"CASE WHEN organisation_id = {ACTING} THEN true ELSE {steward} END")
    return [
        f"ALTER TABLE {table} ADD COLUMN IF NOT EXISTS walls jsonb",
        f"DROP TRIGGER IF EXISTS havre_keep ON {table}",
        f"CREATE TRIGGER havre_keep BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW "
        "EXECUTE FUNCTION havre.keep_share()",
        *row_security(table),
        f"CREATE POLICY havre_select ON {table} FOR SELECT TO {SERVING} USING ({own})",
        f"CREATE POLICY havre_insert ON {table} FOR INSERT TO {SERVING} WITH CHECK ({steward})",
        f"CREATE POLICY havre_update ON {table} FOR UPDATE TO {SERVING} "
        f"USING ({steward}) WITH CHECK ({steward})",
        f"CREATE POLICY havre_vault ON {table} FOR SELECT TO {VAULT} USING (true)",
        *(
            statement
            for event, transition in (
                ("INSERT", "NEW TABLE AS changed"),
                ("UPDATE", "NEW TABLE AS changed"),
                ("DELETE", "OLD TABLE AS changed"),
            )
            for statement in (
                f"DROP TRIGGER IF EXISTS havre_spread_{event.lower()} ON {table}",
                f"CREATE TRIGGER havre_spread_{event.lower()} AFTER {event} ON {table} "
                f"REFERENCING {transition} FOR EACH STATEMENT "
                "EXECUTE FUNCTION havre.spread_shares()",
            )
        ),
    ]


def own_rows_statements(table: str, *, column: str = "organisation_id") -> list[str]:
    """A table of organisation-owned lines about cases: each organisation sees its own."""
    quoted = f'"{table}"'
    steward = f"havre.steward(case_id) = {ACTING}"
    own = f"CASE WHEN {column} = {ACTING} THEN havre.was_told(case_id) ELSE {steward} END"
    return [
        *row_security(quoted),
        f"CREATE POLICY havre_select ON {quoted} FOR SELECT TO {SERVING} USING ({own})",
        f"CREATE POLICY havre_insert ON {quoted} FOR INSERT TO {SERVING} WITH CHECK "
        f"(({column} = {ACTING} OR havre.steward(case_id) = {ACTING}) "
        # the case must be seen: its foreign key would tell a hidden one from an absent one
        "AND EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id))",
        f"CREATE POLICY havre_delete ON {quoted} FOR DELETE TO {SERVING} USING ({own})",
        f"CREATE POLICY havre_vault ON {quoted} FOR ALL TO {VAULT} USING (true) WITH CHECK (true)",
    ]


def grant_statements(tables: list[str]) -> list[str]:
    """Grants: nothing by default, what each role needs, and the columns of nobody's."""
    case_tables: dict[str, Any] = {model._meta.db_table: model for model in case_models()}
    by_column = case_tables | {"platform_share": apps.get_model("platform", "Share")}
    statements = [
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public, havre TO {SERVING}, {VAULT}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {SERVING}, {VAULT}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA havre FROM PUBLIC, {SERVING}, {VAULT}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {SERVING}, {VAULT}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {SERVING}",  # draws, never reads
        f"GRANT SELECT ON platform_share TO {VAULT}",
        f"GRANT SELECT, INSERT, DELETE ON platform_casekey TO {VAULT}",
        f"GRANT SELECT, INSERT ON platform_journalentry TO {VAULT}",
        f"GRANT SELECT, INSERT ON platform_journalplace, platform_journalhead TO {VAULT}",
        f"GRANT SELECT, INSERT ON platform_ledgerwitness TO {VAULT}",
        f"GRANT SELECT ON platform_journalattestation TO {VAULT}",
        f"GRANT SELECT, DELETE ON platform_journalpending TO {VAULT}",
        f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {SERVING}",
    ]
    for table in tables:
        if table in VAULT_ONLY or table in PRIVATE:
            continue
        rights = "SELECT, INSERT" if table in APPEND_ONLY else "SELECT, INSERT, UPDATE, DELETE"
        if table in OTHER_SECURED:
            rights = ", ".join(sorted(OTHER_SECURED[table]))
        if table in by_column:
            columns = [f'"{f.column}"' for f in by_column[table]._meta.local_concrete_fields]
            every = ", ".join(columns)
            updated = ", ".join(column for column in columns if column != '"id"')
            rights = f"SELECT ({every}), INSERT ({every}), UPDATE ({updated})"
            if table in case_tables:
                rights += ", SELECT (readers, writers)"
                rights += ", DELETE" if removable(case_tables[table]) else ""
        statements.append(f'GRANT {rights} ON "{table}" TO {SERVING}')
    return statements


def registry_statements() -> list[str]:
    """Tell the spreading function which table holds which compartment."""
    rows = ", ".join(
        f"('{m._meta.db_table}', '{m.compartment.value}', '{m.case_column}', "  # type: ignore[attr-defined]
        f"'{m.scope_column or ''}')"  # type: ignore[attr-defined]
        for m in case_models()
    )
    return ["DELETE FROM havre.case_table", f"INSERT INTO havre.case_table VALUES {rows}"]


def guards() -> list[str]:
    """Return the SQL that a capability adds of its own: its file `guard.sql`, where it has one."""
    named = (config.module for config in apps.get_app_configs() if config.module)
    found = (files(module) / "guard.sql" for module in named)
    return [path.read_text(encoding="utf-8") for path in found if path.is_file()]


def synchronise(using: str = "owner") -> None:
    """Bring functions, columns, triggers, policies and grants to the declared state, as owner."""
    connection = connections[using]
    functions = files("havre.platform").joinpath("rls.sql").read_text(encoding="utf-8")
    inner, outer = derive_pads(settings.HAVRE_ACTING_SECRET)
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
    tables = sorted(set(tables) & existing | {t for t in existing if t.startswith("procrastinate")})
    statements: list[str] = []
    for model in case_models():
        statements += column_statements(model) + policy_statements(model)
    statements += share_statements() + own_rows_statements("platform_identitydigest")
    statements += journal_statements() + registry_statements() + grant_statements(tables)
    from django.db import transaction

    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(20241124)")
        cursor.execute(functions)
        cursor.execute("DELETE FROM havre.acting_key")
        cursor.execute("INSERT INTO havre.acting_key VALUES (%s, %s)", [inner, outer])
        for statement in statements:
            cursor.execute(statement)
        for guard in guards():
            cursor.execute(guard)
        # a function made a moment ago is everybody's until somebody says it is not
        cursor.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public, havre FROM PUBLIC")


def journal_statements() -> list[str]:
    """The journal: written by all in their own name, read by its organisation and the steward."""
    table, steward = '"platform_journalentry"', f"havre.steward(case_id) = {ACTING}"
    own = f"(organisation_id = {ACTING} OR behalf_of_id = {ACTING})"
    known = "CASE WHEN case_id IS NULL THEN true ELSE havre.was_told(case_id) END"
    return [
        *row_security(table),
        f"CREATE POLICY havre_select ON {table} FOR SELECT TO {SERVING} "
        f"USING (CASE WHEN {own} THEN {known} ELSE {steward} "
        "OR (case_id IS NULL AND organisation_id = (SELECT havre.named()) "
        "AND user_id = (SELECT havre.named_person())) END)",
        f"CREATE POLICY havre_insert ON {table} FOR INSERT TO {SERVING} "
        "WITH CHECK (organisation_id IS NOT DISTINCT FROM (SELECT havre.named()))",
        f"CREATE POLICY havre_vault ON {table} FOR ALL TO {VAULT} USING (true) WITH CHECK (true)",
        *attestation_statements(),
    ]


def attestation_statements() -> list[str]:
    """Attestations: each organisation writes its own; all may see that they were given."""
    table, acting = '"platform_journalattestation"', "(SELECT havre.acting())"
    return [
        *row_security(table),
        f"CREATE POLICY havre_select ON {table} FOR SELECT TO {SERVING} "
        f"USING ({acting} IS NOT NULL)",
        f"CREATE POLICY havre_insert ON {table} FOR INSERT TO {SERVING} "
        f"WITH CHECK (organisation_id = {acting})",
        f"CREATE POLICY havre_vault ON {table} FOR SELECT TO {VAULT} USING (true)",
    ]
