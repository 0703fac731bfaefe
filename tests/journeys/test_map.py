"""The map beside the list: reached and followed by keys, and nothing lost without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import world as w
from tests.journeys.conftest import Person
from tests.world import World


@pytest.fixture
def page(world: World) -> str:
    case = w.admitted(world)
    w.assessed(world, case, zones=[{"kind": "RADIUS", "lat": 47.8, "lon": 1.9, "km": 1}])
    for n in range(3):
        w.vacancy(world, reference=f"T-{n}", rent=300 + n, longitude=1.91 + n / 50)
    return f"/situations/{case.reference}/logements"


@pytest.mark.browser
def test_a_mark_leads_to_its_dwelling_by_keys(person: Callable[..., Person], page: str) -> None:
    one = person("operator")
    one.go(page)
    marks = one.page.locator(".map-dwelling")
    assert marks.count() == 3
    second = one.page.get_by_role("link", name="N° 2 : T3 à Orléans")
    second.focus()
    one.page.keyboard.press("Enter")
    one.page.wait_for_url(f"**{page}/*-*")
    one.check()


@pytest.mark.browser
def test_dwellings_are_compared_without_scripts(person: Callable[..., Person], page: str) -> None:
    one = person("operator", scripts=False)
    one.go(page)
    assert not one.page.locator(".map").is_visible()
    for box in one.page.locator("input[name=offre]").all()[:2]:
        box.check()
    one.press("Comparer")
    assert one.page.locator("h1").inner_text() == "Comparer des logements"
    assert one.page.locator("td.is-best").count() >= 1


@pytest.mark.browser
def test_a_dwelling_is_placed_by_a_click(
    person: Callable[..., Person], world: World, page: str
) -> None:
    offer = w.vacancy(world, reference="LOST", latitude=None, longitude=None)
    one = person("landlord")
    one.go(f"/offres/{offer.reference}/modifier")
    one.page.locator(".map").click(position={"x": 300, "y": 120})
    latitude = float(one.page.locator("[name=latitude]").input_value())
    assert 47.5 < latitude < 48.3
    one.press("Enregistrer")
    assert "Placé à la main" in one.text()
