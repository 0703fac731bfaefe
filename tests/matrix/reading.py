"""What an answer says, whatever it is made of, and what the journal says was read."""

from __future__ import annotations

import io
import re
from datetime import datetime

from django.http import HttpResponseBase, StreamingHttpResponse
from pypdf import PdfReader

from havre.engine.vocabulary import Compartment as C
from havre.platform.journal import READINGS
from havre.platform.models import JournalEntry
from tests.matrix.scenario import Scene
from tests.world import World

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


OF_THE_OFFER = {C.NEW_HOME}
"""What every reader of the offer knows: its address is no reading of the situation."""


def shown(text: str, scene: Scene) -> set[C]:
    """The compartments whose words stand in a text."""
    words = scene.words.items()
    return {c for c, known in words if any(word in text for word in known)} - OF_THE_OFFER


def lines(world: World, name: str, scene: Scene, since: datetime) -> set[C]:
    """The compartments of the case that this person's lines say she read since then."""
    assert scene.case is not None
    rows = JournalEntry.objects.using("vault").filter(
        user_id=world.users[name].pk, case_id=scene.case.pk, action__in=READINGS, at__gte=since
    )
    return {C(part) for row in rows for part in row.compartments}
