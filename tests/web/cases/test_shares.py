"""« Qui voit quoi », revoking an access, recording her agreement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from havre.assessments import actions as assessments
from havre.assessments.selectors import published_card
from havre.cases.models import Case
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.models import Share
from havre.sharing.models import Consent
from tests import world as w
from tests.platform.sql import visible
from tests.web.cases.conftest import SignIn
from tests.web.cases.test_list import queries
from tests.world import World

SHARES_QUERIES = 14


def published(world: World) -> Case:
    case = w.admitted(world)
    assessment = w.assessed(world, case)
    with acting(world.operator):
        assessments.publish_card(assessment, actor=world.operator)
    return case


def share_id(world: World, case: Case, name: str, compartment: str) -> Any:
    with acting(world.operator):
        return Share.objects.get(
            case=case,
            organisation=world.organisations[name],
            compartment=compartment,
            closed_at=None,
        ).pk


def agreement(**changes: object) -> dict[str, object]:
    return {
        "after": "1",
        "agreed": ["OPERATOR", "REFERRER", "BOARD", "LANDLORD", "HOLDER"],
        "form": "WRITTEN",
        "on": today().isoformat(),
        "until": (today() + timedelta(days=300)).isoformat(),
    } | changes


def test_the_sheet_says_who_sees_what_and_nothing_of_her(world: World, signed: SignIn) -> None:
    case = published(world)
    text = signed("operator").get(reverse("shares", args=[case.reference])).content.decode()
    for words in ("Org operator", "Org shelter", "Org landlord", "Compléter, sans lire"):
        assert words in text, words
    assert case.reference in text
    for secret in ("Zyntharel", "Oriane", "mirabelle", "06 00 00 00 01", "Quetzaline"):
        assert secret not in text, secret
    own = share_id(world, case, "operator", "IDENTITY")
    assert str(own) not in text  # the keeper's own accesses are not taken away


def test_a_constant_number_of_queries(world: World, signed: SignIn) -> None:
    few, many = w.admitted(world), published(world)
    client = signed("operator")
    assert queries(client, reverse("shares", args=[few.reference])) == SHARES_QUERIES
    assert queries(client, reverse("shares", args=[many.reference])) == SHARES_QUERIES


def test_one_click_revokes_says_so_and_twice_is_harmless(world: World, signed: SignIn) -> None:
    case, client = w.admitted(world), signed("operator")
    share = share_id(world, case, "shelter", "IDENTITY")
    address = reverse("share-revoke", args=[case.reference, share])
    page = reverse("shares", args=[case.reference])
    assert f'action="{address}"' in client.get(page).content.decode()
    assert client.get(address)["Location"] == page  # looking closes nothing
    assert "cases_identity" in visible(world.shelter)
    done = client.get(client.post(address)["Location"]).content.decode()
    assert "Org shelter ne voit plus « Identité »." in done
    assert "cases_identity" not in visible(world.shelter)
    again = client.get(client.post(address)["Location"]).content.decode()
    assert "Cet accès est déjà retiré." in again


def test_revoking_the_progress_says_that_all_goes(world: World, signed: SignIn) -> None:
    case, client = w.admitted(world), signed("operator")
    share = share_id(world, case, "shelter", "PROGRESS")
    address = reverse("share-revoke", args=[case.reference, share])
    assert "Tout retirer" in client.get(reverse("shares", args=[case.reference])).content.decode()
    done = client.get(client.post(address)["Location"]).content.decode()
    assert "Tous les accès de Org shelter sont retirés" in done
    assert visible(world.shelter) == {}


def test_what_was_revoked_stays_in_the_history_with_a_way_back(
    world: World, signed: SignIn
) -> None:
    case, client = w.admitted(world), signed("operator")
    share = share_id(world, case, "shelter", "IDENTITY")
    client.post(reverse("share-revoke", args=[case.reference, share]))
    text = client.get(reverse("shares", args=[case.reference])).content.decode()
    assert "accès fermé<" in text
    shelter = world.shelter.organisation_id
    back = (
        reverse("share-open", args=[case.reference]) + f"?organisme={shelter}&amp;partie=IDENTITY"
    )
    assert f'href="{back}"' in text
    back = back.replace("&amp;", "&")
    form = client.get(back).content.decode()
    assert 'value="IDENTITY" id="id_parts_0" checked' in form.replace("\n", " ")
    until = (today() + timedelta(days=10)).isoformat()
    data = {"parts": ["IDENTITY"], "until": until, "reason": "CLOSED_BY_MISTAKE"}
    done = client.get(client.post(back, data)["Location"]).content.decode()
    assert "Org shelter peut maintenant lire « Identité »." in done
    assert "cases_identity" in visible(world.shelter)


def test_the_last_reading_of_each_part_is_told(world: World, signed: SignIn) -> None:
    case, client = w.admitted(world), signed("operator")
    page = reverse("shares", args=[case.reference])
    before = client.get(page).content.decode().count("Jamais")
    signed("shelter").get(reverse("case", args=[case.reference]))
    after = client.get(page).content.decode().count("Jamais")
    assert before - after == 5  # progress, identity, contact, household, place


def test_nothing_is_opened_by_hand_without_her(world: World, signed: SignIn) -> None:
    case, client = w.admitted(world), signed("operator")
    address = reverse("share-open", args=[case.reference])
    text = client.get(address).content.decode()
    assert "Org shelter" in text
    assert "Org specialist" not in text
    stranger = f"{address}?organisme={world.specialist.organisation_id}"
    data = {"parts": ["IDENTITY"], "until": (today() + timedelta(days=5)).isoformat()}
    client.post(stranger, data | {"reason": "ASKED"})
    assert visible(world.specialist) == {}
    assert signed("shelter").get(address).status_code == 404
    with acting(world.operator):
        Consent.objects.filter(case=case).update(until=today() - timedelta(days=1))
        items = Consent.objects.get(case=case).items
        items.update(until=today() - timedelta(days=1))
    assert "Elle n’a encore nommé aucun organisme." in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until": ""}, "Indiquez jusqu’à quand l’accès est ouvert."),
        ({"until": "2001-01-01"}, "Cette date doit venir après aujourd’hui."),
        ({"until": "2090-01-01"}, "Son accord prend fin le"),
        ({"reason": ""}, "Choisissez la raison."),
        ({"parts": ["NEW_HOME"]}, "Choisissez parmi les lignes proposées."),
    ],
)
def test_what_is_wrong_in_an_access_by_hand_is_told(
    world: World, signed: SignIn, changes: dict[str, object], sentence: str
) -> None:
    case = w.admitted(world)
    shelter = world.shelter.organisation_id
    address = reverse("share-open", args=[case.reference]) + f"?organisme={shelter}"
    until = (today() + timedelta(days=5)).isoformat()
    data = {"parts": ["IDENTITY"], "until": until, "reason": "ASKED"} | changes
    assert sentence in signed("operator").post(address, data).content.decode()


def test_a_named_organisation_and_what_is_refused_are_recorded(
    world: World, signed: SignIn
) -> None:
    case, client = w.admitted(world), signed("operator")
    address = reverse("consent", args=[case.reference])
    specialist = world.specialist.organisation_id
    changes = {
        "refused_REFERRER": ["CONTACT"],
        "until_LANDLORD": (today() + timedelta(days=20)).isoformat(),
        "named1_organisation": str(specialist),
        "named1_said": "oui",
        "named1_parts": ["CONTACT"],
        "withheld": "Son travail",
        "why": "Il y connaît quelqu’un",
    }
    text = client.get(client.post(address, agreement(**changes))["Location"]).content.decode()
    for words in ("Elle accepte, sauf : Contact sûr", "Org specialist", "Elle accepte : Contact"):
        assert words in text, words
    assert "cases_safecontact" not in visible(world.shelter)
    assert (
        "Org specialist"
        in client.get(reverse("share-open", args=[case.reference])).content.decode()
    )
    again = client.get(address).content.decode()
    assert "Il y connaît quelqu’un" in again
    file = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Son travail" in file


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"named0_said": ""}, "Indiquez si elle accepte ou refuse."),
        ({"named0_parts": []}, "Cochez au moins une partie, ou répondez non."),
        ({"named1_organisation": "same", "named1_said": "oui"}, "Cet organisme est déjà nommé."),
        ({"named0_until": "2001-01-01"}, "Cette date doit venir après aujourd’hui."),
    ],
)
def test_what_is_missing_of_a_named_organisation_is_told(
    world: World, signed: SignIn, changes: dict[str, object], sentence: str
) -> None:
    case, specialist = w.admitted(world), str(world.specialist.organisation_id)
    data = agreement(
        named0_organisation=specialist, named0_said="oui", named0_parts=["CONTACT"]
    ) | {name: specialist if value == "same" else value for name, value in changes.items()}
    address = reverse("consent", args=[case.reference])
    assert signed("operator").post(address, data).content.decode().count(sentence) == 2


def test_agreements_that_end_are_announced(world: World, signed: SignIn) -> None:
    case = w.admitted(world)
    w.admitted(world, last_name="Loin")
    client = signed("operator")
    page = reverse("consents-ending")
    assert "Tous les accords sont à jour." in client.get(page).content.decode()
    with acting(world.operator):
        Consent.objects.filter(case=case).update(until=today() + timedelta(days=30))
    text = client.get(page).content.decode()
    assert case.reference in text
    assert text.count("Prend fin le") == 1
    assert "1 accord prend fin ou a pris fin" in client.get("/").content.decode()
    file = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Son accord prend fin le" in file
    with acting(world.operator):
        Consent.objects.filter(case=case).update(until=today() - timedelta(days=1))
    assert "A pris fin le" in client.get(page).content.decode()
    assert signed("shelter").get(page).status_code == 403
    assert "accord prend fin" not in signed("shelter").get("/").content.decode()


def test_an_access_of_another_case_or_of_the_keeper_is_not_revoked(
    world: World, signed: SignIn
) -> None:
    case, other = w.admitted(world), w.admitted(world, last_name="Autre")
    client = signed("operator")
    elsewhere = share_id(world, other, "shelter", "IDENTITY")
    client.post(reverse("share-revoke", args=[case.reference, elsewhere]))
    assert visible(world.shelter)["cases_identity"] == 2
    client.post(reverse("share-revoke", args=[case.reference, uuid4()]))
    own = share_id(world, case, "operator", "IDENTITY")
    assert client.post(reverse("share-revoke", args=[case.reference, own])).status_code == 404


@pytest.mark.parametrize("name", ["shelter", "other_shelter"])
def test_only_the_keeper_revokes(world: World, signed: SignIn, name: str) -> None:
    case = w.admitted(world)
    share = share_id(world, case, "shelter", "IDENTITY")
    address = reverse("share-revoke", args=[case.reference, share])
    assert signed(name).get(address).status_code == 404
    assert signed(name).post(address).status_code == 404
    assert "cases_identity" in visible(world.shelter)


def test_a_new_agreement_is_followed_at_once(world: World, signed: SignIn) -> None:
    case, client = published(world), signed("operator")
    address = reverse("consent", args=[case.reference])
    text = client.get(address).content.decode()
    assert 'value="ORIGIN"' not in text  # she is nobody's tenant here
    assert text.count(" checked") == 5
    response = client.post(address, agreement(agreed=["OPERATOR", "LANDLORD"]))
    assert response["Location"] == reverse("shares", args=[case.reference])
    assert visible(world.shelter) == {}
    assert visible(world.landlord) == {}
    with acting(world.operator):
        assert published_card(case, actor=world.operator) is None
    again = client.get(client.post(address, agreement())["Location"]).content.decode()
    assert "Un accord plus récent est déjà enregistré" in again
    with acting(world.operator):
        assert Consent.objects.filter(case=case).count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"form": ""}, "Dites comment son accord a été donné."),
        ({"form": "ORAL_WITNESS"}, "Indiquez le professionnel devant qui"),
        ({"on": ""}, "Indiquez la date de son accord."),
        ({"on": "2090-01-01"}, "ne peut pas être dans le futur."),
        ({"on": "hier"}, "Écrivez la date ainsi : 22/11/2026."),
        ({"until": ""}, "Indiquez jusqu’à quand son accord est valable."),
        ({"until": "2001-01-01"}, "Son accord doit être valable après aujourd’hui."),
        ({"until": "2099-01-01"}, "Un accord vaut deux ans au plus"),
        ({"agreed": ["X"]}, "Choisissez parmi les lignes proposées."),
        ({"withheld": "x" * 1001}, "Ce texte est trop long : 1000 caractères au plus."),
    ],
)
def test_what_is_missing_in_an_agreement_is_told_at_its_field(
    world: World, signed: SignIn, changes: dict[str, object], sentence: str
) -> None:
    case = w.admitted(world)
    address = reverse("consent", args=[case.reference])
    text = signed("operator").post(address, agreement(**changes)).content.decode()
    assert text.count(sentence) == 2
    with acting(world.operator):
        assert Consent.objects.filter(case=case).count() == 1
