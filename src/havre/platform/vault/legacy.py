"""Moves the wrapped keys of release 0.1.0 out of the database, while people work.

A key still in the database is moved the moment it is asked for; the others follow in batches. The
keys are on the disk of the store before they are deleted from the database, so that the move may
be interrupted anywhere and run again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from tink.proto import tink_pb2

from havre.platform.keys import MasterKeys, wrapper_of
from havre.platform.models import CaseKey
from havre.platform.vault.sealing import Slot
from havre.platform.vault.store import SqliteKeyStore, StoredKey

VAULT = "vault"
BATCH = 5_000
MOVED = "moved"


class LegacyKeys:
    """The keys still in the table of release 0.1.0."""

    def __init__(self, store: SqliteKeyStore, master: MasterKeys) -> None:
        self._store = store
        self._master = master
        self._moved = store.marks().get(MOVED) == "1"

    def fetch(self, slots: Iterable[Slot]) -> dict[Slot, StoredKey]:
        """Move the keys of these slots, if they are still in the database, and return them."""
        wanted = set(slots)
        if self._moved or not wanted:
            return {}
        rows = CaseKey.objects.using(VAULT).filter(case_id__in={case for case, _ in wanted})
        self._move(list(rows))
        return self._store.get(wanted)

    def move_all(self) -> int:
        """Move what is left, batch by batch; return how many keys were moved."""
        moved = 0
        while not self._moved:
            batch = list(CaseKey.objects.using(VAULT).all()[:BATCH])
            if not batch:
                self._store.set_marks({MOVED: "1"})
                self._moved = True
                break
            self._move(batch)
            moved += len(batch)
        return moved

    def _move(self, rows: list[CaseKey]) -> None:
        if not rows:
            return
        stored = [self._stored(row) for row in rows]
        for wrapper in {key.wrapper for key in stored}:
            self._master.aead_of(wrapper)  # the wrong keyset moves nothing
        self._store.adopt(stored)
        with transaction.atomic(using=VAULT):
            CaseKey.objects.using(VAULT).filter(pk__in=[row.pk for row in rows]).delete()

    @staticmethod
    def _stored(row: Any) -> StoredKey:
        wrapped = bytes(row.wrapped)
        inner = tink_pb2.EncryptedKeyset.FromString(wrapped).encrypted_keyset
        return StoredKey(row.case_id, row.compartment, row.version, wrapper_of(inner), wrapped)

    def forget(self, case_id: UUID) -> None:
        """Delete a case's keys from the database."""
        if not self._moved:
            CaseKey.objects.using(VAULT).filter(case_id=case_id).delete()
