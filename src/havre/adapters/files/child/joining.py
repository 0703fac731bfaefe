"""Several papers as the pages of one: cut into pages that can be read and pages that are pictures,
then joined behind a cover, each naming who it is handed to."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.generic import NameObject

from havre.adapters.files.child import images, pdfs
from havre.adapters.files.limits import MAX_BUNDLE_PAGES, Refusal

A4 = (595.0, 842.0)
MARGIN = 28.0
ACROSS = 1240
"""Dots across a page drawn as a picture: 150 per inch of A4."""

Chunk = dict[str, Any]


def split(pieces: list[dict[str, Any]], data: bytes) -> tuple[dict[str, object], bytes]:
    """Cut each piece into chunks; one that cannot be is refused, the others go on.

    Told of each: {"refused": code} or {"pages": n, "chunks": [[kind, bytes], …]}, whose kind is
    PDF for pages with text and JPEG for a page that is a picture.
    """
    told: list[dict[str, object]] = []
    sink, at, left = io.BytesIO(), 0, MAX_BUNDLE_PAGES
    for piece in pieces:
        content = data[at : at + piece["length"]]
        at += piece["length"]
        try:
            chunks = list(_chunks(piece["kind"], content, left))
        except Refusal as refusal:
            told.append({"refused": refusal.code})
            continue
        except (MemoryError, zlib.error, RecursionError, *pdfs.BROKEN):
            told.append({"refused": "damaged"})
            continue
        pages = sum(count for _, _, count in chunks)
        left -= pages
        told.append({"pages": pages, "chunks": [[kind, len(made)] for kind, made, _ in chunks]})
        for _, made, _ in chunks:
            sink.write(made)
    return {"pieces": told}, sink.getvalue()


def _chunks(kind: str, content: bytes, left: int) -> Iterator[tuple[str, bytes, int]]:
    """Yield (kind, content, pages). Raises Refusal."""
    if kind != "PDF":
        if left < 1:
            raise Refusal("too_many_pages")
        yield "JPEG", _jpeg(images.opened(content)), 1
        return
    reader = pdfs.opened(content)
    if len(reader.pages) > left:
        raise Refusal("too_many_pages")
    together = PdfWriter()
    for number, page in enumerate(reader.pages, 1):
        if (page.extract_text() or "").strip():
            together.add_page(page)
            continue
        if len(together.pages):
            yield "PDF", _written(together), len(together.pages)
            together = PdfWriter()
        yield "JPEG", _jpeg(pdfs.drawn(content, number, ACROSS)), 1
    if len(together.pages):
        yield "PDF", _written(together), len(together.pages)


def _jpeg(picture: Image.Image) -> bytes:
    """Return a picture no finer than a page needs."""
    if min(picture.size) > ACROSS:
        scale = ACROSS / min(picture.size)
        size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    return images.written(picture, png=False)


def _written(writer: PdfWriter) -> bytes:
    writer.metadata = None
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def join(pieces: list[dict[str, Any]], data: bytes, mark: list[str]) -> bytes:
    """Return one PDF: the first piece is the cover, kept as it is; the others are marked.

    Each piece: {"title", "chunks": [[kind, bytes], …]}; its title leads to its first page.
    """
    at, writer = 0, PdfWriter()
    for rank, piece in enumerate(pieces):
        first = len(writer.pages)
        for kind, length in piece["chunks"]:
            content = data[at : at + length]
            at += length
            if rank == 0:
                writer = PdfWriter(clone_from=io.BytesIO(content))
                writer.root_object.pop(NameObject("/Metadata"), None)  # tagged: the cover alone
                continue
            for page in _pages(kind, content):
                pdfs.add_marked(writer, page, mark)
        if rank and len(writer.pages) > first:
            writer.add_outline_item(title=piece["title"], page_number=first)
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def _pages(kind: str, content: bytes) -> Iterator[PageObject]:
    if kind == "PDF":
        yield from PdfReader(io.BytesIO(content)).pages
        return
    with Image.open(io.BytesIO(content)) as picture:
        sink = io.BytesIO()
        picture.save(sink, "PDF", resolution=72.0)
    drawn = PdfReader(sink).pages[0]
    width, height = float(drawn.mediabox.width), float(drawn.mediabox.height)
    across, down = A4 if height >= width else A4[::-1]
    scale = min((across - 2 * MARGIN) / width, (down - 2 * MARGIN) / height)
    sheet = PageObject.create_blank_page(width=across, height=down)
    place = (
        Transformation()
        .scale(scale)
        .translate((across - width * scale) / 2, (down - height * scale) / 2)
    )
    sheet.merge_transformed_page(drawn, place, expand=False)
    yield sheet
