"""Offers as the engine reads them: what one says is worked out once, however often it is compared.

An offer is known by all that is read of it, so that one that changes is worked out again; who may
read it is asked of the database each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from havre.engine import matching as engine
from havre.engine.matching.against import Offered
from havre.engine.matching.sides import VacancySide, vacancy_side
from havre.engine.matching.vacancy_table import VacancyTable
from havre.engine.vocabulary import Financing, Regime, ReservationCode
from havre.housing.models import Vacancy
from havre.housing.standing import StandingOffer

MOST_KEPT = 5_000
"""Offers kept worked out by a process: some ten megabytes, with nothing about a case in them."""


def vacancy_from(vacancy: Vacancy) -> engine.Vacancy:
    """Return a vacancy as the engine reads it."""
    return vacancy_of(StandingOffer.of(vacancy))


def vacancy_of(offer: StandingOffer) -> engine.Vacancy:
    """Return an offer as the engine reads it."""
    return engine.Vacancy(
        ref=offer.reference,
        landlord=str(offer.landlord_id),
        residence=offer.residence or None,
        commune=offer.commune_id,
        zone_123=offer.zone_123,
        lat=offer.latitude,
        lon=offer.longitude,
        rooms=offer.rooms,
        surface=float(offer.surface) if offer.surface is not None else None,
        floor=offer.floor,
        lift=offer.lift,
        accessible=offer.accessible,
        rent=float(offer.rent),
        charges=float(offer.charges),
        financing=Financing(offer.financing),
        regime=Regime(offer.regime),
        right=ReservationCode(offer.right),
        available_on=offer.available_on,
    )


@lru_cache(maxsize=MOST_KEPT)
def _ready(offer: StandingOffer) -> tuple[engine.Vacancy, VacancySide]:
    vacancy = vacancy_of(offer)
    return vacancy, vacancy_side(vacancy)


def offered(offers: Sequence[StandingOffer]) -> Offered:
    """Return offers in columns, in the order given."""
    ready = [_ready(one) for one in offers]
    vacancies = [vacancy for vacancy, _ in ready]
    return Offered(vacancies, VacancyTable.of(vacancies, [side for _, side in ready]))
