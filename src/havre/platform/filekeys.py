"""Encrypting files piece by piece, under a key of their own (decision 29).

Each file has a fresh Tink streaming keyset (AES-256-GCM, one segment of 1 MiB at a time), which
is kept nowhere but in the sealed payload of its row: who may open the row, through the vault and
its journal, may read the file. What is stored is padded to a size class and bound to its case,
compartment and document: moved under another row, it cannot be opened.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

import tink
from tink import secret_key_access, streaming_aead

streaming_aead.register()
TEMPLATE = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
PIECE = 1 << 18
SMALLEST = 1 << 16


class UnreadableFile(Exception):
    """What is stored was cut, changed, moved, or is not for this key."""


def new_key() -> str:
    """Return a fresh key for one file, as text for a sealed payload."""
    handle = tink.new_keyset_handle(TEMPLATE)
    raw = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    return base64.b64encode(raw).decode()


def binding(case_id: UUID, compartment: str, document_id: UUID) -> bytes:
    """Return what a stored file is bound to."""
    return f"havre/file/{case_id}/{compartment}/{document_id}".encode()


def _primitive(key: str) -> streaming_aead.StreamingAead:
    handle = tink.proto_keyset_format.parse(base64.b64decode(key), secret_key_access.TOKEN)
    return handle.primitive(streaming_aead.StreamingAead)


def padded_length(length: int) -> int:
    """Return the size class of a length: the next power of two, 64 KiB at least."""
    return max(SMALLEST, 1 << max(0, length - 1).bit_length())


def encrypt(content: bytes, sink: BinaryIO, *, key: str, bound_to: bytes) -> None:
    """Write `content`, encrypted and padded, to `sink`."""
    view = memoryview(content)
    with _primitive(key).new_encrypting_stream(_Open(sink), bound_to) as stream:
        for at in range(0, len(view), PIECE):
            stream.write(bytes(view[at : at + PIECE]))
        left = padded_length(len(view)) - len(view)
        while left:
            left -= stream.write(bytes(min(left, PIECE)))


def decrypt(source: BinaryIO, length: int, *, key: str, bound_to: bytes) -> Iterator[bytes]:
    """Yield the `length` bytes of a stored file, piece by piece, each checked before it is given.

    Raises UnreadableFile.
    """
    left = length
    try:
        with _primitive(key).new_decrypting_stream(source, bound_to) as stream:
            while left:
                piece = stream.read(min(PIECE, left))
                if not piece:
                    raise UnreadableFile
                left -= len(piece)
                yield bytes(piece)
    except (tink.TinkError, OSError) as error:
        raise UnreadableFile from error


class _Open:
    """A sink that its writer does not close: whoever opened it commits it."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self.closed = False

    def write(self, data: bytes) -> int:
        """Pass on."""
        return self._sink.write(data)

    def writable(self) -> bool:
        """It is."""
        return True

    def flush(self) -> None:
        """Pass on."""
        self._sink.flush()

    def close(self) -> None:
        """Leave the sink open."""
