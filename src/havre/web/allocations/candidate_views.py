"""The candidate file of a proposal: what the committee asks, and what of it is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from havre.adapters.printing import PrintingFailed
from havre.allocations import selectors
from havre.allocations.bundle import bundle_of
from havre.allocations.candidate_file import file_of
from havre.allocations.permissions import takes_bundle
from havre.documents.content import UnreadableContent
from havre.documents.permissions import rights_on
from havre.documents.selectors import documents_of
from havre.platform import gate
from havre.web.accounts import recently_authenticated
from havre.web.allocations import bundling
from havre.web.allocations.file_presenting import list_of
from havre.web.documents.reading import SANDBOX, mark_of
from havre.web.shell.requests import MemberRequest

FAILED = (
    "Le dossier n’a pas pu être préparé. Réessayez ; sinon, ouvrez les pièces une à une dans "
    "« Documents »."
)
HELD = "Le dossier est retenu jusqu’à ce que l’opérateur l’ait relu. {why} Appelez-le."
ENDED = "Cette proposition vient de prendre fin : son dossier n’est plus remis."


@require_safe
def pieces(request: MemberRequest, reference: str) -> HttpResponse:
    """Show the list of pieces of one proposal's candidate, as far as the reader may know it."""
    actor = request.actor
    found = selectors.get_proposal(reference, actor=actor)
    rights = rights_on(found.case, actor)
    listed = documents_of(found.case, actor=actor)
    context = {
        "proposal": found,
        "file": list_of(file_of(found.case, listed, rights, actor=actor)),
        "takes_bundle": takes_bundle(actor, found),
        "documents_url": reverse("documents", args=[found.case.reference]) if rights.any else "",
    }
    return render(request, "allocations/candidate_file.html", context)


@recently_authenticated
@require_safe
def bundle(request: MemberRequest, reference: str) -> HttpResponse:
    """Hand the candidate's file to the landlord of the proposal; a failure is told on the page."""
    actor = request.actor
    found = bundle_of(selectors.get_proposal(reference, actor=actor), actor=actor)
    try:
        made = bundling.release(found, mark_of(request), actor=actor)
    except gate.Held as held:
        if not selectors.proposals(actor).filter(reference=reference).exists():
            messages.info(request, ENDED)  # the proposal ended while the file was being made
            return redirect("proposals")
        messages.warning(request, HELD.format(why=held))
        return redirect("candidate-file", reference)
    except (PrintingFailed, UnreadableContent):
        messages.error(request, FAILED)
        return redirect("candidate-file", reference)
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Security-Policy"] = SANDBOX
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
