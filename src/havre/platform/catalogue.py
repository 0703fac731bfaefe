"""Compares the database's catalogue with what is declared: row security, policies, rights, powers.

Every table, view, function and sequence of the schemas `public` and `havre` is looked at, whoever
made it: what nobody declared is a difference, and one difference fails the build.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import connections

from havre.platform import closing
from havre.platform.compartments import case_models
from havre.platform.definers import DEFINERS
from havre.platform.embedded import JOBS, OWNER, VAULT, WEB
from havre.platform.rls import APPEND_ONLY, OTHER_SECURED, VAULT_ONLY

COMMANDS = {"SELECT", "INSERT", "UPDATE", "DELETE"}

LIBRARY_APPS = {
    "account",
    "auth",
    "contenttypes",
    "mfa",
    "procrastinate",
    "sessions",
    "socialaccount",
    "usersessions",
}
LIBRARY_PREFIXES = ("procrastinate_",)
"""Tables of the parts used: accounts, sessions, jobs. None may name a case."""

WHERE = "n.nspname IN ('public', 'havre')"
SERVING = (WEB, JOBS, VAULT)


def secured_tables() -> dict[str, set[str]]:
    """Return {table: commands} of every table that must be under forced row security."""
    own = {model._meta.db_table: COMMANDS for model in case_models()}
    return own | OTHER_SECURED


def plain_tables() -> set[str]:
    """Tables said to be about no case: their model says why in `about_no_case`."""
    found = {"django_migrations"}
    for model in apps.get_models(include_auto_created=True):
        ours = isinstance(getattr(model, "about_no_case", None), str)
        if ours or model._meta.app_label in LIBRARY_APPS:
            found.add(model._meta.db_table)
    return found


def differences(using: str = "default") -> list[str]:
    """Return one line per difference between the declared state and the catalogue; [] is right."""
    checks = (
        _tables,
        _policies,
        _views,
        _rights,
        _columns,
        _functions,
        _triggers,
        _roles,
        _schemas,
        _server,
    )
    return [line for check in checks for line in check(using)]


def _rows(using: str, query: str, *parameters: str | list[str]) -> list[tuple[str, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(query, parameters or None)
        return list(cursor.fetchall())


def _tables(using: str) -> Iterator[str]:
    """Each table is secured and forced, or is the vault's, or says it is about no case."""
    rows = _rows(
        using,
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, EXISTS ("
        " SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped"
        " AND a.attname IN ('case_id', 'readers', 'writers'))"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'f') ORDER BY 1",
    )
    secured, plain = secured_tables(), plain_tables()
    for name, forced, names_case in rows:
        if name in secured:
            if not forced:
                yield f"{name}: row security is not enabled and forced"
        elif name in VAULT_ONLY:
            continue
        elif names_case:
            yield f"{name}: names a case and is not secured"
        elif name not in plain and not name.startswith(LIBRARY_PREFIXES):
            yield f"{name}: nothing says whether it is about a case"
    missing = sorted(set(secured) - {name for name, _, _ in rows})
    yield from (f"{name}: is declared and does not exist" for name in missing)


def _policies(using: str) -> Iterator[str]:
    """One permissive policy for each command and role, with a condition, and no other."""
    rows = _rows(
        using,
        "SELECT tablename, cmd, role::text, permissive, CASE cmd WHEN 'INSERT' THEN with_check"
        " ELSE qual END FROM pg_policies, unnest(roles) role"
        " WHERE schemaname IN ('public', 'havre') ORDER BY 1, 2, 3",
    )
    found: dict[tuple[str, str], list[str]] = {}
    secured = secured_tables()
    for table, command, role, permissive, condition in rows:
        found.setdefault((table, role), []).append(command)
        if permissive != "PERMISSIVE":
            continue  # it can only take away
        if role not in SERVING:
            yield f"{table}: a policy for {role}"
        elif role != VAULT and condition in (None, "true"):
            yield f"{table}: the policy for {command} has no condition"
    for table, commands in secured.items():
        for role in (WEB, JOBS):
            if sorted(found.get((table, role), [])) != sorted(commands):
                yield (
                    f"{table}: expected one policy for each of {sorted(commands)}, "
                    f"found {sorted(found.get((table, role), []))} for {role}"
                )
        vault = found.get((table, VAULT), [])
        if len(vault) != len(set(vault)) or ("ALL" in vault and len(vault) > 1):
            yield f"{table}: several policies for the same command for {VAULT}"
    strays = {table for table, _ in found} - set(secured)
    yield from (f"{table}: has policies and is not declared" for table in sorted(strays))


