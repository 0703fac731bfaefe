"""The page of a proposal: what each organisation reads and may do, step by step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.allocations import actions, selectors
from havre.allocations.models import Proposal
from havre.engine.vocabulary import CommitteeDecision
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import JournalEntry, Share
from havre.sharing.actions import revoke_share
from tests import world as w
from tests.web.allocations.queries import queries
from tests.world import World

SECRETS = ("Quetzaline", "Vorlabe", "mirabelle", "06 00 00 00 01", "Note de danger")


def page_of(client: Client, world: World, name: str, proposal: Proposal) -> tuple[int, str]:
    """Open a proposal's page as one person."""
    client.force_login(world.users[name])
    response = client.get(reverse("proposal", args=[proposal.reference]))
    return response.status_code, response.content.decode()


def send(client: Client, proposal: Proposal, code: str, **data: object) -> object:
    """Send one step's form and follow to the page it leads to."""
    url = reverse("proposal-step", args=[proposal.reference, code])
    return client.post(url, data, follow=True)


def status_of(world: World, proposal: Proposal) -> str:
    """The status as the operator reads it."""
    with acting(world.operator):
        return selectors.get_proposal(proposal.reference, actor=world.operator).status


@pytest.fixture
def proposal(world: World) -> Proposal:
    """A proposal just made, on a dwelling nobody holds a right to."""
    case = w.admitted(world)
    w.assessed(world, case)
    return w.proposed(world, case, w.vacancy(world))


def test_only_the_operator_sees_what_is_not_sent(
    client: Client, world: World, proposal: Proposal
) -> None:
    for name in world.actors:
        expected = 200 if name == "operator" else 404
        assert page_of(client, world, name, proposal)[0] == expected, name


def test_the_operator_records_her_agreement_and_transmits(
    client: Client, world: World, proposal: Proposal
) -> None:
    page = page_of(client, world, "operator", proposal)[1]
    assert "Que répond-elle à la proposition ?" in page
    assert "<title>Havre · Proposition</title>" in page
    assert "Logement réservé pour elle jusqu’au" in page
    send(client, proposal, "accord")
    assert status_of(world, proposal) == "ACCEPTED"
    send(client, proposal, "transmission")
    assert status_of(world, proposal) == "WITH_LANDLORD"


def test_the_landlord_reads_the_candidacy_and_nothing_of_her_safety(
    client: Client, world: World, proposal: Proposal
) -> None:
    w.with_landlord(world, proposal)
    status, page = page_of(client, world, "landlord", proposal)
    assert status == 200
    for shown in ("Oriane Zyntharel", "045062612345ABCDE1", "2 personnes", "1 450,00", "2 à 3 pi"):
        assert shown in page.replace("\u202f", " ").replace("\u00a0", " "), shown
    for secret in SECRETS:
        assert secret not in page
    for name in ("other_landlord", "holder", "agency", "shelter", "funder", "specialist"):
        assert page_of(client, world, name, proposal)[0] == 404, name


