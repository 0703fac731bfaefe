"""The case file: each reader's parts of it, the next action, the operator's decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from havre.allocations import actions as allocations
from havre.cases import selectors
from havre.cases.models import Case
from havre.engine.vocabulary import Pathway
from havre.platform.acting import acting
from havre.platform.clock import at, now
from havre.platform.models import JournalEntry
from tests import world as w
from tests.web.allocations.queries import queries
from tests.web.cases.conftest import SignIn
from tests.world import World, add_person

PARTS = {
    "name": "Oriane Zyntharel",
    "number": "045062612345ABCDE1",
    "phone": "06 00 00 00 01",
    "code": "mirabelle",
    "place": "Foyer Quetzaline",
    "reason": "Motif confidentiel",
    "danger": "Note de danger secrète",
    "household": "1 enfant",
}


def seen(signed: SignIn, name: str, case: Case) -> set[str]:
    response = signed(name).get(reverse("case", args=[case.reference]))
    assert response.status_code == 200
    text = response.content.decode().replace("\u00a0", " ")
    return {part for part, words in PARTS.items() if words in text}


def text_of(signed: SignIn, name: str, case: Case) -> str:
    response = signed(name).get(reverse("case", args=[case.reference]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_each_reader_sees_her_parts_of_the_file(world: World, signed: SignIn) -> None:
    origin = world.organisations["other_landlord"].pk
    case = w.referred(world, pathway=Pathway.TENANT, origin_landlord_id=origin)
    everything = set(PARTS)
    assert seen(signed, "operator", case) == everything
    assert seen(signed, "shelter", case) == everything
    assert seen(signed, "other_landlord", case) == {"name", "number", "household"}
    signed("operator").post(reverse("case-admit", args=[case.reference]))
    assert seen(signed, "shelter", case) == everything - {"danger"}
    assert seen(signed, "operator", case) == everything


def test_a_candidate_s_landlord_and_holder_see_what_they_need(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world, right="2")))
    for name in ("landlord", "holder"):
        assert seen(signed, name, case) == {"name", "number", "household"}, name


def test_a_referrer_follows_the_progress_only(world: World, signed: SignIn) -> None:
    case = w.admitted(world, by="referrer")
    assert seen(signed, "referrer", case) == set()
    text = text_of(signed, "referrer", case)
    assert "Le reste du dossier n’est pas partagé avec votre organisme." in text
    assert "Établir le diagnostic et le valider" in text


@pytest.mark.parametrize("name", ["other_shelter", "landlord", "specialist", "funder"])
@pytest.mark.parametrize(
    "page", ["case", "case-refuse", "case-entrust", "shares", "consent", "referral"]
)
def test_another_organisation_s_case_does_not_exist(
    world: World, signed: SignIn, name: str, page: str
) -> None:
    case = w.referred(world)
    client = signed(name)
    assert client.get(reverse(page, args=[case.reference])).status_code == 404


def test_no_title_and_no_address_names_her(world: World, signed: SignIn) -> None:
    case = w.referred(world)
    assert "<title>Havre · Situation</title>" in text_of(signed, "operator", case)
    for address in ("/situations/abc", "/situations/K7M4-QXT%00", "/situations/1"):
        assert signed("operator").get(address).status_code == 404


def test_opening_is_journaled(world: World, signed: SignIn) -> None:
    case = w.referred(world)
    text_of(signed, "shelter", case)
    with acting(world.operator):
        opened = JournalEntry.objects.get(action="FILE_OPENED", case_id=case.pk)
        assert opened.organisation_id == world.shelter.organisation_id
        assert opened.compartments == sorted(
            ["CONTACT", "HOUSEHOLD", "IDENTITY", "PROGRESS", "SAFETY", "SHELTER_PLACE"]
        )
        read = JournalEntry.objects.get(action="READ", case_id=case.pk)
        assert read.compartments == sorted(["CONTACT", "IDENTITY", "SAFETY", "SHELTER_PLACE"])


def test_the_journal_names_what_was_read_and_no_more(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    text_of(signed, "landlord", case)
    with acting(world.operator):
        lines = JournalEntry.objects.filter(
            case_id=case.pk, organisation_id=world.landlord.organisation_id
        )
        read = {line.action: line.compartments for line in lines}
    assert read == {
        "FILE_OPENED": ["HOUSEHOLD", "IDENTITY", "PROGRESS", "PROPOSAL"],
        "READ": ["IDENTITY"],
    }


def test_it_asks_the_same_whatever_it_holds(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    for number in range(3):
        proposal = w.proposed(world, case, w.vacancy(world, reference=f"T-{number}"))
        with acting(world.operator) as operator:
            allocations.withdraw(proposal, actor=operator)
        if number != 1:
            address = reverse("case", args=[case.reference])
            assert queries(signed("operator"), address) == 15, number


def test_warnings_come_before_the_telephone(world: World, signed: SignIn) -> None:
    case = w.referred(world, shared_device=True, voicemail=False)
    text = text_of(signed, "operator", case)
    shared = text.index("Appareil partagé : n’envoyez ni message ni courriel.")
    assert text.index("mirabelle") < shared < text.index("06 00 00 00 01")
    assert "Ne laissez pas de message vocal." in text


def test_what_she_withholds_is_shown_where_her_contact_is(world: World, signed: SignIn) -> None:
    case = w.referred(world, consent_withheld="Rien sur son travail")
    assert "Rien sur son travail" in text_of(signed, "operator", case)


def test_typed_text_is_never_markup(world: World, signed: SignIn) -> None:
    case = w.referred(world, last_name="<script>x</script>", place="<b>ici</b>")
    text = text_of(signed, "operator", case)
    assert "<script>x" not in text
    assert "<b>ici" not in text


@pytest.mark.parametrize(("days", "words"), [(340, "prend fin le"), (370, "a pris fin le")])
def test_an_agreement_near_its_end_is_told(
    world: World, signed: SignIn, days: int, words: str
) -> None:
    case = w.referred(world)
    assert "Son accord est valable jusqu’au" in text_of(signed, "operator", case)
    with at(now() + timedelta(days=days)):
        client = signed("operator")
        text = client.get(reverse("case", args=[case.reference])).content.decode()
    assert f"Son accord {words}" in text


def test_admitting(world: World, signed: SignIn) -> None:
    case, client = w.referred(world), signed("operator")
    address = reverse("case-admit", args=[case.reference])
    assert address in text_of(signed, "operator", case)
    assert address not in text_of(signed, "shelter", case)
    assert client.post(address)["Location"] == reverse("case", args=[case.reference])
    text = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "La situation est admise." in text
    again = client.get(client.post(address)["Location"]).content.decode()
    assert "La décision est déjà prise sur cette situation." in again
    assert client.get(address).status_code == 405


def test_not_admitting_demands_a_reason(world: World, signed: SignIn) -> None:
    case, client = w.referred(world), signed("operator")
    address = reverse("case-refuse", args=[case.reference])
    assert "Cette décision est définitive." in client.get(address).content.decode()
    assert "Choisissez un motif." in client.post(address).content.decode()
    assert "Choisissez un des motifs" in client.post(address, {"reason": "NON"}).content.decode()
    client.post(address, {"reason": "HORS_TERRITOIRE"})
    with acting(world.operator):
        found = selectors.get_case(case.reference, actor=world.operator)
        assert (found.stage, found.admission_refusal) == ("NOT_ADMITTED", "HORS_TERRITOIRE")
    assert "N’habite pas le territoire." in text_of(signed, "shelter", case)
    assert client.post(address, {"reason": "AUTRE"}).status_code == 302
    assert client.get(address).status_code == 302


def test_entrusting_to_a_colleague(world: World, signed: SignIn) -> None:
    case, client = w.admitted(world), signed("operator")
    colleague = add_person(world.organisations["operator"], "zoe@exemple.test")
    address = reverse("case-entrust", args=[case.reference])
    assert str(colleague) in client.get(address).content.decode()
    stranger = world.users["shelter"].pk
    refused = client.post(address, {"caseworker": stranger}).content.decode()
    assert "Cette personne ne fait plus partie de votre organisme." in refused
    client.post(address, {"caseworker": colleague.pk})
    assert f"Suivie par {colleague}" in text_of(signed, "operator", case)


@pytest.mark.parametrize("page", ["case-admit", "case-refuse", "case-entrust", "consent", "shares"])
def test_the_shelter_takes_no_operator_s_step(world: World, signed: SignIn, page: str) -> None:
    case = w.referred(world)
    client = signed("shelter")
    address = reverse(page, args=[case.reference])
    method = client.get if page == "shares" else client.post
    assert method(address).status_code == 404


def test_possible_duplicates_are_told_to_the_operator_alone(world: World, signed: SignIn) -> None:
    first, second = w.admitted(world), w.referred(world)
    warning = "La même personne est peut-être déjà suivie"
    text = text_of(signed, "operator", second)
    assert warning in text
    assert reverse("case", args=[first.reference]) in text
    assert warning not in text_of(signed, "shelter", second)


def test_the_next_action_is_the_reader_s_own(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    w.assessed(world, case)
    compatible = text_of(signed, "operator", case)
    assert "Trouver un logement à lui proposer" in compatible
    w.with_landlord(world, w.proposed(world, case, w.vacancy(world)))
    landlord = text_of(signed, "landlord", case)
    assert "Prochaine étape · Vous" in landlord
    assert "Répondre à sa candidature" in landlord
    assert "Prochaine étape · Le bailleur" in text_of(signed, "operator", case)
    shelter = text_of(signed, "shelter", case)
    assert "Faire aboutir la proposition en cours" in shelter
    assert "Propositions de logement" not in shelter
