"""The safety step: every button saves, zones are added and removed one at a time."""

from __future__ import annotations

import pytest
from django.test import Client

from havre.assessments import selectors
from havre.assessments.actions import start_assessment
from havre.cases.models import Case
from havre.platform.acting import acting
from havre.platform.vault import Payload
from tests import world as w
from tests.world import World

DANGER = {
    "level": "VERY_HIGH",
    "evaluated_on": "2026-01-10",
    "evaluator": "Intervenante sociale",
    "has_TGD": "on",
    "until_OP": "2027-05-01",
}


@pytest.fixture
def case(world: World) -> Case:
    case = w.admitted(world)
    with acting(world.operator):
        start_assessment(case, actor=world.operator)
    return case


@pytest.fixture
def base(client: Client, world: World, case: Case) -> str:
    client.force_login(world.users["operator"])
    return f"/situations/{case.reference}/diagnostic"


def plan(world: World, case: Case) -> Payload:
    with acting(world.operator):
        found = selectors.current(case, actor=world.operator)
        assert found is not None
        return selectors.safety_of(found, actor=world.operator)


def test_danger_begins_with_what_the_referral_says(client: Client, base: str) -> None:
    page = client.get(f"{base}/securite").content.decode()
    assert "L’orientation disait : Élevé. « Note de danger secrète »" in page
    assert 'value="HIGH"' in page and "checked" in page


def test_danger_is_saved_and_zones_stay(
    client: Client, base: str, case: Case, world: World
) -> None:
    assert client.post(f"{base}/zones/commune", {"code": "45302"}).url == f"{base}/securite"
    assert client.post(f"{base}/securite", DANGER | {"next": "stay"}).url == f"{base}/securite"
    assert client.post(f"{base}/securite", DANGER).url == f"{base}/contact"
    saved = plan(world, case)
    assert [zone["code"] for zone in saved.pop("zones")] == ["45302"]
    assert saved == {
        "level": "VERY_HIGH",
        "evaluated_on": "2026-01-10",
        "evaluator": "Intervenante sociale",
        "measures": [{"kind": "OP", "until": "2027-05-01"}, {"kind": "TGD", "until": ""}],
    }


def test_adding_a_zone_saves_what_was_typed_first(
    client: Client, base: str, case: Case, world: World
) -> None:
    answer = client.post(f"{base}/securite", DANGER | {"zone": "rayon"})
    assert answer.url == f"{base}/zones/rayon"
    assert plan(world, case)["level"] == "VERY_HIGH"
    answer = client.post(f"{base}/securite", DANGER | {"zone": "nulle-part"})
    assert answer.url == f"{base}/contact"


@pytest.mark.parametrize(
    ("kind", "data", "stored"),
    [
        ("commune", {"code": "45302"}, {"kind": "COMMUNE", "code": "45302"}),
        (
            "rayon",
            {"km": "1,5", "lat": "47,91", "lon": "1.87", "around": ""},
            {"kind": "RADIUS", "lat": 47.91, "lon": 1.87, "km": 1.5},
        ),
        (
            "residence",
            {"name": "Clos des Vignes"},
            {"kind": "RESIDENCE", "name": "Clos des Vignes"},
        ),
    ],
)
def test_a_zone_of_each_kind(
    client: Client,
    base: str,
    case: Case,
    world: World,
    kind: str,
    data: dict[str, str],
    stored: dict[str, object],
) -> None:
    for _ in range(2):  # sent twice, kept once
        assert client.post(f"{base}/zones/{kind}", data).url == f"{base}/securite"
    (zone,) = plan(world, case)["zones"]
    removed = zone.pop("id")
    assert zone == stored
    for _ in range(2):
        answer = client.post(f"{base}/securite", DANGER | {"remove": removed})
        assert answer.url == f"{base}/securite"
    assert plan(world, case)["zones"] == []


def test_a_radius_around_a_commune_needs_no_map(
    client: Client, base: str, case: Case, world: World
) -> None:
    client.post(f"{base}/zones/rayon", {"km": "3", "around": "45232"})
    (zone,) = plan(world, case)["zones"]
    assert (zone["km"], round(zone["lat"], 1), round(zone["lon"], 1)) == (3.0, 47.9, 1.9)
    page = client.get(f"{base}/securite").content.decode()
    assert "3 km autour du point" in page and "Commune la plus proche : Olivet" in page


