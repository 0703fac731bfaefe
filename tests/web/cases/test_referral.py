"""Referring: choosing the public, keeping an unfinished form, sending it, discarding it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from havre.cases import actions, selectors
from havre.cases.models import Case
from havre.engine.vocabulary import Pathway
from havre.platform.acting import acting
from havre.platform.clock import today
from tests import world as w
from tests.web.cases.conftest import SignIn
from tests.world import World

NEW = "/situations/nouvelle"


def start(world: World, by: str = "shelter", pathway: Pathway = Pathway.SHELTERED) -> Case:
    with acting(world.actors[by]):
        return actions.start_referral(pathway, actor=world.actors[by])


def content(world: World, case: Case, by: str = "shelter") -> Any:
    with acting(world.actors[by]):
        found = selectors.get_case(case.reference, actor=world.actors[by])
        return selectors.draft_content(found, actor=world.actors[by])


def stage(world: World, case: Case) -> str:
    with acting(world.operator):
        return selectors.get_case(case.reference, actor=world.operator).stage


def post(client: Client, case: Case, data: dict[str, Any]) -> Any:
    return client.post(reverse("referral", args=[case.reference]), data)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("shelter", {"SHELTERED", "TENANT"}),
        ("landlord", {"TENANT", "NON_TENANT"}),
        ("referrer", {"SHELTERED", "TENANT", "NON_TENANT"}),
        ("operator", {"SHELTERED", "TENANT", "NON_TENANT"}),
    ],
)
def test_each_author_refers_its_public(
    world: World, signed: SignIn, name: str, offered: set[str]
) -> None:
    text = signed(name).get(NEW).content.decode()
    assert {code for code in Pathway if f'value="{code}"' in text} == offered


@pytest.mark.parametrize("name", ["agency", "holder", "specialist", "funder"])
def test_the_others_refer_nobody(world: World, signed: SignIn, name: str) -> None:
    assert signed(name).get(NEW).status_code == 403


def test_choosing_opens_one_draft_even_when_sent_twice(world: World, signed: SignIn) -> None:
    client, data = signed("shelter"), {"draft": str(uuid4()), "pathway": "TENANT"}
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    with acting(world.shelter):
        assert list(Case.objects.values_list("pathway", "stage")) == [("TENANT", "DRAFT")]


def test_choosing_nothing_or_another_public_is_told(world: World, signed: SignIn) -> None:
    client = signed("shelter")
    text = client.post(NEW, {"draft": str(uuid4())}).content.decode()
    assert "Choisissez sa situation de logement." in text
    text = client.post(NEW, {"draft": "x", "pathway": "NON_TENANT"}).content.decode()
    assert "Choisissez une des réponses proposées." in text


def test_the_identifier_of_someone_else_s_case_opens_nothing(world: World, signed: SignIn) -> None:
    case = w.referred(world)
    data = {"draft": str(case.pk), "pathway": "SHELTERED"}
    assert signed("other_shelter").post(NEW, data).status_code == 404


def test_an_unfinished_form_is_kept_and_comes_back(world: World, signed: SignIn) -> None:
    case, client = start(world), signed("shelter")
    response = post(client, case, {"save": "1", "pathway": "TENANT", "last_name": "Zyntharel"})
    assert (response.status_code, response["Location"]) == (302, reverse("cases"))
    listed = client.get(reverse("cases")).content.decode()
    assert "Le brouillon est enregistré." in listed
    assert "Compléter l’orientation et l’envoyer" in listed
    text = client.get(reverse("referral", args=[case.reference])).content.decode()
    assert 'value="Zyntharel"' in text
    assert content(world, case).pathway is Pathway.TENANT


def test_the_form_proposes_an_agreement_of_one_year(world: World, signed: SignIn) -> None:
    case = start(world)
    text = signed("shelter").get(reverse("referral", args=[case.reference])).content.decode()
    assert f'value="{(today() + timedelta(days=365)).isoformat()}"' in text
    assert "<title>Havre · Orientation</title>" in text
    for title in ("Qui elle est", "Comment la joindre sans risque", "Son ménage", "Son accord"):
        assert title in text


def test_sending_what_is_missing_says_it_at_each_field_and_keeps_all(
    world: World, signed: SignIn
) -> None:
    case, client = start(world), signed("shelter")
    data = {"send": "1", "pathway": "TENANT", "last_name": "Zyntharel"}
    data |= {"consent_form": "ORAL_WITNESS"}
    text = post(client, case, data).content.decode()
    for sentence in (
        "Indiquez son prénom.",
        "Indiquez sa date de naissance.",
        "Indiquez au moins un moyen sûr de la joindre.",
        "Dites en quelques mots pourquoi vous l’orientez.",
        "Indiquez le bailleur dont elle est locataire.",
        "Indiquez le professionnel devant qui l’accord a été donné.",
        "Indiquez la date de son accord.",
        "Indiquez jusqu’à quand son accord est valable.",
        "Sans son accord pour l’opérateur, l’orientation ne peut pas être envoyée.",
    ):
        assert text.count(sentence) == 2, sentence  # in the summary, and at the field
    assert 'value="Zyntharel"' in text
    assert content(world, case).last_name == "Zyntharel"  # kept, were the page closed now


def test_sending_shows_the_file_and_a_second_time_is_calm(
    world: World, signed: SignIn, typed: dict[str, Any]
) -> None:
    case, client = start(world), signed("shelter")
    response = post(client, case, typed | {"send": "1"})
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("case", args=[case.reference]),
    )
    assert stage(world, case) == "REFERRED"
    again = post(client, case, typed | {"send": "1"})
    assert again.status_code == 302
    text = client.get(again["Location"]).content.decode()
    assert "Cette orientation est déjà envoyée" in text
    gone = client.get(reverse("referral", args=[case.reference]))
    assert gone["Location"] == reverse("case", args=[case.reference])


def test_an_author_she_does_not_agree_to_is_brought_back_to_its_list(
    world: World, signed: SignIn, typed: dict[str, Any]
) -> None:
    case, client = start(world), signed("shelter")
    response = post(client, case, typed | {"send": "1", "agreed": ["OPERATOR"]})
    assert response["Location"] == reverse("cases")
    assert "L’orientation est envoyée." in client.get(response["Location"]).content.decode()
    assert client.get(reverse("case", args=[case.reference])).status_code == 404


def test_a_landlord_refers_its_own_tenant_without_naming_itself(
    world: World, signed: SignIn, typed: dict[str, Any]
) -> None:
    case, client = start(world, "landlord", Pathway.TENANT), signed("landlord")
    text = client.get(reverse("referral", args=[case.reference])).content.decode()
    assert "Son bailleur actuel" not in text
    assert 'value="ORIGIN"' not in text
    post(client, case, typed | {"send": "1", "pathway": "TENANT"})
    with acting(world.operator):
        found = selectors.get_case(case.reference, actor=world.operator)
        origin = selectors.contents_of(found, actor=world.operator).origin
    assert origin is not None
    assert origin.origin_landlord_id == world.landlord.organisation_id


def test_only_landlords_of_the_programme_are_landlords_of_origin(
    world: World, signed: SignIn, typed: dict[str, Any]
) -> None:
    case = start(world)
    data = typed | {"pathway": "TENANT", "origin_landlord": world.funder.organisation_id}
    text = post(signed("shelter"), case, data | {"send": "1"}).content.decode()
    assert "Choisissez un des bailleurs proposés." in text
    assert stage_of_draft(world, case) == "DRAFT"


def stage_of_draft(world: World, case: Case) -> str:
    with acting(world.shelter):
        return selectors.get_case(case.reference, actor=world.shelter).stage


def test_the_landlord_of_origin_of_a_woman_who_is_no_tenant_is_not_kept(
    world: World, signed: SignIn, typed: dict[str, Any]
) -> None:
    case = start(world)
    data = typed | {"origin_landlord": world.landlord.organisation_id}
    post(signed("shelter"), case, data | {"save": "1"})
    assert content(world, case).origin_landlord_id is None


def test_an_unusual_number_is_doubted_and_never_blocks(
    world: World, signed: SignIn, typed: dict[str, Any]
) -> None:
    case, client = start(world), signed("shelter")
    odd = typed | {"unique_number": "045-0626 12"}
    post(client, case, odd | {"save": "1"})
    text = client.get(reverse("referral", args=[case.reference])).content.decode()
    assert "Ce numéro n’a pas la forme habituelle." in text
    response = post(client, case, odd | {"send": "1"})
    text = client.get(response["Location"]).content.decode()
    assert "Le numéro unique n’a pas la forme habituelle" in text
    assert stage(world, case) == "REFERRED"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("last_name", "x" * 81, "Ce texte est trop long : 80 caractères au plus."),
        ("reason", "x" * 2001, "Ce texte est trop long : 2000 caractères au plus."),
        ("birth_date", "02/13/1991", "Écrivez la date ainsi : 22/11/2026."),
        ("birth_date", "0091-04-02", "Vérifiez l’année."),
        ("birth_date", "2090-04-02", "Cette date est dans le futur : vérifiez-la."),
        ("since", "2090-04-02", "Cette date est dans le futur : vérifiez-la."),
        ("children", "-1", "Indiquez un nombre de 0 à 15."),
        ("children", "999999999999", "Indiquez un nombre de 0 à 15."),
        ("others", "deux", "Indiquez un nombre de 0 à 10."),
        ("email", "pas une adresse", "Cette adresse n’est pas complète."),
        ("danger", "ENORME", "Choisissez une des réponses proposées."),
        ("channel", "PIGEON", "Choisissez une des réponses proposées."),
        ("agreed", "EVERYBODY", "Choisissez parmi les lignes proposées."),
        ("pathway", "", "Choisissez sa situation de logement."),
        ("consent_on", "2090-01-01", "La date de son accord ne peut pas être dans le futur."),
        ("consent_until", "2099-01-01", "Un accord vaut deux ans au plus"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    world: World, signed: SignIn, typed: dict[str, Any], field: str, value: str, sentence: str
) -> None:
    case = start(world)
    data = typed | {field: value, "send": "1"}
    response = post(signed("shelter"), case, data)
    assert response.status_code == 200
    assert response.content.decode().count(sentence) == 2
    assert stage_of_draft(world, case) == "DRAFT"


def test_discarding_asks_first_then_forgets(world: World, signed: SignIn) -> None:
    case, client = start(world), signed("shelter")
    address = reverse("referral-discard", args=[case.reference])
    assert "sans retour possible" in client.get(address).content.decode()
    assert client.post(address)["Location"] == reverse("cases")
    assert "Le brouillon est supprimé." in client.get(reverse("cases")).content.decode()
    assert client.post(address).status_code == 404


def test_a_sent_referral_is_not_discarded(world: World, signed: SignIn) -> None:
    case = w.referred(world)
    response = signed("shelter").post(reverse("referral-discard", args=[case.reference]))
    assert response["Location"] == reverse("case", args=[case.reference])
    assert stage(world, case) == "REFERRED"


@pytest.mark.parametrize("name", ["operator", "other_shelter", "landlord"])
@pytest.mark.parametrize("page", ["referral", "referral-discard", "case"])
def test_a_draft_does_not_exist_for_others(
    world: World, signed: SignIn, name: str, page: str
) -> None:
    case, client = start(world), signed(name)
    address = reverse(page, args=[case.reference])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code in {404, 405}


def test_the_file_of_a_draft_is_its_form(world: World, signed: SignIn) -> None:
    case = start(world)
    response = signed("shelter").get(reverse("case", args=[case.reference]))
    assert response["Location"] == reverse("referral", args=[case.reference])
