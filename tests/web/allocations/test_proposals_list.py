"""The list of proposals, and proposing from the page of compatible dwellings."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from havre.allocations import actions
from havre.allocations.models import Proposal
from havre.platform.acting import acting
from tests import world as w
from tests.web.allocations.queries import queries
from tests.world import World

LIST = "/propositions/"


def sent(world: World, mark: str) -> Proposal:
    """A candidacy in the landlord's hands."""
    case = w.admitted(world, last_name=f"Nomarel{mark}")
    w.assessed(world, case)
    return w.with_landlord(world, w.proposed(world, case, w.vacancy(world, reference=f"T-{mark}")))


def page_of(client: Client, world: World, name: str, query: str = "") -> str:
    """The list as one person reads it."""
    client.force_login(world.users[name])
    response = client.get(LIST + query)
    assert response.status_code == 200
    return response.content.decode()


def test_each_sees_its_own(client: Client, world: World) -> None:
    proposal = sent(world, "a")
    for name in world.actors:
        page = page_of(client, world, name)
        assert (proposal.reference in page) == (name in {"operator", "landlord"}), name
    assert "Répondre" in page_of(client, world, "landlord")
    assert "Répondre" not in page_of(client, world, "operator")


def test_filters(client: Client, world: World) -> None:
    running, over = sent(world, "a"), sent(world, "b")
    with acting(world.operator):
        actions.withdraw(over, actor=world.operator)
    for query, expected in (
        ("", {running}),
        ("?etat=en-cours", {running}),
        ("?etat=terminees", {over}),
        ("?etat=WITHDRAWN", {over}),
        ("?etat=WITH_LANDLORD", {running}),
        ("?etat=PROPOSED", set()),
        ("?etat=<script>", {running}),
        ("?page=-1", {running}),
        ("?page=99999999999999", {running}),
    ):
        page = page_of(client, world, "operator", query)
        assert {p for p in (running, over) if p.reference in page} == expected, query
    assert "Aucune proposition dans cet état" in page_of(client, world, "operator", "?etat=LEASED")
    assert "Aucune proposition en cours" in page_of(client, world, "holder")


def test_pages_are_bounded(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("havre.web.allocations.listing.PAGE_SIZE", 2)
    first = [sent(world, mark) for mark in "abc"]
    page = page_of(client, world, "operator")
    assert "etat=en-cours&amp;page=2" in page and "page=0" not in page
    assert first[0].reference not in page
    page = page_of(client, world, "operator", "?page=2")
    assert first[0].reference in page and "page=1" in page and "page=3" not in page


def test_the_same_queries_at_one_and_three(client: Client, world: World) -> None:
    proposal = sent(world, "a")
    page = reverse("proposal", args=[proposal.reference])
    expected = {"operator": (8, 9), "landlord": (8, 15)}
    for name, counts in expected.items():
        client.force_login(world.users[name])
        assert (queries(client, LIST), queries(client, page)) == counts, name
    sent(world, "b")
    sent(world, "c")
    for name, counts in expected.items():
        client.force_login(world.users[name])
        assert (queries(client, LIST), queries(client, page)) == counts, name


# --- Proposing -------------------------------------------------------------------------------


def propose(client: Client, case: str, offer: str) -> tuple[str, str]:
    """Press « Proposer » and follow: (where it leads, what is said)."""
    response = client.post(reverse("propose", args=[case, offer]), follow=True)
    assert response.status_code == 200
    return response.redirect_chain[-1][0], response.content.decode()


def test_proposing_and_all_that_may_prevent_it(client: Client, world: World) -> None:
    offer, other = w.vacancy(world), w.vacancy(world, reference="T-2")
    case = w.admitted(world)
    client.force_login(world.users["operator"])
    assert "pendant la recherche" in propose(client, case.reference, offer.reference)[1]
    w.assessed(world, case)
    url, said = propose(client, case.reference, offer.reference)
    with acting(world.operator):
        made = Proposal.objects.get()
    assert url == reverse("proposal", args=[made.reference])
    assert "Le logement est réservé pour elle" in said
    for again in (offer, other):
        url, said = propose(client, case.reference, again.reference)
        assert url == reverse("proposal", args=[made.reference])
        assert "déjà en cours pour cette situation" in said
    second = w.admitted(world, last_name="Autrel")
    w.assessed(world, second)
    url, said = propose(client, second.reference, offer.reference)
    assert url == reverse("compatible", args=[second.reference])
    assert "n’est plus disponible" in said


def test_an_unsafe_dwelling_is_refused(client: Client, world: World) -> None:
    case = w.admitted(world)
    zone = {"id": "1", "kind": "LANDLORD", "landlord": world.organisations["landlord"].pk}
    w.assessed(world, case, zones=[zone])
    client.force_login(world.users["operator"])
    said = propose(client, case.reference, w.vacancy(world).reference)[1]
    assert "sa sécurité l’exclut" in said


def test_nobody_else_proposes(client: Client, world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    offer = w.vacancy(world)
    url = reverse("propose", args=[case.reference, offer.reference])
    for name in world.actors:
        client.force_login(world.users[name])
        if name != "operator":
            assert client.post(url).status_code == 404, name
        assert client.get(url).status_code == 405
    with acting(world.operator):
        assert not Proposal.objects.exists()
    client.force_login(world.users["operator"])
    assert client.post(reverse("propose", args=["AAAA-BBBB", offer.reference])).status_code == 404
    assert client.post(reverse("propose", args=[case.reference, "AAAA-BBBB"])).status_code == 404
