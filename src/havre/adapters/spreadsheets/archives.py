"""Checking an xlsx or ods, which are ZIP archives, before anything opens them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from havre.adapters.spreadsheets.limits import (
    BOMB,
    DAMAGED,
    MAX_ARCHIVE_PARTS,
    MAX_UNPACKED_BYTES,
    MAX_UNPACKED_RATIO,
    PROTECTED,
    UnreadableFile,
)

_CHUNK = 1 << 16
_LOCAL_HEADER = 30
_SMALL = 1024 * 1024
_DOCTYPE = re.compile(rb"<\x00?!\x00?d\x00?o\x00?c\x00?t\x00?y\x00?p\x00?e", re.I)
_OTHERS = {
    "word/document.xml": "Ce fichier est un document Word. Envoyez le tableau au format Excel.",
    "ppt/presentation.xml": "Ce fichier est une présentation. Envoyez un tableau au format Excel.",
}


def check_archive(data: bytes) -> None:
    """Refuse an archive that is damaged, protected, a bomb, or no spreadsheet.

    Every part is unpacked once in small pieces that are thrown away, so that the sizes written
    in the archive need not be believed.

    Raises:
        UnreadableFile: with the reason.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        raise UnreadableFile(DAMAGED) from None
    names = {part.filename.lstrip("/") for part in parts}
    for name, sentence in _OTHERS.items():
        if name in names:
            raise UnreadableFile(sentence)
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFile(PROTECTED)
    if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml", "encrypted-package"}:
        raise UnreadableFile(
            "Ce fichier est une archive ou un classeur incomplet. "
            "Sortez-en le tableau et renvoyez-le seul."
        )
    _check_declared_sizes(parts, len(data))
    _unpack_all(parts, data)


def _check_declared_sizes(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MAX_ARCHIVE_PARTS or unpacked > MAX_UNPACKED_BYTES:
        raise UnreadableFile(BOMB)
    if unpacked > _SMALL and unpacked > MAX_UNPACKED_RATIO * size:
        raise UnreadableFile(BOMB)
    # Parts that overlap unpack the same bytes many times.
    if sum(part.compress_size for part in parts) > size:
        raise UnreadableFile(BOMB)


def _unpack_all(parts: list[zipfile.ZipInfo], data: bytes) -> None:
    left = min(MAX_UNPACKED_BYTES, max(_SMALL, MAX_UNPACKED_RATIO * len(data)))
    for part in parts:
        left -= _unpack(part, data, left)


def _unpack(part: zipfile.ZipInfo, data: bytes, limit: int) -> int:
    """The true size of a part, which is checked and thrown away.

    Raises:
        UnreadableFile: over `limit` bytes, damaged, encrypted inside, or with a document type
            (the only way for XML to name outside files or to repeat itself).
    """
    packed = _packed_bytes(part, data)
    crc, size, tail = 0, 0, b""
    is_xml = part.filename.endswith((".xml", ".rels"))
    for chunk in _chunks(part, packed):
        size += len(chunk)
        if size > limit:
            raise UnreadableFile(BOMB)
        crc = zlib.crc32(chunk, crc)
        window = tail + chunk
        if is_xml and _DOCTYPE.search(window):
            raise UnreadableFile(DAMAGED)
        if part.filename == "META-INF/manifest.xml" and b"encryption-data" in window:
            raise UnreadableFile(PROTECTED)
        tail = window[-32:]
    if size != part.file_size or crc != part.CRC:
        raise UnreadableFile(DAMAGED)
    return size


def _packed_bytes(part: zipfile.ZipInfo, data: bytes) -> memoryview:
    start = part.header_offset
    header = data[start : start + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise UnreadableFile(DAMAGED)
    # The local header has its own name and extra field, of other lengths than the directory's.
    start += _LOCAL_HEADER + int.from_bytes(header[26:28], "little")
    start += int.from_bytes(header[28:30], "little")
    packed = memoryview(data)[start : start + part.compress_size]
    if len(packed) != part.compress_size:
        raise UnreadableFile(DAMAGED)
    return packed


def _chunks(part: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
    if part.compress_type == zipfile.ZIP_STORED:
        for start in range(0, len(packed), _CHUNK):
            yield bytes(packed[start : start + _CHUNK])
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableFile(DAMAGED)
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    pending = bytes(packed)
    try:
        while pending and not unpacker.eof:
            yield unpacker.decompress(pending, _CHUNK)
            pending = unpacker.unconsumed_tail
        # Output may still wait inside once all the input was taken.
        while not unpacker.eof and (chunk := unpacker.decompress(b"", _CHUNK)):
            yield chunk
    except zlib.error:
        raise UnreadableFile(DAMAGED) from None
    if not unpacker.eof:
        raise UnreadableFile(DAMAGED)
