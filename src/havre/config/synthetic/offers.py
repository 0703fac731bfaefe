"""Plans the offers that no proposal holds: open ones in all communes, some ended."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from havre.config.synthetic.blueprint import Blueprint, Numbered
from havre.config.synthetic.days import moment
from havre.config.synthetic.market import (
    ROOM_WEIGHTS,
    Dwelling,
    Offer,
    draw_dwelling,
    draw_regime,
    draw_right,
    make_offer,
)
from havre.config.synthetic.proposals import AGENCIES, LANDLORD_WEIGHTS, LANDLORDS
from havre.engine.vocabulary import VacancyStatus
from havre.housing.actions import OFFER_DAYS

LETTERS: Final = (*LANDLORDS, *AGENCIES)
LETTER_WEIGHTS: Final = (*LANDLORD_WEIGHTS, 7, 6)
ENDING_SOON: Final = 0.08
"""Share of the open offers that end within days."""

FIRST_NUMBER: Final = 1000
"""Number of the first dwelling; those of proposals are numbered from 100 000 on."""


def free_offers(blueprint: Blueprint) -> list[Offer]:
    """Plan the offers no proposal holds: open ones in every commune, then some that have ended."""
    rng = Random(blueprint.offers_seed)  # noqa: S311
    weights = [town.population**0.75 for town in blueprint.towns]
    ended = round(blueprint.free_offers * 0.15)
    numbered = Numbered(blueprint.cases)
    found: list[Offer] = []
    for place in range(blueprint.free_offers + ended):
        town = rng.choices(blueprint.towns, weights)[0]
        if place < len(blueprint.towns):
            town = blueprint.towns[place]
        landlord = rng.choices(LETTERS, LETTER_WEIGHTS)[0]
        dwelling = draw_dwelling(
            rng, landlord, FIRST_NUMBER + place, town, rng.choices(range(1, 7), ROOM_WEIGHTS)[0]
        )
        gone = place >= blueprint.free_offers
        reference = blueprint.references(numbered.free_offer(place))
        found.append(_free_offer(rng, dwelling, blueprint, reference, gone=gone))
    return found


def _free_offer(
    rng: Random, dwelling: Dwelling, blueprint: Blueprint, reference: str, *, gone: bool
) -> Offer:
    today = blueprint.today
    ending = not gone and rng.random() < ENDING_SOON
    age = rng.randint(75, 300) if gone else rng.randint(1, 45)
    if ending:
        age = rng.randint(50, 55)
    entered = date.fromordinal(blueprint.calendar.back(today.toordinal() - age))
    available = entered + timedelta(days=0 if ending else rng.randint(0, 60))
    expires = available + timedelta(days=OFFER_DAYS)
    status, ended = VacancyStatus.OPEN, None
    if gone:
        status = rng.choices((VacancyStatus.EXPIRED, VacancyStatus.WITHDRAWN), (6, 4))[0]
        expires = min(expires, today - timedelta(days=rng.randint(1, 12)))
        available = min(available, expires)
        ended = moment(expires + timedelta(days=1), 7)
        if status is VacancyStatus.WITHDRAWN:
            left = entered + timedelta(days=rng.randint(5, 60))
            ended = moment(date.fromordinal(blueprint.calendar.back(left.toordinal())), 640)
    return make_offer(
        rng,
        dwelling,
        reference=reference,
        regime=draw_regime(rng, dwelling.landlord),
        right=draw_right(rng, dwelling.landlord),
        available_on=available,
        expires_on=expires,
        status=status,
        entered_at=moment(entered, rng.randint(9 * 60, 17 * 60)),
        ended_at=ended,
    )
