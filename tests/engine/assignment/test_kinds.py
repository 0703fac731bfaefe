"""Kinds of dwelling nobody offers yet: what the offers have most often, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from havre.engine.assignment import Kind, Middle, kinds_of
from havre.engine.matching import Vacancy, minimum_surface
from havre.engine.vocabulary import Financing, ReservationCode
from tests.engine.matching.builders import OLIVET, ORLEANS, SARAN, TODAY, a_vacancy


class Read(list[Vacancy]):
    """Offers that count how many times they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[Vacancy]:
        self.times += 1
        return super().__iter__()


def offers(communes: int) -> Read:
    return Read(
        a_vacancy(ref=f"V-{i}-{rooms}", commune=f"{45_000 + i}", rooms=rooms)
        for i in range(communes)
        for rooms in (1, 2, 3)
    )


def test_offers_are_gone_through_as_often_for_many_communes_as_for_one() -> None:
    few, many = offers(1), offers(300)
    assert (len(kinds_of(few, TODAY)), len(kinds_of(many, TODAY))) == (10, 3_000)
    assert few.times == many.times > 0


def test_a_kind_has_what_the_offers_of_as_many_rooms_have_most_often() -> None:
    usual = a_vacancy(commune=ORLEANS, rooms=3, rent=400.0, charges=90.0, surface=60.0)
    board = [
        usual,
        replace(usual, ref="V-2", commune=OLIVET, rent=300.0, charges=100.0, surface=None),
        replace(usual, ref="V-3", rent=500.0, charges=80.0, surface=70.0, lat=47.92),
        replace(usual, ref="V-4", rooms=1, rent=200.0, surface=None, financing=Financing.PLAI),
    ]
    found = {
        (kind.commune, kind.rooms, kind.accessible): one
        for kind, one in kinds_of(board, TODAY, {SARAN: Middle(47.95, 1.87, "3")})
    }
    assert len(found) == 3 * 5 * 2
    three, one = found[ORLEANS, 3, True], found[OLIVET, 1, False]
    assert (three.rent, three.charges, three.surface) == (400.0, 90.0, 60.0)
    assert (three.ref, three.accessible, three.financing) == ("?45234-3A", True, Financing.PLUS)
    assert (three.floor, three.lift, three.right) == (1, True, ReservationCode.NONE)
    assert (three.lat, three.available_on) == (47.906667, TODAY)
    assert (one.rent, one.surface) == (200.0, float(minimum_surface(1)))
    assert found[ORLEANS, 2, False].rent == 200.0  # as near as three rooms, and fewer
    assert (found[SARAN, 5, False].zone_123, found[SARAN, 5, False].lat) == ("3", 47.95)


def test_without_any_offer_nothing_is_typical() -> None:
    assert kinds_of([], TODAY, {SARAN: Middle(47.95, 1.87, "3")}) == []
    assert Kind(SARAN, 2, accessible=False).ref == "?45302-2"