def test_the_holder_reads_what_it_needs_to_designate(client: Client, world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.proposed(world, case, w.vacancy(world, right="2"))
    with acting(world.operator):
        actions.record_her_agreement(proposal, actor=world.operator)
        actions.transmit(proposal, actor=world.operator)
    status, page = page_of(client, world, "holder", proposal)
    assert status == 200
    assert "Désignez-vous cette candidature ?" in page
    assert "Oriane Zyntharel" in page and "2 personnes" in page
    assert "Logement recherché" not in page
    assert page_of(client, world, "landlord", proposal)[0] == 404
    client.force_login(world.users["holder"])
    response = send(client, proposal, "designation")
    assert "désignée et transmise au bailleur" in response.content.decode()  # type: ignore[attr-defined]
    assert status_of(world, proposal) == "WITH_LANDLORD"


def test_a_part_no_longer_shared_is_no_longer_read(
    client: Client, world: World, proposal: Proposal
) -> None:
    w.with_landlord(world, proposal)
    own = {"case_id": proposal.case_id, "organisation_id": world.landlord.organisation_id}
    with acting(world.operator):
        share = Share.objects.get(**own, compartment="HOUSING_NEED", closed_at=None)
        revoke_share(share, actor=world.operator)
    status, page = page_of(client, world, "landlord", proposal)
    assert status == 200
    for shown in ("Oriane Zyntharel", "2 personnes", "1 450,00"):
        assert shown in page.replace("\u202f", " ").replace("\u00a0", " "), shown
    assert "Logement recherché" not in page
    with acting(world.operator):
        line = JournalEntry.objects.get(**own, action="CANDIDACY_READ")
    assert line.compartments == ["HOUSEHOLD", "IDENTITY", "RESOURCES_SUMMARY"]
    url = reverse("proposal", args=[proposal.reference])
    assert queries(client, url) == 15


def test_from_the_committee_to_the_keys(client: Client, world: World, proposal: Proposal) -> None:
    w.with_landlord(world, proposal)
    client.force_login(world.users["landlord"])
    day = today().isoformat()
    send(client, proposal, "commission", committee_on=day)
    response = send(client, proposal, "attribution", decided_on=day, notified_on=day, examined="3")
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "10 jours, jusqu’au" in page
    assert "acceptation" not in page
    client.force_login(world.users["operator"])
    send(client, proposal, "acceptation", answered_on=day)
    client.force_login(world.users["landlord"])
    send(client, proposal, "bail", signed_on=day)
    send(client, proposal, "cles", moved_in_on=day)
    assert status_of(world, proposal) == "MOVED_IN"


def test_fewer_than_three_examined_is_recorded_with_its_exception(
    client: Client, world: World, proposal: Proposal
) -> None:
    proposal = w.with_landlord(world, proposal)
    with acting(world.landlord) as landlord:
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=landlord)
    page = page_of(client, world, "landlord", proposal)[1]
    assert "Trois au moins (CCH, art. R441-3), sauf exception." in page
    assert "Être victime de violences n’est pas, à soi seul, une exception." in page
    day = today().isoformat()
    sent = {"decided_on": day, "notified_on": day, "examined": "2", "exception": "TOO_FEW"}
    response = send(client, proposal, "attribution", **sent)
    assert "Trop peu de candidats" in response.content.decode()  # type: ignore[attr-defined]
    with acting(world.operator):
        kept = Proposal.objects.get(pk=proposal.pk)
    assert (kept.examined, kept.exception) == (2, "TOO_FEW")


def test_the_operator_answers_on_behalf_of_the_landlord(
    client: Client, world: World, proposal: Proposal
) -> None:
    w.with_landlord(world, proposal)
    page = page_of(client, world, "operator", proposal)[1]
    assert "En attente : Org landlord" in page
    assert "enregistrez-la pour le compte de Org landlord" in page
    send(client, proposal, "commission", committee_on=today().isoformat())
    page = page_of(client, world, "landlord", proposal)[1]
    assert "Org operator, pour le compte du bailleur" in page


def test_a_declined_candidacy_leaves_the_landlords_sight(
    client: Client, world: World, proposal: Proposal
) -> None:
    w.with_landlord(world, proposal)
    client.force_login(world.users["landlord"])
    response = send(client, proposal, "refus-bailleur", reason="TAUX_EFFORT")
    assert response.redirect_chain[-1][0] == reverse("proposals")  # type: ignore[attr-defined]
    again = send(client, proposal, "refus-bailleur", reason="TAUX_EFFORT")
    assert "déjà enregistrée" in again.content.decode()  # type: ignore[attr-defined]
    assert page_of(client, world, "landlord", proposal)[0] == 404
    page = page_of(client, world, "operator", proposal)[1]
    assert "Déclinée par le bailleur : taux d’effort. La recherche continue." in page


def test_her_decline_may_ask_for_a_new_assessment(
    client: Client, world: World, proposal: Proposal
) -> None:
    client.force_login(world.users["operator"])
    response = send(client, proposal, "refus", reason="ECOLE", consequence="REASSESS")
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "Déclinée par elle : école. Le diagnostic est à revoir." in page


def test_a_second_sending_is_harmless(client: Client, world: World, proposal: Proposal) -> None:
    client.force_login(world.users["operator"])
    send(client, proposal, "accord")
    response = send(client, proposal, "accord")
    assert "Cette étape est déjà enregistrée" in response.content.decode()  # type: ignore[attr-defined]
    url = reverse("proposal-step", args=[proposal.reference, "accord"])
    assert client.get(url).headers["Location"] == reverse("proposal", args=[proposal.reference])
    assert (
        client.post(reverse("proposal-step", args=[proposal.reference, "autre"])).status_code == 302
    )


