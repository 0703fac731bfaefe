"""Custody: master keys, key store and ledger together, checked before anything opens."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

import tink
from django.conf import settings
from django.db import connections
from tink import aead, secret_key_access
from tink.proto import tink_pb2

from havre.platform import keys
from havre.platform.clock import now
from havre.platform.keys import MasterKeys, WrongKey
from havre.platform.vault import ledger as ledgers
from havre.platform.vault.legacy import LegacyKeys
from havre.platform.vault.refusals import KeyMissing
from havre.platform.vault.sealing import Slot, key_data
from havre.platform.vault.store import CaseForgotten, SqliteKeyStore, StaleWrapper, StoredKey
from havre.platform.vault.witness import DatabaseWitness, Witness

VERSION = 1
CHECK = b"havre/check/1"
BEGUN = "ledger_begun"
"""The mark of a store whose ledger was begun: from then on there is one, were it empty."""
LEDGER = b"havre/ledger-signer/1"
DIGEST = b"havre/digest/1"


class Custody:
    """All that is needed to make, open and destroy keys. One for each key store of a process."""

    def __init__(
        self,
        master: MasterKeys,
        store: SqliteKeyStore,
        ledger_path: Path,
        witness: Witness | None = None,
    ) -> None:
        self.master = master
        self.store = store
        self._digest: bytes | None = None
        self._prepare()
        signer = self.secret("ledger-signer", LEDGER, _new_signer)
        self.ledger = ledgers.Ledger(
            ledger_path, tink.proto_keyset_format.parse(signer, secret_key_access.TOKEN)
        )
        self._witness = witness
        if witness:
            witness.compare(self.ledger)
        self.replayed = self._replay()
        self.legacy = LegacyKeys(store, master)

    def _prepare(self) -> None:
        """Make the store's own marks at first; raise WrongKey when the keyset is another's."""
        if "primary" not in self.store.marks():
            self._refuse_store_without_past()
            primary = self.master.primary
            check = self.master.aead_of(primary).encrypt(b"havre", CHECK)
            with self.store.writing() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO mark VALUES ('primary', ?)", [str(primary)]
                )
                connection.execute(
                    "INSERT OR IGNORE INTO secret VALUES ('check', ?, ?)", [primary, check]
                )
        wrapped = self.store.secret("check")
        if wrapped is None or self.master.open(wrapped, CHECK) != b"havre":
            raise WrongKey(f"The key store {self.store.path.name} is damaged.")

    def _refuse_store_without_past(self) -> None:
        path = ledger_path(self.store.path)
        if path.exists() and path.stat().st_size:
            raise WrongKey(
                f"The key store {self.store.path.name} is missing while its ledger of deletions "
                "is there: put the key store's backup back before starting."
            )

    def _replay(self) -> int:
        """Destroy again what the ledger says was destroyed; return how many keys had come back."""
        marks = self.store.marks()
        if BEGUN in marks and not self.ledger.path.exists():
            raise ledgers.LedgerBroken.missing(self.ledger.path)
        lines = self.ledger.since(marks)
        if BEGUN not in marks:
            self.ledger.begin()
            self.store.set_marks({BEGUN: "1"})
        if not lines:
            return 0
        return self.store.destroy((line.case_id for line in lines), lines[-1].head.marks)

    @property
    def primary(self) -> int:
        """The master key that wraps what is new, as the store says."""
        return int(self.store.marks()["primary"])

    def fresh(self, case_id: UUID, compartment: str, primary: int) -> tuple[StoredKey, aead.Aead]:
        """Return a fresh key, wrapped, and its primitive; nothing is stored."""
        handle = tink.new_keyset_handle(keys.TEMPLATE)
        wrapped = tink.proto_keyset_format.serialize_encrypted(
            handle, self.master.aead_of(primary), key_data(case_id, compartment, VERSION)
        )
        key = StoredKey(case_id, compartment, VERSION, primary, wrapped)
        return key, handle.primitive(aead.Aead)

    def unwrapped(self, key: StoredKey) -> aead.Aead:
        """Return the primitive of a stored key; raise WrongKey when the keyset does not open it."""
        envelope = tink_pb2.EncryptedKeyset.FromString(key.wrapped).encrypted_keyset
        raw = self.master.open(envelope, key_data(key.case_id, key.compartment, key.version))
        handle = tink.proto_keyset_format.parse(raw, secret_key_access.TOKEN)
        return handle.primitive(aead.Aead)

    def primitives(self, wanted: Iterable[Slot]) -> dict[Slot, aead.Aead]:
        """Return the key of each slot; raise KeyMissing when one is not in the store."""
        slots = set(wanted)
        found = self.store.get(slots)
        if len(found) < len(slots):
            found |= self.legacy.fetch(slots - set(found))
        if len(found) < len(slots):
            raise KeyMissing
        return {slot: self.unwrapped(key) for slot, key in found.items()}

    def sealing(self, wanted: Iterable[Slot]) -> dict[Slot, aead.Aead]:
        """Return the key of each slot, made and stored on first use; KeyMissing once forgotten."""
        slots = set(wanted)
        found = self.store.get(slots)
        if len(found) < len(slots):
            found |= self.legacy.fetch(slots - set(found))
        missing = slots - set(found)
        while missing:
            primary = self.primary
            try:
                self.store.add([self.fresh(*slot, primary)[0] for slot in sorted(missing)])
            except StaleWrapper:
                continue
            except CaseForgotten:
                raise KeyMissing from None
            found |= self.store.get(missing)
            missing = set()
        return {slot: self.unwrapped(key) for slot, key in found.items()}

    def forget(self, case_id: UUID) -> None:
        """Destroy every key of a case: in the ledger first, then in the store."""
        self.legacy.forget(case_id)
        if self.store.rows("SELECT 1 FROM forgotten WHERE case_id=?", [case_id.bytes]):
            return
        with self.ledger.adding(case_id, now().isoformat()) as head:
            self.store.destroy([case_id], head.marks)
            if self._witness:
                self._witness.tell(head)

    def secret(self, name: str, associated: bytes, make: object) -> bytes:
        """Return a secret of the installation, made at first use and kept wrapped."""
        wrapped = self.store.secret(name)
        if wrapped is None:
            assert callable(make)
            primary = self.primary
            self.store.put_secret(
                name, primary, self.master.aead_of(primary).encrypt(make(), associated)
            )
            wrapped = self.store.secret(name)
            assert wrapped is not None
        return self.master.open(wrapped, associated)

    def digest_secret(self) -> bytes:
        """Return the secret from which each organisation's search digests are derived."""
        if self._digest is None:
            self._digest = self.secret("digest", DIGEST, self._first_digest_secret)
        return self._digest

    def _first_digest_secret(self) -> bytes:
        """Take up the secret that release 0.1.0 kept in a file beside the keyset."""
        path = self.master.path.with_name("digest-secret")
        if path.exists() and not self.master.text:
            return self.master.open(path.read_bytes(), DIGEST)
        return os.urandom(32)


