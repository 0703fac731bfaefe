"""The candidate file of a proposal: what the committee asks, and what of it is there."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from havre.allocations import selectors
from havre.allocations.candidate_file import file_of
from havre.documents.permissions import rights_on
from havre.documents.selectors import documents_of
from havre.web.allocations.file_presenting import list_of
from havre.web.shell.requests import MemberRequest


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
        "documents_url": reverse("documents", args=[found.case.reference]) if rights.any else "",
    }
    return render(request, "allocations/candidate_file.html", context)
