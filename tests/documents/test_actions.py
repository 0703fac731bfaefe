"""Adding, replacing, removing: who may, what is kept, what is destroyed."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connections

from havre.adapters.storage.disk import DiskStore
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.documents import actions, selectors
from havre.documents.content import UnreadableContent
from havre.documents.models import TABLE_OF, TABLES, IdentityDocument
from havre.documents.permissions import rights_on
from havre.engine.vocabulary import (
    DOCUMENT_COMPARTMENTS,
    Compartment,
    DocumentKind,
    DocumentRemoval,
    DocumentState,
)
from havre.platform import vault
from havre.platform.acting import acting
from havre.platform.models import JournalEntry, Share
from havre.sharing import actions as sharing
from tests import world as w
from tests.documents.deposits import CONTENT, KIND, bring, clean_file, content_of
from tests.world import World

SUPPORT = {Compartment.SUPPORT_MEDICAL, Compartment.SUPPORT_PSYCHOLOGICAL}


def journal_of(case_id: uuid.UUID) -> list[str]:
    entries = JournalEntry.objects.using("owner").filter(case_id=case_id).order_by("at", "pk")
    return list(entries.values_list("action", flat=True))


def stored(store: DiskStore) -> set[str]:
    return {name for name, _ in store.names()}


def test_every_kind_has_a_table() -> None:
    assert set(DOCUMENT_COMPARTMENTS) == set(DocumentKind)
    assert set(DOCUMENT_COMPARTMENTS.values()) == set(TABLE_OF)
    assert len(TABLES) == 10


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_document_goes_to_its_compartment(world: World, kind: DocumentKind) -> None:
    case = w.admitted(world)
    if DOCUMENT_COMPARTMENTS[kind] in SUPPORT:
        with pytest.raises(NotAllowed):
            bring(case, world.operator, kind)
        return
    document = bring(case, world.operator, kind)
    assert document.compartment == DOCUMENT_COMPARTMENTS[kind]
    assert content_of(document, world.operator) == CONTENT
    with acting(world.operator) as operator:
        listed = selectors.documents_of(case, actor=operator)
    assert [(one.kind, one.state, one.size) for one in listed] == [(kind, DocumentState.READY, "S")]


def test_what_is_stored_is_unreadable_and_padded(world: World, store: DiskStore) -> None:
    case = w.admitted(world)
    document = bring(case, world.operator)
    (name,) = stored(store)
    path = store.folder / name[:2] / name
    raw = path.read_bytes()
    assert b"Zorvellune" not in raw
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    other = bring(case, world.operator, content=b"court")
    assert len((store.folder / other.stored_as[:2] / other.stored_as).read_bytes()) == len(raw)
    with acting(world.operator):
        found = IdentityDocument.objects.get(pk=document.pk)
    assert b"Zorvellune" not in bytes(found.payload)


def test_a_changed_cut_or_moved_object_is_refused(world: World, store: DiskStore) -> None:
    case = w.admitted(world)
    one, two = bring(case, world.operator), bring(case, world.operator)
    first = store.folder / one.stored_as[:2] / one.stored_as
    second = store.folder / two.stored_as[:2] / two.stored_as
    right = first.read_bytes()
    for wrong in (
        right[:-20000] + b"\0" * 20000,
        right[:1000],
        b"",
        right[:400] + bytes([right[400] ^ 1]) + right[401:],
        second.read_bytes(),
    ):
        first.write_bytes(wrong)
        with pytest.raises(UnreadableContent):
            content_of(one, world.operator)
    first.unlink()
    with pytest.raises(UnreadableContent):
        content_of(one, world.operator)
    assert content_of(two, world.operator) == CONTENT


def test_a_payload_moved_to_another_row_does_not_open_it(world: World) -> None:
    """Payload and object both moved by hand, in the same table and case: bound to the row."""
    case = w.admitted(world)
    one, two = bring(case, world.operator), bring(case, world.operator, content=b"autre" * 9)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE documents_identitydocument DISABLE TRIGGER USER")
        cursor.execute("UPDATE documents_identitydocument SET stored_as='' WHERE id=%s", [two.pk])
        cursor.execute(
            "UPDATE documents_identitydocument SET payload=%s, stored_as=%s WHERE id=%s",
            [bytes(two.payload), two.stored_as, one.pk],
        )
        cursor.execute("ALTER TABLE documents_identitydocument ENABLE TRIGGER USER")
    with pytest.raises(vault.CiphertextRefused):  # the sealed row itself is bound to its place
        content_of(one, world.operator)


def test_reading_is_journaled_before_a_byte_is_given(world: World) -> None:
    case = w.admitted(world)
    document = bring(case, world.operator)
    with acting(world.operator) as operator:
        found = selectors.get_document(case, document.pk, actor=operator)
        selectors.open_document(found, actor=operator, action="DOCUMENT_DOWNLOADED")
        assert "DOCUMENT_DOWNLOADED" in journal_of(case.pk)  # committed apart, while we still run


def test_listing_opens_nothing(world: World) -> None:
    case = w.admitted(world)
    bring(case, world.operator)
    before = journal_of(case.pk)
    with acting(world.operator) as operator:
        selectors.documents_of(case, actor=operator)
    assert journal_of(case.pk) == before
    assert before[-1] == "DOCUMENT_ADDED"


def test_removing_destroys_the_content_and_keeps_the_fact(world: World, store: DiskStore) -> None:
    case = w.admitted(world)
    document = bring(case, world.operator)
    with acting(world.operator) as operator:
        actions.remove_document(document, DocumentRemoval.MISTAKE, actor=operator)
        assert stored(store) == {document.stored_as}  # until the change is certain
    assert stored(store) == set()
    with acting(world.operator) as operator:
        (listed,) = selectors.documents_of(case, actor=operator)
        assert (listed.state, listed.removal) == (DocumentState.REMOVED, "Ajouté par erreur")
        kept = IdentityDocument.objects.get(pk=document.pk)
        assert vault.open_row(kept, actor=operator) == {}
        with pytest.raises(ObjectDoesNotExist):
            selectors.get_document(case, document.pk, actor=operator)
        with pytest.raises(AlreadyDone):
            actions.remove_document(document, DocumentRemoval.MISTAKE, actor=operator)
    assert journal_of(case.pk).count("DOCUMENT_REMOVED") == 1


def test_replacing_destroys_the_older_one(world: World, store: DiskStore) -> None:
    case = w.admitted(world)
    older = bring(case, world.operator)
    newer = bring(case, world.operator, content=b"nouveau", replaces=older)
    assert stored(store) == {newer.stored_as}
    assert content_of(newer, world.operator) == b"nouveau"
    with pytest.raises(AlreadyDone):
        bring(case, world.operator, content=b"encore", replaces=older)
    with pytest.raises(NotAllowed):
        bring(case, world.operator, DocumentKind.TITRE_SEJOUR, replaces=newer)
    assert stored(store) == {newer.stored_as}  # what was refused left nothing behind


def test_sent_twice_is_kept_once(world: World, store: DiskStore) -> None:
    case, chosen = w.admitted(world), uuid.uuid4()
    first = bring(case, world.operator, document_id=chosen)
    with pytest.raises(AlreadyDone):
        bring(case, world.operator, document_id=chosen, content=b"autre")
    assert stored(store) == {first.stored_as}
    assert content_of(first, world.operator) == CONTENT


def test_two_at_once(world: World, store: DiskStore) -> None:
    """Two people add a document, and the same form twice, at the same moment."""
    case, chosen = w.admitted(world), uuid.uuid4()
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def send(document_id: uuid.UUID | None) -> None:
        gate.wait()
        try:
            bring(case, world.operator, document_id=document_id)
            outcomes.append("kept")
        except AlreadyDone:
            outcomes.append("already")
        finally:
            for connection in connections.all():
                connection.close()

    threads = [threading.Thread(target=send, args=(one,)) for one in (chosen, chosen, None, None)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["already", "kept", "kept", "kept"]
    assert len(stored(store)) == 3
    with acting(world.operator) as operator:
        assert len(selectors.documents_of(case, actor=operator)) == 3


def test_who_may(world: World) -> None:
    """The shares of each compartment decide, for reading and for writing, and nothing else."""
    case = w.referred(world)
    with acting(world.shelter) as shelter:
        before = rights_on(case, shelter)
    with acting(world.operator) as operator:
        case = w.cases.admit_case(case, actor=operator)
        assert rights_on(case, operator).writes == set(TABLE_OF) - SUPPORT
    with acting(world.shelter) as shelter:
        after = rights_on(case, shelter)
    reads = {
        Compartment.IDENTITY,
        Compartment.HOUSEHOLD,
        Compartment.RESOURCES,
        Compartment.HOUSING_NEED,
        Compartment.SHELTER_PLACE,
    }
    assert (before.reads, before.writes) == (
        reads | {Compartment.SAFETY},
        reads | {Compartment.SAFETY},
    )
    assert (after.reads, after.writes) == (reads, {Compartment.SAFETY})
    for name in ("other_shelter", "landlord", "funder", "specialist"):
        with acting(world.actors[name]) as actor:
            assert not rights_on(case, actor).any
        with pytest.raises(NotAllowed):
            bring(case, world.actors[name])
    with pytest.raises(NotAllowed):
        bring(case, world.shelter)


def test_a_draft_has_no_documents(world: World) -> None:
    with acting(world.shelter) as shelter:
        case = w.cases.start_referral(w.Pathway.SHELTERED, actor=shelter)
        assert not rights_on(case, shelter).any
    with pytest.raises(NotAllowed):
        bring(case, world.shelter)


def test_adding_without_reading(world: World) -> None:
    """After admission the shelter adds a protection order; it cannot read it back."""
    case = w.admitted(world)
    document = bring(case, world.shelter, DocumentKind.ORDONNANCE_PROTECTION)
    assert content_of(document, world.operator) == CONTENT
    with acting(world.shelter) as shelter:
        assert selectors.documents_of(case, actor=shelter) == []
        with pytest.raises(ObjectDoesNotExist):
            selectors.get_document(case, document.pk, actor=shelter)
        with pytest.raises(vault.VaultRefusal):
            selectors.open_document(document, actor=shelter, action="READ")


def test_a_share_that_closes_takes_the_documents_with_it(world: World) -> None:
    case = w.admitted(world)
    document = bring(case, world.operator)
    assert content_of(document, world.shelter) == CONTENT
    with acting(world.operator) as operator:
        share = Share.objects.get(
            case=case,
            organisation_id=world.shelter.organisation_id,
            compartment=Compartment.IDENTITY,
            closed_at=None,
        )
        sharing.revoke_share(share, actor=operator)
    with pytest.raises(ObjectDoesNotExist):
        content_of(document, world.shelter)


def test_a_refused_writing_leaves_no_object(world: World, store: DiskStore) -> None:
    case = w.admitted(world)
    with pytest.raises(vault.PayloadTooLong), acting(world.operator) as operator:
        actions.add_document(case, KIND, clean_file(), actor=operator, note="x" * 70_000)
    assert stored(store) == set()


def test_a_shredded_case_opens_no_document(world: World) -> None:
    case = w.admitted(world)
    document = bring(case, world.operator)
    vault.forget(case.pk)
    with pytest.raises(Exception):  # noqa: B017  whatever the vault says: nothing is read
        content_of(document, world.operator)
