"""The candidate's file in one PDF: for one landlord, what it may read, until the proposal ends."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pypdf import PdfReader, PdfWriter

from havre.adapters.printing import PrintingFailed
from havre.allocations import actions as allocations
from havre.allocations.models import Proposal
from havre.documents import actions as documents
from havre.documents.content import CleanFile, Format, UnreadableContent
from havre.engine.vocabulary import Compartment, DocumentKind, HerDecline, Seat, Withdrawal
from havre.organisations.models import User
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.gate import holding
from havre.platform.models import HeldDeparture, JournalEntry, Share
from havre.sharing import actions as sharing
from havre.web.allocations import bundling
from tests import papers
from tests import world as w
from tests.documents.stores import store
from tests.world import World

__all__ = ["store"]
K = DocumentKind


@pytest.fixture(autouse=True)
def own_store(store: object) -> None:
    """Use it."""


def written(text: str, pages: int = 1) -> bytes:
    """A PDF whose words can be read."""
    return papers.pdf(pages, text)


def scanned() -> bytes:
    """A PDF whose page is a picture."""
    sink = io.BytesIO()
    Image.new("RGB", (620, 877), (200, 220, 200)).save(sink, "PDF")
    return sink.getvalue()


def locked() -> bytes:
    """A PDF nobody opens without its password."""
    writer = PdfWriter(clone_from=io.BytesIO(papers.pdf()))
    writer.encrypt("secret")
    sink = io.BytesIO()
    writer.write(sink)
    return sink.getvalue()


def bring(
    world: World, proposal: Proposal, kind: K, content: bytes, form: Format = Format.PDF
) -> None:
    with acting(world.operator) as actor:
        documents.add_document(
            proposal.case, kind, CleanFile(form, 1, content), actor=actor, name="a"
        )


def ask(world: World, proposal: Proposal, name: str = "landlord") -> Any:
    client = Client()
    client.force_login(world.users[name])
    return client.get(f"/propositions/{proposal.reference}/pieces/dossier")


def told(response: Any) -> list[str]:
    """The text of each page of what was handed over."""
    assert response.status_code == 200
    return [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]


@pytest.fixture
def proposal(world: World) -> Proposal:
    """With its landlord."""
    case = w.admitted(world)
    w.assessed(world, case)
    return w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))


def test_whoever_only_reads_takes_nothing_out(world: World, proposal: Proposal) -> None:
    reader = w.colleague(world, "landlord", Seat.READER)
    page = f"/propositions/{proposal.reference}/pieces"
    for user_id, takes in ((world.landlord.user_id, True), (reader.user_id, False)):
        client = Client()
        client.force_login(User.objects.get(pk=user_id))
        assert (f'href="{page}/dossier"' in client.get(page).content.decode()) is takes
        assert client.get(f"{page}/dossier").status_code == (200 if takes else 404)


def test_one_file_holds_what_the_landlord_may_read_and_no_more(
    world: World, proposal: Proposal
) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, papers.jpeg(), Format.JPEG)
    bring(world, proposal, K.NUMERO_UNIQUE, written("Attestation", 2))
    bring(world, proposal, K.LIVRET_FAMILLE, scanned())
    for kind, hidden in (
        (K.AVIS_IMPOSITION, "Revenuzel"),
        (K.PLAINTE, "Plaintazel"),
        (K.ATTESTATION_HEBERGEMENT, "Foyerzel"),
        (K.NOTE_SOCIALE, "Notezel"),
        (K.CERTIFICAT_GROSSESSE, "Certifizel"),
    ):
        bring(world, proposal, kind, written(hidden))
    response = ask(world, proposal)
    pages = told(response)
    whole = " ".join(pages)
    assert [page.split()[0] for page in pages] == [
        "Dossier",
        "Attestation",
        "Attestation",
        "Remis",  # a photo, then a scan: the only words are the mark
        "Remis",
    ]
    assert "Oriane Zyntharel" in pages[0]
    assert "T3" in pages[0]
    assert "Attestation de numéro unique" in pages[0]
    for hidden in ("Revenuzel", "Plaintazel", "Foyerzel", "Notezel", "Certifizel", "Quetzaline"):
        assert hidden not in whole
    for page in pages:
        assert "Remis à Camille land · Org landlord · le " in page
    name = f'attachment; filename="dossier-{proposal.reference}.pdf"'
    assert response["Content-Disposition"] == name
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"].startswith("sandbox")


def test_the_file_is_marked_up_and_leads_to_each_piece(world: World, proposal: Proposal) -> None:
    bring(world, proposal, K.NUMERO_UNIQUE, written("Attestation"))
    reader = PdfReader(io.BytesIO(ask(world, proposal).content))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.root_object
    assert str(reader.root_object["/Lang"]).startswith("fr")
    assert reader.metadata is not None
    assert reader.metadata.title == "Dossier de candidature"
    last: Any = reader.outline[-1]
    assert last["/Title"] == "Attestation de numéro unique"
    assert reader.get_destination_page_number(last) == 1


def test_it_is_journaled_part_by_part(world: World, proposal: Proposal) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, papers.jpeg(), Format.JPEG)
    ask(world, proposal)
    lines = JournalEntry.objects.using("owner")
    assert lines.filter(action="DOCUMENT_BUNDLED", case_id=proposal.case_id).count() == 1
    allowed = lines.get(action="DEPARTURE_ALLOWED")
    assert set(allowed.compartments) == {
        Compartment.PROGRESS,
        Compartment.PROPOSAL,
        Compartment.IDENTITY,
        Compartment.HOUSEHOLD,
        Compartment.RESOURCES_SUMMARY,
        Compartment.HOUSING_NEED,
    }
    released = lines.get(action="DOCUMENT_RELEASED")
    assert released.subject == f"bundle:{proposal.reference}"


def test_nobody_else_is_handed_it(world: World, proposal: Proposal) -> None:
    for name in set(world.users) - {"landlord"}:
        assert ask(world, proposal, name).status_code == 404, name


def test_it_opens_when_it_is_sent_and_closes_when_the_proposal_ends(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.proposed(world, case, w.vacancy(world))
    assert ask(world, proposal).status_code == 404
    with acting(world.operator):
        allocations.record_her_agreement(proposal, actor=world.operator)
    assert ask(world, proposal).status_code == 404
    with acting(world.operator):
        sent = allocations.transmit(proposal, actor=world.operator)
    assert ask(world, proposal).status_code == 200
    with acting(world.operator):
        allocations.record_her_decline(
            sent, HerDecline.ECOLE, Proposal.Consequence.ELIGIBLE, actor=world.operator
        )
    assert ask(world, proposal).status_code == 404


def test_it_closes_with_the_lease(world: World, proposal: Proposal) -> None:
    w.leased(world, proposal)
    assert ask(world, proposal).status_code == 404


def test_a_part_she_takes_back_leaves_the_file(world: World, proposal: Proposal) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, written("Carte"))
    with acting(world.operator) as actor:
        share = Share.objects.get(
            case=proposal.case_id,
            organisation_id=world.landlord.organisation_id,
            compartment=Compartment.IDENTITY,
            closed_at=None,
        )
        sharing.revoke_share(share, actor=actor)
    (cover,) = told(ask(world, proposal))
    assert "Zyntharel" not in cover
    assert "Aucune pièce jointe" in cover


def test_what_cannot_be_joined_is_said_on_the_cover(world: World, proposal: Proposal) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, locked())
    bring(world, proposal, K.TITRE_SEJOUR, papers.pdf()[:300])
    bring(world, proposal, K.NUMERO_UNIQUE, papers.docx(), Format.DOCX)
    bring(world, proposal, K.LIVRET_FAMILLE, written("Livret"))
    pages = [" ".join(page.split()) for page in told(ask(world, proposal))]
    assert len(pages) == 2
    assert "Pièce d’identité : fichier protégé par un mot de passe." in pages[0]
    assert "Titre de séjour : fichier illisible." in pages[0]
    assert "Attestation de numéro unique : texte Word ou LibreOffice." in pages[0]
    assert pages[1].startswith("Livret 1")


def test_a_lost_file_and_one_piece_too_many_are_left_out(
    world: World, proposal: Proposal, store: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, written("Carte"))
    for path in store.folder.rglob("*"):
        if path.is_file():
            path.unlink()
    bring(world, proposal, K.NUMERO_UNIQUE, written("Attestation"))
    bring(world, proposal, K.LIVRET_FAMILLE, written("Livret"))
    monkeypatch.setattr("havre.adapters.files.joining.MAX_BUNDLE_PIECES", 1)
    pages = [" ".join(page.split()) for page in told(ask(world, proposal))]
    assert "Pièce d’identité : fichier illisible." in pages[0]
    assert "Livret de famille : le dossier serait trop lourd." in pages[0]
    assert len(pages) == 2


@pytest.mark.parametrize("where", ["Quetzaline", "impasse Vorlabe"])
def test_a_piece_that_tells_where_she_is_holds_the_whole_file(
    world: World, proposal: Proposal, where: str
) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, written(f"Domiciliee 3 {where} chez Foyer {where}"))
    response = ask(world, proposal)
    assert response.status_code == 302
    assert response["Location"] == f"/propositions/{proposal.reference}/pieces"
    assert HeldDeparture.objects.using("owner").filter(case=proposal.case_id).count() == 1
    client = Client()
    client.force_login(world.users["landlord"])
    assert not JournalEntry.objects.using("owner").filter(action="DOCUMENT_RELEASED").exists()


def test_two_people_of_the_operator_let_a_held_file_out_once_read(
    world: World, proposal: Proposal
) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, written("Domiciliee Foyer Quetzaline"))
    assert ask(world, proposal).status_code == 302
    second = w.colleague(world, "operator")
    with acting(world.operator) as actor:
        row = HeldDeparture.objects.get(case=proposal.case_id)
        holding.ask_release(row, HeldDeparture.Why.values[0], actor=actor)
    with acting(second) as actor:
        assert holding.confirm_release(row, actor=actor)
    assert len(told(ask(world, proposal))) == 2
    bring(world, proposal, K.LIVRET_FAMILLE, written("Ecole impasse Vorlabe"))
    assert ask(world, proposal).status_code == 302  # a new place: nobody has read that one


def test_a_share_closed_while_the_file_is_made_stops_it(
    world: World, proposal: Proposal, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(world, proposal, K.PIECE_IDENTITE, written("Carte"))
    joined = bundling.joined

    def meanwhile(*given: Any) -> bytes:
        with acting(world.operator) as actor:
            allocations.withdraw(proposal, Withdrawal.ERREUR, actor=actor)
        return joined(*given)

    monkeypatch.setattr(bundling, "joined", meanwhile)
    assert ask(world, proposal)["Location"] == "/propositions/"
    assert not JournalEntry.objects.using("owner").filter(action="DOCUMENT_RELEASED").exists()


@pytest.mark.parametrize(
    ("name", "error"), [("print_paper", PrintingFailed()), ("joined", UnreadableContent())]
)
def test_a_failure_is_a_sentence(
    world: World,
    proposal: Proposal,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    error: Exception,
) -> None:
    def fails(*_: object) -> bytes:
        raise error

    monkeypatch.setattr(bundling, name, fails)
    client = Client()
    client.force_login(world.users["landlord"])
    address = f"/propositions/{proposal.reference}/pieces"
    page = client.get(f"{address}/dossier", follow=True)
    assert page.redirect_chain == [(address, 302)]
    assert "Le dossier n’a pas pu être préparé." in page.content.decode()


def test_the_page_offers_it_to_its_landlord_alone(world: World, proposal: Proposal) -> None:
    for name, offered in (("landlord", True), ("operator", False)):
        client = Client()
        client.force_login(world.users[name])
        page = client.get(f"/propositions/{proposal.reference}/pieces").content.decode()
        assert ("Télécharger le dossier" in page) is offered, name
    assert proposal.sent_on == today()
