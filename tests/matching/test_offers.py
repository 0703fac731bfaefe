"""The offers that answer a card: one card asked alone and among others gets the same."""

from __future__ import annotations

import pytest

from havre.assessments.models import NeedCard
from havre.assessments.selectors import board
from havre.matching.offers import own_offers
from havre.platform.acting import acting
from tests import world as w
from tests.web.board.test_views import published
from tests.world import World


def offers(world: World, cards: list[NeedCard], most: int) -> dict[str, list[str]]:
    with acting(world.landlord) as landlord:
        found = own_offers(cards, most, actor=landlord)
    return {card.reference: [offer.reference for offer in found[card.pk]] for card in cards}


@pytest.fixture
def stock(world: World) -> None:
    w.vacancy(world, reference="A", rooms=2, rent=300)
    w.vacancy(world, reference="B", rooms=3, rent=300)
    w.vacancy(world, reference="C", rooms=4, rent=300)
    w.vacancy(world, reference="D", rooms=2, rent=900)
    w.vacancy(world, reference="E", rooms=2, rent=300, commune_code="45302")
    w.vacancy(world, "other_landlord", reference="F", rooms=2, rent=300)


def test_one_card_and_many_agree(world: World, stock: None) -> None:
    for need in (
        {"rooms_min": 1, "rooms_max": 2},
        {"rooms_min": 3, "rooms_max": 4},
        {"rooms_min": 1, "rooms_max": 5, "any_commune": True, "communes": []},
        {"rooms_min": 2, "rooms_max": 2, "communes": ["45302"]},
    ):
        published(world, **need)
    with acting(world.landlord) as landlord:
        cards = list(board(landlord))
    cards[0].rent_max = None
    together = offers(world, cards, 10)
    assert len(cards) == 4
    for card in cards:
        assert offers(world, [card], 10) == {card.reference: together[card.reference]}
        assert offers(world, [card], 1) == {card.reference: together[card.reference][:1]}
    assert {name for names in together.values() for name in names} == {"A", "B", "C", "D", "E"}


def test_rent_and_charges_together(world: World) -> None:
    w.vacancy(world, reference="G", rent=300, charges=50)
    card = published(world)
    for limit, found in ((350, ["G"]), (349, []), (None, ["G"])):
        card.rent_max = limit
        assert offers(world, [card], 5) == {card.reference: found}
        assert offers(world, [card, card], 5) == {card.reference: found}