LATER, BEFORE, TODAY = "tomorrow", "yesterday", "today"
"""Said when the test runs: a run may see midnight pass."""
SHIFT = {LATER: 1, BEFORE: -1, TODAY: 0}


def dated(data: dict[str, str]) -> dict[str, str]:
    """The same answers with their days written."""
    return {
        name: (today() + timedelta(days=SHIFT[value])).isoformat() if value in SHIFT else value
        for name, value in data.items()
    }


@pytest.mark.parametrize(
    ("code", "data", "sentence"),
    [
        ("attribution", {"decided_on": LATER, "notified_on": LATER}, "dans le futur"),
        ("attribution", {"decided_on": BEFORE, "notified_on": TODAY}, "précéder l’étape d’avant"),
        ("attribution", {"decided_on": TODAY, "notified_on": BEFORE}, "précéder l’étape d’avant"),
        ("attribution", {"decided_on": "x", "notified_on": TODAY}, "Écrivez une date"),
        ("rang", {"decided_on": TODAY}, "Indiquez le rang."),
        ("rang", {"decided_on": TODAY, "rank": "0"}, "Le rang commence à 1."),
        ("rang", {"decided_on": TODAY, "rank": "9999999999"}, "Le rang ne dépasse pas 50."),
        ("condition", {"decided_on": TODAY, "condition_until": TODAY}, "Choisissez dans la liste."),
        (
            "condition",
            {"decided_on": TODAY, "condition": "AVIS_IMPOSITION", "condition_until": BEFORE},
            "ne peut pas précéder la décision",
        ),
        (
            "condition",
            {"decided_on": TODAY, "condition": "AUTRE", "condition_until": "9999-12-31"},
            "trop lointaine",
        ),
        (
            "non-attribution",
            {"decided_on": TODAY, "reason": "<script>"},
            "Choisissez dans la liste.",
        ),
        ("attribution", {"examined": ""}, "Indiquez combien de candidats ont été examinés."),
        ("attribution", {"examined": "0"}, "écrivez 1 ou plus"),
        ("attribution", {"examined": "51"}, "Ce nombre ne dépasse pas 50."),
        ("attribution", {"examined": "2"}, "indiquez l’exception que la loi prévoit"),
        ("attribution", {"examined": "2", "exception": "VICTIME"}, "Choisissez dans la liste."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: Client,
    world: World,
    proposal: Proposal,
    code: str,
    data: dict[str, str],
    sentence: str,
) -> None:
    landlord = world.landlord
    proposal = w.with_landlord(world, proposal)
    with acting(landlord):
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=landlord)
    client.force_login(world.users["landlord"])
    asked = {"decided_on": TODAY, "notified_on": TODAY, "examined": "3"} | data
    response = send(client, proposal, code, **dated(asked))
    page = response.content.decode()  # type: ignore[attr-defined]
    assert response.status_code == 200 and sentence in page  # type: ignore[attr-defined]
    assert '<details class="disclosure" open>' in page
    assert status_of(world, proposal) == "COMMITTEE"


def test_an_agency_has_no_committee(client: Client, world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    offer = w.vacancy(world, "agency", reference="A-1", regime="IML", financing="PRIVATE")
    proposal = w.with_landlord(world, w.proposed(world, case, offer))
    page = page_of(client, world, "agency", proposal)[1]
    assert "Accepter la candidature" in page and "Présenter en commission" not in page
    send(client, proposal, "accord-agence")
    assert status_of(world, proposal) == "CONFIRMED"
    with acting(world.operator):
        step = selectors.steps_of(proposal, actor=world.operator)[0]
        assert (step.status, step.on_behalf) == ("CONFIRMED", False)


def test_a_conditional_attribution_becomes_firm(
    client: Client, world: World, proposal: Proposal
) -> None:
    landlord = world.landlord
    proposal = w.with_landlord(world, proposal)
    with acting(landlord):
        actions.record_landlord_answer(proposal, agrees=True, committee_on=today(), actor=landlord)
        actions.record_decision(
            proposal,
            CommitteeDecision.CONDITIONAL,
            decided_on=today(),
            condition="AVIS_IMPOSITION",
            condition_until=today() + timedelta(days=20),
            actor=landlord,
        )
    page = page_of(client, world, "landlord", proposal)[1]
    assert "La condition est-elle remplie ?" in page and "Avis d’imposition" in page
    send(client, proposal, "ferme", notified_on=today().isoformat())
    assert status_of(world, proposal) == "ALLOCATED"
