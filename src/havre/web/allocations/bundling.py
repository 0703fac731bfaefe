"""A candidate's file as one PDF: cover, pieces, and the gate it leaves by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from havre.adapters.files.joining import Piece, Source, cut, joined
from havre.adapters.printing import Paper, print_paper
from havre.allocations.bundle import Bundle, BundlePiece, still_theirs
from havre.documents.content import Format, UnreadableContent
from havre.documents.selectors import Opened
from havre.platform import gate
from havre.platform.acting import Actor
from havre.web.allocations.presenting import Fact, candidacy_facts, dwelling_facts

TITLE = "Dossier de candidature"
KEPT = (
    "D’autres pièces peuvent être gardées par l’opérateur : demandez-les-lui. Il les remet avec "
    "l’accord de la personne."
)
CLOSING = (
    "Ce dossier sert à votre commission d’attribution, et à elle seule. Détruisez-le après la "
    "décision. Chaque page jointe porte le nom de qui l’a reçue."
)


def release(bundle: Bundle, mark: Sequence[str], *, actor: Actor) -> gate.Document:
    """Return the bundle once the gate lets it out. Raises gate.Held, PrintingFailed,
    UnreadableContent.

    The gate reads the cover, each page that has words, and each picture, piece by piece.
    """
    pieces = cut([source_of(piece) for piece in bundle.pieces])
    cover = print_paper(Paper.BUNDLE, cover_of(bundle, pieces, mark))
    gate.dispatch(
        gate.Departure(
            gate.Way.DOCUMENT,
            gate.Recipient(organisation_id=actor.organisation_id, user_id=actor.user_id),
            parts=bundle.parts,
            files=tuple(files_of(cover, pieces)),
        ),
        actor=actor,
    )
    content = joined(TITLE, cover, pieces, mark)
    return gate.release(
        gate.Document(f"dossier-{bundle.proposal.reference}.pdf", Format.PDF.value, content),
        actor=actor,
        subject=f"bundle:{bundle.proposal.reference}",
        still_allowed=lambda: still_theirs(bundle, actor=actor),
    )


def source_of(piece: BundlePiece) -> Source:
    """Return a piece with its content, None when its file cannot be read."""
    opened = piece.opened
    title = piece.document.word.label
    if opened is None:
        return Source(title, Format.PDF, None)
    return Source(title, opened.format, _content(opened))


def _content(opened: Opened) -> bytes | None:
    try:
        return b"".join(opened.pieces())
    except UnreadableContent:
        return None


def files_of(cover: bytes, pieces: Sequence[Piece]) -> list[gate.Document]:
    """Return what the gate reads, under neutral names."""
    chunks = [chunk for piece in pieces for chunk in piece.chunks]
    files = [gate.Document("page-0", Format.PDF.value, cover)]
    files += [
        gate.Document(f"page-{rank}", chunk.media_type, chunk.content)
        for rank, chunk in enumerate(chunks, 1)
    ]
    return files


def cover_of(bundle: Bundle, pieces: Sequence[Piece], mark: Sequence[str]) -> dict[str, Any]:
    """Return what the cover says: only what this landlord may read."""
    proposal = bundle.proposal
    joined_pieces = [
        [piece.title, f"{piece.pages} page{'s' if piece.pages > 1 else ''}"]
        for piece in pieces
        if not piece.left_out
    ]
    return {
        "title": TITLE,
        "reference": f"Proposition {proposal.reference}",
        "groups": [
            {"title": "Candidate", "facts": said(candidacy_facts(bundle.candidacy))},
            {"title": "Logement", "facts": said(dwelling_facts(proposal))},
        ],
        "pieces_title": "Pièces jointes" if joined_pieces else "Aucune pièce jointe",
        "columns": ["Pièce", "Pages"],
        "pieces": joined_pieces,
        "left_out": [f"{one.title} : {one.left_out}" for one in pieces if one.left_out],
        "closing": [KEPT, CLOSING],
        "mark": " · ".join(mark),
    }


def said(facts: Sequence[Fact]) -> list[dict[str, str]]:
    """Return facts as the cover writes them; what is not known is left out."""
    return [
        {"label": fact.label, "value": f"{fact.value} · {fact.note}" if fact.note else fact.value}
        for fact in facts
        if fact.value
    ]
