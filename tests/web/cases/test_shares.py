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
    assert queries(client, reverse("shares", args=[few.reference])) == 8
    assert queries(client, reverse("shares", args=[many.reference])) == 8


def test_revoking_asks_first_and_twice_is_harmless(world: World, signed: SignIn) -> None:
    case, client = w.admitted(world), signed("operator")
    share = share_id(world, case, "shelter", "IDENTITY")
    address = reverse("share-revoke", args=[case.reference, share])
    assert "ne verra plus « Identité »" in client.get(address).content.decode()
    assert "cases_identity" in visible(world.shelter)
    assert client.post(address)["Location"] == reverse("shares", args=[case.reference])
    assert "cases_identity" not in visible(world.shelter)
    again = client.get(client.post(address)["Location"]).content.decode()
    assert "Cet accès est déjà retiré." in again


def test_revoking_the_progress_says_that_all_goes(world: World, signed: SignIn) -> None:
    case, client = w.admitted(world), signed("operator")
    share = share_id(world, case, "shelter", "PROGRESS")
    address = reverse("share-revoke", args=[case.reference, share])
    assert "tous ses accès sont retirés" in client.get(address).content.decode()
    client.post(address)
    assert visible(world.shelter) == {}


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
