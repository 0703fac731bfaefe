"""Everything the two schemas hold, as comparable lines: two databases alike have the same."""

from __future__ import annotations

from django.db import connections

LISTS = {
    "relation": (
        "SELECT n.nspname, c.relname, c.relkind, pg_get_userbyid(c.relowner), c.relrowsecurity,"
        " c.relforcerowsecurity, c.reloptions::text, ARRAY(SELECT a::text FROM unnest(coalesce("
        "c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\","
        " c.relowner))) a ORDER BY 1)::text FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {where} AND c.relkind <> 'c'"
    ),
    "column": (
        "SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),"
        " a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid),"
        " ARRAY(SELECT x::text FROM unnest(a.attacl) x ORDER BY 1)::text"
        " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
        " WHERE {where} AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v', 'p')"
    ),
    "policy": (
        "SELECT n.nspname, tablename, policyname, permissive, roles::text, cmd, qual, with_check"
        " FROM pg_policies JOIN pg_namespace n ON n.nspname = schemaname WHERE {where}"
    ),
    "constraint": (
        "SELECT n.nspname, c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid),"
        " c.convalidated FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
        " WHERE {where} AND c.contype <> 'n'"
    ),
    "index": (
        "SELECT n.nspname, indexname, indexdef FROM pg_indexes"
        " JOIN pg_namespace n ON n.nspname = schemaname WHERE {where}"
    ),
    "trigger": (
        "SELECT n.nspname, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid) FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE {where} AND NOT t.tgisinternal"
    ),
    "function": (
        "SELECT n.nspname, pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner),"
        " obj_description(p.oid, 'pg_proc'), ARRAY(SELECT a::text FROM unnest(p.proacl) a"
        " ORDER BY 1)::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE {where} AND p.prokind IN ('f', 'p')"
    ),
    "schema": (
        "SELECT n.nspname, pg_get_userbyid(n.nspowner), ARRAY(SELECT a::text FROM"
        " unnest(n.nspacl) a ORDER BY 1)::text FROM pg_namespace n WHERE {where}"
    ),
}


def inventory(using: str) -> set[str]:
    """Return one line per object of `public` and `havre`, its rights included."""
    lines: set[str] = set()
    with connections[using].cursor() as cursor:
        for kind, query in LISTS.items():
            cursor.execute(query.format(where="n.nspname IN ('public', 'havre')"))
            for row in cursor.fetchall():
                lines.add(" | ".join([kind, *(str(part) for part in row)]))
    return lines
