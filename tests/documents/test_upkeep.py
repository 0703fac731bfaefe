"""The scanner, the quarantine, what is destroyed later, and the sweep of the store."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from havre.adapters.storage.disk import DiskStore
from havre.config import jobs
from havre.documents import actions, selectors, upkeep
from havre.documents.models import IdentityDocument, SafetyDocument
from havre.documents.scanning import Verdict
from havre.documents.storage import new_name
from havre.engine.vocabulary import DocumentKind, DocumentRemoval, DocumentState
from havre.platform import clock
from havre.platform.acting import acting
from havre.platform.models import OutgoingMail
from tests import world as w
from tests.documents.deposits import CONTENT, Said, bring, content_of
from tests.world import World

S = DocumentState


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[[Verdict], Said]:
    def configure(verdict: Verdict) -> Said:
        made = Said(verdict)
        monkeypatch.setattr(actions, "scanner", lambda: made)
        monkeypatch.setattr(upkeep, "scanner", lambda: made)
        return made

    return configure


def state_of(document: object) -> str:
    rows = type(document)._default_manager.using("owner")  # type: ignore[attr-defined]
    return str(rows.get(pk=document.pk).state)  # type: ignore[attr-defined]


def stored(store: DiskStore) -> set[str]:
    return {name for name, _ in store.names()}


def age(store: DiskStore, name: str, days: float = 2) -> None:
    path = store.folder / name[:2] / name
    moment = path.stat().st_mtime - days * 86_400
    os.utime(path, (moment, moment))


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(Verdict.CLEAN, S.READY), (Verdict.INFECTED, S.INFECTED), (Verdict.UNKNOWN, S.QUARANTINE)],
)
def test_a_document_is_scanned_as_it_arrives(
    world: World, says: Callable[[Verdict], Said], verdict: Verdict, state: DocumentState
) -> None:
    scanner = says(verdict)
    document = bring(w.admitted(world), world.operator)
    assert scanner.shown == [CONTENT]
    assert state_of(document) == state
    if state == S.READY:
        assert content_of(document, world.operator) == CONTENT
    else:
        with pytest.raises(selectors.NotReadable):
            content_of(document, world.operator)


def test_what_waited_is_scanned_later(world: World, says: Callable[[Verdict], Said]) -> None:
    """The scanner was silent; it answers later, and the job reads the file through the vault."""
    says(Verdict.UNKNOWN)
    case = w.admitted(world)
    clean = bring(case, world.operator)
    order = bring(case, world.shelter, DocumentKind.ORDONNANCE_PROTECTION)  # added, never read
    jobs.scan_documents(0)
    assert [state_of(one) for one in (clean, order)] == [S.QUARANTINE, S.QUARANTINE]
    scanner = says(Verdict.CLEAN)
    jobs.scan_documents(0)
    assert [state_of(one) for one in (clean, order)] == [S.READY, S.READY]
    assert scanner.shown == [CONTENT, CONTENT]
    assert content_of(clean, world.operator) == CONTENT


def test_what_is_found_harmful_is_told_and_destroyed(
    world: World, says: Callable[[Verdict], Said], store: DiskStore
) -> None:
    says(Verdict.UNKNOWN)
    document = bring(w.admitted(world), world.operator)
    says(Verdict.INFECTED)
    jobs.scan_documents(0)
    assert state_of(document) == S.INFECTED
    told = OutgoingMail.objects.using("owner").filter(recipient="operator@exemple.test")
    assert told.count() == 1  # who brought it also follows the case: told once
    assert "Zorvellune" not in told.get().body
    assert stored(store) == {document.stored_as}
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        jobs.keep_document_store(0)
    assert stored(store) == {document.stored_as}
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        jobs.keep_document_store(0)
    assert stored(store) == set()
    assert state_of(document) == S.INFECTED
    with acting(world.operator) as operator:
        actions.remove_document(document, DocumentRemoval.UNREADABLE, actor=operator)
    assert state_of(document) == S.REMOVED


def test_a_row_without_its_object_is_said_to_be_lost(world: World, store: DiskStore) -> None:
    case = w.admitted(world)
    document = bring(case, world.operator)
    store.delete(document.stored_as)
    with acting(world.operator) as operator:
        assert upkeep.mark_lost(operator, stored(store)) == 0  # too young to be sure
    with clock.at(clock.now() + timedelta(days=2)), acting(world.operator) as operator:
        assert upkeep.mark_lost(operator, stored(store)) == 1
        (listed,) = selectors.documents_of(case, actor=operator)
    assert listed.state == S.LOST


def test_an_object_without_a_row_is_swept_once_old(world: World, store: DiskStore) -> None:
    document = bring(w.admitted(world), world.operator)
    orphan, young = new_name(), new_name()
    for name in (orphan, young):
        with store.write(name) as sink:
            sink.write(b"rien")
    age(store, orphan)
    age(store, document.stored_as)
    assert upkeep.sweep() == 1
    assert stored(store) == {document.stored_as, young}


def test_a_shredded_case_leaves_no_object(world: World, store: DiskStore) -> None:
    """Its rows are gone, whoever removed them: the sweep destroys what they pointed to."""
    case = w.admitted(world)
    for kind in (DocumentKind.PIECE_IDENTITE, DocumentKind.PLAINTE):
        bring(case, world.operator, kind)
    for name in stored(store):
        age(store, name)
    for table in (IdentityDocument, SafetyDocument):
        table.objects.using("owner").filter(case=case).delete()
    assert upkeep.sweep() == 2
    assert stored(store) == set()


def test_a_writing_cut_short_leaves_nothing_readable(world: World, store: DiskStore) -> None:
    """The process ends while it writes: no row, no object, and what is left is swept."""
    case = w.admitted(world)
    child = os.fork()
    if child == 0:  # pragma: no cover - ends by itself, in the middle
        with store.write("a" * 40) as sink:
            sink.write(b"\x01" * 70_000)
            sink.flush()
            os._exit(9)
    os.waitpid(child, 0)
    assert stored(store) == set()
    unfinished = store.folder / "aa" / ("a" * 40 + ".part")
    assert unfinished.stat().st_mode & 0o777 == 0o600
    with acting(world.operator) as operator:
        assert selectors.documents_of(case, actor=operator) == []
        with pytest.raises(ObjectDoesNotExist):
            IdentityDocument.objects.get(case=case)
    assert upkeep.sweep() == 0
    os.utime(unfinished, (1, 1))
    assert upkeep.sweep() == 1
    assert not unfinished.exists()
