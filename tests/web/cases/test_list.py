"""The list of situations: who sees what, filters, pages, and a constant number of queries."""

from __future__ import annotations

import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.cases import actions as cases
from havre.engine.vocabulary import Pathway
from havre.platform.acting import acting
from havre.platform.models import JournalEntry
from havre.sharing.policy import Recipient
from tests import world as w
from tests.web.cases.conftest import SignIn
from tests.world import World

LIST = "/situations/"


def page(client: Client, query: str = "") -> str:
    response = client.get(LIST + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", sorted(w.ROLES))
def test_each_role_opens_its_list(world: World, signed: SignIn, name: str) -> None:
    case = w.admitted(world)
    text = page(signed(name))
    assert (case.reference in text) is (name in {"operator", "shelter"})
    assert ("Oriane Zyntharel" in text) is (name in {"operator", "shelter"})
    assert "<title>Havre · Situations</title>" in text


def test_a_referrer_sees_the_reference_and_no_name(world: World, signed: SignIn) -> None:
    case = w.admitted(world, by="referrer")
    text = page(signed("referrer"))
    assert case.reference in text
    assert "Zyntharel" not in text


def test_a_landlord_and_a_holder_see_the_candidacies_sent_to_them(
    world: World, signed: SignIn
) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.proposed(world, case, w.vacancy(world, right="2"))
    assert case.reference not in page(signed("holder"))
    w.with_landlord(world, proposal)
    for name in ("holder", "landlord"):
        assert case.reference in page(signed(name)), name
        assert "Oriane Zyntharel" in page(signed(name)), name
    assert case.reference not in page(signed("other_landlord"))
    assert "Répondre à sa candidature" in page(signed("landlord"))


def test_the_next_step_says_who_must_act(world: World, signed: SignIn) -> None:
    w.referred(world)
    assert "Décider de l’admission" in page(signed("operator"))
    assert '<span class="who is-mine">Vous</span>' in page(signed("operator"))
    assert '<span class="who">L’opérateur</span>' in page(signed("shelter"))


def test_showing_names_is_journaled(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    page(signed("shelter"))
    with acting(world.operator):
        lines = list(JournalEntry.objects.filter(action="LISTED", case_id=case.pk))
    assert [line.organisation_id for line in lines] == [world.shelter.organisation_id]
    assert lines[0].compartments == ["IDENTITY", "PROGRESS"]


def test_an_exact_reference_opens_the_file(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    typed = case.reference.replace("-", " ").lower()
    response = signed("operator").get(LIST, {"reference": typed})
    assert response.status_code == 302
    assert response["Location"] == reverse("case", args=[case.reference])


def test_a_hidden_reference_and_an_absent_one_answer_alike(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    client = signed("other_shelter")

    def answer(reference: str) -> str:
        text = page(client, f"?reference={reference}").replace(reference, "")
        return re.sub(r'(Token": "|value=")[A-Za-z0-9]{64}', "", text)

    hidden, absent = answer(case.reference), answer("ZZZZ-ZZZZ")
    assert "Aucune situation que vous suivez ne porte cette référence." in hidden
    assert hidden == absent


def test_filters(world: World, signed: SignIn) -> None:
    waiting, admitted = w.referred(world), w.admitted(world)
    client = signed("operator")
    found = page(client, "?stage=REFERRED")
    assert waiting.reference in found
    assert admitted.reference not in found
    mine = page(client, "?mine=on")
    assert admitted.reference in mine
    assert waiting.reference not in mine
    assert "Aucune situation ici" in page(client, "?stage=HOUSED")
    assert 'name="mine"' not in page(signed("shelter"))


@pytest.mark.parametrize(
    "query",
    [
        "?stage=NOPE",
        "?pathway=%00",
        "?apres=%00",
        "?avant=zzz",
        "?reference=%00",
        "?mine=zz",
        "?reference=" + "A" * 5000,
    ],
)
def test_hostile_values_change_nothing(world: World, signed: SignIn, query: str) -> None:
    w.referred(world)
    page(signed("operator"), query)


def test_pages_follow_one_another(
    world: World, signed: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "havre.cases.listing.page_of.__kwdefaults__", {"size": 2, "after": "", "before": ""}
    )
    references = [w.referred(world, last_name=f"Nom{n}").reference for n in range(3)][::-1]
    client = signed("operator")
    first = page(client, "?stage=REFERRED")
    assert f"?stage=REFERRED&amp;apres={references[1]}" in first
    assert references[2] not in first
    second = page(client, f"?stage=REFERRED&apres={references[1]}")
    assert references[2] in second
    assert f"?stage=REFERRED&amp;avant={references[2]}" in second


def test_an_empty_list_says_what_to_do_next(world: World, signed: SignIn) -> None:
    assert reverse("referral-new") in page(signed("shelter"))
    text = page(signed("holder"))
    assert "Une situation s’affiche ici quand une candidature vous est transmise." in text
    assert reverse("referral-new") not in text


def queries(client: Client, address: str) -> int:
    """Count the statements of a page on both connections, transaction marks aside."""
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    with (
        CaptureQueriesContext(connections["default"]) as here,
        CaptureQueriesContext(connections["vault"]) as vault,
    ):
        assert client.get(address).status_code == 200
    found = here.captured_queries + vault.captured_queries
    return sum(not query["sql"].startswith(marks) for query in found)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("agency", "Une situation s’affiche ici quand une candidature vous est transmise."),
        (
            "specialist",
            "Une situation s’affiche ici quand une personne accepte que vous l’accompagniez.",
        ),
    ],
)
def test_an_empty_list_speaks_of_what_one_does(
    world: World, signed: SignIn, name: str, told: str
) -> None:
    assert told in signed(name).get("/situations/").content.decode()


@pytest.mark.parametrize("name", ["operator", "shelter"])
def test_a_constant_number_of_queries(world: World, signed: SignIn, name: str) -> None:
    client = signed(name)
    w.admitted(world)
    assert queries(client, LIST) == 9
    for number in range(2):
        w.admitted(world, last_name=f"Nom{number}")
    assert queries(client, LIST) == 9


def test_nothing_is_opened_where_no_name_may_be_read(world: World, signed: SignIn) -> None:
    said = dict.fromkeys(Recipient, True)
    w.admitted(world, by="referrer", agreed=said)
    assert queries(signed("referrer"), LIST) == 7


def test_a_referrer_reads_the_names_of_its_drafts_in_their_list(
    world: World, signed: SignIn
) -> None:
    with acting(world.actors["referrer"]) as actor:
        case = cases.start_referral(Pathway.NON_TENANT, actor=actor)
        cases.save_referral(case, w.referral_content(pathway=Pathway.NON_TENANT), actor=actor)
    client = signed("referrer")
    assert case.reference in page(client)
    assert "Zyntharel" not in page(client)
    assert "Oriane Zyntharel" in page(client, "?stage=DRAFT")
    assert "Aucune situation ici" in page(client, "?stage=ASSESSMENT")
