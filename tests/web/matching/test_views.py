"""Compatible dwellings: best first, held ones marked, the others by rule, each pair explained."""

from __future__ import annotations

import time
from typing import TypeVar

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.cases.models import Case
from havre.housing.models import Dwelling, Vacancy
from havre.platform.acting import acting
from havre.platform.clock import today
from havre.platform.references import new_reference
from tests import world as w
from tests.world import World

Row = TypeVar("Row", Dwelling, Vacancy)


@pytest.fixture
def case(world: World) -> Case:
    return w.admitted(world)


@pytest.fixture
def page(client: Client, world: World, case: Case) -> str:
    client.force_login(world.users["operator"])
    return f"/situations/{case.reference}/logements"


def html(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_assess_first(client: Client, page: str, case: Case, world: World) -> None:
    offer = w.vacancy(world)
    for url in (page, f"{page}/ecartes", f"{page}/{offer.reference}"):
        assert client.get(url).url == f"/situations/{case.reference}/diagnostic"
    assert "Validez d’abord le diagnostic" in html(
        client, f"/situations/{case.reference}/diagnostic"
    )


def test_no_vacancy(client: Client, page: str, case: Case, world: World) -> None:
    w.assessed(world, case)
    assert "Aucune offre ouverte" in html(client, page)
    assert "Aucun logement ici" in html(client, f"{page}/ecartes")


def test_best_first_with_figures(client: Client, page: str, case: Case, world: World) -> None:
    w.assessed(world, case)
    far = w.vacancy(world, reference="T-2", commune_code="45232", latitude=None, longitude=None)
    near = w.vacancy(world, reference="T-1", rent=300)
    text = html(client, page)
    assert text.index(near.reference) < text.index(far.reference)
    assert "Estimation de l’aide au logement en cours" in text and "En cours" in text
    for figure in ("300,00\u00a0€", "380,00\u00a0€", "26\u00a0%", "27,06\u00a0€"):
        assert figure in text
    assert "Commune souhaitée, choix 1 sur 2." in text
    assert f'action="/situations/{case.reference}/logements/' in text or "Proposer" in text


def test_a_held_dwelling_is_shown_and_not_proposable(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    offer = w.vacancy(world)
    other = w.admitted(world, last_name="Autrerel")
    w.assessed(world, other)
    w.proposed(world, other, offer)
    for url in (page, f"{page}/{offer.reference}"):
        text = html(client, url)
        assert "Déjà réservée" in text and "Proposer ce logement" not in text


def test_nothing_is_proposed_outside_the_search(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    w.proposed(world, case, w.vacancy(world))
    w.vacancy(world, reference="T-2")
    text = html(client, page)
    assert "rien ne peut être proposé" in text and "Proposer ce logement" not in text


def test_excluded_by_rule(client: Client, page: str, case: Case, world: World) -> None:
    zones: list[dict[str, object]] = [{"kind": "RADIUS", "lat": 47.90, "lon": 1.91, "km": 1}]
    w.assessed(world, case, zones=zones)
    near = w.vacancy(world, reference="NEAR")
    unlocated = w.vacancy(world, "agency", reference="LOST", latitude=None, longitude=None)
    elsewhere = w.vacancy(world, reference="ELSE", commune_code="45302", rooms=6, latitude=48.0)
    dear = w.vacancy(world, reference="DEAR", rent=900, latitude=47.95)
    text = html(client, page)
    assert "Aucun logement ne convient pour l’instant" in text
    assert "2\u00a0logements, dont 2 pour cette seule raison" in text
    by_rule = {
        "SAFETY_ZONE": {near.reference, unlocated.reference},
        "COMMUNE": {elsewhere.reference},
        "TYPOLOGY": set(),
        "AFFORDABILITY": {dear.reference},
        "nothing": {near.reference, unlocated.reference, elsewhere.reference, dear.reference},
    }
    for rule, wanted in by_rule.items():
        listed = html(client, f"{page}/ecartes?regle={rule}")
        assert {r for r in by_rule["nothing"] if r in listed} == wanted, rule


def test_a_pair_is_explained_rule_by_rule(
    client: Client, page: str, case: Case, world: World
) -> None:
    avoided = world.organisations["agency"]
    w.assessed(world, case, zones=[{"kind": "LANDLORD", "landlord": avoided.pk}])
    unsafe = w.vacancy(world, "agency", reference="A-1")
    text = html(client, f"{page}/{unsafe.reference}")
    assert "Bailleur à éviter." in text and "il ne peut pas être proposé" in text
    assert "Proposer" not in text
    dear = w.vacancy(world, reference="DEAR", rent=500)
    text = html(client, f"{page}/{dear.reference}")
    assert "Loyer 500,00\u202f€ + charges 80,00\u202f€, sans APL : reste 580,00\u202f€" in text
    assert "Proposer malgré tout" in text
    for rule in ("Sécurité : lieu", "Nombre de pièces", "Contingent", "Étage"):
        assert rule in text
    assert client.get(f"{page}/AAAA-2222").status_code == 404


def test_an_offer_whose_date_has_passed_is_left_out(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    offer = w.vacancy(world)
    with acting(world.operator):
        Vacancy.objects.filter(pk=offer.pk).update(expires_on=today().replace(year=2020))
    assert "Aucune offre ouverte" in html(client, page)


@pytest.mark.parametrize("who", ["shelter", "landlord"])
def test_only_the_operator(client: Client, world: World, case: Case, who: str) -> None:
    w.assessed(world, case)
    offer = w.vacancy(world)
    client.force_login(world.users[who])
    base = f"/situations/{case.reference}/logements"
    for path in ("", "/ecartes", "/comparer", f"/{offer.reference}"):
        assert client.get(base + path).status_code == 404


@pytest.mark.parametrize("offers", [1, 3])
def test_queries(client: Client, page: str, case: Case, world: World, offers: int) -> None:
    w.assessed(world, case)
    found = [w.vacancy(world, reference=f"T-{n}") for n in range(offers)]
    for url, wanted in ((page, 13), (f"{page}/ecartes", 10), (f"{page}/{found[0].reference}", 11)):
        with (
            CaptureQueriesContext(connections["default"]) as one,
            CaptureQueriesContext(connections["vault"]) as other,
        ):
            client.get(url)
        queries = [*one.captured_queries, *other.captured_queries]
        asked = [q for q in queries if q["sql"].startswith(("SELECT", "INSERT"))]
        assert len(asked) == wanted, url


def copy_of(row: Row, **changes: object) -> Row:
    """Another row like this one."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "id"}
    return type(row)(**values | changes)


def test_a_thousand_offers_stay_quick(client: Client, page: str, case: Case, world: World) -> None:
    w.assessed(world, case)
    model = w.vacancy(world, reference="T-0")
    with acting(world.operator):
        dwellings = [copy_of(model.dwelling, reference=f"M-{n}") for n in range(1000)]
        Dwelling.objects.bulk_create(dwellings)
        Vacancy.objects.bulk_create(
            copy_of(model, dwelling_id=dwelling.pk, reference=new_reference())
            for dwelling in dwellings
        )
    began = time.perf_counter()
    text = html(client, f"{page}?page=3")
    assert time.perf_counter() - began < 3
    assert text.count("Pourquoi ce logement convient") == 25
    assert "?page=4" in text and "?page=2" in text
    assert "Fin de la liste" in html(client, f"{page}?page=999999")
