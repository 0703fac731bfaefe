"""What a file says: its text, what it hides, its metadata. What cannot be read does not leave."""

from __future__ import annotations

import email
import email.policy
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from PIL import ExifTags, Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

MAX_BYTES = 15_000_000
MAX_UNPACKED = 60_000_000
MAX_MEMBERS = 3000
MAX_TEXT = 3_000_000
MAX_DEPTH = 3
PIXELS = 80_000_000
TEXT_MEMBERS = (".xml", ".rels", ".vml", ".txt", ".csv", ".html", ".rdf", ".json", ".css")
LOOK_ONLY = (".ttf", ".otf", ".odttf", ".bin", ".emf", ".wmf")
"""Members that hold a font, a printer's settings, a drawing: their letters are looked at as is."""


class Unreadable(Exception):
    """The file cannot be read whole: nobody can say what is in it."""


class CarriesPosition(Unreadable):
    """A photograph says where it was taken."""


def texts_of(content: bytes, depth: int = 0) -> list[str]:
    """Return all that a file says. Raises Unreadable, CarriesPosition."""
    if len(content) > MAX_BYTES or depth > MAX_DEPTH:
        raise Unreadable
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = list(_texts(content, depth))
    except (Unreadable, RecursionError):
        raise
    except Exception as error:  # whatever a broken file makes a reader do, it does not leave
        raise Unreadable from error
    if sum(map(len, found)) > MAX_TEXT:
        raise Unreadable
    return found


def _texts(content: bytes, depth: int) -> Iterator[str]:
    if content[:1024].lstrip().startswith(b"%PDF"):
        yield from _pdf(content, depth)
    elif content.startswith(b"PK"):
        yield from _archive(content, depth)
    elif content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")) or (
        content[4:12] in {b"ftypheic", b"ftypmif1", b"ftypheix", b"ftypavif"}
        or content[8:12] == b"WEBP"
    ):
        yield from _image(content)
    else:
        yield from _plain(content, depth)


def _pdf(content: bytes, depth: int) -> Iterator[str]:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
    except PyPdfError as error:
        raise Unreadable from error
    if reader.is_encrypted:
        raise Unreadable
    yield " \n ".join(str(value) for value in (reader.metadata or {}).values())
    xmp = reader.root_object.get("/Metadata")
    if xmp is not None:
        yield _decode(xmp.get_object().get_data())
    yield " \n ".join(str(key) for key in reader.named_destinations)
    yield " \n ".join(str(item.title) for item in _flat(reader.outline))
    for page in reader.pages:
        text = page.extract_text() or ""
        if not text.strip() and _has_images(page):
            raise Unreadable  # a scan: its words are dots
        yield text
        yield from _notes(page)
    for name, attached in reader.attachments.items():
        yield name
        for one in attached:
            yield from texts_of(one, depth + 1)
    fields = reader.get_fields() or {}
    yield " \n ".join(f"{name} {field.get('/V', '')}" for name, field in fields.items())


def _flat(outline: Any) -> Iterator[Any]:
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def _has_images(page: Any) -> bool:
    resources = page["/Resources"] if "/Resources" in page else {}  # noqa: SIM401  follows
    drawn = resources["/XObject"] if "/XObject" in resources else {}  # noqa: SIM401  follows
    return any(one.get_object().get("/Subtype") == "/Image" for one in drawn.values())


def _notes(page: Any) -> Iterator[str]:
    for reference in page.get("/Annots") or []:
        note = reference.get_object()
        action = note["/A"] if "/A" in note else {}  # noqa: SIM401  follows
        yield " \n ".join(
            str(value)
            for value in (
                note.get("/Contents", ""), note.get("/T", ""), note.get("/V", ""),
                note.get("/TU", ""), action.get("/URI", ""),
            )
        )  # fmt: skip


def _archive(content: bytes, depth: int) -> Iterator[str]:
    """Word, OpenDocument, spreadsheets: every member, hidden columns and comments included."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
            raise Unreadable
        yield archive.comment.decode("utf-8", "replace")
        for member in members:
            if member.flag_bits & 1:
                raise Unreadable
            yield member.filename
            name, data = member.filename.lower(), archive.read(member)
            if name == "mimetype" or name.endswith(TEXT_MEMBERS):
                yield from _markup(_decode(data))
            elif name.endswith(LOOK_ONLY):
                yield data.decode("latin-1")
                yield data.decode("utf-16-le", "ignore")
            elif data:
                yield from texts_of(data, depth + 1)


def _markup(text: str) -> Iterator[str]:
    """Text between tags: as one word where tags cut it, as several; and what attributes say."""
    yield re.sub(
        r"<[^>]*>", "", re.sub(r"</(?:w:p|text:p|text:h|si|c|row|table:table-cell)>", "\n", text)
    )
    yield re.sub(r"<[^>]*>", " ", text)
    yield " \n ".join(re.findall(r"=\"([^\"]*[A-Za-z\d]{3}[^\"]*)\"", text))


def _image(content: bytes) -> Iterator[str]:
    """Words kept beside the picture; its position must have been removed."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > PIXELS:
                raise Unreadable
            exif = image.getexif()
            if exif.get_ifd(ExifTags.IFD.GPSInfo):
                raise CarriesPosition
            beside = [*exif.values(), *exif.get_ifd(ExifTags.IFD.Exif).values()]
            beside += [
                value for key, value in image.info.items() if key not in {"exif", "icc_profile"}
            ]
    except UnidentifiedImageError as error:
        raise Unreadable from error
    for value in beside:
        if isinstance(value, bytes):
            yield value.decode("utf-8", "ignore")
            yield value.decode("utf-16-le", "ignore")
        else:
            yield str(value)
    yield content[-4096:].decode("utf-8", "ignore")  # what follows the picture


def _plain(content: bytes, depth: int) -> Iterator[str]:
    text = _decode(content)
    if "\0" in text:
        raise Unreadable
    if text.startswith("BEGIN:VCALENDAR"):
        yield re.sub(r"\r?\n[ \t]", "", text).replace("\\n", "\n").replace("\\,", ",")
    elif re.match(
        r"(?i)(from|to|subject|received|mime-version|return-path|date|message-id):", text
    ):
        yield from _message(content, depth)
    yield text
    if "<" in text and ">" in text:
        yield from _markup(text)


def _message(content: bytes, depth: int) -> Iterator[str]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        yield " \n ".join(f"{value}" for value in part.values())
        if not part.is_multipart():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload:
                yield from texts_of(payload, depth + 1)


def _decode(content: bytes) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    return content.decode("cp1252", "strict") if b"\0" not in content else _binary()


def _binary() -> str:
    raise Unreadable
