"""What a file is, from its own bytes: its name and its declared type prove nothing."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

from havre.adapters.files.limits import Refusal

NAMES: dict[str, frozenset[str]] = {
    "PDF": frozenset({".pdf"}),
    "JPEG": frozenset({".jpg", ".jpeg", ".jpe", ".jfif"}),
    "PNG": frozenset({".png"}),
    "HEIC": frozenset({".heic", ".heif"}),
    "DOCX": frozenset({".docx"}),
    "ODT": frozenset({".odt"}),
}
"""The endings that announce each kind."""

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_OTHER_IMAGES = (b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|svg|script|head|body|iframe|\?xml|meta)", re.I)
_PDF_START = re.compile(rb"%PDF-\d")
_BEGINNING = 1024
_ZIP_END = 22 + 65_535


def recognise(data: bytes) -> str:
    """Return which of NAMES a file is; raise Refusal for any other, and for two at once."""
    if not data.strip():
        raise Refusal("empty")
    kind = _kind(data)
    _refuse_mixed(kind, data)
    return kind


def check_name(kind: str, name: str) -> None:
    """Refuse a file whose name announces another kind than its content; no ending says nothing."""
    ending = PurePath(name).suffix.lower()
    photo = {"JPEG", "PNG", "HEIC"}  # telephones convert photos and keep the ending
    accepted = set().union(*(NAMES[one] for one in (photo if kind in photo else {kind})))
    if ending and ending not in accepted:
        raise Refusal("misnamed")


def _kind(data: bytes) -> str:
    if _PDF_START.match(data):
        return "PDF"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIC"
    if data.startswith(b"PK\x03\x04"):
        return _archive_kind(data)
    raise Refusal(_refusal_of(data))


def _refusal_of(data: bytes) -> str:
    """Return what to say of a file of no accepted kind."""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "old_word"
    if data.startswith((b"PK", *_ARCHIVES)):
        return "archive"
    if data.startswith(_OTHER_IMAGES):
        return "other_image"
    if _MARKUP.search(data[:_BEGINNING].replace(b"\x00", b"")):
        return "web_page"
    if _PDF_START.search(data[:_BEGINNING]):  # something comes before the PDF
        return "mixed"
    return "unknown"


def _archive_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype") if _is_small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise Refusal("damaged") from None
    if "word/document.xml" in names:
        return "DOCX"
    if mimetype == b"application/vnd.oasis.opendocument.text":
        return "ODT"
    sheets = {"xl/workbook.xml", "xl/workbook.bin"}
    if names & sheets or mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise Refusal("spreadsheet")
    raise Refusal("archive")


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    try:
        part = archive.getinfo(name)
    except KeyError:
        return False
    return part.file_size < 200 and part.compress_type in {
        zipfile.ZIP_STORED,
        zipfile.ZIP_DEFLATED,
    }


def _refuse_mixed(kind: str, data: bytes) -> None:
    """Refuse a file that another program would take for something else (polyglots)."""
    beginning = data[:_BEGINNING]
    archived = b"PK\x05\x06" in data[-_ZIP_END:] and zipfile.is_zipfile(io.BytesIO(data))
    if archived and kind not in {"DOCX", "ODT"}:
        raise Refusal("mixed")
    if kind != "PDF" and _PDF_START.search(beginning):
        raise Refusal("mixed")
    if re.search(rb"<\s*(?:!doctype|html|svg|script|iframe)", beginning, re.I):
        raise Refusal("mixed")
    if kind == "PDF" and _PDF_START.search(data[1:_BEGINNING]):
        raise Refusal("mixed")
