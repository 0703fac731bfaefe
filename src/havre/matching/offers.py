"""Which of an organisation's own offers answer a need card: its public fields, nothing else.

No safety rule is read here, on purpose: what this says or leaves out tells a landlord nothing
that the card does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from havre.assessments.models import NeedCard
from havre.housing.models import Vacancy
from havre.housing.selectors import open_vacancies
from havre.platform.acting import Actor
from havre.platform.clock import today

MOST_COMPARED = 2000
"""Offers of one organisation compared with a page of cards."""


def answers(card: NeedCard, vacancy: Vacancy) -> bool:
    """Tell whether an offer has the commune, the rooms and the rent, charges included."""
    dwelling = vacancy.dwelling
    return (
        (card.any_commune or dwelling.commune_id in card.communes)
        and card.rooms_min <= dwelling.rooms <= card.rooms_max
        and (card.rent_max is None or vacancy.rent + vacancy.charges <= card.rent_max)
    )


def own_offers(cards: Iterable[NeedCard], *, actor: Actor) -> dict[UUID, list[Vacancy]]:
    """Return, per card, the actor's own open offers that answer it, the soonest available first."""
    offers = list(open_vacancies(actor).filter(expires_on__gte=today())[:MOST_COMPARED])
    return {card.pk: [offer for offer in offers if answers(card, offer)] for card in cards}
