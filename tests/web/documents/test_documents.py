"""The pages of documents: adding, looking, downloading, replacing, removing."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from havre.adapters.storage.disk import DiskStore
from havre.cases.models import Case
from havre.documents import selectors
from havre.documents.models import IdentityDocument
from havre.engine.vocabulary import Compartment, DocumentKind, DocumentState
from havre.platform import gate
from havre.platform.acting import acting
from havre.platform.models import JournalEntry, Share
from havre.sharing import actions as sharing
from havre.web.documents import reading
from tests import papers
from tests import world as w
from tests.documents.deposits import bring
from tests.world import World


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name])
    return client


def send(client: Client, case: Case, data: bytes, name: str = "papier.pdf", **fields: Any) -> Any:
    """Fill in the form as a browser does: the page first, then what it holds."""
    address = f"/situations/{case.reference}/documents/ajouter"
    page = client.get(address).content.decode()
    found = re.search(r'name="document" value="([0-9a-f-]{36})"', page)
    assert found
    form = {"document": found[1], "kind": "PIECE_IDENTITE", "note": ""} | fields
    return client.post(address, form | {"file": SimpleUploadedFile(name, data)}, follow=True)


def text(response: Any) -> str:
    return re.sub(r"[\s\u00a0]+", " ", response.content.decode().replace("&#x27;", "'"))


def only(world: World, case: Case) -> IdentityDocument:
    with acting(world.operator):
        return IdentityDocument.objects.get(case=case)


def close(world: World, case: Case, name: str, compartment: Compartment) -> None:
    with acting(world.operator) as operator:
        share = Share.objects.get(
            case=case,
            organisation_id=world.actors[name].organisation_id,
            compartment=compartment,
            closed_at=None,
        )
        sharing.revoke_share(share, actor=operator)


def test_from_the_form_to_the_copy(world: World) -> None:
    case, client = w.admitted(world), client_of(world, "operator")
    assert "Aucun document pour l’instant" in text(
        client.get(f"/situations/{case.reference}/documents")
    )
    answer = send(client, case, papers.pdf(2), "Zyntharel avis.pdf", note="septembre 2026")
    assert answer.redirect_chain == [(f"/situations/{case.reference}/documents", 302)]
    said = text(answer)
    assert "Le document est ajouté." in said
    assert "Pièce d’identité" in said
    assert "Org operator" in said
    assert "Zyntharel" not in said  # the file's own name is shown to who opens it only
    document = only(world, case)
    address = f"/situations/{case.reference}/documents/{document.pk}"
    page = text(client.get(address))
    assert "septembre 2026" in page
    assert "Page 1 sur 2" in page
    second = client.get(f"{address}?page=2")
    assert f"{address}/page/2" in second.content.decode()
    picture = client.get(f"{address}/page/2")
    assert Image.open(io.BytesIO(picture.content)).format == "JPEG"
    copy = client.get(f"{address}/telecharger")
    content = b"".join(copy.streaming_content)  # type: ignore[arg-type]
    assert int(copy["Content-Length"]) == len(content)
    for page_of_copy in PdfReader(io.BytesIO(content)).pages:
        written = page_of_copy.extract_text()
        assert "Remis à Camille oper · Org operator · le " in written
    assert re.fullmatch(
        r'attachment; filename="document-[0-9A-F]{6}\.pdf"', copy["Content-Disposition"]
    )
    for response in (copy, picture):
        assert response["Cache-Control"] == "no-store"
        assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert response["X-Content-Type-Options"] == "nosniff"


def test_each_opening_is_in_the_journal(world: World) -> None:
    case, client = w.admitted(world), client_of(world, "operator")
    document = bring(case, world.operator, content=papers.pdf())
    address = f"/situations/{case.reference}/documents/{document.pk}"
    client.get(address)
    client.get(f"{address}/page/1")
    b"".join(client.get(f"{address}/telecharger").streaming_content)  # type: ignore[arg-type]
    lines = JournalEntry.objects.using("owner").filter(action__startswith="DOCUMENT_")
    assert sorted(lines.values_list("action", flat=True)) == [
        "DOCUMENT_ADDED",
        "DOCUMENT_DOWNLOADED",
        "DOCUMENT_OPENED",
        "DOCUMENT_PAGE",
        "DOCUMENT_RELEASED",
    ]
    released = lines.get(action="DOCUMENT_RELEASED")
    assert released.subject == f"document:{document.pk}"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.pdf", "Ce fichier est vide."),
        (papers.pdf(), "photo.jpg", "n’est pas celui que son nom annonce"),
        (papers.pdf_with("script"), "a.pdf", "contient un programme"),
        (b"<svg onload='x'>", "a.svg", "page web ou un dessin"),
        (papers.jpeg()[:400], "a.jpg", "abîmé ou incomplet"),
    ],
)
def test_a_refused_file_is_said_at_its_field(
    world: World, store: DiskStore, data: bytes, name: str, sentence: str
) -> None:
    case, client = w.admitted(world), client_of(world, "operator")
    answer = send(client, case, data, name, note="à garder")
    said = text(answer)
    assert answer.status_code == 200
    assert sentence in said
    assert "Rien n’a été enregistré." in said
    assert 'value="à garder"' in said  # nothing typed is lost
    assert list(store.names()) == []
    with acting(world.operator) as operator:
        assert selectors.documents_of(case, actor=operator) == []


def test_too_large_is_known_by_its_length(world: World, store: DiskStore) -> None:
    """Seventeen megabytes: nothing of it is kept in memory, and the field says why."""
    case, client = w.admitted(world), client_of(world, "operator")
    answer = send(client, case, b"%PDF-1.4" + b"\0" * 17_000_000)
    assert "Ce fichier dépasse 15 Mo." in text(answer)
    assert list(store.names()) == []


def test_sent_twice_is_added_once(world: World) -> None:
    case, client = w.admitted(world), client_of(world, "operator")
    chosen = str(uuid.uuid4())
    for _ in range(2):
        answer = send(client, case, papers.jpeg(), "IMG_1.jpg", document=chosen)
        assert "Le document est ajouté." in text(answer)
    assert only(world, case)


def test_without_a_file_or_a_kind(world: World) -> None:
    case, client = w.admitted(world), client_of(world, "operator")
    address = f"/situations/{case.reference}/documents/ajouter"
    said = text(client.post(address, {"document": str(uuid.uuid4()), "kind": "", "note": ""}))
    assert "Choisissez le type de document." in said
    assert "Choisissez un fichier, ou prenez une photo." in said


def test_one_chooses_among_the_parts_one_completes(world: World) -> None:
    case = w.admitted(world)
    page = client_of(world, "shelter").get(f"/situations/{case.reference}/documents/ajouter")
    found = set(re.findall(r'<option value="(\w+)"', page.content.decode()))
    assert found == {"ORDONNANCE_PROTECTION", "PLAINTE", "JUGEMENT", "SAISINE_JUGE"}
    answer = send(client_of(world, "shelter"), case, papers.pdf(), kind="AVIS_IMPOSITION")
    assert "Choisissez le type de document." in text(answer)


def test_replace_then_remove(world: World, store: DiskStore) -> None:
    case, client = w.admitted(world), client_of(world, "operator")
    older = bring(case, world.operator, content=papers.pdf())
    address = f"/situations/{case.reference}/documents/{older.pk}"
    page = client.get(f"{address}/remplacer").content.decode()
    found = re.search(r'name="document" value="([0-9a-f-]{36})"', page)
    assert found
    sent = {"document": found[1], "note": "", "file": SimpleUploadedFile("a.jpg", papers.jpeg())}
    said = text(client.post(f"{address}/remplacer", sent, follow=True))
    assert "Le document est ajouté." in said
    assert "1 document retiré" in said
    assert "remplacé par un autre" in said
    newer = IdentityDocument.objects.using("owner").get(state=DocumentState.READY)
    address = f"/situations/{case.reference}/documents/{newer.pk}/retirer"
    assert "Choisissez un motif." in text(client.post(address, {}))
    said = text(client.post(address, {"reason": "AT_HER_REQUEST"}, follow=True))
    assert "son contenu est détruit" in said
    assert "2 documents retirés" in said
    assert list(store.names()) == []
    assert client.get(address).status_code == 404


def test_who_only_reads_neither_adds_nor_removes(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    document = bring(case, world.operator, content=papers.pdf())
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    client = client_of(world, "landlord")
    address = f"/situations/{case.reference}/documents"
    page = text(client.get(address))
    assert "Pièce d’identité" in page
    assert "Ajouter" not in page
    assert client.get(f"{address}/{document.pk}").status_code == 200
    for path in ("ajouter", f"{document.pk}/remplacer", f"{document.pk}/retirer"):
        assert client.get(f"{address}/{path}").status_code == 404
        assert client.post(f"{address}/{path}").status_code == 404


def test_another_organisation_finds_nothing(world: World) -> None:
    case = w.admitted(world)
    document = bring(case, world.operator, content=papers.pdf())
    one = f"/situations/{case.reference}/documents/{document.pk}"
    absent = f"/situations/{case.reference}/documents/{uuid.uuid4()}"
    for name in ("other_shelter", "landlord", "funder", "specialist", "agency"):
        client = client_of(world, name)
        for end in ("", "/page/1", "/telecharger", "/remplacer", "/retirer"):
            assert client.get(one + end).status_code == 404
            assert client.get(absent + end).status_code == 404
    other = w.admitted(world, last_name="Autre")  # one's own case does not lead to another's paper
    client = client_of(world, "operator")
    assert client.get(f"/situations/{other.reference}/documents/{document.pk}").status_code == 404


def test_a_revoked_share_closes_the_next_page(world: World) -> None:
    case, client = w.admitted(world), client_of(world, "shelter")
    document = bring(case, world.operator, content=papers.pdf())
    address = f"/situations/{case.reference}/documents/{document.pk}"
    assert client.get(address).status_code == 200
    close(world, case, "shelter", Compartment.IDENTITY)
    for end in ("", "/page/1", "/telecharger"):
        assert client.get(address + end).status_code == 404


def test_a_share_revoked_midway_stops_the_copy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy has begun; the share is withdrawn; the next piece does not leave."""
    case, client = w.admitted(world), client_of(world, "shelter")
    content = papers.jpeg(size=(1600, 1200))
    document = bring(case, world.operator)
    pieces = [b"premier", b"second"]
    monkeypatch.setattr(reading, "stamped", lambda *_: (13, iter(pieces)))
    assert content
    copy = client.get(f"/situations/{case.reference}/documents/{document.pk}/telecharger")
    leaving = iter(copy.streaming_content)  # type: ignore[arg-type]
    assert next(leaving) == b"premier"
    close(world, case, "shelter", Compartment.IDENTITY)
    with pytest.raises(gate.Held):
        next(leaving)


