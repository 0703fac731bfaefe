"""Where dwellings are: asked once the offer is there, believed when sure, unknown otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from havre.config import jobs
from havre.housing import actions
from havre.housing.locating import (
    AT_A_TIME,
    FIRST_WAIT,
    Address,
    Found,
    Silent,
    geocoder,
    locate_dwellings,
)
from havre.housing.models import MOST_ASKS, Dwelling, Vacancy
from havre.platform import clock
from havre.platform.acting import acting
from tests import world as w
from tests.housing.imports import HEADINGS, csv_of, imported, line
from tests.world import World

SURE = Found(47.9021, 1.9093, 0.95, "housenumber", "45234")
UNKNOWN = {"latitude": None, "longitude": None}


@dataclass
class Told:
    """A service that answers what it is told, and remembers the addresses."""

    answer: Found | None = SURE
    silent: bool = False
    asked: list[Address] = field(default_factory=list)

    def find(self, address: Address) -> Found | None:
        self.asked.append(address)
        if self.silent:
            raise Silent("status 500")
        return self.answer


def place_of(vacancy: Vacancy) -> tuple[float | None, float | None, str]:
    dwelling = Dwelling.objects.get(pk=vacancy.dwelling_id)
    return dwelling.latitude, dwelling.longitude, dwelling.located_by


def test_only_the_address_of_a_dwelling_on_the_board_is_asked(world: World) -> None:
    case = w.admitted(world)
    w.assessed(world, case, near=[{"kind": "SCHOOL", "lat": 47.95, "lon": 1.91}])
    offer = w.vacancy(world, **UNKNOWN)
    w.vacancy(world, reference="PLACED")
    gone = w.vacancy(world, reference="GONE", **UNKNOWN)
    w.vacancy(world, reference="NOWHERE", address="", **UNKNOWN)
    Vacancy.objects.filter(pk=gone.pk).update(status="WITHDRAWN")
    service = Told()
    assert locate_dwellings(service) == 1
    assert service.asked == [Address("12 rue des Tests", "45000", "45234")]
    assert place_of(offer) == (47.9021, 1.9093, "ADDRESS")
    assert locate_dwellings(service) == 0 and len(service.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        None,
        replace(SURE, score=0.69),
        replace(SURE, commune_code="45232"),
        replace(SURE, kind="street"),
        replace(SURE, kind="municipality"),
        replace(SURE, latitude=48.9),
    ],
)
def test_what_is_not_sure_stays_unknown_and_is_not_asked_again(
    world: World, answer: Found | None
) -> None:
    offer, service = w.vacancy(world, **UNKNOWN), Told(answer)
    assert locate_dwellings(service) == 0
    assert place_of(offer) == (None, None, "")
    with clock.at(clock.now() + timedelta(days=30)):
        assert locate_dwellings(service) == 0
    assert len(service.asked) == 1


def test_after_a_silence_it_waits_longer_each_time_then_stops(world: World) -> None:
    service = Told(silent=True)
    w.vacancy(world, **UNKNOWN)
    w.vacancy(world, reference="T-2", address="14 rue des Tests", **UNKNOWN)
    moment = clock.now()
    locate_dwellings(service)
    assert len(service.asked) == 1  # the other waits too
    other = Dwelling.objects.exclude(address=service.asked[0].street)
    other.update(latitude=47.9, longitude=1.9)
    asked = [1]
    for asks in range(1, MOST_ASKS + 3):
        moment += FIRST_WAIT * 2 ** (asks - 1) - timedelta(seconds=1)
        with clock.at(moment):
            locate_dwellings(service)
        assert len(service.asked) == asked[-1]
        moment += timedelta(seconds=2)
        with clock.at(moment):
            locate_dwellings(service)
        asked.append(len(service.asked))
    assert asked[-1] == MOST_ASKS


def test_an_address_that_changes_is_asked_about_again(world: World) -> None:
    offer = w.vacancy(world, **UNKNOWN)
    locate_dwellings(Told(None))
    new = w.terms(address="99 rue des Tests", **UNKNOWN)
    with acting(world.landlord) as landlord:
        actions.edit_vacancy(offer, new, actor=landlord)
    service = Told()
    assert locate_dwellings(service) == 1
    assert service.asked == [Address("99 rue des Tests", "45000", "45234")]


def test_a_place_that_somebody_erased_is_not_put_back(world: World) -> None:
    offer = w.vacancy(world, **UNKNOWN)
    assert locate_dwellings(Told()) == 1
    with acting(world.landlord) as landlord:
        actions.edit_vacancy(offer, w.terms(**UNKNOWN), actor=landlord)
    assert place_of(offer) == (None, None, "")
    assert locate_dwellings(Told()) == 0


def test_a_place_given_meanwhile_wins(world: World) -> None:
    offer = w.vacancy(world, **UNKNOWN)

    class Slow(Told):
        def find(self, address: Address) -> Found | None:
            with acting(world.landlord) as landlord:
                actions.edit_vacancy(offer, w.terms(latitude=47.85, longitude=1.95), actor=landlord)
            return super().find(address)

    assert locate_dwellings(Slow()) == 0
    assert place_of(offer) == (47.85, 1.95, "HAND")


def test_the_same_place_typed_again_is_known_as_it_was(world: World) -> None:
    offer = w.vacancy(world, **UNKNOWN)
    locate_dwellings(Told())
    same = w.terms(latitude=47.9021, longitude=1.9093, floor=3)
    with acting(world.landlord) as landlord:
        actions.edit_vacancy(offer, same, actor=landlord)
    assert place_of(offer) == (47.9021, 1.9093, "ADDRESS")


def test_without_a_service_nothing_is_asked(world: World) -> None:
    w.vacancy(world, **UNKNOWN)
    assert geocoder() is None and locate_dwellings(None) == 0
    jobs.place_dwellings(timestamp=0)
    assert Dwelling.objects.filter(latitude=None).count() == 1


def test_so_many_at_a_time(world: World) -> None:
    for n in range(3):
        w.vacancy(world, reference=f"T-{n}", **UNKNOWN)
    service = Told()
    assert locate_dwellings(service, most=2) == 2 and AT_A_TIME >= 2
    assert locate_dwellings(service, most=2) == 1


PLACED = (*HEADINGS, "Latitude", "Longitude")


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("47,9021", "1.9093"), (47.9021, 1.9093, "IMPORT")),
        ((47.9021, 1.9093), (47.9021, 1.9093, "IMPORT")),
        (("", ""), (None, None, "")),
        (("47,9021", ""), (None, None, "")),
        (("1.9093", "47,9021"), (None, None, "")),
        (("622000", "6755000"), (None, None, "")),
        (("nord", "ouest"), (None, None, "")),
        (("48,9021", "1,9093"), (None, None, "")),
    ],
)
def test_a_file_may_give_coordinates(
    world: World, cells: tuple[object, object], wanted: tuple[object, ...]
) -> None:
    content = csv_of([*line(1), *cells], headings=PLACED)
    imported(world.landlord, content)
    assert place_of(Vacancy.objects.get()) == wanted


def test_a_file_without_coordinates_forgets_none(world: World) -> None:
    imported(world.landlord, csv_of([*line(1), "47,9021", "1,9093"], headings=PLACED))
    imported(world.landlord, csv_of(line(1, Étage="3")))
    assert place_of(Vacancy.objects.get()) == (47.9021, 1.9093, "IMPORT")
    imported(world.landlord, csv_of(line(1, Adresse="5 rue d’ailleurs")))
    assert place_of(Vacancy.objects.get()) == (None, None, "")
