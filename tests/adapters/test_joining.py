"""Papers joined behind a cover: what is taken, what is left out, and why."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfReader, PdfWriter

from havre.adapters.files import joining
from havre.adapters.files.joining import Piece, Source, cut, joined
from havre.adapters.files.reading import MAX_TOLD
from havre.documents.content import Format, UnreadableContent
from tests import papers

LOST = "fichier illisible. Demandez-en un autre à l’opérateur."
HEAVY = "le dossier serait trop lourd. À ouvrir dans « Documents »."


def blank(pages: int, width: float = 595, height: float = 842) -> bytes:
    made = PdfWriter()
    for _ in range(pages):
        made.add_blank_page(width, height)
    return papers.written(made)


def source(content: bytes | None, form: Format = Format.PDF) -> Source:
    return Source("Avis", form, content)


def test_what_cannot_be_joined_is_left_out_and_the_rest_goes_on() -> None:
    found = cut(
        [
            source(papers.pdf(2)),
            source(b""),
            source(b"\x89PNG junk", Format.PNG),
            source(blank(1, 10, 14_400)),
            source(blank(151)),
            source(b"%PDF-1.4" + b"0" * joining.MAX_READ_BYTES),
            source(papers.docx(), Format.DOCX),
            source(None),
            source(papers.jpeg(), Format.JPEG),
        ]
    )
    assert [(one.pages, one.left_out) for one in found] == [
        (2, ""),
        (0, LOST),
        (0, LOST),
        (0, LOST),
        (0, "le dossier aurait trop de pages. À ouvrir dans « Documents »."),
        (0, HEAVY),
        (0, "texte Word ou LibreOffice. À ouvrir dans « Documents »."),
        (0, LOST),
        (1, ""),
    ]


def test_pages_with_words_stay_words_and_the_others_are_pictures() -> None:
    made = PdfWriter()
    for part in (papers.pdf(2), blank(1), papers.pdf(1)):
        for page in PdfReader(io.BytesIO(part)).pages:
            made.add_page(page)
    (piece,) = cut([source(papers.written(made))])
    assert [chunk.kind for chunk in piece.chunks] == ["PDF", "JPEG", "PDF"]
    assert [chunk.media_type for chunk in piece.chunks[:2]] == ["application/pdf", "image/jpeg"]
    whole = PdfReader(io.BytesIO(joined("Dossier", blank(1), [piece], ["Remis"])))
    texts = [" ".join(page.extract_text().split()) for page in whole.pages]
    marked = "Remis Remis Remis Remis Remis"
    assert texts == ["", f"Bonjour 1 {marked}", f"Bonjour 2 {marked}", marked,
                     f"Bonjour 1 {marked}"]  # fmt: skip
    assert papers.CANARY not in str(whole.metadata)


def test_a_process_ended_by_its_bounds_leaves_every_piece_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("havre.adapters.files.reading.CHILD_SECONDS", 0)
    assert [one.left_out for one in cut([source(papers.pdf()), source(None)])] == [HEAVY, LOST]
    with pytest.raises(UnreadableContent):
        joined("Dossier", papers.pdf(), [], [])


def test_as_many_pieces_as_a_file_holds_fit_on_one_line_of_answer() -> None:
    one = {"pages": 300, "chunks": [["JPEG", 10**8]] * joining.MAX_BUNDLE_PIECES}
    told = {"pieces": [one] * 4, "length": 10**9}  # 150 pages, one chunk each, and as much again
    assert len(json.dumps(told)) < MAX_TOLD


def test_nothing_to_cut_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "answer", None)
    assert cut([source(None)]) == [Piece("Avis", left_out=LOST)]
