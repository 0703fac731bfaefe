"""The ledger of deletions: append-only, signed, each line bound to the one before.

It lives outside the backups. Replayed before a restored system opens, it destroys again the keys
that a restored store has brought back. It holds random case ids and dates, nothing else.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import tink
from django.core.exceptions import ImproperlyConfigured
from tink import signature

signature.register()
TEMPLATE = signature.signature_key_templates.ED25519
START = hashlib.sha256(b"havre/ledger/1").hexdigest()


class LedgerBroken(ImproperlyConfigured):
    """The ledger is missing, truncated, altered, or older than the key store knows."""

    @classmethod
    def missing(cls, path: Path) -> LedgerBroken:
        """Return what says that there is no ledger where there was one."""
        return cls(f"The ledger of deletions {path.name} is missing: put it back before starting.")


@dataclass(frozen=True, slots=True)
class Head:
    """How long the ledger is, and the digest of its last line."""

    count: int = 0
    digest: str = START

    @property
    def marks(self) -> dict[str, str]:
        """What the key store remembers of it."""
        return {"ledger_count": str(self.count), "ledger_digest": self.digest}


@dataclass(frozen=True, slots=True)
class Line:
    """One deletion."""

    number: int
    case_id: UUID
    head: Head


def _body(number: int, case_id: str, at: str, previous: str) -> bytes:
    return f"havre/ledger/1|{number}|{case_id}|{at}|{previous}".encode()


class Ledger:
    """The ledger in one file, checked and written with the installation's signing key."""

    def __init__(self, path: Path, signer: tink.KeysetHandle) -> None:
        self.path = path
        self._signer = signer.primitive(signature.PublicKeySign)
        self._verifier = signer.public_keyset_handle().primitive(signature.PublicKeyVerify)

    def lines(self) -> list[Line]:
        """Return every deletion, each checked; raise LedgerBroken. A torn last line is no line."""
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            return []
        found: list[Line] = []
        head = Head()
        for raw in text.split(b"\n")[:-1]:
            head = self._checked(raw, head, found)
        return found

    def _checked(self, raw: bytes, head: Head, found: list[Line]) -> Head:
        try:
            said: dict[str, Any] = json.loads(raw)
            number, case_id, at = int(said["n"]), UUID(said["case"]), str(said["at"])
            if number != head.count + 1 or said["previous"] != head.digest:
                raise ValueError
            self._verifier.verify(
                base64.b64decode(said["signature"]),
                _body(number, str(case_id), at, head.digest),
            )
        except (ValueError, KeyError, TypeError, tink.TinkError):
            raise LedgerBroken(
                f"The ledger of deletions {self.path.name} was altered at line {head.count + 1}."
            ) from None
        head = Head(number, hashlib.sha256(raw).hexdigest())
        found.append(Line(number, case_id, head))
        return head

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)

    def begin(self) -> None:
        """Make the file, empty, unless it is there: a missing one is then never a young one."""
        with self._locked() as descriptor:
            os.fsync(descriptor)

    @contextmanager
    def adding(self, case_id: UUID, at: str) -> Iterator[Head]:
        """Append a deletion, on the disk before the block runs; others wait until it ends."""
        with self._locked() as descriptor:
            lines = self.lines()
            head = lines[-1].head if lines else Head()
            whole = self._whole()
            os.ftruncate(descriptor, whole)  # what a power cut left of a line
            number = head.count + 1
            signed = self._signer.sign(_body(number, str(case_id), at, head.digest))
            raw = json.dumps(
                {
                    "n": number,
                    "case": str(case_id),
                    "at": at,
                    "previous": head.digest,
                    "signature": base64.b64encode(signed).decode(),
                }
            ).encode()
            os.write(descriptor, raw + b"\n")
            os.fsync(descriptor)
            yield Head(number, hashlib.sha256(raw).hexdigest())

    def _whole(self) -> int:
        return self.path.read_bytes().rfind(b"\n") + 1

    def since(self, marks: dict[str, str]) -> list[Line]:
        """Return all deletions; raise LedgerBroken when the store has seen a longer ledger."""
        lines = self.lines()
        count = int(marks.get("ledger_count", "0"))
        if count and not self.path.exists():
            raise LedgerBroken.missing(self.path)
        if len(lines) < count:
            raise LedgerBroken(
                f"The ledger of deletions {self.path.name} ends at line {len(lines)}, the key "
                f"store has seen line {count}: put the whole ledger back before starting."
            )
        if count and lines[count - 1].head.digest != marks.get("ledger_digest"):
            raise LedgerBroken(
                f"The ledger of deletions {self.path.name} is not the one of this key store."
            )
        return lines
