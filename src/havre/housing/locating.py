"""Where dwellings are, asked of a service of addresses: an interface, and what is done with it.

Only the address of a dwelling is ever asked for, when it comes on the board, never at the moment
somebody looks for one: what the service sees says nothing of anybody (decision 42).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Protocol, cast

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from havre.engine.matching.places import distance_km
from havre.engine.vocabulary import Located, VacancyStatus
from havre.housing.importing.places import FARTHEST_KM
from havre.housing.models import MOST_ASKS, Dwelling, Vacancy
from havre.platform.clock import now

log = logging.getLogger("havre.places")
LOWEST_SCORE: Final = 0.7
"""Below, the service is not sure enough: a wrong place would pass for a safe one."""
EXACT: Final = frozenset({"housenumber"})
"""A street's or a commune's middle may be a kilometre away from the door."""
AT_A_TIME: Final = 40
FIRST_WAIT: Final = timedelta(minutes=10)
"""After a silence; doubled each time."""


class Silent(Exception):
    """The service does not answer as one: to be asked again later."""


@dataclass(frozen=True, slots=True)
class Address:
    """All that is ever asked: the address of a dwelling."""

    street: str
    postcode: str
    commune_code: str


@dataclass(frozen=True, slots=True)
class Found:
    """The service's best answer: `score` from 0 to 1, `kind` how exact it is."""

    latitude: float
    longitude: float
    score: float
    kind: str
    commune_code: str


class Geocoder(Protocol):
    """Says where an address is."""

    def find(self, address: Address) -> Found | None:
        """Return the best answer, None when there is none. Raises Silent."""


@lru_cache(maxsize=1)
def geocoder() -> Geocoder | None:
    """Return the geocoder of the setting HAVRE_GEOCODER; None when none is configured."""
    name = settings.HAVRE_GEOCODER
    return cast(Geocoder, import_string(name)()) if name else None


def to_locate(moment: datetime) -> QuerySet[Dwelling]:
    """Return the dwellings on the board to ask about now, those never asked about first."""
    offered = Vacancy.objects.filter(dwelling=OuterRef("pk"), status=VacancyStatus.OPEN)
    due = Q()
    for asks in range(1, MOST_ASKS):
        due |= Q(asks=asks, asked_at__lte=moment - FIRST_WAIT * 2 ** (asks - 1))
    return (
        Dwelling.objects.filter(Exists(offered), Q(asks=0, asked_at=None) | due, latitude=None)
        .exclude(address="")
        .select_related("commune")
        .order_by("asks", "asked_at", "pk")
    )


def locate_dwellings(service: Geocoder | None, most: int = AT_A_TIME) -> int:
    """Ask where some dwellings are; return how many were found.

    An answer that is not sure, or is in another commune, leaves the place unknown, and is not
    asked for again. After a silence the others wait too, and each is asked again later.
    """
    if service is None:
        return 0
    located = 0
    for dwelling in to_locate(now())[:most]:
        asked = Address(dwelling.address, dwelling.postcode, dwelling.commune_id)
        try:
            found = service.find(asked)
        except Silent as reason:
            log.warning("geocoder_silent reason=%s", reason)
            _note(dwelling, asks=dwelling.asks + 1)
            return located
        if found is not None and believable(found, dwelling):
            located += _place(dwelling, found)
        else:
            _note(dwelling, asks=MOST_ASKS)
    return located


def believable(found: Found, dwelling: Dwelling) -> bool:
    """Tell whether an answer is exact, sure, and in the dwelling's own commune."""
    centre = (dwelling.commune.latitude, dwelling.commune.longitude)
    return (
        found.kind in EXACT
        and found.score >= LOWEST_SCORE
        and found.commune_code == dwelling.commune_id
        and distance_km((found.latitude, found.longitude), centre) <= FARTHEST_KM
    )


def _same(dwelling: Dwelling) -> QuerySet[Dwelling]:
    """The dwelling, unless it was placed, or its address changed, while the service was asked."""
    return Dwelling.objects.filter(
        pk=dwelling.pk,
        latitude=None,
        address=dwelling.address,
        postcode=dwelling.postcode,
        commune_id=dwelling.commune_id,
    )


def _place(dwelling: Dwelling, found: Found) -> int:
    return _same(dwelling).update(
        latitude=round(found.latitude, 6),
        longitude=round(found.longitude, 6),
        located_by=Located.ADDRESS,
        asked_at=now(),
        updated_at=now(),
    )


def _note(dwelling: Dwelling, asks: int) -> None:
    _same(dwelling).update(asks=asks, asked_at=now())