@pytest.mark.parametrize(
    "state", [DocumentState.QUARANTINE, DocumentState.INFECTED, DocumentState.LOST]
)
def test_what_is_not_ready_is_read_by_nobody(
    world: World, state: DocumentState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("havre.documents.actions._state_of", lambda _: state)
    case, client = w.admitted(world), client_of(world, "operator")
    document = bring(case, world.operator, content=papers.pdf())
    said = text(client.get(f"/situations/{case.reference}/documents"))
    assert state.label in said
    address = f"/situations/{case.reference}/documents/{document.pk}"
    for end in ("", "/page/1", "/telecharger"):
        assert client.get(address + end).status_code == 404
    assert client.get(f"{address}/retirer").status_code == 200


def test_pages_out_of_range(world: World) -> None:
    case, client = w.admitted(world), client_of(world, "operator")
    document = bring(case, world.operator, DocumentKind.PIECE_IDENTITE, papers.pdf())
    address = f"/situations/{case.reference}/documents/{document.pk}"
    for wanted in ("0", "99999999999", "-1", "x", "٣"):
        assert "Page 1 sur 1" in text(client.get(f"{address}?page={wanted}"))
    for number in (0, 2, 10**12):
        assert client.get(f"{address}/page/{number}").status_code == 404


def test_the_file_leads_to_the_documents(world: World) -> None:
    case = w.admitted(world)
    for name in ("operator", "shelter"):
        page = client_of(world, name).get(f"/situations/{case.reference}").content.decode()
        assert f"/situations/{case.reference}/documents" in page
