"""Whether two accounts are one person's, where two people must decide."""

from __future__ import annotations

from django.db import connection


def one_person(one: int, other: int) -> bool:
    """Tell whether two accounts have the same address (but for its case or what follows a plus)
    or the same name (whatever its accents, case and order). The rule is the database's, which
    holds it too (platform/guard.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.one_person(%s, %s)", [one, other])
        (same,) = cursor.fetchone()
    return bool(same)
