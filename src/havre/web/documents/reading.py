"""Looking at a document, taking a copy: each opening is journaled, each copy names its reader."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from havre.adapters.files.reading import page_picture, stamped
from havre.cases.models import Case
from havre.cases.selectors import get_case
from havre.documents import selectors
from havre.documents.content import UnreadableContent
from havre.documents.models import Document
from havre.documents.permissions import rights_on
from havre.documents.selectors import NotReadable
from havre.engine.vocabulary import DocumentState
from havre.platform import gate
from havre.platform.clock import now
from havre.web.accounts import recently_authenticated
from havre.web.shell.requests import MemberRequest

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def found(request: MemberRequest, reference: str, document_id: UUID) -> tuple[Case, Document]:
    """Return a document that may be read now; hidden, absent and unreadable are all not found."""
    case = get_case(reference, actor=request.actor)
    document = selectors.get_document(case, document_id, actor=request.actor)
    if document.state != DocumentState.READY:
        raise NotReadable
    return case, document


def mark_of(request: MemberRequest) -> list[str]:
    """Return what a copy says of its reader."""
    moment = timezone.localtime(now())
    return [
        f"Remis à {request.user}",
        request.actor.name,
        f"le {moment:%d/%m/%Y} à {moment:%H:%M}",
        "Ne pas transmettre",
    ]


@require_safe
def look(request: MemberRequest, reference: str, document_id: UUID) -> HttpResponse:
    """Show a document page by page, as pictures."""
    case, document = found(request, reference, document_id)
    opened = selectors.open_document(document, actor=request.actor, action="DOCUMENT_OPENED")
    wanted = request.GET.get("page", "")
    last = max(1, opened.pages)
    number = min(max(1, int(wanted)), last) if wanted.isdecimal() and len(wanted) < 5 else 1
    address = reverse("document", args=[reference, document_id])
    rights = rights_on(case, request.actor)
    context = {
        "case": case,
        "document": document,
        "kind": document.word.label,
        "name": opened.name,
        "note": opened.note,
        "shows_pages": opened.format.shows_pages,
        "number": number,
        "last": last,
        "previous_url": f"{address}?page={number - 1}" if number > 1 else "",
        "next_url": f"{address}?page={number + 1}" if number < last else "",
        "may_write": document.compartment in rights.writes,
    }
    return render(request, "documents/look.html", context)


@require_safe
def page(request: MemberRequest, reference: str, document_id: UUID, number: int) -> HttpResponse:
    """Return one page as a picture that names its reader."""
    _, document = found(request, reference, document_id)
    opened = selectors.open_document(document, actor=request.actor, action="DOCUMENT_PAGE")
    if not opened.format.shows_pages or not 1 <= number <= max(1, opened.pages):
        raise NotReadable
    try:
        picture = page_picture(opened.pieces(), opened.format, number, mark_of(request))
    except UnreadableContent as error:
        raise NotReadable from error
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Disposition"] = 'inline; filename="page.jpg"'
    return response


@recently_authenticated
@require_safe
def download(request: MemberRequest, reference: str, document_id: UUID) -> StreamingHttpResponse:
    """Hand over a copy that names its reader; the right to it is asked again as it leaves."""
    _, document = found(request, reference, document_id)
    actor = request.actor
    opened = selectors.open_document(document, actor=actor, action="DOCUMENT_DOWNLOADED")
    name = f"document-{document.pk.hex[:6].upper()}.{opened.format.suffix}"
    try:
        length, pieces = stamped(opened.pieces(), opened.format, mark_of(request))
        gate.release(
            gate.Document(name, opened.format.value, b""),
            actor=actor,
            subject=f"document:{document.pk}",
            still_allowed=lambda: selectors.still_readable(document, actor=actor),
        )
    except (UnreadableContent, gate.Held) as error:
        raise NotReadable from error

    def leaving() -> Iterator[bytes]:
        for piece in pieces:
            if not selectors.still_readable(document, actor=actor):
                raise gate.Held("Ce document n’est plus partagé avec votre organisme.")
            yield piece

    response = StreamingHttpResponse(leaving(), content_type=opened.format.value)
    response["Content-Length"] = str(length)
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