def test_a_landlord_to_avoid(client: Client, base: str, case: Case, world: World) -> None:
    avoided = world.organisations["landlord"]
    client.post(f"{base}/zones/bailleur", {"landlord": str(avoided.pk)})
    (zone,) = plan(world, case)["zones"]
    assert zone["landlord"] == avoided.pk
    assert "Bailleur : Org landlord" in client.get(f"{base}/securite").content.decode()


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("commune", {}, "Choisissez une commune."),
        ("commune", {"code": "75056"}, "Sélectionnez un choix valide"),
        ("rayon", {"km": "2"}, "Choisissez une commune, ou placez un point."),
        ("rayon", {"km": "2", "lat": "47,9"}, "Donnez les deux coordonnées."),
        ("rayon", {"km": "2", "lat": "1,9", "lon": "47,9"}, "vérifiez que latitude et longitude"),
        ("rayon", {"km": "0", "lat": "47,9", "lon": "1,9"}, "Donnez un rayon entre"),
        ("rayon", {"km": "nan", "lat": "47,9", "lon": "1,9"}, "Donnez un rayon entre"),
        ("rayon", {"km": "inf", "lat": "inf", "lon": "1,9"}, "Donnez un rayon entre"),
        ("residence", {"name": "—"}, "Donnez le nom de la résidence."),
        ("residence", {"name": "x" * 121}, "120 caractères au plus."),
        ("bailleur", {"landlord": "0"}, "Sélectionnez un choix valide"),
    ],
)
def test_a_zone_that_cannot_be(
    client: Client, base: str, kind: str, data: dict[str, str], message: str
) -> None:
    answer = client.post(f"{base}/zones/{kind}", data)
    assert answer.status_code == 200
    assert message in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"evaluated_on": "2999-01-01"}, "ne peut pas être dans le futur"),
        ({"level": "EXTREME"}, "Sélectionnez un choix valide"),
        ({"until_OP": "bientôt"}, "Donnez une date"),
        ({"evaluator": "x" * 121}, "120 caractères au plus."),
    ],
)
def test_danger_refuses_what_cannot_be(
    client: Client, base: str, data: dict[str, str], message: str
) -> None:
    answer = client.post(f"{base}/securite", DANGER | data)
    assert answer.status_code == 200
    assert message in answer.content.decode()


def test_a_place_to_be_near_is_added_then_removed(
    client: Client, base: str, case: Case, world: World
) -> None:
    answer = client.post(f"{base}/securite", DANGER | {"place": "1"})
    assert answer.url == f"{base}/lieux"
    assert plan(world, case)["level"] == "VERY_HIGH"  # what was typed is kept
    typed = {"kind": "SCHOOL", "lat": "47,91", "lon": "1.87", "around": ""}
    for _ in range(2):  # sent twice, kept once
        assert client.post(f"{base}/lieux", typed).url == f"{base}/securite"
    (place,) = plan(world, case)["near"]
    removed = place.pop("id")
    assert place == {"kind": "SCHOOL", "lat": 47.91, "lon": 1.87}
    page = client.get(f"{base}/securite").content.decode()
    assert "École : 47,9100 ; 1,8700" in page and "map-places" in page
    for _ in range(2):
        answer = client.post(f"{base}/securite", DANGER | {"remove_place": removed})
        assert answer.url == f"{base}/securite"
    assert "near" not in plan(world, case)


def test_places_stop_at_five_and_say_so(
    client: Client, base: str, case: Case, world: World
) -> None:
    for n in range(5):
        client.post(f"{base}/lieux", {"kind": "WORK", "lat": "47,9", "lon": f"1,9{n}"})
    answer = client.post(f"{base}/lieux", {"kind": "WORK", "lat": "47,8", "lon": "1,8"})
    assert "5 lieux au plus" in answer.content.decode()
    assert 'value="47,8"' in answer.content.decode()
    assert len(plan(world, case)["near"]) == 5
    assert "Ajouter un lieu" not in client.get(f"{base}/securite").content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"lat": "47,9", "lon": "1,9"}, "Dites quel lieu."),
        ({"kind": "SCHOOL"}, "Choisissez une commune, ou placez un point."),
        ({"kind": "SCHOOL", "lat": "47,9"}, "Donnez les deux coordonnées."),
        ({"kind": "SCHOOL", "lat": "1,9", "lon": "47,9"}, "Entre 41 et 52"),
    ],
)
def test_a_place_is_refused_at_its_field(
    client: Client, base: str, case: Case, world: World, typed: dict[str, str], sentence: str
) -> None:
    assert sentence in client.post(f"{base}/lieux", typed).content.decode()
    assert "near" not in plan(world, case)
