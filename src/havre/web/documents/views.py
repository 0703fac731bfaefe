"""The documents of a case, part by part: what is there, adding, replacing, removing."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havre.allocations.candidate_file import file_of
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.cases.selectors import get_case
from havre.documents import actions, selectors
from havre.documents.models import Document
from havre.documents.permissions import Rights, rights_on
from havre.documents.selectors import Listed
from havre.engine.vocabulary import DocumentKind, DocumentRemoval, DocumentState
from havre.web.allocations.file_presenting import list_of
from havre.web.documents.forms import DocumentForm, RemovalForm, ReplacementForm
from havre.web.shell.requests import MemberRequest

TONES = {
    DocumentState.QUARANTINE: "warning",
    DocumentState.INFECTED: "danger",
    DocumentState.LOST: "danger",
}
SAID = {
    DocumentState.READY: "Le document est ajouté.",
    DocumentState.QUARANTINE: "Le document est reçu. Il sera lisible une fois vérifié par "
    "l’antivirus.",
}
INFECTED = (
    "L’antivirus a reconnu un programme dangereux dans ce fichier. Personne ne peut l’ouvrir, et "
    "son contenu sera détruit. Prévenez la personne qui vous l’a remis et demandez-lui un autre "
    "exemplaire."
)


def opened(request: MemberRequest, reference: str) -> tuple[Case, Rights]:
    """Return a case and what the reader may do with its documents; raise NotAllowed for none."""
    case = get_case(reference, actor=request.actor)
    rights = rights_on(case, request.actor)
    if not rights.any:
        raise NotAllowed
    return case, rights


def written(request: MemberRequest, reference: str, document_id: UUID) -> tuple[Case, Document]:
    """Return a document that the reader may replace or remove; raise NotAllowed, DoesNotExist."""
    case, rights = opened(request, reference)
    document = selectors.get_document(case, document_id, actor=request.actor)
    if document.compartment not in rights.writes:
        raise NotAllowed
    return case, document


@require_safe
def show(request: MemberRequest, reference: str) -> HttpResponse:
    """List the documents, part by part of the file."""
    case, rights = opened(request, reference)
    found = selectors.documents_of(case, actor=request.actor)
    present = [one for one in found if one.state != DocumentState.REMOVED]
    groups = [
        {"title": compartment.label, "lines": [line_of(one, rights) for one in ones]}
        for compartment, ones in groupby(present, key=lambda one: one.compartment)
    ]
    context = {
        "case": case,
        "groups": groups,
        "removed": [one for one in found if one.state == DocumentState.REMOVED],
        "blocked": any(one.state == DocumentState.INFECTED for one in present),
        "waiting": any(one.state == DocumentState.QUARANTINE for one in present),
        "may_add": bool(rights.writes),
        "file": list_of(file_of(case, found, rights, actor=request.actor)),
    }
    return render(request, "documents/list.html", context)


def line_of(one: Listed, rights: Rights) -> dict[str, Any]:
    """Return a document as the list shows it."""
    return {
        "id": one.id,
        "kind": one.kind.label,
        "dated_on": one.dated_on,
        "brought_at": one.brought_at,
        "brought_by": one.brought_by,
        "size": one.size.label,
        "state": one.state.label,
        "tone": TONES.get(one.state, ""),
        "ready": one.state == DocumentState.READY,
        "may_write": one.compartment in rights.writes,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest, reference: str) -> HttpResponse:
    """Add a document: its kind says which part of the file it goes to."""
    case, rights = opened(request, reference)
    if not rights.writes:
        raise NotAllowed
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*posted, compartments=rights.writes)
    if posted and form.is_valid():
        kind = DocumentKind(form.cleaned_data["kind"])
        keep(request, case, kind, form)
        return redirect("documents", reference)
    return page(request, case, form, title="Ajouter un document", submit="Ajouter le document")


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: MemberRequest, reference: str, document_id: UUID) -> HttpResponse:
    """Put a newer file in the place of a document; the older one is destroyed."""
    case, document = written(request, reference, document_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplacementForm(*posted)
    if posted and form.is_valid():
        keep(request, case, document.word, form, replaces=document)
        return redirect("documents", reference)
    lead = f"{document.word.label} : l’ancien fichier est détruit une fois le nouveau enregistré."
    return page(request, case, form, title="Remplacer ce document", submit="Remplacer", lead=lead)


def keep(
    request: MemberRequest,
    case: Case,
    kind: DocumentKind,
    form: DocumentForm | ReplacementForm,
    *,
    replaces: Document | None = None,
) -> None:
    """Keep what was sent and say what became of it; sent twice, it is kept once."""
    try:
        document = actions.add_document(
            case,
            kind,
            form.cleaned_data["file"],
            actor=request.actor,
            name=form.file_name,
            note=form.cleaned_data["note"],
            dated_on=form.cleaned_data["dated_on"],
            document_id=form.identifier(),
            replaces=replaces,
        )
    except AlreadyDone:
        messages.success(request, SAID[DocumentState.READY])
        return
    state = DocumentState(document.state)
    if state == DocumentState.INFECTED:
        messages.error(request, INFECTED)
    else:
        messages.success(request, SAID[state])


def page(
    request: MemberRequest, case: Case, form: Any, *, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    """Show a form about a document."""
    context = {
        "case": case,
        "form": form,
        "title": title,
        "submit": submit,
        "lead": lead,
        "back_url": reverse("documents", args=[case.reference]),
    }
    return render(request, "documents/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, reference: str, document_id: UUID) -> HttpResponse:
    """Remove a document, once confirmed with a reason; its content is destroyed."""
    case, document = written(request, reference, document_id)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = DocumentRemoval(form.cleaned_data["reason"])
        try:
            actions.remove_document(document, reason, actor=request.actor)
        except AlreadyDone:
            messages.info(request, "Ce document est déjà retiré.")
        else:
            messages.success(request, "Le document est retiré, son contenu est détruit.")
        return redirect("documents", reference)
    context = {
        "case": case,
        "form": form,
        "kind": document.word.label,
        "back_url": reverse("documents", args=[reference]),
    }
    return render(request, "documents/remove.html", context)
