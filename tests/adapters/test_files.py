"""Received papers: what is taken, what is refused and with which sentence, what is left out."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from havre.adapters.bounded import running
from havre.adapters.files.limits import SENTENCES
from havre.adapters.files.reading import clean, page_picture, stamped
from havre.documents.content import MAX_BYTES, Format, RefusedFile, UnreadableContent
from tests import papers as p

MARK = ["Remis à Éloïse D’Arc", "Org essai", "le 23/11/2026 à 17:05"]


def huge_png(width: int, height: int) -> bytes:
    """A PNG that announces a size and holds nothing of it."""

    def part(name: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(name + data)
        return struct.pack("!L", len(data)) + name + data + struct.pack("!L", crc)

    header = struct.pack("!LLBBBBB", width, height, 8, 2, 0, 0, 0)
    body = part(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + body + part(b"IEND", b"")


def bomb_docx() -> bytes:
    return p.docx(**{"word/media/zero.xml": b"<a>" + b" " * 130_000_000 + b"</a>"})


def relation(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    )


REFUSED = {
    "empty": (b"", "a.pdf", "empty"),
    "blank": (b"  \n\n", "a.pdf", "empty"),
    "one byte too many": (b"%PDF-1.4" + b"\0" * (MAX_BYTES - 7), "a.pdf", "too_large"),
    "text": (b"bonjour", "a.txt", "unknown"),
    "program": (b"\x7fELF\x02\x01", "a.pdf", "unknown"),
    "HTML": (b"<!doctype html><p>bonjour", "a.pdf", "web_page"),
    "SVG": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "a.svg", "web_page"),
    "HTML in UTF-16": ("<html>".encode("utf-16"), "a.jpg", "web_page"),
    "GIF": (b"GIF89a" + b"\0" * 20, "a.gif", "other_image"),
    "TIFF": (b"II*\0" + b"\0" * 20, "a.jpg", "other_image"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.doc", "old_word"),
    "RAR": (b"Rar!\x1a\x07\0", "a.pdf", "archive"),
    "ZIP": (p.archive({"a.txt": "x"}), "a.docx", "archive"),
    "workbook": (p.archive({"xl/workbook.xml": "<a/>"}), "a.docx", "spreadsheet"),
    "PDF named as a photo": (p.pdf(), "photo.jpg", "misnamed"),
    "photo named as a PDF": (p.jpeg(), "papier.pdf", "misnamed"),
    "program's name": (p.pdf(), "papier.pdf.exe", "misnamed"),
    "PDF after a page": (b"<html>\n" + p.pdf(), "a.pdf", "web_page"),
    "PDF after bytes": (b"\0\1\2" + p.pdf(), "a.pdf", "mixed"),
    "PDF and ZIP": (p.pdf() + p.archive({"a.txt": "x"}), "a.pdf", "mixed"),
    "photo and ZIP": (p.jpeg() + p.archive({"a.txt": "x"}), "a.jpg", "mixed"),
    "photo and PDF": (p.jpeg()[:20] + b"%PDF-1.4" + p.jpeg()[20:], "a.jpg", "mixed"),
    "photo and page": (p.jpeg()[:2] + b"\xff\xfe\0\x0a<script>" + p.jpeg()[2:], "a.jpg", "mixed"),
    "text after a ZIP": (p.docx() + b"MZ\0\0", "a.docx", "mixed"),
    "cut PDF": (p.pdf()[:-40], "a.pdf", "damaged"),
    "cut photo": (p.jpeg(size=(300, 300))[:-300], "a.jpg", "damaged"),
    "cut PNG": (p.png()[:-30], "a.png", "damaged"),
    "cut HEIC": (p.heic()[:-200], "a.heic", "damaged"),
    "cut text": (p.docx()[:-30], "a.docx", "damaged"),
    "PDF of nothing": (b"%PDF-1.4\nstartxref\n0\n%%EOF", "a.pdf", "damaged"),
    "PDF with a password": (p.pdf_with("password"), "a.pdf", "protected"),
    "PDF with an owner's password": (p.pdf_with("owner password"), "a.pdf", "protected"),
    "PDF with a script": (p.pdf_with("script"), "a.pdf", "active"),
    "PDF with a program": (p.pdf_with("launch"), "a.pdf", "active"),
    "PDF with a page action": (p.pdf_with("page action"), "a.pdf", "active"),
    "PDF with a file inside": (p.pdf_with("attachment"), "a.pdf", "active"),
    "PDF of 301 pages": (p.pdf(301), "a.pdf", "too_many_pages"),
    "PNG of 100,000 by 100,000": (huge_png(100_000, 100_000), "a.png", "bomb"),
    "PNG of 51 million": (huge_png(10_200, 5_000), "a.png", "bomb"),
    "Word with macros": (p.docx(**{"word/vbaProject.bin": b"x"}), "a.docx", "active"),
    "Word with an object": (p.docx(**{"word/embeddings/o.bin": b"x"}), "a.docx", "active"),
    "Word with a field": (
        p.docx(**{"word/header1.xml": "<a>DDEAUTO c:\\\\x</a>"}),
        "a.docx",
        "active",
    ),
    "Word of another type": (
        p.docx(**{"[Content_Types].xml": "<a>ms-word.document.macroEnabled</a>"}),
        "a.docx",
        "active",
    ),
    "Word with a far template": (
        p.docx(**{"word/_rels/settings.xml.rels": relation("attachedTemplate", "http://x.test/")}),
        "a.docx",
        "linked",
    ),
    "Word with an entity": (
        p.docx(**{"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        "a.docx",
        "damaged",
    ),
    "Word out of its folder": (p.docx(**{"../evil.xml": "<a/>"}), "a.docx", "damaged"),
    "Word with broken XML": (p.docx(**{"word/styles.xml": "<a>"}), "a.docx", "damaged"),
    "Word that swells": (bomb_docx(), "a.docx", "bomb"),
    "ODT with a macro": (p.odt(**{"Basic/x.xml": "<a/>"}), "a.odt", "active"),
    "ODT with a script": (p.odt("<script:event-listener/>"), "a.odt", "active"),
    "ODT with a far picture": (
        p.odt('<draw:image xlink:href="http://x.test/p.png"/>'),
        "a.odt",
        "linked",
    ),
    "ODT with a password": (
        p.odt(**{"META-INF/manifest.xml": "<a><encryption-data/></a>"}),
        "a.odt",
        "protected",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    data, filename, code = REFUSED[name]
    with pytest.raises(RefusedFile) as refused:
        clean(data, filename)
    assert str(refused.value) == SENTENCES[code]


def test_every_sentence_says_what_happened_and_what_to_do() -> None:
    for sentence in SENTENCES.values():
        assert sentence.startswith(("Ce ", "Le "))
        assert sentence.endswith("Rien n’a été enregistré.")
        assert sentence.count(".") >= 3


TAKEN = {
    "PDF": (p.pdf(3), "papier.PDF", Format.PDF, 3),
    "PDF without an ending": (p.pdf(), "papier", Format.PDF, 1),
    "scan": (p.pdf_with_photo(), "scan.pdf", Format.PDF, 1),
    "JPEG": (p.jpeg(), "IMG_1.JPG", Format.JPEG, 1),
    "HEIC converted under its name": (p.jpeg(), "IMG_1.HEIC", Format.JPEG, 1),
    "PNG": (p.png(), "écran.png", Format.PNG, 1),
    "HEIC": (p.heic(), "IMG_1.HEIC", Format.JPEG, 1),
    "DOCX": (p.docx(), "lettre.docx", Format.DOCX, 0),
    "ODT": (p.odt(), "lettre.odt", Format.ODT, 0),
}


@pytest.mark.parametrize("name", TAKEN)
def test_taken_without_what_it_hides(name: str) -> None:
    """The canary stands in every hidden place of the file sent, and nowhere in the one kept."""
    data, filename, form, pages = TAKEN[name]
    assert p.CANARY.encode() in p.whole(data)
    file = clean(data, filename)
    assert (file.format, file.pages) == (form, pages)
    kept = p.whole(file.content)
    assert p.CANARY.encode() not in kept
    assert p.CANARY.encode("utf-16-be") not in kept
    assert b"Exif" not in kept
    assert b"xmpmeta" not in kept
    assert clean(file.content, "").content  # what is kept is itself a file that would be taken


@pytest.mark.parametrize("name", TAKEN)
def test_the_picture_or_text_is_still_there(name: str) -> None:
    data, filename, form, _ = TAKEN[name]
    content = clean(data, filename).content
    if form is Format.PDF:
        assert "Bonjour 1" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
    elif form in {Format.DOCX, Format.ODT}:
        part = "word/document.xml" if form is Format.DOCX else "content.xml"
        assert b"Bonjour" in p.parts_of(content)[part]
    else:
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.getexif() == {}
            red, _, blue = picture.convert("RGB").getpixel((picture.width - 3, 3))
            assert red > 150 > blue


@pytest.mark.parametrize("make", [p.jpeg, p.heic])
def test_a_turned_photo_is_set_upright(make: object) -> None:
    """Orientation 6: held upright. The blue quarter, top left as written, ends top right."""
    content = clean(make(orientation=6), "").content  # type: ignore[operator]
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.height == 2 * picture.width
        red, _, blue = picture.getpixel((picture.width - 4, 4))
        assert blue > 150 > red


def test_a_copy_of_a_pdf_names_its_reader_on_each_page() -> None:
    file = clean(p.pdf(3), "")
    length, pieces = stamped([file.content], file.format, MARK)
    content = b"".join(pieces)
    assert len(content) == length
    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages, start=1):
        text = page.extract_text()
        assert f"Bonjour {number}" in text
        assert text.count("Remis à Éloïse D’Arc · Org essai · le 23/11/2026 à 17:05") == 5


@pytest.mark.parametrize("make", [p.jpeg, p.png])
def test_a_copy_of_a_photo_carries_a_band(make: object) -> None:
    file = clean(make(), "")  # type: ignore[operator]
    _, pieces = stamped([file.content], file.format, MARK)
    with (
        Image.open(io.BytesIO(b"".join(pieces))) as copy,
        Image.open(io.BytesIO(file.content)) as kept,
    ):
        assert copy.format == kept.format
        assert (copy.width, copy.height) == (kept.width, kept.height + 24)


@pytest.mark.parametrize(
    ("make", "part", "times"), [(p.docx, "word/document.xml", 2), (p.odt, "content.xml", 1)]
)
def test_a_copy_of_a_text_names_its_reader(make: object, part: str, times: int) -> None:
    file = clean(make(), "")  # type: ignore[operator]
    _, pieces = stamped([file.content], file.format, ["A & <B>"])
    copy = b"".join(pieces)
    assert p.parts_of(copy)[part].count(b"A &amp; &lt;B&gt;") == times
    assert clean(copy, "").format is file.format


def test_a_page_as_a_picture() -> None:
    file = clean(p.pdf(2), "")
    picture = Image.open(io.BytesIO(page_picture([file.content], file.format, 2, MARK)))
    assert (picture.format, picture.width) == ("JPEG", 1000)
    assert picture.getextrema()[0][0] < 100  # something dark is written on it
    with pytest.raises(UnreadableContent):
        page_picture([file.content], file.format, 3, MARK)


def test_what_is_no_document_cannot_be_marked() -> None:
    with pytest.raises(UnreadableContent):
        stamped([b"bonjour"], Format.PDF, MARK)


def test_the_child_has_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No environment, no file written, bounded memory: asked of the process itself."""
    monkeypatch.setenv("HAVRE_SECRET_KEY", "secret")
    probe = tmp_path / "probe.py"
    probe.write_text(
        "import os, resource\nfrom havre.adapters.files.child.__main__ import bound\nbound()\n"
        "print(os.environ.get('HAVRE_SECRET_KEY'), resource.getrlimit(resource.RLIMIT_FSIZE)[0],"
        " resource.getrlimit(resource.RLIMIT_AS)[0] < 2 ** 31)\n"
    )
    monkeypatch.setattr("havre.adapters.bounded._BOOT", BOOT.format(str(probe)))
    with running("probe", [b""], seconds=20) as output:
        assert output.read() == b"None 0 True\n"
    assert "HAVRE_SECRET_KEY" in os.environ


BOOT = "import sys; sys.path.insert(0, sys.argv[1]); exec(open({!r}).read())"


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("havre.adapters.bounded._BOOT", "import time; time.sleep(60)")
    monkeypatch.setattr("havre.adapters.files.reading.CHILD_SECONDS", 1)
    with pytest.raises(RefusedFile) as refused:
        clean(p.pdf(), "")
    assert str(refused.value) == SENTENCES["bomb"]
