"""Files: each has a key of its own, sealed under the key of its case and compartment.

The vault hands the file's key over once it has checked the share and committed the journal line;
the bytes of the file never pass through it. Tink's streaming encryption binds the place of the
row, and refuses a file that is cut short, reordered or altered.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

import tink
from tink import secret_key_access, streaming_aead

from havre.platform.vault.refusals import CiphertextRefused
from havre.platform.vault.sealing import Place

streaming_aead.register()
TEMPLATE = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
CHUNK = 256 * 1024
COLUMN = "document"


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """The key of one file: `sealed` is what its row keeps; `raw` never leaves the process."""

    place: Place
    sealed: bytes
    raw: bytes

    def __repr__(self) -> str:
        return "DocumentKey(…)"

    def _primitive(self) -> streaming_aead.StreamingAead:
        handle = tink.proto_keyset_format.parse(self.raw, secret_key_access.TOKEN)
        return handle.primitive(streaming_aead.StreamingAead)

    def encrypt(self, source: BinaryIO, target: BinaryIO) -> int:
        """Encrypt a stream into another, chunk by chunk; return how many bytes were read."""
        kept = _Open(target)
        total = 0
        with self._primitive().new_encrypting_stream(
            cast(BinaryIO, kept), self.place.data(COLUMN)
        ) as stream:
            while piece := source.read(CHUNK):
                stream.write(piece)
                total += len(piece)
        return total

    def decrypt(self, source: BinaryIO) -> Iterator[bytes]:
        """Yield the file, chunk by chunk; raise CiphertextRefused as soon as one is not right."""
        try:
            with self._primitive().new_decrypting_stream(source, self.place.data(COLUMN)) as stream:
                while piece := stream.read(CHUNK):
                    yield piece
        except (tink.TinkError, OSError):
            raise CiphertextRefused from None


class _Open(io.RawIOBase):
    """A target that stays open when the encrypting stream ends."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._target.write(bytes(data))  # type: ignore[call-overload]
        return len(data)  # type: ignore[arg-type]


def fresh_raw_key() -> bytes:
    """Return the key of a new file."""
    handle = tink.new_keyset_handle(TEMPLATE)
    raw: bytes = tink.proto_keyset_format.serialize(handle, secret_key_access.TOKEN)
    return raw
