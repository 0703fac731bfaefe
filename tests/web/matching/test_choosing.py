"""Filters, side by side, the map: what helps to choose among the compatible dwellings."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from havre.cases.models import Case
from havre.platform.clock import today
from tests import world as w
from tests.world import World

ORLEANS, OLIVET = "45234", "45232"


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
    return str(answer.content.decode())


def drawn(text: str, name: str) -> Any:
    """What a map is given, [] when it is given nothing."""
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', text)
    return json.loads(found.group(1)) if found else []


def three(world: World) -> dict[str, str]:
    """Three dwellings that suit, the best first: {name: reference}."""
    cheap = w.vacancy(world, reference="CHEAP", rent=250)
    small = w.vacancy(
        world, "agency", reference="SMALL", rooms=2, typology="T2", rent=320, longitude=1.93
    )
    later = today() + timedelta(days=20)
    far = w.vacancy(
        world,
        reference="FAR",
        commune_code=OLIVET,
        latitude=None,
        longitude=None,
        available_on=later,
    )
    return {"CHEAP": cheap.reference, "SMALL": small.reference, "FAR": far.reference}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", "CHEAP SMALL FAR"),
        (f"commune={OLIVET}", "FAR"),
        ("type=T2", "SMALL"),
        ("loyer=330", "CHEAP"),
        ("loyer=330,00", "CHEAP"),
        ("avant={soon}", "CHEAP SMALL"),
        ("bailleur={agency}", "SMALL"),
        (f"commune={ORLEANS}&type=T3", "CHEAP"),
        ("loyer=abc&commune=99999&bailleur=x", "CHEAP SMALL FAR"),
        ("loyer=1", ""),
    ],
)
def test_filters(
    client: Client, page: str, case: Case, world: World, query: str, wanted: str
) -> None:
    w.assessed(world, case)
    references = three(world)
    soon, agency = today() + timedelta(days=5), world.organisations["agency"].pk
    text = html(client, f"{page}?{query.format(soon=soon, agency=agency)}")
    shown = {name for name, ref in references.items() if f"/logements/{ref}" in text}
    assert shown == set(wanted.split())
    assert ("Aucun logement avec ces filtres" in text) == (not wanted)


def test_a_rank_is_among_all_whatever_the_filter(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    three(world)
    assert 'id="rang-2"' in html(client, f"{page}?type=T2")


def test_the_map_has_a_mark_per_spot_and_says_what_is_unlocated(
    client: Client, page: str, case: Case, world: World
) -> None:
    zones: list[dict[str, object]] = [{"kind": "RADIUS", "lat": 47.0, "lon": 1.0, "km": 2}]
    w.assessed(world, case)
    references = three(world)
    twin = w.vacancy(world, reference="TWIN", rent=255)
    text = html(client, page)
    marks = drawn(text, "map-dwellings")
    assert [(m["text"], m["label"]) for m in marks] == [
        ("1+", "2 logements au même endroit : n° 1, 2".replace("2 log", "2\u00a0log")),
        ("3", "N° 3 : T2 à Orléans"),
    ]
    assert [m["url"] for m in marks] == ["#rang-1", f"{page}/{references['SMALL']}"]
    assert twin.reference in text and "Emplacement inconnu" in text
    assert "1\u00a0logement n’y est pas : emplacement inconnu" in text
    other = w.admitted(world, last_name="Zonerel")
    w.assessed(world, other, zones=zones)
    text = html(client, f"/situations/{other.reference}/logements")
    assert drawn(text, "map-zones") == [
        {"lat": 47.0, "lon": 1.0, "km": 2.0, "label": "Zone à éviter"}
    ]


def test_no_map_without_a_place(client: Client, page: str, case: Case, world: World) -> None:
    w.assessed(world, case)
    w.vacancy(world, latitude=None, longitude=None)
    text = html(client, page)
    assert "leaflet" not in text and "map-communes" not in text


def test_side_by_side_marks_the_better_of_each_line(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    found = three(world)
    query = "&".join(f"offre={found[name]}" for name in ("FAR", "CHEAP"))
    text = html(client, f"{page}/comparer?{query}")
    assert text.index(found["CHEAP"]) < text.index(found["FAR"])
    best = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', text)
    marked = {label: re.sub("<[^>]+>", " ", row).split()[0] for label, row in best}
    assert marked["Loyer net"] == "330,00"
    won = {label for label, row in best if "is-best" in row}
    assert won == {"Loyer net", "Taux d’effort", "Reste par jour", "Disponible le"}
    assert found["SMALL"] not in text


def test_side_by_side_asks_for_two_and_keeps_four(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    found = [w.vacancy(world, reference=f"R-{n}", rent=250 + n).reference for n in range(5)]
    for few in ("", f"?offre={found[0]}", f"?offre={found[0]}&offre={found[0]}&offre=ZZZZ-ZZZZ"):
        assert client.get(f"{page}/comparer{few}").url == page
    every = "&".join(f"offre={ref}" for ref in reversed(found))
    text = html(client, f"{page}/comparer?{every}")
    assert "Quatre logements au plus" in text
    assert [ref in text for ref in found] == [True] * 4 + [False]


def test_excluded_ones_are_grouped_with_their_sentence(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case)
    for n in range(4):
        w.vacancy(world, reference=f"D-{n}", rent=900 + n)
    w.vacancy(world, reference="ELSE", commune_code="45302")
    text = html(client, f"{page}/ecartes")
    assert "Commune non souhaitée." in text and "Voir les 4 logements" in text
    assert text.count("pour cette seule raison") == 1 and "4\u00a0logements, dont 4" in text
    assert text.count("soit ") == 3


def test_few_dwellings_tell_what_would_open_more(
    client: Client, page: str, case: Case, world: World
) -> None:
    zone: dict[str, object] = {"kind": "RADIUS", "lat": 47.90, "lon": 1.91, "km": 1}
    w.assessed(world, case, zones=[zone])
    away: dict[str, object] = {"latitude": 47.95, "longitude": 1.91}
    dear = w.vacancy(world, reference="DEAR", rent=390, **away)
    w.vacancy(world, reference="SARAN", commune_code="45302", **away)
    large = w.vacancy(world, "agency", reference="LARGE", rooms=4, typology="T4", **away)
    unsafe = w.vacancy(world, reference="UNSAFE")
    w.vacancy(world, reference="FITS", **away)
    text = html(client, page)
    opened = text[text.index("Pour en ouvrir d’autres") :]
    assert "La commune Saran en plus" in opened and "2 à 4 pièces" in opened
    assert "50\u202f€ de plus par mois à sa charge" in opened
    assert opened.count("+ 1\u00a0logement") == 3
    nearly = opened[opened.index("Presque") :]
    assert dear.reference in nearly and large.reference in nearly
    assert unsafe.reference not in opened
    for n in range(4):
        w.vacancy(world, reference=f"MORE-{n}", **away)
    assert "Pour en ouvrir d’autres" not in html(client, page)


def test_nothing_suits_and_something_would(
    client: Client, page: str, case: Case, world: World
) -> None:
    w.assessed(world, case, need={"communes": ["45302"]})
    w.vacancy(world)
    text = html(client, page)
    assert "Voici ce qui en ouvrirait, à voir avec elle." in text
    assert "La commune Orléans en plus" in text
