"""Writes: adding, replacing and removing a document. Content is encrypted before it is kept."""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.models import Case
from havre.documents.content import CleanFile
from havre.documents.models import TABLE_OF, Document, SizeClass
from havre.documents.permissions import rights_on
from havre.documents.scanning import Verdict, scanner
from havre.documents.storage import new_name, store
from havre.engine.vocabulary import (
    DATED_KINDS,
    DOCUMENT_COMPARTMENTS,
    DocumentKind,
    DocumentRemoval,
    DocumentState,
)
from havre.platform import filekeys, journal, vault
from havre.platform.acting import Actor
from havre.platform.clock import now

log = logging.getLogger("havre.documents")
LONGEST_NAME = 120


def add_document(
    case: Case,
    kind: DocumentKind,
    file: CleanFile,
    *,
    actor: Actor,
    name: str = "",
    note: str = "",
    dated_on: date | None = None,
    document_id: UUID | None = None,
    replaces: Document | None = None,
) -> Document:
    """Keep a document, in quarantine until the scanner has seen it, where one is configured.

    `document_id` is chosen before the form is shown, so that a form sent twice adds one document.
    The one it replaces is destroyed. `dated_on`, the date written on it, is kept for the kinds
    that go out of date, and for no other. Raises NotAllowed; AlreadyDone the second time.
    """
    compartment = DOCUMENT_COMPARTMENTS[kind]
    if compartment not in rights_on(case, actor).writes:
        raise NotAllowed
    document = TABLE_OF[compartment](
        id=document_id or uuid4(),
        case=case,
        kind=kind,
        state=_state_of(file),
        size_class=SizeClass.of(len(file.content)),
        stored_as=new_name(),
        dated_on=dated_on if kind in DATED_KINDS else None,
        brought_by_id=actor.organisation_id,
        brought_by_user_id=actor.user_id,
    )
    key = filekeys.new_key()
    bound = filekeys.binding(case.pk, compartment.value, document.pk)
    with store().write(document.stored_as) as sink:
        filekeys.encrypt(file.content, sink, key=key, bound_to=bound)
    try:
        _keep(document, file, key, name, note, replaces, actor)
    except BaseException:
        destroy_object(document.stored_as)
        raise
    return document


def _state_of(file: CleanFile) -> DocumentState:
    looking = scanner()
    if looking is None:
        return DocumentState.READY
    return STATE_OF_VERDICT[looking.scan([file.content])]


STATE_OF_VERDICT = {
    Verdict.CLEAN: DocumentState.READY,
    Verdict.INFECTED: DocumentState.INFECTED,
    Verdict.UNKNOWN: DocumentState.QUARANTINE,
}


@transaction.atomic
def _keep(
    document: Document,
    file: CleanFile,
    key: str,
    name: str,
    note: str,
    replaces: Document | None,
    actor: Actor,
) -> None:
    payload = {
        "name": name[:LONGEST_NAME],
        "note": note,
        "digest": hashlib.sha256(file.content).hexdigest(),
        "length": len(file.content),
        "format": file.format.name,
        "pages": file.pages,
        "key": key,
    }
    vault.seal(document, payload)
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyDone from error
    if replaces is not None:
        if replaces.case_id != document.case_id or replaces.kind != document.kind:
            raise NotAllowed
        remove_document(replaces, DocumentRemoval.REPLACED, actor=actor)
    journal.record(
        actor,
        "DOCUMENT_ADDED",
        case_id=document.case_id,
        compartments=[document.compartment],
        subject=f"document:{document.pk}",
    )


@transaction.atomic
def remove_document(document: Document, reason: DocumentRemoval, *, actor: Actor) -> None:
    """Remove a document and destroy its content; that it was there, and why it went, stays.

    Raises NotAllowed; AlreadyDone when somebody removed it a moment before.
    """
    table = type(document)
    if document.compartment not in rights_on(document.case, actor).writes:
        raise NotAllowed
    try:
        found = table._default_manager.select_for_update().get(pk=document.pk)
    except ObjectDoesNotExist as error:
        raise AlreadyDone from error
    if found.state == DocumentState.REMOVED:
        raise AlreadyDone
    set_state(found, DocumentState.REMOVED, removal=reason)
    journal.record(
        actor,
        "DOCUMENT_REMOVED",
        case_id=document.case_id,
        compartments=[document.compartment],
        subject=f"document:{document.pk}",
    )


def set_state(document: Document, state: DocumentState, *, removal: str = "") -> None:
    """Bring a document to another state; one that is removed loses its content for good."""
    document.state, document.state_since, document.removal = state, now(), removal
    changed = ["state", "state_since", "removal"]
    if state == DocumentState.REMOVED:
        changed += forget_content(document)
    document.save(update_fields=changed)


def forget_content(document: Document) -> list[str]:
    """Empty what is sealed of a document and destroy its object after the transaction.

    The row is not saved; returns the names of the fields to save.
    """
    stored_as, document.stored_as, document.dated_on = document.stored_as, "", None
    vault.seal(document, {})
    if stored_as:
        transaction.on_commit(lambda: destroy_object(stored_as))
    return ["stored_as", "dated_on", "payload"]


def destroy_object(name: str) -> None:
    """Destroy a stored object; what fails now is done by the sweep."""
    with suppress(OSError):
        store().delete(name)
        return
    log.warning("document_object_kept")
