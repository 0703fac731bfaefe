"""Papers joined behind a cover: cut into pages by the bounded process, then put together by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from havre.adapters.files.limits import MAX_BUNDLE_BYTES, MAX_BUNDLE_PIECES, MAX_READ_BYTES
from havre.adapters.files.reading import answer
from havre.documents.content import Format, UnreadableContent

JOINABLE = frozenset({Format.PDF, Format.JPEG, Format.PNG})
ONE_BY_ONE = "À ouvrir dans « Documents »"
WHY_LEFT_OUT = {
    "text": f"texte Word ou LibreOffice. {ONE_BY_ONE}.",
    "too_large": f"le dossier serait trop lourd. {ONE_BY_ONE}.",
    "too_many_pages": f"le dossier aurait trop de pages. {ONE_BY_ONE}.",
    "protected": "fichier protégé par un mot de passe. Demandez-en un autre à l’opérateur.",
    "damaged": "fichier illisible. Demandez-en un autre à l’opérateur.",
}
"""Why a piece is not in the bundle, after its name."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some pages of a piece: a PDF whose words can be read, or a page that is a picture."""

    kind: str
    content: bytes

    @property
    def media_type(self) -> str:
        """PDF or JPEG."""
        return Format[self.kind].value


@dataclass(frozen=True, slots=True)
class Source:
    """A paper to be joined: `content` is None when it could not be opened at all."""

    title: str
    format: Format
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper cut into chunks, or why it is left out (then it has none)."""

    title: str
    pages: int = 0
    chunks: tuple[Chunk, ...] = ()
    left_out: str = ""


def cut(sources: Sequence[Source]) -> list[Piece]:
    """Return each paper as pages, in order; one that cannot be is left out, with its reason."""
    reasons = _refused_beforehand(sources)
    taken = [
        (rank, source.format, source.content)
        for rank, source in enumerate(sources)
        if rank not in reasons and source.content is not None
    ]
    told: dict[int, Piece] = {}
    if taken:
        order = {
            "task": "split",
            "pieces": [{"kind": form.name, "length": len(data)} for _, form, data in taken],
        }
        with answer(order, (data for _, _, data in taken)) as (said, output):
            if "pieces" not in said:  # ended by its bounds: nobody knows which piece was too much
                reasons |= {rank: "too_large" for rank, _, _ in taken}
            for (rank, _, _), one in zip(taken, said.get("pieces", ()), strict=False):
                title = sources[rank].title
                if "refused" in one:
                    told[rank] = _left_out(title, str(one["refused"]))
                    continue
                chunks = tuple(Chunk(k, output.read(int(n))) for k, n in one["chunks"])
                told[rank] = Piece(title, int(one["pages"]), chunks)
    return [
        told.get(rank) or _left_out(source.title, reasons.get(rank, "damaged"))
        for rank, source in enumerate(sources)
    ]


def _refused_beforehand(sources: Sequence[Source]) -> dict[int, str]:
    """Return why a paper is not even cut, by its rank."""
    reasons: dict[int, str] = {}
    room, pieces = MAX_BUNDLE_BYTES, 0
    for rank, source in enumerate(sources):
        if source.content is None:
            reasons[rank] = "damaged"
        elif source.format not in JOINABLE:
            reasons[rank] = "text"
        elif len(source.content) > min(room, _most(source.format)) or pieces >= MAX_BUNDLE_PIECES:
            reasons[rank] = "too_large"
        else:
            room, pieces = room - len(source.content), pieces + 1
    return reasons


def _most(form: Format) -> int:
    return MAX_READ_BYTES if form is Format.PDF else MAX_BUNDLE_BYTES


def _left_out(title: str, code: str) -> Piece:
    return Piece(title, left_out=WHY_LEFT_OUT.get(code, WHY_LEFT_OUT["damaged"]))


def joined(title: str, cover: bytes, pieces: Sequence[Piece], mark: Sequence[str]) -> bytes:
    """Return the cover, then the pieces, each page of theirs marked. Raises UnreadableContent."""
    whole = [Piece(title, 1, (Chunk("PDF", cover),)), *(one for one in pieces if one.chunks)]
    order = {
        "task": "join",
        "mark": list(mark),
        "pieces": [
            {"title": one.title, "chunks": [[c.kind, len(c.content)] for c in one.chunks]}
            for one in whole
        ],
    }
    content = (chunk.content for one in whole for chunk in one.chunks)
    with answer(order, content) as (said, output):
        length = int(said.get("length", 0))
        made = output.read(length) if length and "refused" not in said else b""
    if not made or len(made) != length:
        raise UnreadableContent
    return made
