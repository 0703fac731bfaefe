"""Writes on dwellings and vacancies: by hand, from files, withdrawn, extended, expired."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from havre.engine.vocabulary import (
    Financing,
    Guarantee,
    Located,
    Regime,
    ReservationCode,
    VacancyStatus,
)
from havre.housing import permissions
from havre.housing.importing.table import normalised
from havre.housing.models import Dwelling, Vacancy
from havre.organisations.models import Organisation
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.programmes.models import ReservationRight

OFFER_DAYS = 60
"""An offer lives this many days after the dwelling becomes available, unless it is extended."""

Holds = Callable[[Actor], Collection[UUID]]
"""Says which vacancies a running proposal holds; proposals are a later capability's."""


class NotAllowed(PermissionError):
    """The actor may not manage this landlord's vacancies."""


class AlreadyVacant(ValueError):
    """This dwelling already has an open vacancy."""


class NotOpen(ValueError):
    """The vacancy is no longer open."""


class HeldByProposal(ValueError):
    """A running proposal holds the vacancy: it may be corrected, not withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyTerms:
    """What a vacancy says: the dwelling as it is, and the terms of the offer."""

    reference: str
    residence: str = ""
    address: str = ""
    postcode: str = ""
    commune_code: str
    rooms: int
    typology: str
    surface: Decimal | None
    floor: int | None
    lift: bool
    accessible: bool
    financing: Financing
    energy: str = ""
    furnished: bool = False
    rent: Decimal
    charges: Decimal
    regime: Regime
    right: ReservationCode
    right_detail: str = ""
    guarantee: Guarantee | None = None
    """Said by hand; a file of offers does not tell it, and changes none that was said."""
    available_on: date
    latitude: float | None = None
    longitude: float | None = None
    located_by: Located = Located.HAND


def dwelling_fields(terms: VacancyTerms) -> dict[str, Any]:
    """Return the fields of the dwelling that the terms tell; unknown coordinates are left out."""
    fields: dict[str, Any] = {
        "residence": terms.residence,
        "address": terms.address,
        "postcode": terms.postcode,
        "commune_id": terms.commune_code,
        "rooms": terms.rooms,
        "typology": terms.typology,
        "surface": terms.surface,
        "floor": terms.floor,
        "lift": terms.lift,
        "accessible": terms.accessible,
        "financing": terms.financing,
        "energy": terms.energy,
        "furnished": terms.furnished,
    }
    if terms.latitude is not None and terms.longitude is not None:
        fields |= {"latitude": terms.latitude, "longitude": terms.longitude}
        fields["located_by"] = terms.located_by
    return fields


def offer_fields(terms: VacancyTerms, rights: dict[tuple[str, str], int]) -> dict[str, Any]:
    """Return the fields of the offer that the terms tell, its holder found among `rights`."""
    holder = rights.get((terms.right, terms.right_detail)) or rights.get((terms.right, ""))
    return {
        "rent": terms.rent,
        "charges": terms.charges,
        "regime": terms.regime,
        "right": terms.right,
        "right_detail": terms.right_detail,
        "holder_id": None if terms.right == ReservationCode.NONE else holder,
        "available_on": terms.available_on,
    }


def rights_of(programme_id: int) -> dict[tuple[str, str], int]:
    """Return {(code, detail): holder} of a programme."""
    rows = ReservationRight.objects.filter(programme_id=programme_id)
    return {(row.code, row.detail): row.holder_id for row in rows}


def lock_landlord(landlord_id: int) -> None:
    """Let one transaction at a time put dwellings of a landlord on the board."""
    Organisation.objects.select_for_update(no_key=True).get(pk=landlord_id)


def moved(dwelling: Dwelling, address: str, commune_code: str) -> bool:
    """Tell whether the dwelling is now said to be elsewhere: its coordinates no longer hold."""
    return dwelling.commune_id != commune_code or normalised(dwelling.address) != normalised(
        address
    )


def told_of(dwelling: Dwelling, terms: VacancyTerms) -> dict[str, Any]:
    """Return the dwelling's fields once the terms are known.

    Coordinates that went with another address are forgotten: a wrong place would pass for a
    safe one, an unknown place never does.
    """
    fields = dwelling_fields(terms)
    before = (dwelling.latitude, dwelling.longitude)
    after = (fields.get("latitude"), fields.get("longitude"))
    if after == before:
        fields.pop("located_by", None)  # the same place, typed again: known as it was known
    if moved(dwelling, terms.address, terms.commune_code):
        fields |= {"asked_at": None, "asks": 0}
        if after in {before, (None, None)}:
            fields |= {"latitude": None, "longitude": None, "located_by": ""}
    return fields


def expiry_of(available_on: date) -> date:
    """Return until when an offer is valid: OFFER_DAYS after the later of today and its date."""
    return max(available_on, today()) + timedelta(days=OFFER_DAYS)


@transaction.atomic
def enter_vacancy(landlord_id: int, terms: VacancyTerms, *, actor: Actor) -> Vacancy:
    """Enter a vacancy by hand. Raises NotAllowed, AlreadyVacant."""
    if not permissions.may_manage_for(actor, landlord_id):
        raise NotAllowed
    lock_landlord(landlord_id)
    dwelling = Dwelling.objects.filter(
        landlord_id=landlord_id, reference__iexact=terms.reference
    ).first()
    if dwelling is None:
        dwelling = Dwelling(landlord_id=landlord_id, reference=terms.reference)
        fields = dwelling_fields(terms)
    else:
        fields = told_of(dwelling, terms)
    for name, value in fields.items():
        setattr(dwelling, name, value)
    dwelling.updated_at = now()
    dwelling.save()
    vacancy = Vacancy(
        programme_id=actor.programme_id,
        dwelling=dwelling,
        landlord_id=landlord_id,
        expires_on=expiry_of(terms.available_on),
        guarantee=terms.guarantee or "",
        **offer_fields(terms, rights_of(actor.programme_id)),
    )
    try:
        with transaction.atomic():
            vacancy.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyVacant from error
    journal.record(actor, "VACANCY_ENTERED", subject=vacancy.reference)
    return vacancy


def _locked(vacancy: Vacancy) -> Vacancy:
    """Return the vacancy as it stands now, locked until the end of the transaction."""
    return (
        Vacancy.objects.select_for_update(of=("self",))
        .select_related("landlord", "dwelling__commune", "holder")
        .get(pk=vacancy.pk)
    )


@transaction.atomic
def edit_vacancy(vacancy: Vacancy, terms: VacancyTerms, *, actor: Actor) -> Vacancy:
    """Correct a vacancy and its dwelling; the landlord's reference stays.

    Terms without coordinates forget them. Raises NotAllowed, NotOpen.
    """
    vacancy = _locked(vacancy)
    if not permissions.may_manage(actor, vacancy):
        raise NotAllowed
    if vacancy.status != VacancyStatus.OPEN:
        raise NotOpen
    dwelling = told_of(vacancy.dwelling, terms)
    if terms.latitude is None or terms.longitude is None:
        dwelling |= {"latitude": None, "longitude": None, "located_by": ""}
    Dwelling.objects.filter(pk=vacancy.dwelling_id).update(**dwelling, updated_at=now())
    if terms.available_on != vacancy.available_on:
        vacancy.expires_on = max(vacancy.expires_on, expiry_of(terms.available_on))
    for name, value in offer_fields(terms, rights_of(vacancy.programme_id)).items():
        setattr(vacancy, name, value)
    vacancy.guarantee = terms.guarantee or ""
    vacancy.save()
    journal.record(actor, "VACANCY_EDITED", subject=vacancy.reference)
    return vacancy


@transaction.atomic
def withdraw_vacancy(vacancy: Vacancy, *, actor: Actor, holds: Holds) -> Vacancy:
    """Take a vacancy off the board. Raises NotAllowed, NotOpen, HeldByProposal."""
    vacancy = _locked(vacancy)  # a proposal locks it too: what holds it is known from here on
    if not permissions.may_manage(actor, vacancy):
        raise NotAllowed
    if vacancy.status == VacancyStatus.OPEN and vacancy.pk in holds(actor):
        raise HeldByProposal
    return _end(vacancy, VacancyStatus.WITHDRAWN, "VACANCY_WITHDRAWN", actor)


def _end(
    vacancy: Vacancy,
    status: VacancyStatus,
    action: str,
    actor: Actor,
    *,
    endable: Collection[VacancyStatus] = (VacancyStatus.OPEN,),
) -> Vacancy:
    ended = Vacancy.objects.filter(pk=vacancy.pk, status__in=endable).update(
        status=status, ended_at=now()
    )
    if not ended:
        raise NotOpen
    vacancy.status = status
    journal.record(actor, action, subject=vacancy.reference)
    return vacancy


def hand_back_vacancy(vacancy: Vacancy, *, actor: Actor) -> Vacancy:
    """Mark a dwelling as handed back by its holder for one turn. Part of the holder's answer."""
    vacancy.handed_back_on = today()
    Vacancy.objects.filter(pk=vacancy.pk).update(handed_back_on=vacancy.handed_back_on)
    journal.record(actor, "VACANCY_HANDED_BACK", subject=vacancy.reference)
    return vacancy


