"""PDF: read whole, refused when it does something, rewritten with its pages alone."""

from __future__ import annotations

import io
import re
from typing import Any

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from havre.adapters.files.child import images
from havre.adapters.files.limits import (
    MAX_PDF_OBJECTS,
    MAX_PDF_PAGES,
    MAX_SIDE,
    PREVIEW_WIDTH,
    Refusal,
)

ACTIVE_KEYS = {
    "/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/AA", "/RichMediaContent",
}  # fmt: skip
ACTIVE_NAMES = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition",
    "/Movie", "/Sound", "/RichMediaExecute", "/EmbeddedFile", "/Filespec", "/FileAttachment",
    "/RichMedia", "/Screen", "/3D",
}  # fmt: skip
HIDDEN_KEYS = ("/Metadata", "/PieceInfo", "/AF", "/Thumb", "/LastModified", "/OPI", "/Alternates")
PAGE_KEYS = ("/AA", "/B", "/Tabs", "/StructParents", "/PressSteps", "/Trans", "/Dur")
KEPT_NOTES = {"/Widget", "/FreeText", "/Stamp", "/Ink", "/Line", "/Square", "/Circle", "/Highlight"}
_TAIL = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError,
    NotImplementedError, OSError,
)  # fmt: skip


def opened(data: bytes) -> PdfReader:
    """Return the file read; raise Refusal when it is cut, damaged or encrypted."""
    if not _TAIL.search(data[-2048:]):
        raise Refusal("mixed" if b"%%EOF" in data and len(data) > data.rfind(b"%%EOF") + 64 else
                      "damaged")  # fmt: skip
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted or "/Encrypt" in reader.trailer:
            raise Refusal("protected")
        count = len(reader.pages)
    except LimitReachedError:
        raise Refusal("bomb") from None
    except BROKEN:
        raise Refusal("damaged") from None
    if count == 0:
        raise Refusal("damaged")
    if count > MAX_PDF_PAGES:
        raise Refusal("too_many_pages")
    return reader


def clean(data: bytes) -> tuple[dict[str, object], bytes]:
    """Return the pages alone: no author, no links, no form behind, no data of photos."""
    reader = opened(data)
    try:
        _refuse_active(reader)
        for page in reader.pages:
            if contents := page.get_contents():
                contents.get_data()
        writer = _pages_alone(reader)
        sink = io.BytesIO()
        writer.write(sink)
    except LimitReachedError:
        raise Refusal("bomb") from None
    except BROKEN:
        raise Refusal("damaged") from None
    return {"format": "PDF", "pages": len(reader.pages)}, sink.getvalue()


def _refuse_active(reader: PdfReader) -> None:
    """Look at every object of the file, reachable or not, for anything that acts or carries."""
    numbers = [(n, g) for g, found in reader.xref.items() for n in found]
    numbers += [(n, 0) for n in reader.xref_objStm]
    if len(numbers) > MAX_PDF_OBJECTS:
        raise Refusal("bomb")
    _refuse_in(reader.trailer)
    for number, generation in numbers:
        if number:
            _refuse_in(reader.get_object(IndirectObject(number, generation, reader)))


def _refuse_in(root: Any) -> None:
    waiting = [root]
    while waiting:
        found = waiting.pop()
        if isinstance(found, DictionaryObject):
            if ACTIVE_KEYS & found.keys():
                raise Refusal("active")
            for key in ("/S", "/Type", "/Subtype"):
                if str(dict.get(found, key)) in ACTIVE_NAMES and (
                    key != "/Type" or str(found[key]) in {"/EmbeddedFile", "/Filespec"}
                ):
                    raise Refusal("active")
            waiting += [v for v in dict.values(found) if not isinstance(v, IndirectObject)]
        elif isinstance(found, ArrayObject):
            waiting += [v for v in list.__iter__(found) if not isinstance(v, IndirectObject)]


