"""The text of an answer, whatever it is made of."""

from __future__ import annotations

import io
import re

from django.http import HttpResponseBase, StreamingHttpResponse
from pypdf import PdfReader

SPACES = re.compile(r"[\s\u00a0\u202f]+")


def body_of(answer: HttpResponseBase) -> bytes:
    """The bytes of an answer, streamed or not."""
    if isinstance(answer, StreamingHttpResponse):
        return b"".join(answer)  # type: ignore[arg-type]
    return bytes(answer.content)  # type: ignore[attr-defined]


def text_of(answer: HttpResponseBase) -> str:
    """Everything a person could read: headers, page, the text and properties of a PDF."""
    body = body_of(answer)
    text = body.decode("utf-8", "replace")
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        text = " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    return SPACES.sub(" ", f"{headers} {text}")
