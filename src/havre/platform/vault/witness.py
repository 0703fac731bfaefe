"""The database as a witness of the ledger: how long it was at the last deletion.

A key store and a ledger rolled back together to the same day agree with each other. The database
then knows of later deletions: the vault stays shut. See decision 43.
"""

from __future__ import annotations

import logging
from typing import Protocol

from django.db import DatabaseError, connections

from havre.platform.clock import now
from havre.platform.vault.ledger import Head, Ledger, LedgerBroken

log = logging.getLogger("havre.vault")
VAULT = "vault"
TABLE = "platform_ledgerwitness"
LAST = f"SELECT number, digest FROM {TABLE} ORDER BY number DESC LIMIT 1"  # noqa: S608  our name
TELL = f"INSERT INTO {TABLE} (number, digest, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"  # noqa: S608


class Witness(Protocol):
    """Whoever remembers the ledger, outside it and outside the key store."""

    def compare(self, ledger: Ledger) -> None:
        """Raise LedgerBroken when the ledger is shorter than, or other than, what was told."""

    def tell(self, head: Head) -> None:
        """Remember a head. Never raises: what could not be told is told at the next start."""


class DatabaseWitness:
    """The witness in the database that the vault serves."""

    def compare(self, ledger: Ledger) -> None:
        """See `Witness`. Tells the ledger's last head when the database does not know it yet."""
        with connections[VAULT].cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{TABLE}"])
            if not cursor.fetchone()[0]:
                return  # before its first migration
            cursor.execute(LAST)
            number, digest = cursor.fetchone() or (0, "")
        lines = ledger.lines()
        if len(lines) < number:
            raise LedgerBroken(
                f"The ledger of deletions {ledger.path.name} ends at line {len(lines)}, the "
                f"database has seen line {number}: put the whole ledger back before starting."
            )
        if number and lines[number - 1].head.digest != digest:
            raise LedgerBroken(
                f"The ledger of deletions {ledger.path.name} is not the one of this database."
            )
        if len(lines) > number:
            self.tell(lines[-1].head)

    def tell(self, head: Head) -> None:
        """See `Witness`."""
        try:
            with connections[VAULT].cursor() as cursor:
                cursor.execute(TELL, [head.count, head.digest, now()])
        except DatabaseError:
            log.error("ledger_witness_not_told")