def _views(using: str) -> Iterator[str]:
    """Views read in the name of whoever asks; a materialised view cannot, and none may exist."""
    rows = _rows(
        using,
        "SELECT c.relname, c.relkind::text, coalesce(c.reloptions, '{}')::text[] FROM pg_class c"
        f" JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {WHERE} AND relkind IN ('v', 'm')",
    )
    for name, kind, options in rows:
        if kind == "m":
            yield f"{name}: a materialised view keeps rows out of reach of row security"
        elif not {"security_invoker=true", "security_invoker=on"} & set(options):
            yield f"{name}: a view without security_invoker"


def _rights(using: str) -> Iterator[str]:
    """Who holds which right, read from the catalogue itself: the views show one's own only."""
    rows = _rows(
        using,
        "SELECT n.nspname, c.relname, c.relkind::text, coalesce(r.rolname, 'PUBLIC'),"
        " a.privilege_type FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,"
        " aclexplode(c.relacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee"
        f" WHERE {WHERE} AND a.grantee <> c.relowner ORDER BY 1, 2, 4, 5",
    )
    for schema, name, kind, who, right in rows:
        if _refused(schema, name, kind, who, right):
            yield f"{name}: {right} is granted to {who}"


def _refused(schema: str, name: str, kind: str, who: str, right: str) -> bool:
    """Tell whether this right is one that nobody may have there."""
    if who not in SERVING or schema == "havre":
        return True
    if kind == "S":
        return right != "USAGE" or who == VAULT
    if right not in COMMANDS:
        return True
    if name in APPEND_ONLY and right not in {"SELECT", "INSERT"}:
        return True
    if name in VAULT_ONLY:
        return who != VAULT
    if name in OTHER_SECURED:
        return who != VAULT and right not in OTHER_SECURED[name]
    if name in {model._meta.db_table for model in case_models()}:
        return right in {"SELECT", "INSERT", "UPDATE"}  # column by column only
    return who == VAULT and right != "SELECT"


def _columns(using: str) -> Iterator[str]:
    """Nobody writes who is authorised, reads from whom a case is kept, or renumbers a row."""
    rows = _rows(
        using,
        "SELECT c.relname, t.attname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type"
        " FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(t.attacl) a"
        f" LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {WHERE} ORDER BY 1, 2, 3",
    )
    for table, column, who, right in rows:
        kept = column == "walls" or (column in {"readers", "writers"} and right != "SELECT")
        kept = kept or (column == "id" and right == "UPDATE")
        if who not in SERVING or kept:
            yield f"{table}: {right} of {column} is granted to {who}"


def _functions(using: str) -> Iterator[str]:
    """Functions are the owner's; those that run as it are declared; all fix their search path
    (those of the job library, which run as whoever calls them, apart); PUBLIC calls none."""
    rows = _rows(
        using,
        "SELECT n.nspname, p.proname, pg_get_userbyid(p.proowner)::text,"
        " p.prosecdef, coalesce(array_to_string(p.proconfig, ' '), '') ~ 'search_path=',"
        " p.proacl IS NULL OR EXISTS (SELECT 1 FROM aclexplode(p.proacl) a WHERE a.grantee = 0)"
        f" FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {WHERE}"
        " ORDER BY 1, 2",
    )
    for schema, name, owner, definer, fixed, everybody in rows:
        if owner != OWNER:
            yield f"{name}: belongs to {owner}"
        if definer and (schema != "havre" or name not in DEFINERS):
            yield f"{name}: runs as its owner and is not declared"
        if not fixed and (definer or schema == "havre"):
            yield f"{name}: does not fix its search path"
        if everybody:
            yield f"{name}: PUBLIC may call it"


