"""Short cuts: bringing a paper, counting what is stored, reading it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from havre.cases.models import Case
from havre.documents import actions, selectors
from havre.documents.content import CleanFile, Format
from havre.documents.models import Document
from havre.documents.scanning import Verdict
from havre.engine.vocabulary import DocumentKind
from havre.platform.acting import Actor, acting

CONTENT = b"%PDF-1.4 Zorvellune " + bytes(range(256)) * 20
KIND = DocumentKind.PIECE_IDENTITE


def clean_file(content: bytes = CONTENT) -> CleanFile:
    return CleanFile(Format.PDF, 1, content)


def bring(
    case: Case,
    actor: Actor,
    kind: DocumentKind = KIND,
    content: bytes = CONTENT,
    document_id: UUID | None = None,
    replaces: Document | None = None,
) -> Document:
    """Add a document in the actor's name."""
    with acting(actor):
        return actions.add_document(
            case,
            kind,
            clean_file(content),
            actor=actor,
            name="Zorvellune.pdf",
            note="septembre",
            document_id=document_id,
            replaces=replaces,
        )


def content_of(document: Document, actor: Actor) -> bytes:
    """Read a document in the actor's name."""
    with acting(actor):
        found = selectors.get_document(document.case, document.pk, actor=actor)
        opened = selectors.open_document(found, actor=actor, action="READ")
        return b"".join(opened.pieces())


class Said:
    """A scanner that says what it is told to, and keeps what it was shown."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.shown: list[bytes] = []

    def scan(self, content: Any) -> Verdict:
        self.shown.append(b"".join(content))
        return self.verdict