def _pages_alone(reader: PdfReader) -> PdfWriter:
    writer = PdfWriter()
    for page in reader.pages:
        for key in (*PAGE_KEYS, *HIDDEN_KEYS):
            page.pop(key, None)
        _keep_drawn_notes(page)
        writer.add_page(page)
    for found in writer._objects:
        if isinstance(found, DictionaryObject):
            for key in HIDDEN_KEYS:
                found.pop(key, None)
        if isinstance(found, StreamObject):
            _strip_photo(found)
    writer.metadata = None
    return writer


def _keep_drawn_notes(page: PageObject) -> None:
    """Keep what is drawn on the page, without what it leads to or who wrote it."""
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = ArrayObject()
    for one in notes.get_object():
        note = one.get_object()
        if note.get("/Subtype") in KEPT_NOTES and "/AP" in note:
            drawn = DictionaryObject(
                {k: v for k, v in dict.items(note) if k in {"/Type", "/Subtype", "/Rect", "/AP",
                                                           "/AS", "/F"}}
            )  # fmt: skip
            kept.append(drawn)
    page.pop("/Annots")
    if kept:
        page[NameObject("/Annots")] = kept


def _strip_photo(stream: StreamObject) -> None:
    filters = stream.get("/Filter")
    if filters == "/DCTDecode" or filters == ["/DCTDecode"]:
        stream._data = images.without_metadata(stream._data)


def stamp(data: bytes, mark: list[str]) -> bytes:
    """Return the file with, on each page, the name of who it was handed to."""
    reader = opened(data)
    writer = PdfWriter()
    for page in reader.pages:
        add_marked(writer, page, mark)
    writer.metadata = None
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def add_marked(writer: PdfWriter, page: PageObject, mark: list[str]) -> None:
    """Add a page that names who it is handed to."""
    added = writer.add_page(page)
    if added.rotation:
        added.transfer_rotation_to_content()
    box = added.mediabox
    width, height = float(box.width), float(box.height)
    added.merge_transformed_page(
        _overlay(mark, width, height),
        Transformation().translate(float(box.left), float(box.bottom)),
        expand=False,
    )


def _overlay(mark: list[str], width: float, height: float) -> PageObject:
    overlay = PageObject.create_blank_page(width=width, height=height)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    pale = DictionaryObject({NameObject("/ca"): FloatObject(0.22)})
    overlay[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/Font"): DictionaryObject({NameObject("/HavreMark"): font}),
            NameObject("/ExtGState"): DictionaryObject({NameObject("/HavrePale"): pale}),
        }
    )
    size = max(6.0, min(width, height) / 70)
    text = _escaped(" · ".join(mark))
    foot = f"q 0.25 g BT /HavreMark {size:.2f} Tf {size:.2f} {size:.2f} Td (".encode()
    parts = [foot + text + b") Tj ET Q"]
    for row in range(1, 5):
        at = f"{size * 2:.2f} {height * row / 5:.2f}"
        begin = f"q /HavrePale gs 0.3 g BT /HavreMark {size * 1.3:.2f} Tf {at} Td (".encode()
        parts.append(begin + text + b") Tj ET Q")
    content = DecodedStreamObject()
    content.set_data(b"\n".join(parts))
    overlay[NameObject("/Contents")] = content
    return overlay


def _escaped(text: str) -> bytes:
    plain = text.encode("cp1252", "replace")
    return re.sub(rb"([\\()])", rb"\\\1", plain)


def page(data: bytes, number: int) -> bytes:
    """Return one page as a PNG, at the width of the screen; raise Refusal."""
    return images.written(drawn(data, number, PREVIEW_WIDTH), png=True)


def drawn(data: bytes, number: int, across: int) -> Image.Image:
    """Return one page, from 1, drawn so many dots across; raise Refusal."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        shown = document[number - 1]
        width, height = shown.get_size()
        scale = across / max(width, 1.0)
        if height * scale > MAX_SIDE / 2:
            raise Refusal("bomb")
        picture: Image.Image = shown.render(scale=scale, may_draw_forms=False).to_pil()
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        raise Refusal("damaged") from None
    return picture.convert("RGB")
