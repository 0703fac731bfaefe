"""What the jobs do for documents: scan what waits, destroy what is blocked, sweep the store."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction

from havre.documents import selectors
from havre.documents.actions import STATE_OF_VERDICT, destroy_object, forget_content, set_state
from havre.documents.content import UnreadableContent
from havre.documents.models import Document
from havre.documents.scanning import Verdict, scanner
from havre.documents.selectors import found_by
from havre.documents.storage import store
from havre.engine.vocabulary import DocumentState
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.sharing.protection_selectors import who_may_know

log = logging.getLogger("havre.documents")
BLOCKED_DAYS = 7
"""How long the content of a blocked file is kept, so that a mistake can be looked into."""

SETTLED = timedelta(days=1)
"""No writing lasts as long: an object this old with no row will never have one."""

_BATCH = 500


def scan_waiting(actor: Actor) -> int:
    """Scan the documents in quarantine that the acting organisation reads; return how many ended.

    Reading them is journaled like any reading. What cannot be read any more is said to be lost.
    """
    looking = scanner()
    ended = 0
    for document in found_by(state=DocumentState.QUARANTINE) if looking else ():
        assert looking is not None
        try:
            opened = selectors.open_document(
                document, actor=actor, action="DOCUMENT_SCANNED", scanning=True
            )
            verdict = looking.scan(opened.pieces())
        except UnreadableContent:
            ended += _settle(document, DocumentState.LOST, actor)
            continue
        if verdict is not Verdict.UNKNOWN:
            ended += _settle(document, STATE_OF_VERDICT[verdict], actor)
    return ended


@transaction.atomic
def _settle(document: Document, state: DocumentState, actor: Actor) -> int:
    """Write what became of a document, if it still waits and this organisation may; 1 if so."""
    rows = type(document)._default_manager.select_for_update()
    found = rows.filter(pk=document.pk, state=document.state).first()
    if found is None:
        return 0
    set_state(found, state)
    journal.record(
        actor,
        f"DOCUMENT_{state.value}",
        case_id=found.case_id,
        compartments=[found.compartment],
        subject=f"document:{found.pk}",
    )
    if state == DocumentState.INFECTED:
        tell(found)
    return 1


def tell(document: Document) -> None:
    """Tell who brought a blocked document, and who follows the case, that something awaits them.

    Whoever the case is kept from since is not told.
    """
    case = document.case
    people = {
        person.pk: person
        for person, organisation_id in (
            (document.brought_by_user, document.brought_by_id),
            (case.caseworker, case.steward_id),
        )
        if person and who_may_know(case.pk, organisation_id, {person.pk})
    }
    for _, person in sorted(people.items()):
        gate.send("document_blocked", person.email, {}, user_id=person.pk)


def destroy_blocked(actor: Actor) -> int:
    """Destroy the content of what has been blocked for BLOCKED_DAYS; return how many."""
    destroyed = 0
    before = now() - timedelta(days=BLOCKED_DAYS)
    for found in found_by(state=DocumentState.INFECTED, state_since__lte=before):
        with transaction.atomic():
            rows = type(found)._default_manager.select_for_update()
            document = rows.filter(pk=found.pk).exclude(stored_as="").first()
            if document is None:
                continue
            document.save(update_fields=forget_content(document))
            journal.record(
                actor,
                "DOCUMENT_DESTROYED",
                case_id=document.case_id,
                compartments=[document.compartment],
                subject=f"document:{document.pk}",
            )
            destroyed += 1
    return destroyed


def mark_lost(actor: Actor, present: set[str]) -> int:
    """Say of the documents whose object is gone from the store that they are lost; how many.

    `present`: the names in the store, read after the rows were written.
    """
    lost = 0
    ready = found_by(state=DocumentState.READY, brought_at__lte=now() - SETTLED)
    for document in ready:
        if document.stored_as not in present:
            lost += _settle(document, DocumentState.LOST, actor)
    if lost:
        log.error("documents_lost count=%d", lost)
    return lost


def sweep() -> int:
    """Destroy the objects that belong to no document, and unfinished writings; return how many.

    Those of an upload under way are younger than SETTLED. Nothing they hold could be read: their
    keys went with their rows.
    """
    before = now() - SETTLED
    swept = store().discard_unfinished(before)
    old = [name for name, at in store().names() if at < before]
    for start in range(0, len(old), _BATCH):
        for name in unowned(old[start : start + _BATCH]):
            destroy_object(name)
            swept += 1
    if swept:
        log.info("document_objects_swept count=%d", swept)
    return swept


def unowned(names: Iterable[str]) -> list[str]:
    """Return those of these objects that belong to no document, of anyone's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT havre.unowned_objects(%s)", [list(names)])
        (found,) = cursor.fetchone() or ([],)
    return list(found)
