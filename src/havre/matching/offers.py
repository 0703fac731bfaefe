"""Which of an organisation's own offers answer a need card, and back: public fields, nothing else.

No safety rule is read here, on purpose: what this says or leaves out tells a landlord nothing
that the card does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db.models import F, Q

from havre.assessments.models import NeedCard
from havre.assessments.selectors import board, list_cards
from havre.housing.models import Vacancy
from havre.housing.selectors import standing_offers
from havre.platform.acting import Actor

MOST_COMPARED = 2000
"""Offers of one organisation compared with a page of cards."""
COLUMNS = (
    "dwelling__commune_id",
    "dwelling__commune__name",
    "dwelling__rooms",
    "dwelling__typology",
    "dwelling__reference",
    "rent",
    "charges",
    "available_on",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is compared and shown of an offer: its columns alone, since there may be many."""

    commune: str
    commune_name: str
    rooms: int
    typology: str
    reference: str
    rent: Decimal
    charges: Decimal
    available_on: date


def answers(card: NeedCard, offer: Offer) -> bool:
    """Tell whether an offer has the commune, the rooms and the rent, charges included."""
    return (
        card.rooms_min <= offer.rooms <= card.rooms_max
        and (card.any_commune or offer.commune in card.communes)
        and (card.rent_max is None or offer.rent + offer.charges <= card.rent_max)
    )


def _answering(card: NeedCard) -> Q:
    """Return the same as a condition: of one card, few offers leave the database."""
    rooms = Q(dwelling__rooms__range=(card.rooms_min, card.rooms_max))
    place = Q() if card.any_commune else Q(dwelling__commune_id__in=card.communes)
    if card.rent_max is None:
        return rooms & place
    return rooms & place & Q(rent__lte=card.rent_max - F("charges"))


def cards_for(vacancy: Vacancy, most: int, *, actor: Actor) -> list[NeedCard]:
    """Return the published cards the actor may see that an offer answers, journaled as listed.

    The most urgent first, no more than `most`.
    """
    total = vacancy.rent + vacancy.charges
    dwelling = vacancy.dwelling
    found = board(actor, commune=dwelling.commune_id, rooms=dwelling.rooms)
    cards = list(found.filter(Q(rent_max=None) | Q(rent_max__gte=total))[:most])
    list_cards(cards, actor=actor)
    return cards


def own_offers(cards: Sequence[NeedCard], most: int, *, actor: Actor) -> dict[UUID, list[Offer]]:
    """Return, per card, the actor's own open offers that answer it, the soonest available first.

    No more than `most` for each card.
    """
    found = standing_offers(actor)
    if len(cards) == 1:
        found = found.filter(_answering(cards[0]))
    limit = most if len(cards) == 1 else MOST_COMPARED
    offers = [Offer(*row) for row in found.values_list(*COLUMNS)[:limit]]
    return {
        card.pk: list(islice((offer for offer in offers if answers(card, offer)), most))
        for card in cards
    }


MOST_FITTING = 99
"""A count of cards stops here: « plus de 99 »."""
CARDS_COMPARED = 500


def fitting(vacancies: Sequence[Vacancy], *, actor: Actor) -> dict[UUID, int]:
    """Return, per offer, how many published cards the actor may see that it answers, in one query.

    A count, which names no case; `cards_for` lists them. No more than MOST_FITTING + 1 each.
    """
    if not vacancies:
        return {}
    cards = list(
        board(actor).only("rooms_min", "rooms_max", "any_commune", "communes", "rent_max")[
            :CARDS_COMPARED
        ]
    )
    found: dict[UUID, int] = {}
    for vacancy in vacancies:
        offer = offer_of(vacancy)
        number = sum(answers(card, offer) for card in cards)
        found[vacancy.pk] = min(number, MOST_FITTING + 1)
    return found


def offer_of(vacancy: Vacancy) -> Offer:
    """Return what is compared of an offer read with its dwelling and commune."""
    dwelling = vacancy.dwelling
    return Offer(
        commune=dwelling.commune_id,
        commune_name=dwelling.commune.name,
        rooms=dwelling.rooms,
        typology=dwelling.typology,
        reference=dwelling.reference,
        rent=vacancy.rent,
        charges=vacancy.charges,
        available_on=vacancy.available_on,
    )
