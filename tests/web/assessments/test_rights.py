"""« Droits estimés », on the page of a validated assessment."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.cases.models import Case
from tests import world as w
from tests.assessments.benefits import RULES, estimated
from tests.world import World


@pytest.fixture
def case(world: World) -> Case:
    case = w.admitted(world)
    w.assessed(world, case)
    return case


def page(client: Client, case: Case) -> str:
    return client.get(f"/situations/{case.reference}/diagnostic").content.decode()


def test_the_page_says_that_the_estimate_is_being_made(
    client: Client, world: World, case: Case
) -> None:
    client.force_login(world.users["operator"])
    text = page(client, case)
    assert "L’estimation est en cours" in text and "Prime d’activité" not in text


def test_today_and_the_dwelling_to_come_side_by_side(
    client: Client, world: World, case: Case
) -> None:
    estimated(world.operator)
    client.force_login(world.users["operator"])
    text = page(client, case)
    assert "L’estimation est en cours" not in text
    for words in ("231,45\u00a0€", "402,00\u00a0€", "414,47\u00a0€", "43,07\u00a0€", RULES):
        assert words in text
    assert "Seule la CAF décide" in text
    assert "Revenu de solidarité active" not in text  # neither today nor later


def test_the_dwelling_shows_the_benefit_and_what_is_left_to_pay(
    client: Client, world: World, case: Case
) -> None:
    estimated(world.operator)
    offer = w.vacancy(world, rent=375, charges=80)
    client.force_login(world.users["operator"])
    listed = client.get(f"/situations/{case.reference}/logements").content.decode()
    assert "Estimation de l’aide au logement en cours" not in listed
    explained = client.get(
        f"/situations/{case.reference}/logements/{offer.reference}"
    ).content.decode()
    for text in (listed, explained):
        assert "349,50\u00a0€" in text and "105,50\u00a0€" in text  # APL, then what is left


def test_what_the_detail_does_not_name_is_nothing_only_when_it_names_the_rest(
    client: Client, world: World
) -> None:
    client.force_login(world.users["operator"])
    for income, shown in ((900, "0,00\u00a0€"), (1450, "Non indiqué")):
        case = w.admitted(world)
        w.assessed(world, case, income=income)
        estimated(world.operator)
        text = page(client, case)
        row = text[text.index("Prime d’activité</th>") :]
        assert row.index(shown) < row.index("231,45")
        assert ("550,00\u00a0€ de ses ressources" in text) is (income == 1450)
