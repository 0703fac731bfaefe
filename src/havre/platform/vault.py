"""The vault: the one place where anything is sealed or opened.

Opening checks the share with a database role of its own, writes the journal line and commits it,
and only then returns plaintext: no journal, no reading. One key per case and compartment, wrapped
by the master key with the case, the compartment and the key's version as associated data; each
ciphertext binds case, compartment, table and column, and is padded to a size class.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import tink
from django.db import connections
from tink import aead

from havre.engine.vocabulary import Compartment
from havre.platform import keys
from havre.platform.acting import Actor
from havre.platform.compartments import SealedRow
from havre.platform.journal import commit, entry
from havre.platform.models import CaseKey, JournalEntry

VAULT = "vault"
VERSION = 1
SIZE_CLASSES = (256, 1024, 4096, 16384, 65536)
Payload = dict[str, Any]


class VaultRefusal(PermissionError):
    """The share that would allow this reading is not open."""


class PayloadTooLong(ValueError):
    """More text than the largest size class takes."""


def _key_data(case_id: UUID, compartment: str, version: int) -> bytes:
    return f"havre/key/{case_id}/{compartment}/{version}".encode()


def _row_data(row: SealedRow) -> bytes:
    table = row._meta.db_table
    return f"havre/row/{row.case_id}/{row.compartment.value}/{table}/payload".encode()


def _pad(text: bytes) -> bytes:
    size = next((s for s in SIZE_CLASSES if len(text) + 4 <= s), None)
    if size is None:
        raise PayloadTooLong
    return len(text).to_bytes(4, "big") + text.ljust(size - 4, b"\0")


def _unpad(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def make_key(case_id: UUID, compartment: str) -> tuple[CaseKey, aead.Aead]:
    """Return a fresh key for one compartment of one case, and its primitive; nothing is stored."""
    handle = tink.new_keyset_handle(keys.TEMPLATE)
    wrapped = tink.proto_keyset_format.serialize_encrypted(
        handle, keys.master(), _key_data(case_id, compartment, VERSION)
    )
    key = CaseKey(case_id=case_id, compartment=compartment, version=VERSION, wrapped=wrapped)
    return key, handle.primitive(aead.Aead)


def _unwrap(key: CaseKey) -> aead.Aead:
    handle = tink.proto_keyset_format.parse_encrypted(
        bytes(key.wrapped), keys.master(), _key_data(key.case_id, key.compartment, key.version)
    )
    return handle.primitive(aead.Aead)


def _stored_keys(wanted: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], aead.Aead]:
    rows = CaseKey.objects.using(VAULT).filter(
        case_id__in={case for case, _ in wanted}, compartment__in={comp for _, comp in wanted}
    )
    return {
        (row.case_id, row.compartment): _unwrap(row)
        for row in rows
        if (row.case_id, row.compartment) in wanted
    }


def seal_with(primitive: aead.Aead, row: SealedRow, payload: Mapping[str, Any]) -> None:
    """Seal a payload into `row.payload` with a key at hand (bulk work); the row is not saved."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    row.payload = primitive.encrypt(_pad(text), _row_data(row))


def seal(row: SealedRow, payload: Mapping[str, Any]) -> None:
    """Seal a JSON-like payload into `row.payload`; the row is not saved.

    Makes the compartment's key on first use. Raises PayloadTooLong beyond 64 KiB.
    """
    wanted = (row.case_id, row.compartment.value)
    known = _stored_keys({wanted})
    if wanted not in known:
        key, _ = make_key(*wanted)
        CaseKey.objects.using(VAULT).bulk_create([key], ignore_conflicts=True)
        known = _stored_keys({wanted})
    seal_with(known[wanted], row, payload)


def _readable(actor: Actor, wanted: set[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """Return which (case, compartment) the actor may read now: shares, recusals, named people."""
    cases, compartments = zip(*wanted, strict=True)
    with connections[VAULT].cursor() as cursor:
        cursor.execute(
            "SELECT case_id, compartment FROM unnest(%s::uuid[], %s::text[])"
            " AS w (case_id, compartment) WHERE havre.may_read(%s, %s, case_id, compartment)",
            [list(cases), list(compartments), actor.person, actor.organisation_id],
        )
        return set(cursor.fetchall())


def open_rows(
    rows: Sequence[SealedRow], *, actor: Actor, action: str = "READ"
) -> dict[UUID, Payload]:
    """Return the plaintext payload of each row, by row id, after writing the journal.

    `rows` must come from the actor's own selectors: the database has already filtered them; the
    share is checked here again with the vault's role. Raises VaultRefusal, naming nothing, when
    one of them may not be read. Three queries whatever the number of rows.
    """
    if not rows:
        return {}
    wanted = {(row.case_id, row.compartment.value) for row in rows}
    if _readable(actor, wanted) != wanted:
        raise VaultRefusal
    _commit_journal(actor, action, wanted)
    known = _stored_keys(wanted)
    return {
        row.pk: json.loads(
            _unpad(
                known[(row.case_id, row.compartment.value)].decrypt(
                    bytes(row.payload), _row_data(row)
                )
            )
        )
        for row in rows
    }


def open_row(row: SealedRow | None, *, actor: Actor, action: str = "READ") -> Payload:
    """Return one row's payload, {} when there is no row. See `open_rows`."""
    return open_rows([row], actor=actor, action=action)[row.pk] if row is not None else {}


def _commit_journal(actor: Actor, action: str, wanted: Iterable[tuple[UUID, str]]) -> None:
    by_case: dict[UUID, list[Compartment]] = {}
    for case_id, compartment in sorted(wanted, key=lambda pair: (str(pair[0]), pair[1])):
        by_case.setdefault(case_id, []).append(Compartment(compartment))
    lines: list[JournalEntry] = [
        entry(actor, action, case_id=case_id, compartments=compartments)
        for case_id, compartments in by_case.items()
    ]
    commit(lines)


def forget(case_id: UUID) -> None:
    """Destroy every key of a case: what is left of it anywhere can no longer be read."""
    CaseKey.objects.using(VAULT).filter(case_id=case_id).delete()


def identity_digest(organisation_id: int, *parts: str) -> bytes:
    """Return the digest by which one organisation, and no other, finds an identity again."""
    key = hmac.new(keys.digest_secret(), f"org/{organisation_id}".encode(), hashlib.sha256).digest()
    text = "\x1f".join(part.strip().casefold() for part in parts)
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
