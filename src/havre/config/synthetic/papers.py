"""A few papers for each case of a small territory: drawn here, then brought as a person would.

Each kind is drawn and cleaned once, by the same process that cleans what is uploaded; each paper is
then added by the action itself, in the caseworker's name, encrypted under a key of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from havre.cases.models import Case
from havre.documents.actions import add_document
from havre.documents.content import CleanFile
from havre.engine.vocabulary import DocumentKind, Stage
from havre.platform.acting import Actor, acting
from havre.platform.clock import at, now

KINDS: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.PIECE_IDENTITE: "JPEG",
    DocumentKind.AVIS_IMPOSITION: "PDF",
    DocumentKind.LIVRET_FAMILLE: "JPEG",
    DocumentKind.ATTESTATION_CAF: "PDF",
}
STAGES: Final = (Stage.ASSESSMENT, Stage.SEARCH, Stage.PROPOSAL, Stage.ALLOCATED)
"""While these papers are being gathered."""
MOST: Final = 40
"""Cases given papers: what a person trying the demonstration may open."""
PAGE: Final = (620, 877)
PAPER, INK, BAND = (252, 251, 247), (40, 44, 52), (214, 224, 232)


def drawn(kind: DocumentKind, form: str) -> bytes:
    """Return a page that says it is an example, as a photo or a PDF."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", PAGE, PAPER)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(26)
    pen.rectangle((0, 0, PAGE[0], 110), fill=BAND)
    pen.text((48, 40), kind.label, fill=INK, font=font)
    pen.text((48, 160), "Exemple, sans aucune valeur", fill=INK, font=font)
    for line in range(9):
        pen.rectangle((48, 250 + line * 52, 300 + (line * 137) % 270, 262 + line * 52), fill=BAND)
    sink = io.BytesIO()
    page.save(sink, form)
    return sink.getvalue()


def cleaned() -> dict[DocumentKind, CleanFile]:
    """Return one clean file of each kind, read and rewritten as an uploaded one is."""
    from havre.adapters.files.reading import clean

    return {kind: clean(drawn(kind, form)) for kind, form in KINDS.items()}


def bring_papers(actor: Actor) -> int:
    """Add papers to the cases under way that the actor's organisation keeps; return how many."""
    with acting(actor):
        cases = Case.objects.filter(steward_id=actor.organisation_id, stage__in=STAGES)
        found = list(cases.order_by("-stage_since", "pk")[:MOST])
    files, brought = cleaned() if found else {}, 0
    for number, case in enumerate(found):
        for kind, moment in gathered(number, case.created_at):
            with at(moment), acting(actor):
                add_document(case, kind, files[kind], actor=actor, name=f"document.{number}")
            brought += 1
    return brought


def gathered(number: int, since: datetime) -> Iterator[tuple[DocumentKind, datetime]]:
    """Yield which papers the case of this rank has, and when each came: not all have them all."""
    kinds: Iterable[DocumentKind] = list(KINDS)[: 2 + number % 3]
    for place, kind in enumerate(kinds, start=1):
        yield kind, min(since + timedelta(days=2 * place, hours=number % 7), now())
