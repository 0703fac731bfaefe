"""From the bytes that were sent to a clean file, and from a clean file to what leaves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from havre.adapters.bounded import running
from havre.adapters.files.limits import CHILD_SECONDS, SENTENCES, Refusal
from havre.adapters.files.recognition import check_name, recognise
from havre.documents.content import (
    MAX_BYTES,
    MAX_STORED_BYTES,
    CleanFile,
    Format,
    RefusedFile,
    UnreadableContent,
)

_CHILD = "havre.adapters.files.child"
_PIECE = 1 << 18
MAX_TOLD = 1 << 16
"""The longest line in which the bounded process says what it did."""


def refuse_too_large(size: int) -> None:
    """Refuse by its announced size, before any of it is read; raise RefusedFile."""
    if size > MAX_BYTES:
        raise RefusedFile(SENTENCES["too_large"])


def clean(data: bytes, name: str = "") -> CleanFile:
    """Return the file that was sent, checked by reading it and without its hidden data.

    Raises RefusedFile, with a French sentence that says why and what to do.
    """
    refuse_too_large(len(data))
    try:
        kind = recognise(data)
        check_name(kind, name)
    except Refusal as refusal:
        raise RefusedFile(SENTENCES[refusal.code]) from None
    with answer({"task": "clean", "kind": kind}, [data]) as (told, output):
        if "refused" in told:
            raise RefusedFile(SENTENCES[told["refused"]])
        length = int(told["length"])
        if not 0 < length <= MAX_STORED_BYTES:
            raise RefusedFile(SENTENCES["bomb"])
        content = output.read(length)
        if len(content) != length:
            raise RefusedFile(SENTENCES["bomb"])
        return CleanFile(Format[told["format"]], int(told["pages"]), content)


@contextmanager
def answer(
    order: Mapping[str, object], data: Iterable[bytes]
) -> Iterator[tuple[dict[str, Any], BinaryIO]]:
    """Give an order to the bounded process, then its files; yield what it says, and its output."""

    def sent() -> Iterator[bytes]:
        yield json.dumps(order).encode() + b"\n"
        yield from data

    with running(_CHILD, sent(), seconds=CHILD_SECONDS) as output:
        try:
            told = json.loads(output.readline(MAX_TOLD))
        except ValueError:  # ended by its bounds before it could answer
            told = {"refused": "bomb"}
        yield told, output


def stamped(
    content: Iterable[bytes], form: Format, mark: Iterable[str]
) -> tuple[int, Iterator[bytes]]:
    """Return the length and the pieces of a document that names its reader on each page.

    The document is read by the bounded process; here no more than a piece is held. Raises
    UnreadableContent before the first piece when it cannot be marked.
    """
    order: dict[str, object] = {"task": "stamp", "kind": form.name, "mark": list(mark)}
    answering = answer(order, content)
    told, output = answering.__enter__()
    if "refused" in told:
        answering.__exit__(None, None, None)
        raise UnreadableContent

    def pieces() -> Iterator[bytes]:
        try:
            left = int(told["length"])
            while left and (piece := output.read(min(_PIECE, left))):
                left -= len(piece)
                yield piece
            if left:
                raise UnreadableContent
        finally:
            answering.__exit__(None, None, None)

    return int(told["length"]), pieces()


def page_picture(content: Iterable[bytes], form: Format, number: int, mark: Iterable[str]) -> bytes:
    """Return one page, from 1, as a JPEG that names its reader; raise UnreadableContent."""
    order: dict[str, object] = {
        "task": "page",
        "kind": form.name,
        "page": number,
        "mark": list(mark),
    }
    with answer(order, content) as (told, output):
        if "refused" in told:
            raise UnreadableContent
        return output.read(int(told["length"]))