def end_by_lease(vacancy: Vacancy, *, actor: Actor) -> Vacancy:
    """Mark a vacancy as let. Part of signing a lease: a fact, whatever became of the offer.

    Raises NotOpen when it is let already.
    """
    endable = (VacancyStatus.OPEN, VacancyStatus.EXPIRED, VacancyStatus.WITHDRAWN)
    return _end(vacancy, VacancyStatus.LEASED, "VACANCY_LEASED", actor, endable=endable)


@transaction.atomic
def extend_vacancy(vacancy: Vacancy, until: date, *, actor: Actor) -> Vacancy:
    """Extend an offer, or open an expired one again.

    Raises NotAllowed, NotOpen, AlreadyVacant, ValueError for a date before today.
    """
    lock_landlord(vacancy.landlord_id)
    vacancy = _locked(vacancy)
    if not permissions.may_manage(actor, vacancy):
        raise NotAllowed
    if vacancy.status not in {VacancyStatus.OPEN, VacancyStatus.EXPIRED}:
        raise NotOpen
    if until <= today():
        raise ValueError("until")
    vacancy.expires_on, vacancy.status, vacancy.ended_at = until, VacancyStatus.OPEN, None
    try:
        with transaction.atomic():
            vacancy.save()
    except IntegrityError as error:
        raise AlreadyVacant from error
    journal.record(actor, "VACANCY_EXTENDED", subject=vacancy.reference)
    return vacancy


def expire_vacancies(day: date, *, held: Collection[UUID] = ()) -> int:
    """End the offers whose date has passed; return how many. Run every day by the worker.

    `held` are the vacancies of running proposals: they wait for the answer.
    """
    lapsed = Vacancy.objects.filter(status=VacancyStatus.OPEN, expires_on__lt=day)
    return lapsed.exclude(pk__in=held).update(status=VacancyStatus.EXPIRED, ended_at=now())
