"""The papers: tagged, exact, markup-proof, and silent about who she is."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pypdf
import pytest

from havre.adapters.printing import Paper, PrintingFailed, papers, print_paper
from havre.adapters.printing.text_documents import write_text

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HOSTILE = '#read("/etc/passwd") *x* _y_ $z$ <lab> @ref // /* \\ [ ] " = - + ` ~'
LINE = {"who": HOSTILE, "said": "Oui", "until": "", "parts": "Identité", "purpose": ""}
DATA: dict[Paper, dict[str, Any]] = {
    Paper.BUNDLE: {
        "title": "Dossier",
        "reference": "Proposition ABCD-EFGH",
        "groups": [{"title": "Candidate", "facts": [{"label": "Nom", "value": HOSTILE}]}],
        "pieces_title": "Pièces jointes",
        "columns": ["Pièce", "Pages"],
        "pieces": [["Pièce d’identité", "1 page"]],
        "left_out": [],
        "closing": ["Fin."],
        "mark": "Remis à quelqu’un",
    },
    Paper.CONSENT: {
        "title": "Mon accord",
        "reference": "Dossier K7M4-QXTB",
        "intro": ["Début."],
        "said_title": "Ce que j’accepte",
        "answers": [LINE],
        "rights_title": "Mes droits",
        "rights": ["Je peux refuser."],
        "sign_title": "Signature",
        "sign_date": "Date",
        "sign_her": "Ma signature",
        "witness": True,
        "sign_witness": "Témoin",
        "sign_role": "Signature du professionnel",
    },
    Paper.MINUTES: {
        "title": "Compte rendu",
        "reference": "Réunion K7M4-QXTB",
        "facts": [{"label": "Date", "value": "demain"}],
        "people": [{"title": "Présents", "names": ["Un organisme"]}],
        "headings": ["Point", "Décision", "Qui", "Pour le"],
        "parts": [
            {"title": "Besoins", "rows": [], "none": HOSTILE},
            {"title": "Autres points", "rows": [["Un", "deux", "trois", "–"]], "none": ""},
        ],
        "closing": "Fin.",
    },
    Paper.PLAIN: {"title": "Qui ?", "parts": [{"title": "Oui", "sentences": [HOSTILE]}]},
    Paper.RECEIPT: {
        "title": "Reçu",
        "facts": [{"label": "Référence", "value": HOSTILE}],
        "sentences": ["Merci."],
    },
    Paper.SHARES: {
        "title": "Qui voit quoi",
        "reference": "Dossier K7M4-QXTB",
        "intro": ["Voici."],
        "columns": ["Partie", "Pourquoi", "Peut", "Depuis le", "Jusqu’au"],
        "holders": [{"name": HOSTILE, "note": "", "lines": [["Identité", "b", "c", "d", "e"]]}],
        "closing": ["Fin."],
    },
}


def read(content: bytes) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(BytesIO(content))
    text = " ".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(text.split())


@pytest.mark.parametrize("paper", list(Paper))
def test_a_paper_is_tagged_and_says_its_language(paper: Paper) -> None:
    reader, text = read(print_paper(paper, DATA[paper]))
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert str(root["/Lang"]).startswith("fr")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert DATA[paper]["title"] in text


@pytest.mark.parametrize("paper", list(Paper))
def test_what_looks_like_markup_prints_as_it_is_written(paper: Paper) -> None:
    _, text = read(print_paper(paper, DATA[paper]))
    assert HOSTILE in text
    assert "root:" not in text


@pytest.mark.parametrize("paper", list(Paper))
def test_the_metadata_hold_nothing_of_what_is_printed(paper: Paper) -> None:
    reader, _ = read(print_paper(paper, DATA[paper]))
    metadata = reader.metadata or {}
    assert set(metadata) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert metadata["/Title"] == DATA[paper]["title"]


def test_minutes_as_a_text() -> None:
    """The same sheet, with headings, a list and a table; no trace of who wrote it."""
    hostile = "<text:p>&amp; " + HOSTILE
    sheet = DATA[Paper.MINUTES] | {"reference": hostile}
    with ZipFile(BytesIO(write_text(sheet))) as archive:
        assert archive.testzip() is None
        content = ElementTree.fromstring(archive.read("content.xml"))
        meta = archive.read("meta.xml").decode()
    said = [" ".join(one.itertext()) for one in content.iter() if one.tag.endswith(("}h", "}p"))]
    assert said == [
        "Compte rendu",
        hostile,
        "Date : demain",
        "Présents",
        "Un organisme",
        "Besoins",
        HOSTILE,
        "Autres points",
        *("Point", "Décision", "Qui", "Pour le", "Un", "deux", "trois", "–"),
        "Fin.",
    ]
    levels = [one.get(f"{TEXT}outline-level") for one in content.iter(f"{TEXT}h")]
    assert levels == ["1", "2", "2", "2"]
    assert "creator" not in meta
    assert "fr-FR" in meta


def test_a_failure_says_so_in_french_and_nothing_else() -> None:
    with pytest.raises(PrintingFailed) as raised:
        print_paper(Paper.RECEIPT, {"title": "Zyntharel"})
    assert str(raised.value).startswith("Le document n’a pas pu être préparé.")
    assert "Zyntharel" not in str(raised.value)


def test_a_template_reads_nothing_outside_its_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "receipt.typ").write_text('#read("/../../../etc/hostname")')
    monkeypatch.setattr(papers, "TEMPLATES", tmp_path)
    with pytest.raises(PrintingFailed):
        print_paper(Paper.RECEIPT, {})
