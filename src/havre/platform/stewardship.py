"""Handing a case on, and discarding a draft: done by the database on the steward's word alone."""

from __future__ import annotations

from uuid import UUID

from django.db import connection


def hand_over(case_id: UUID, organisation_id: int) -> None:
    """Make another organisation the keeper of a case; the database lets only its keeper."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.hand_over(%s, %s)", [case_id, organisation_id])


def discard_draft(case_id: UUID) -> None:
    """Remove a draft and every row of it. The database refuses anyone but its author."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.discard_draft(%s)", [case_id])
