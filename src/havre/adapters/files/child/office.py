"""DOCX and ODT: archives read whole, refused when they act, rewritten without their authors."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from havre.adapters.files.child import images
from havre.adapters.files.limits import (
    MAX_ARCHIVE_PARTS,
    MAX_UNPACKED_BYTES,
    MAX_UNPACKED_RATIO,
    Refusal,
)

_SMALL = 1024 * 1024
_CHUNK = 1 << 16
_DATE = (1980, 1, 1, 0, 0, 0)
_DOCTYPE = re.compile(rb"<!doctype|<!entity", re.I)
_XML_ENDINGS = (".xml", ".rels", ".rdf")
Parts = dict[str, bytes]

CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
CUSTOM = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
)
META = (
    b'<?xml version="1.0" encoding="UTF-8"?><office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2">'
    b"<office:meta/></office:document-meta>"
)
_DOCX_ACTIVE = re.compile(
    r"vbaproject|vbadata|activex|embeddings/|oleobject|attachedtoolbars|afchunk|\.(bin|exe|dll|js|"
    r"vbs|docm|dotm|html?|mht|svg|emz|swf)$",
    re.I,
)
_ODT_ACTIVE = re.compile(
    r"^(basic|scripts|object \d|objectreplacements|dialogs)|\.(bin|exe|dll|js|vbs|html?|svg|swf|"
    r"class|jar)$",
    re.I,
)
_EXTERNAL = re.compile(
    rb"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.I
)
_DOCX_AUTHOR = re.compile(rb"(\sw(?:\d+)?:(?:author|initials|userId|providerId))=\"[^\"]*\"")
_ODT_AUTHOR = re.compile(rb"<(dc:creator|meta:creator-initials|loext:sender-initials)>[^<]*<")
_ODT_FAR = re.compile(
    rb"<(?!text:a\b|draw:a\b|text:bibliography)[\w:-]+\b[^>]*xlink:href\s*=\s*[\"'](?:https?:|ftp:|file:"
    rb"|smb:|//|\.\./|/)[^>]*>",
    re.I,
)
_ODT_SCRIPTS = re.compile(
    rb"<(?:script:event-listener|office:script|text:script|draw:object-ole|draw:plugin|"
    rb"draw:applet|draw:floating-frame|form:form)\b",
    re.I,
)
_DOCX_FIELDS = re.compile(
    rb"\bDDE(AUTO)?\b\s|<o:OLEObject|<w:control\b|INCLUDEPICTURE\s|INCLUDETEXT\s"
)


def parts_of(data: bytes) -> Parts:
    """Return every part of an archive, unpacked within bounds; raise Refusal."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(one.flag_bits & 1 for one in entries):
                raise Refusal("protected")
            declared = sum(one.file_size for one in entries)
            packed = sum(one.compress_size for one in entries)
            most = min(MAX_UNPACKED_BYTES, max(_SMALL, MAX_UNPACKED_RATIO * len(data)))
            if len(entries) > MAX_ARCHIVE_PARTS or declared > most or packed > len(data):
                raise Refusal("bomb")
            found: Parts = {}
            for one in entries:
                name = one.filename
                if name in found or name.startswith(("/", "\\")) or ".." in name.split("/"):
                    raise Refusal("damaged")
                found[name] = _unpacked(archive, one, most)
                most -= len(found[name])
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError,
            RuntimeError):  # fmt: skip
        raise Refusal("damaged") from None
    if data[:4] != b"PK\x03\x04" or zipfile_end(data) != len(data):
        raise Refusal("mixed")
    return found


def zipfile_end(data: bytes) -> int:
    """Return where the archive ends: whatever follows is not part of it."""
    at = data.rfind(b"PK\x05\x06")
    return at + 22 + int.from_bytes(data[at + 20 : at + 22], "little") if at >= 0 else -1


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    pieces, size = [], 0
    with archive.open(entry) as source:
        while piece := source.read(_CHUNK):
            size += len(piece)
            if size > most:
                raise Refusal("bomb")
            pieces.append(piece)
    content = b"".join(pieces)
    if entry.filename.lower().endswith(_XML_ENDINGS) and content:
        if _DOCTYPE.search(content.replace(b"\x00", b"")):
            raise Refusal("damaged")
        try:
            ElementTree.fromstring(content)  # noqa: S314  no document type, in a bounded process
        except (ElementTree.ParseError, LookupError, ValueError):
            raise Refusal("damaged") from None
    return content


