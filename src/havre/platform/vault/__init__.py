"""The vault: the one place where anything is sealed or opened.

Opening checks the share with a database role of its own, writes the journal line and commits it,
and only then returns plaintext: no journal, no reading. One key per case and compartment, wrapped
by the master key with the case, the compartment and the key's version as associated data; each
ciphertext binds case, compartment, table, column and row, and is padded to a size class.

Where HAVRE_VAULT_SOCKET is set, another process does it (`havre vault`) and this one holds no key;
elsewhere (tests, the bench) it is done here. See decisions 22 and 23.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.conf import settings
from tink import aead

from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor, sign
from havre.platform.compartments import SealedRow
from havre.platform.journal import present_network
from havre.platform.vault.client import Client
from havre.platform.vault.custody import custody
from havre.platform.vault.refusals import (
    CiphertextRefused,
    KeyMissing,
    KeyTrouble,
    PayloadTooLong,
    QuotaReached,
    VaultAway,
    VaultRefusal,
    VaultTrouble,
)
from havre.platform.vault.sealing import SIZE_CLASSES, Payload, Place, encoded, seal_with
from havre.platform.vault.service import Beside, Note, Request, Service
from havre.platform.vault.store import StoredKey

__all__ = [
    "SIZE_CLASSES",
    "Beside",
    "CiphertextRefused",
    "KeyMissing",
    "KeyTrouble",
    "Payload",
    "PayloadTooLong",
    "QuotaReached",
    "VaultAway",
    "VaultRefusal",
    "VaultTrouble",
    "forget",
    "identity_digest",
    "keep_keys",
    "key_maker",
    "note",
    "open_row",
    "open_rows",
    "purge_journal",
    "ready",
    "seal",
    "seal_copy",
    "seal_journal",
    "seal_with",
    "warm",
]


@lru_cache(maxsize=1)
def _inside() -> Service:
    return Service()


def _answering() -> Service | Client:
    socket = settings.HAVRE_VAULT_SOCKET
    return Client(socket, wait=settings.HAVRE_VAULT_WAIT) if socket else _inside()


def _request(actor: Actor, action: str) -> Request:
    return Request(sign(actor), action, actor.behalf_of, present_network())


def ready() -> None:
    """Return once the vault answers; raise VaultTrouble, or ImproperlyConfigured, when not."""
    answering = _answering()
    if isinstance(answering, Client):
        answering.ping()
    else:
        custody()


def key_maker() -> Callable[[UUID, str], tuple[StoredKey, aead.Aead]]:
    """Return what makes a fresh key for one compartment of one case, and its primitive.

    Nothing is stored. For bulk work inside the process that holds the keys: the master key that
    wraps is read once, and `keep_keys` refuses what another has replaced meanwhile.
    """
    held = custody()
    return partial(held.fresh, primary=held.primary)


def warm() -> None:
    """Read every key that bulk work needs, before it starts processes of its own."""
    custody().digest_secret()


def keep_keys(keys: Sequence[StoredKey]) -> None:
    """Store keys made in bulk, in one transaction of the key store."""
    custody().store.add(keys)


def seal(row: SealedRow, payload: Mapping[str, Any]) -> None:
    """Seal a JSON-like payload into `row.payload`; the row is not saved.

    Makes the compartment's key on first use. Raises PayloadTooLong beyond 64 KiB.
    """
    text = encoded(payload)
    (row.payload,) = _answering().seal([(Place.of(row), text)])


def seal_copy(row: SealedRow, source_id: UUID) -> None:
    """Seal again the payload that `row` has copied from the row `source_id` of its own table.

    Same case, same compartment; nothing is opened to anybody. The row is not saved.
    """
    target = Place.of(row)
    source = replace(target, row_id=source_id)
    row.payload = _answering().seal_copy(source, bytes(row.payload), target)


def open_rows(
    rows: Sequence[SealedRow],
    *,
    actor: Actor,
    action: str = "READ",
    beside: Beside | None = None,
) -> dict[UUID, Payload]:
    """Return the plaintext payload of each row, by row id, after writing the journal.

    `beside`: what the same answer shows in clear, journaled in the same lines and commit, rows or
    no rows.

    `rows` must come from the actor's own selectors: the database has already filtered them; the
    share is checked here again with the vault's role. Raises VaultRefusal, naming nothing, when
    one of them may not be read, and VaultTrouble when it cannot be. Two statements and one line
    whatever the number of rows.
    """
    shown = beside if beside and beside.case_ids and beside.compartments else None
    if not rows:
        if shown:
            note(actor, action, case_ids=shown.case_ids, compartments=shown.compartments)
        return {}
    items = [(Place.of(row), bytes(row.payload)) for row in rows]
    texts = _answering().open(_request(actor, action), items, shown)
    return {row.pk: json.loads(text) for row, text in zip(rows, texts, strict=True)}


def open_row(row: SealedRow | None, *, actor: Actor, action: str = "READ") -> Payload:
    """Return one row's payload, {} when there is no row. See `open_rows`."""
    return open_rows([row], actor=actor, action=action)[row.pk] if row is not None else {}


def note(
    actor: Actor,
    action: str,
    *,
    case_ids: Sequence[UUID | None],
    compartments: Iterable[Compartment],
    subject: str = "",
) -> None:
    """Have the lines of a reading committed by the vault. See `journal.commit_reading`."""
    names = tuple(compartment.value for compartment in compartments)
    _answering().note(_request(actor, action), Note(tuple(case_ids), names, subject[:60]))


def seal_journal() -> None:
    """Have the journal's new lines sealed, and the heads given to the witness."""
    _answering().seal_journal()


def purge_journal(months: int) -> int:
    """Remove the journal's sealed blocks older than so many months, their heads kept.

    Returns the last line removed, 0 when none is.
    """
    return _answering().purge_journal(months)


def forget(case_id: UUID) -> None:
    """Destroy every key of a case: what is left of it anywhere can no longer be read."""
    _answering().forget(case_id)


def identity_digest(organisation_id: int, *parts: str) -> bytes:
    """Return the digest by which one organisation, and no other, finds an identity again."""
    text = "\x1f".join(part.strip().casefold() for part in parts)
    return _answering().digest(organisation_id, text)