def _new_signer() -> bytes:
    handle = tink.new_keyset_handle(ledgers.TEMPLATE)
    raw: bytes = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    return raw


def store_path(database: str) -> Path:
    """Return where the key store of a database is."""
    return Path(settings.HAVRE_KEY_FOLDER) / f"{database}.sqlite3"


def ledger_path(store: Path) -> Path:
    """Return where the ledger of a key store is."""
    return Path(settings.HAVRE_LEDGER_FOLDER) / f"{store.stem}.ledger"


_kept: dict[tuple[Path, str], Custody] = {}
_lock = threading.RLock()


def custody() -> Custody:
    """Return the custody of the database this process works on, opened at first use.

    Raises ImproperlyConfigured (WrongKey, LedgerBroken) with a sentence when it may not open.
    """
    place = (settings.HAVRE_KEY_FOLDER, str(connections["vault"].settings_dict["NAME"]))
    with _lock:
        found = _kept.get(place)
        if found is None:
            path = store_path(place[1])
            store = SqliteKeyStore(path, durable=settings.HAVRE_KEY_STORE_DURABLE)
            found = Custody(keys.master_keys(), store, ledger_path(path), DatabaseWitness())
            _kept[place] = found
        return found


def put_down() -> None:
    """Close every store and forget every key of this process; the next use opens them again."""
    with _lock:
        for kept in _kept.values():
            kept.store.close()
        _kept.clear()
