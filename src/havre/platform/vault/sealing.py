"""What is bound to each ciphertext and to each wrapped key, and the padding of payloads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import tink
from tink import aead

from havre.platform.compartments import CaseRow, SealedRow
from havre.platform.vault.refusals import CiphertextRefused, PayloadTooLong

SIZE_CLASSES = (256, 1024, 4096, 16384, 65536)
ROW_BOUND = b"\x02"
"""First byte of a ciphertext that binds its row; those of release 0.1.0 begin with Tink's 1."""

Slot = tuple[UUID, str]
Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ciphertext belongs: it opens nowhere else."""

    case_id: UUID
    compartment: str
    table: str
    row_id: UUID

    @classmethod
    def of(cls, row: CaseRow) -> Place:
        """Return the place of a row, saved or not."""
        return cls(row.case_id, row.compartment.value, row._meta.db_table, row.pk)

    @property
    def slot(self) -> Slot:
        """The case and compartment whose key it is sealed under."""
        return (self.case_id, self.compartment)

    def data(self) -> bytes:
        """Return what a ciphertext of this row binds."""
        row = f"{self.table}/payload/{self.row_id}"
        return f"havre/row/2/{self.case_id}/{self.compartment}/{row}".encode()

    def first_data(self) -> bytes:
        """Return what a ciphertext of release 0.1.0 bound: all but the row."""
        return f"havre/row/{self.case_id}/{self.compartment}/{self.table}/payload".encode()


def key_data(case_id: UUID, compartment: str, version: int) -> bytes:
    """Return what a wrapped key binds."""
    return f"havre/key/{case_id}/{compartment}/{version}".encode()


def _pad(text: bytes) -> bytes:
    size = next((s for s in SIZE_CLASSES if len(text) + 4 <= s), None)
    if size is None:
        raise PayloadTooLong
    return len(text).to_bytes(4, "big") + text.ljust(size - 4, b"\0")


def encoded(payload: Mapping[str, Any]) -> bytes:
    """Return a payload as text; raise PayloadTooLong beyond 64 KiB."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) + 4 > SIZE_CLASSES[-1]:
        raise PayloadTooLong
    return text


def sealed(primitive: aead.Aead, place: Place, text: bytes) -> bytes:
    """Return the ciphertext of a text, padded, for one row."""
    ciphertext: bytes = primitive.encrypt(_pad(text), place.data())
    return ROW_BOUND + ciphertext


def opened(primitive: aead.Aead, place: Place, ciphertext: bytes) -> bytes:
    """Return the text of a row's ciphertext; raise CiphertextRefused when it is not its own."""
    try:
        if ciphertext[:1] == ROW_BOUND:
            padded: bytes = primitive.decrypt(ciphertext[1:], place.data())
        else:
            padded = primitive.decrypt(ciphertext, place.first_data())
    except tink.TinkError:
        raise CiphertextRefused from None
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def seal_with(primitive: aead.Aead, row: SealedRow, payload: Mapping[str, Any]) -> None:
    """Seal a payload into `row.payload` with a key at hand (bulk work); the row is not saved.

    The row has its case and its id already: the ciphertext binds both.
    """
    row.payload = sealed(primitive, Place.of(row), encoded(payload))
