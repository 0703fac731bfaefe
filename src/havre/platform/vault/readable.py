"""Who may open what, asked with the vault's own database role. The one place that decides."""

from __future__ import annotations

from django.db import connections

from havre.platform.acting import Actor
from havre.platform.vault.sealing import Slot

VAULT = "vault"


def readable(actor: Actor, wanted: set[Slot]) -> set[Slot]:
    """Return which (case, compartment) the actor may read now: shares, recusals, named people."""
    cases, compartments = zip(*wanted, strict=True)
    with connections[VAULT].cursor() as cursor:
        cursor.execute(
            "SELECT case_id, compartment FROM unnest(%s::uuid[], %s::text[])"
            " AS w (case_id, compartment) WHERE havre.may_read(%s, %s, case_id, compartment)",
            [list(cases), list(compartments), actor.person, actor.organisation_id],
        )
        return set(cursor.fetchall())