def packed(parts: Parts, *, first: str) -> bytes:
    """Return an archive of the parts, `first` stored first, with no date or system of its own."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda one: (one != first, one)):
            entry = zipfile.ZipInfo(name, _DATE)
            stored = name == "mimetype" or name.endswith("/")
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return sink.getvalue()


def _pictures(parts: Parts) -> None:
    """Rewrite the pictures inside without their metadata; one that cannot be read refuses all."""
    for name, content in parts.items():
        if content.startswith(b"\xff\xd8"):
            parts[name] = images.without_metadata(content)
        elif content.startswith(b"\x89PNG"):
            parts[name] = images.written(images.opened(content), png=True)


def clean_docx(data: bytes) -> tuple[dict[str, object], bytes]:
    """Return a Word text without authors, properties or data of photos; raise Refusal."""
    parts = parts_of(data)
    types = parts.get("[Content_Types].xml", b"")
    if "word/document.xml" not in parts or not types:
        raise Refusal("damaged")
    if b"macroEnabled" in types or any(_DOCX_ACTIVE.search(name) for name in parts):
        raise Refusal("active")
    for name in parts:
        parts[name] = _clean_docx_part(name, parts[name])
    _pictures(parts)
    return {"format": "DOCX", "pages": 0}, packed(parts, first="[Content_Types].xml")


def _clean_docx_part(name: str, content: bytes) -> bytes:
    if name.endswith(".rels"):
        _refuse_far_docx(content)
    elif name.startswith("docProps/"):
        if not name.endswith(".xml"):  # the thumbnail of the first page
            return _blank_picture(png=name.endswith(".png"))
        return {"docProps/core.xml": CORE, "docProps/app.xml": APP}.get(name, CUSTOM)
    elif name.startswith("word/") and name.endswith(".xml"):
        if _DOCX_FIELDS.search(content):
            raise Refusal("active")
        return _DOCX_AUTHOR.sub(rb'\1=""', content)
    return content


def _refuse_far_docx(relations: bytes) -> None:
    for found in _EXTERNAL.findall(relations):
        if not re.search(rb"/relationships/hyperlink[\"']", found):
            raise Refusal("linked")


def _blank_picture(*, png: bool) -> bytes:
    from PIL import Image

    return images.written(Image.new("RGB", (1, 1), "white"), png=png)


def clean_odt(data: bytes) -> tuple[dict[str, object], bytes]:
    """Return a LibreOffice text without authors, properties or data of photos; raise Refusal."""
    parts = parts_of(data)
    if "content.xml" not in parts:
        raise Refusal("damaged")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refusal("protected")
    if any(_ODT_ACTIVE.search(name) for name in parts):
        raise Refusal("active")
    for name in ("content.xml", "styles.xml"):
        content = parts.get(name, b"")
        if _ODT_SCRIPTS.search(content):
            raise Refusal("active")
        if _ODT_FAR.search(content):
            raise Refusal("linked")
        if name in parts:
            parts[name] = _ODT_AUTHOR.sub(rb"<\1><", content)
    parts["meta.xml"] = META
    for name in parts:
        if name.startswith("Thumbnails/") and not name.endswith("/"):
            parts[name] = _blank_picture(png=True)
    _pictures(parts)
    return {"format": "ODT", "pages": 0}, packed(parts, first="mimetype")


def stamp_docx(data: bytes, mark: list[str]) -> bytes:
    """Return the text with, first and last, the name of who it was handed to."""
    line = escape(" · ".join(mark)).encode()
    paragraph = b'<w:p><w:r><w:t xml:space="preserve">' + line + b"</w:t></w:r></w:p>"

    def added(content: bytes) -> bytes:
        content = re.sub(rb"(<w:body\b[^>]*>)", lambda m: m[1] + paragraph, content, count=1)
        head, found, tail = content.rpartition(b"<w:sectPr")
        if found and b"</w:p>" not in tail:  # the section's own properties come last in the body
            return head + paragraph + found + tail
        return content.replace(b"</w:body>", paragraph + b"</w:body>", 1)

    return _stamped(data, "word/document.xml", "[Content_Types].xml", added)


def stamp_odt(data: bytes, mark: list[str]) -> bytes:
    """Return the text ending with the name of who it was handed to."""
    paragraph = b"<text:p>" + escape(" · ".join(mark)).encode() + b"</text:p>"

    def added(content: bytes) -> bytes:
        return content.replace(b"</office:text>", paragraph + b"</office:text>", 1)

    return _stamped(data, "content.xml", "mimetype", added)


def _stamped(data: bytes, name: str, first: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(data)
    changed = change(parts[name])
    if changed == parts[name]:  # nowhere to write the mark: the file does not leave without it
        raise Refusal("damaged")
    parts[name] = changed
    return packed(parts, first=first)