def _triggers(using: str) -> Iterator[str]:
    """The triggers that keep authorised organisations are there and enabled."""
    rows = _rows(
        using,
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')",
    )
    found = {(table, trigger) for table, trigger in rows}
    wanted = [(model._meta.db_table, "havre_authorise") for model in case_models()]
    guards = ("havre_keep", "havre_exceptional", "havre_within_consent", "havre_lease")
    wanted += [("platform_share", trigger) for trigger in guards]
    wanted += [
        (table, trigger)
        for table in ("sharing_recusal", "sharing_restriction")
        for trigger in (
            "havre_guard",
            *(f"havre_walls_{e}" for e in ("insert", "update", "delete")),
        )
    ]
    wanted += [("platform_share", f"havre_spread_{e}") for e in ("insert", "update", "delete")]
    for table, trigger in wanted:
        if (table, trigger) not in found:
            yield f"{table}: the trigger {trigger} is missing or disabled"


def _roles(using: str) -> Iterator[str]:
    """What each of the four roles is, which it may become, and what owns the tables."""
    rows = _rows(
        using,
        "SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication"
        " OR rolbypassrls <> (rolname = %s), NOT rolcanlogin FROM pg_roles"
        " WHERE rolname = ANY (%s)",
        OWNER,
        [OWNER, *SERVING],
    )
    for name, powerful, mute in rows:
        if powerful or mute:
            yield f"{name}: this role has powers it must not have, or lacks one it needs"
    members = _rows(
        using,
        "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member"
        " JOIN pg_roles r ON r.oid = a.roleid WHERE m.rolname = ANY (%s)",
        [OWNER, *SERVING],
    )
    yield from (f"{member}: is a member of {role}" for member, role in members)
    owners = _rows(
        using,
        "SELECT c.relname, pg_get_userbyid(c.relowner)::text FROM pg_class c"
        f" JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {WHERE}",
    )
    yield from (f"{name}: belongs to {owner}" for name, owner in owners if owner != OWNER)
    settings = _rows(
        using,
        "SELECT r.rolname, s FROM pg_db_role_setting d JOIN pg_roles r ON r.oid = d.setrole,"
        " unnest(d.setconfig) s WHERE r.rolname = ANY (%s)",
        [*SERVING],
    )
    expected = {(role, setting) for role in SERVING for setting in closing.ROLE_SETTINGS}
    for role, setting in sorted(set(settings) ^ expected):
        state = "missing" if (role, setting) in expected else "not declared"
        yield f"{role}: the setting {setting} is {state}"


def _schemas(using: str) -> Iterator[str]:
    """Nobody but the owner makes anything in the database; PUBLIC does not even enter."""
    rows = _rows(
        using,
        "SELECT n.nspname, coalesce(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_namespace n,"
        f" aclexplode(n.nspacl) a LEFT JOIN pg_roles r ON r.oid = a.grantee WHERE {WHERE}"
        " AND a.grantee <> n.nspowner UNION ALL"
        " SELECT 'database', coalesce(r.rolname, 'PUBLIC'), a.privilege_type FROM pg_database d,"
        " aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a"
        " LEFT JOIN pg_roles r ON r.oid = a.grantee"
        " WHERE d.datname = current_database() AND a.grantee <> d.datdba",
    )
    for name, who, right in rows:
        if who == "PUBLIC" or right not in {"USAGE", "CONNECT"}:
            yield f"{name}: {right} is granted to {who}"


def _server(using: str) -> Iterator[str]:
    """What PostgreSQL leaves open to every role has been closed in this database."""
    opened = _rows(using, closing.OPEN_VIEWS, closing.CLOSED_VIEWS)
    opened += _rows(using, closing.OPEN_FUNCTIONS, closing.CLOSED_FUNCTIONS)
    if opened:
        yield (
            f"{opened[0][0]} and {len(opened) - 1} others are open to every role: "
            "« havre database » closes them"
        )
