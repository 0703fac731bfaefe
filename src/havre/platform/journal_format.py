"""The journal's written form: how a line and a head become bytes, hashes and signatures.

`docs/journal-format.md` says the same for whoever writes another verifier. A change of form takes
a new number; the old one stays readable.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pymerkle import InmemoryTree

FORMAT = 1
FIELDS: Mapping[int, tuple[str, ...]] = {
    1: (
        *("id", "at", "user_id", "organisation_id", "behalf_of_id", "case_id"),
        *("action", "purpose", "compartments", "subject", "network"),
    ),
}
"""The columns of a line that each form covers: all of them, in the order of the table."""
EMPTY = bytes(32)
"""What the first head names as the one before it."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the one byte form of a mapping of texts, whole numbers, nulls and lists of texts.

    JSON in ASCII, keys in order, no white space (RFC 8785 for this range of values).
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def moment(at: datetime) -> str:
    """Return a moment in UTC, to the microsecond: « 2026-11-23T16:28:05.000000Z »."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, list | tuple) else value


def entry_bytes(values: Mapping[str, Any], number: int = FORMAT) -> bytes:
    """Return the bytes of one line: `values` are its columns."""
    return canonical({name: _plain(values[name]) for name in FIELDS[number]} | {"format": number})


def leaf_of(content: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962, section 2.1)."""
    return hashlib.sha256(b"\x00" + content).digest()


def root_of(contents: Iterable[bytes]) -> bytes:
    """Return the root of the Merkle tree over lines in their order (RFC 6962, section 2.1)."""
    tree = InmemoryTree(algorithm="sha256")
    for content in contents:
        tree.append_entry(content)
    return bytes(tree.get_root())


@dataclass(frozen=True, slots=True)
class Head:
    """A block's head: which lines, the root over them, and the hash of the head before."""

    number: int
    first_seq: int
    last_seq: int
    sealed_at: datetime
    root: bytes
    previous: bytes
    signature: bytes = b""
    format: int = FORMAT

    def statement(self) -> bytes:
        """Return what is signed: everything but the signature."""
        return canonical(
            {
                "format": self.format,
                "number": self.number,
                "first_seq": self.first_seq,
                "last_seq": self.last_seq,
                "sealed_at": moment(self.sealed_at),
                "root": self.root.hex(),
                "previous": self.previous.hex(),
            }
        )

    def digest(self) -> bytes:
        """Return the hash that the next head names, and that a witness keeps."""
        return hashlib.sha256(self.statement()).digest()

    def receipt(self, leaves: Sequence[bytes] = ()) -> dict[str, Any]:
        """Return what a witness receives; `leaves` let a verifier name the very line changed."""
        written: dict[str, Any] = json.loads(self.statement())
        written["head"] = self.digest().hex()
        written["signature"] = base64.b64encode(self.signature).decode()
        return written | {"leaves": [leaf.hex() for leaf in leaves]}
