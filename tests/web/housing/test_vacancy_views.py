"""The list of offers, one offer, and what each organisation may do with it."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from havre.allocations.selectors import holds
from havre.housing import actions
from havre.housing.models import MOST_ASKS, Dwelling, Vacancy
from havre.platform.acting import acting
from havre.platform.clock import now, today
from tests import world as w
from tests.world import World

HIDDEN = ("Zyntharel", "Quetzaline", "mirabelle")


@pytest.fixture
def browser(client: Client, world: World) -> Any:
    def sign_in(name: str) -> Client:
        client.force_login(world.users[name])
        return client

    return sign_in


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def form_data(**changes: object) -> dict[str, object]:
    return {
        "reference": "M-0001",
        "residence": "Les Lilas",
        "address": "3 rue du Lilas",
        "postcode": "",
        "commune": "45232",
        "typology": "T4",
        "surface": "74,5",
        "floor": "0",
        "financing": "PLUS",
        "energy": "C",
        "rent": "1 034,50",
        "charges": "98",
        "regime": "BAIL_DIRECT",
        "right": "4:métropole",
        "available_on": str(today()),
    } | changes


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("operator", {"T-1", "T-2", "A-1"}),
        ("landlord", {"T-1", "T-2"}),
        ("agency", {"A-1"}),
        ("holder", {"T-2"}),
        ("other_landlord", set()),
    ],
)
def test_each_sees_its_own(world: World, browser: Any, name: str, sees: set[str]) -> None:
    offers = [
        w.vacancy(world, reference="T-1"),
        w.vacancy(world, reference="T-2", right="2"),
        w.vacancy(world, "agency", reference="A-1"),
    ]
    client = browser(name)
    page = text_of(client, "/offres/")
    assert {one for one in ("T-1", "T-2", "A-1") if one in page} == sees
    assert "<title>Havre · Offres</title>" in page
    for offer in offers:
        seen = offer.dwelling.reference in sees
        text_of(client, f"/offres/{offer.reference}", 200 if seen else 404)
        manages = seen and name != "holder"
        for step in ("modifier", "retirer", "prolonger"):
            text_of(client, f"/offres/{offer.reference}/{step}", 200 if manages else 404)


@pytest.mark.parametrize("name", ["shelter", "referrer", "specialist", "funder"])
def test_no_place_for_others(world: World, browser: Any, name: str) -> None:
    client = browser(name)
    for path in ("/offres/", "/offres/nouvelle", "/offres/import", "/offres/imports"):
        text_of(client, path, 403)


def test_a_dwelling_that_is_let_is_no_longer_its_holders(world: World, browser: Any) -> None:
    """Its address is where somebody lives now; the holder keeps the offers it may designate for."""
    offer, other = (w.vacancy(world, reference=name, right="2") for name in ("T-1", "T-2"))
    case = w.admitted(world)
    w.assessed(world, case)
    w.leased(world, w.with_landlord(world, w.proposed(world, case, offer)))
    page = text_of(browser("holder"), "/offres/?status=LEASED")
    assert "T-1" not in page
    assert "Louées" not in page
    assert "T-2" in text_of(browser("holder"), "/offres/")
    text_of(browser("holder"), f"/offres/{offer.reference}", 404)
    text_of(browser("holder"), f"/offres/{other.reference}")
    assert "12 rue des Tests" in text_of(browser("landlord"), f"/offres/{offer.reference}")


def test_a_holder_neither_enters_nor_imports(world: World, browser: Any) -> None:
    client = browser("holder")
    page = text_of(client, "/offres/")
    assert "Importer" not in page
    for path in ("/offres/nouvelle", "/offres/import", "/offres/imports"):
        text_of(client, path, 403)


def test_filters(world: World, browser: Any) -> None:
    w.vacancy(world, reference="T-1", rooms=2, typology="T2")
    w.vacancy(world, reference="T-2", rooms=5, typology="T5", commune_code="45232")
    w.vacancy(world, "agency", reference="A-1", rooms=6, typology="T6")
    gone = w.vacancy(world, reference="T-9")
    with acting(world.landlord):
        actions.withdraw_vacancy(gone, actor=world.landlord, holds=holds)
    client = browser("operator")

    def found(query: str) -> set[str]:
        page = text_of(client, f"/offres/?{query}")
        return {one for one in ("T-1", "T-2", "T-9", "A-1") if f">{one}<" in page}

    assert found("") == {"T-1", "T-2", "A-1"}
    assert found("rooms=5") == {"T-2", "A-1"}
    assert found("rooms=5&commune=45232") == {"T-2"}
    assert found(f"landlord={world.agency.organisation_id}") == {"A-1"}
    assert found("status=WITHDRAWN") == {"T-9"}
    assert found("status=TOUTES") == {"T-1", "T-2", "T-9", "A-1"}
    assert found("status=%00&rooms=99&commune=x&landlord=abc&page=-1") == {"T-1", "T-2", "A-1"}
    assert "Aucune offre ne correspond" in text_of(client, "/offres/?rooms=1")


def test_pages_of_25(world: World, browser: Any) -> None:
    for number in range(26):
        w.vacancy(world, reference=f"T-{number:04}")
    client = browser("landlord")
    first = text_of(client, "/offres/?rooms=3")
    assert first.count('scope="row"') == 25
    assert 'href="?rooms=3&amp;page=2"' in first
    second = text_of(client, "/offres/?rooms=3&page=2")
    assert second.count('scope="row"') == 1
    assert "Suivant" not in second


@pytest.mark.parametrize(("path", "queries"), [("/offres/", 10), ("/offres/{}", 8)])
def test_queries_at_one_and_three(world: World, browser: Any, path: str, queries: int) -> None:
    client = browser("operator")
    offers = [w.vacancy(world, reference="T-1")]
    for _ in range(2):
        with (
            CaptureQueriesContext(connections["default"]) as asked,
            CaptureQueriesContext(connections["vault"]) as vault,
        ):
            text_of(client, path.format(offers[0].reference))
        assert (len(asked), len(vault)) == (queries, 0)
        offers += [
            w.vacancy(world, reference=f"T-{n}", right="2") for n in (2, 3) if len(offers) < 3
        ]


def test_who_learns_of_a_running_proposal(world: World, browser: Any) -> None:
    offer = w.vacancy(world)
    case = w.admitted(world)
    w.assessed(world, case)
    proposal = w.proposed(world, case, offer)
    path = f"/offres/{offer.reference}"
    assert "Une proposition est en cours" in text_of(browser("operator"), path)
    assert "Proposition en cours" in text_of(browser("operator"), "/offres/")
    for page in (path, "/offres/"):
        shown = text_of(browser("landlord"), page)
        assert "roposition en cours" not in shown
        assert "proposition est en cours" not in shown
        assert case.reference not in shown
    w.with_landlord(world, proposal)
    shown = text_of(browser("landlord"), path)
    assert f'href="/propositions/{proposal.reference}"' in shown
    assert not any(word in shown for word in HIDDEN)


def test_enter_by_hand(world: World, browser: Any) -> None:
    client = browser("landlord")
    response = client.post("/offres/nouvelle", form_data())
    offer = Vacancy.objects.select_related("dwelling").get()
    assert (response.status_code, response["Location"]) == (302, f"/offres/{offer.reference}")
    dwelling = offer.dwelling
    assert (offer.rent, offer.charges) == (Decimal("1034.50"), Decimal(98))
    assert (offer.right, offer.right_detail) == ("4", "métropole")
    assert (dwelling.rooms, dwelling.floor, dwelling.postcode) == (4, 0, "45160")
    assert (dwelling.surface, dwelling.latitude) == (Decimal("74.50"), None)
    assert dwelling.landlord_id == world.landlord.organisation_id
    page = text_of(client, f"/offres/{offer.reference}")
    assert "1\u202f034,50\u00a0€" in page
    assert "Rez-de-chaussée" in page


def test_entering_twice_is_calm(world: World, browser: Any) -> None:
    client = browser("landlord")
    client.post("/offres/nouvelle", form_data())
    again = client.post("/offres/nouvelle", form_data(reference="m-0001", rent="700"))
    assert again.status_code == 200
    page = again.content.decode()
    assert "Ce logement a déjà une offre en cours" in page
    assert 'value="700"' in page
    assert Vacancy.objects.get().rent == Decimal("1034.50")


def test_the_operator_says_for_whom(world: World, browser: Any) -> None:
    client = browser("operator")
    assert "landlord" in client.post("/offres/nouvelle", form_data()).context["form"].errors
    for wrong in ("", "0", str(world.shelter.organisation_id), "abc"):
        answer = client.post("/offres/nouvelle", form_data(landlord=wrong))
        assert answer.status_code == 200
    client.post("/offres/nouvelle", form_data(landlord=world.agency.organisation_id))
    assert Dwelling.objects.get().landlord_id == world.agency.organisation_id


def test_a_landlord_cannot_enter_for_another(world: World, browser: Any) -> None:
    other = world.other_landlord.organisation_id
    browser("landlord").post("/offres/nouvelle", form_data(landlord=other))
    assert Dwelling.objects.get().landlord_id == world.landlord.organisation_id


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("reference", "", "obligatoire"),
        ("reference", "---", "un chiffre ou une lettre"),
        ("reference", "x" * 61, "60"),
        ("rent", "0", "1"),
        ("rent", "abc", "nombre"),
        ("rent", "5000,01", "5000"),
        ("charges", "-1", "0"),
        ("surface", "4", "5"),
        ("floor", "99", "40"),
        ("commune", "75056", "75056"),
        ("postcode", "28000", "le code postal est 45160"),
        ("postcode", "12", "n’est pas un code postal"),
        ("available_on", "31/02/2027", "date"),
        ("available_on", "2099-01-01", "plus de deux ans"),
        ("financing", "", "obligatoire"),
        ("right", "9", "9"),
    ],
)
def test_wrong_values(world: World, browser: Any, field: str, value: str, sentence: str) -> None:
    answer = browser("landlord").post("/offres/nouvelle", form_data(**{field: value}))
    assert answer.status_code == 200
    assert sentence in " ".join(answer.context["form"].errors[field])
    assert not Dwelling.objects.exists()


@pytest.mark.parametrize(
    ("latitude", "longitude", "at", "sentence"),
    [
        ("47,85", "", "longitude", "ou aucune des deux"),
        ("1,89", "47,85", "latitude", "inversées"),
        ("1e400", "2", "latitude", "n’existent pas"),
        ("nan", "2", "latitude", ""),
    ],
)
def test_wrong_places(
    world: World, browser: Any, latitude: str, longitude: str, at: str, sentence: str
) -> None:
    data = form_data(latitude=latitude, longitude=longitude)
    errors = browser("landlord").post("/offres/nouvelle", data).context["form"].errors
    assert sentence in " ".join(errors[at])


def test_edit_keeps_reference_and_shows_what_is_known(world: World, browser: Any) -> None:
    offer = w.vacancy(world, right="4", right_detail="commune")
    client = browser("landlord")
    page = text_of(client, f"/offres/{offer.reference}/modifier")
    for shown in ('value="310,00"', 'value="47,9"', 'value="4:commune" selected'):
        assert shown in page
    data = form_data(reference="ZZZ", address="12 rue des Tests", commune="45234", postcode="45100")
    data |= {"latitude": "47,9", "longitude": "1,91"}
    answer = client.post(f"/offres/{offer.reference}/modifier", data)
    assert answer["Location"] == f"/offres/{offer.reference}"
    dwelling = Dwelling.objects.get()
    assert (dwelling.reference, dwelling.latitude, dwelling.postcode) == ("T-0001", 47.9, "45100")


def test_what_guarantees_the_rent_is_said_and_changed(world: World, browser: Any) -> None:
    offer = w.vacancy(world, guarantee="FUL")
    client = browser("landlord")
    assert "Garantie du FUL" in text_of(client, f"/offres/{offer.reference}")
    page = text_of(client, f"/offres/{offer.reference}/modifier")
    assert 'value="FUL" selected' in page
    client.post(f"/offres/{offer.reference}/modifier", form_data(guarantee="VISALE"))
    assert Vacancy.objects.get().guarantee == "VISALE"
    client.post(f"/offres/{offer.reference}/modifier", form_data(guarantee="X"))
    assert Vacancy.objects.get().guarantee == "VISALE"
    client.post(f"/offres/{offer.reference}/modifier", form_data())
    assert "Non précisée" in text_of(client, f"/offres/{offer.reference}")


def test_withdraw_asks_then_is_calm(world: World, browser: Any) -> None:
    offer = w.vacancy(world)
    client = browser("landlord")
    path = f"/offres/{offer.reference}/retirer"
    assert "Retirer cette offre ?" in text_of(client, path)
    assert Vacancy.objects.get().status == "OPEN"
    answer = client.post(path, follow=True).content.decode()
    assert "L’offre est retirée." in answer
    answer = client.post(path, follow=True).content.decode()
    assert "n’est plus disponible" in answer
    assert Vacancy.objects.get().status == "WITHDRAWN"
    assert client.get(f"/offres/{offer.reference}/modifier").status_code == 302
    assert client.get(f"/offres/{offer.reference}/prolonger").status_code == 302


def test_a_held_offer_stays(world: World, browser: Any) -> None:
    offer = w.vacancy(world)
    case = w.admitted(world)
    w.assessed(world, case)
    w.proposed(world, case, offer)
    path = f"/offres/{offer.reference}/retirer"
    answer = browser("landlord").post(path, follow=True).content.decode()
    assert "elle ne peut pas être retirée maintenant" in answer
    assert Vacancy.objects.get().status == "OPEN"


def test_extend(world: World, browser: Any) -> None:
    offer = w.vacancy(world)
    client = browser("landlord")
    path = f"/offres/{offer.reference}/prolonger"
    for wrong in (str(today()), str(today() + timedelta(days=366)), "demain", ""):
        assert client.post(path, {"until": wrong}).context["form"].errors["until"]
    until = today() + timedelta(days=100)
    client.post(path, {"until": str(until)})
    assert Vacancy.objects.get().expires_on == until
    assert actions.expire_vacancies(until + timedelta(days=1)) == 1
    page = text_of(client, f"/offres/{offer.reference}")
    assert "Expirée" in page
    assert "/modifier" not in page
    assert "L’offre a expiré" in text_of(client, path)
    client.post(path, {"until": str(until + timedelta(days=9))})
    assert Vacancy.objects.get().status == "OPEN"


def test_expired_and_offered_again_cannot_be_extended(world: World, browser: Any) -> None:
    old = w.vacancy(world)
    actions.expire_vacancies(old.expires_on + timedelta(days=1))
    w.vacancy(world)
    answer = browser("landlord").post(
        f"/offres/{old.reference}/prolonger",
        {"until": str(today() + timedelta(days=9))},
        follow=True,
    )
    assert "déjà une offre en cours" in answer.content.decode()


def test_about_to_expire(world: World, browser: Any) -> None:
    offer = w.vacancy(world)
    with acting(world.landlord):
        actions.extend_vacancy(offer, today() + timedelta(days=14), actor=world.landlord)
    assert "Expire bientôt" in text_of(browser("landlord"), "/offres/")


def test_a_dwelling_is_placed_on_the_map_or_by_its_coordinates(
    client: Client, world: World
) -> None:
    client.force_login(world.users["landlord"])
    offer = w.vacancy(world, latitude=None, longitude=None)
    page = client.get(f"/offres/{offer.reference}/modifier").content.decode()
    assert 'id="map-communes"' in page and 'data-map="#f-place"' in page
    assert re.search(r'name="latitude"[^>]* data-map-lat=""', page)
    assert re.search(r'name="longitude"[^>]* data-map-lon=""', page)
    shown = client.get(f"/offres/{offer.reference}").content.decode()
    assert "Indiquez-la : un logement bien situé" in shown
    Dwelling.objects.filter(pk=offer.dwelling_id).update(asks=MOST_ASKS, asked_at=now())
    shown = client.get(f"/offres/{offer.reference}").content.decode()
    assert "L’adresse n’a pas été reconnue : placez le logement sur la carte." in shown
    placed = w.vacancy(world, reference="PLACED")
    shown = client.get(f"/offres/{placed.reference}").content.decode()
    assert "47.90000, 1.91000" in shown and "Placé à la main" in shown
