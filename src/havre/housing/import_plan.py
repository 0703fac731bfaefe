"""What importing a file would change: nothing is written here.

Every dwelling accepted by the reading is compared with what is already known of the landlord, in
a number of queries that does not depend on the length of the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from havre.engine.vocabulary import Located, VacancyStatus, Word
from havre.housing.actions import (
    VacancyTerms,
    dwelling_fields,
    expiry_of,
    moved,
    offer_fields,
    rights_of,
    told_of,
)
from havre.housing.importing.fields import VacancyField
from havre.housing.importing.problems import Problem
from havre.housing.importing.reading import Reading, reference_key
from havre.housing.importing.table import normalised
from havre.housing.importing.vacancy_lines import VacancyRow
from havre.housing.models import Dwelling, Vacancy
from havre.platform.clock import now, today

RELET_DAYS = 90
"""A dwelling let through Havre is not put back on the board by a file for this many days."""
RENEWED_DAYS = 30
"""An offer that a file lists again is renewed when it would end within this many days."""
BLANK = ("residence", "address", "surface", "floor", "energy")
ABSENT = {
    "lift": VacancyField.LIFT,
    "accessible": VacancyField.ACCESSIBLE,
    "furnished": VacancyField.FURNISHED,
    "financing": VacancyField.FINANCING,
}


class Effect(Word):
    """What an accepted line does."""

    CREATED = "created", "Nouvelle offre"
    REOPENED = "reopened", "De nouveau disponible"
    UPDATED = "updated", "Mise à jour"
    UNCHANGED = "unchanged", "Inchangée"
    LET = "let", "Non rouverte"


@dataclass
class VacancyPlan:
    """What becomes of each accepted line, and the rows to write."""

    reading: Reading
    effects: dict[int, Effect] = field(default_factory=dict)
    new_dwellings: list[Dwelling] = field(default_factory=list)
    changed_dwellings: list[Dwelling] = field(default_factory=list)
    new_vacancies: list[Vacancy] = field(default_factory=list)
    changed_vacancies: list[Vacancy] = field(default_factory=list)
    let: list[Problem] = field(default_factory=list)
    missing: list[Vacancy] = field(default_factory=list)

    @property
    def rows(self) -> list[VacancyRow]:
        """The accepted lines."""
        return self.reading.rows

    def count(self, effect: Effect) -> int:
        """How many accepted lines have this effect."""
        return Counter(self.effects.values())[effect]


@dataclass(frozen=True)
class Known:
    """What Havre knows of a landlord's dwellings, by reference as `reference_key` reads it."""

    dwellings: Mapping[str, Dwelling]
    open: Mapping[str, Vacancy]
    offered: frozenset[str]
    let_on: Mapping[str, date]
    places: Mapping[tuple[str, str], tuple[float, float]]
    """Where the landlord's located dwellings are, by commune and address."""


def known_of(landlord_id: int, keys: Iterable[str]) -> Known:
    """Read the dwellings with these keys, every open offer of a landlord and its places."""
    wanted = set(keys)
    references = Dwelling.objects.filter(landlord_id=landlord_id).values_list("pk", "reference")
    matched = [pk for pk, reference in references if reference_key(reference) in wanted]
    dwellings = Dwelling.objects.in_bulk(matched)
    offers = Vacancy.objects.filter(
        Q(status=VacancyStatus.OPEN) | Q(dwelling_id__in=matched), landlord_id=landlord_id
    ).select_related("dwelling__commune")
    by_key = [(reference_key(one.dwelling.reference), one) for one in offers]
    past = [(key, one) for key, one in by_key if one.status != VacancyStatus.OPEN]
    since = now() - timedelta(days=RELET_DAYS)
    return Known(
        {reference_key(one.reference): one for one in dwellings.values()},
        {key: one for key, one in by_key if one.status == VacancyStatus.OPEN},
        frozenset(key for key, _ in past),
        {
            key: localtime(one.ended_at).date()
            for key, one in past
            if one.status == VacancyStatus.LEASED and one.ended_at and one.ended_at >= since
        },
        places_of(landlord_id),
    )


def places_of(landlord_id: int) -> dict[tuple[str, str], tuple[float, float]]:
    """Return where a landlord's dwellings are, by (commune code, address).

    An address without a number, or that was placed in two ways, says nothing sure.
    """
    found: dict[tuple[str, str], set[tuple[float, float]]] = {}
    for one in Dwelling.objects.filter(landlord_id=landlord_id, latitude__isnull=False).only(
        "commune_id", "address", "latitude", "longitude"
    ):
        key = door(one.commune_id, one.address)
        if key and one.latitude is not None and one.longitude is not None:
            found.setdefault(key, set()).add((one.latitude, one.longitude))
    return {key: points.pop() for key, points in found.items() if len(points) == 1}


def door(commune_code: str, address: str) -> tuple[str, str] | None:
    """Return what names one door: its commune, number and street; None without a number."""
    words = normalised(address)
    return (commune_code, words) if words[:1].isdigit() else None


def plan_vacancies(
    reading: Reading, landlord_id: int, programme_id: int, *, listed_before: datetime | None = None
) -> VacancyPlan:
    """Compare what a file says with the landlord's dwellings and offers.

    An offer is missing when it is open, was entered before `listed_before` (a moment, default
    now) and no line of the file, not even a rejected one, names its reference.
    """
    plan = VacancyPlan(reading)
    known = known_of(landlord_id, (reference_key(row.reference) for row in reading.rows))
    rights = rights_of(programme_id)
    for row in reading.rows:
        plan.effects[row.line] = _plan_row(plan, row, known, rights, landlord_id, programme_id)
    named = {reference_key(row.reference) for row in reading.rows}
    named |= {reference_key(one.reference) for one in (*reading.rejected, *reading.duplicates)}
    moment = listed_before or now()
    plan.missing = [
        offer
        for key, offer in sorted(known.open.items())
        if key not in named and offer.programme_id == programme_id and offer.entered_at < moment
    ]
    return plan


def _plan_row(
    plan: VacancyPlan,
    row: VacancyRow,
    known: Known,
    rights: dict[tuple[str, str], int],
    landlord_id: int,
    programme_id: int,
) -> Effect:
    key, terms = reference_key(row.reference), terms_of(row)
    dwelling, offer = known.dwellings.get(key), known.open.get(key)
    if dwelling is None or moved(dwelling, row.address, row.commune_code):
        terms = _placed_as_its_door(terms, known)
    if offer is None and (day := known.let_on.get(key)):
        plan.let.append(_let(row, day))
        return Effect.LET
    columns, changed = set(plan.reading.header.mapping.values()), False
    if dwelling is None:
        dwelling = Dwelling(
            landlord_id=landlord_id, reference=row.reference, **dwelling_fields(terms)
        )
        plan.new_dwellings.append(dwelling)
    else:
        terms = _completed(terms, dwelling, columns)
        changed = apply(dwelling, told_of(dwelling, terms))
        if changed:
            plan.changed_dwellings.append(dwelling)
    if offer is None:
        plan.new_vacancies.append(
            Vacancy(
                programme_id=programme_id,
                dwelling=dwelling,
                landlord_id=landlord_id,
                expires_on=expiry_of(row.available_on),
                **offer_fields(terms, rights),
            )
        )
        return Effect.REOPENED if key in known.offered else Effect.CREATED
    if _apply_offer(offer, offer_fields(terms, rights), columns):
        plan.changed_vacancies.append(offer)
        changed = True
    return Effect.UPDATED if changed else Effect.UNCHANGED


def _placed_as_its_door(terms: VacancyTerms, known: Known) -> VacancyTerms:
    """Give a dwelling that comes the place of the landlord's others behind the same door."""
    key = door(terms.commune_code, terms.address)
    point = known.places.get(key) if key else None
    if terms.latitude is not None or point is None:
        return terms
    return replace(terms, latitude=point[0], longitude=point[1])


def _completed(terms: VacancyTerms, dwelling: Dwelling, columns: set[VacancyField]) -> VacancyTerms:
    """Keep what is known of a dwelling where the file has no such column, or a blank cell."""
    blank = {name: getattr(dwelling, name) for name in BLANK if getattr(terms, name) in (None, "")}
    absent = {
        name: getattr(dwelling, name) for name, column in ABSENT.items() if column not in columns
    }
    return replace(terms, **blank, **absent)


def _apply_offer(offer: Vacancy, fields: dict[str, Any], columns: set[VacancyField]) -> bool:
    """Bring an open offer to what the file says; tell whether anything changed."""
    if VacancyField.REGIME not in columns:
        fields.pop("regime")
    if VacancyField.RESERVATION not in columns:
        for name in ("right", "right_detail", "holder_id"):
            fields.pop(name)
    # « Immédiate » is today whenever it is read: what was already free is still free.
    if fields["available_on"] == today() and offer.available_on <= today():
        fields["available_on"] = offer.available_on
    expires_on = offer.expires_on
    if fields["available_on"] != offer.available_on or expires_on < today() + timedelta(
        days=RENEWED_DAYS
    ):
        expires_on = max(expires_on, expiry_of(fields["available_on"]))
    return apply(offer, {**fields, "expires_on": expires_on})


def apply(row: Dwelling | Vacancy, fields: Mapping[str, Any]) -> bool:
    """Set the fields that differ; tell whether one did."""
    different = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _let(row: VacancyRow, day: date) -> Problem:
    return Problem(
        row.line,
        row.reference,
        "",
        f"Ce logement a été loué dans le dispositif le {day:%d/%m/%Y} : l’offre n’est pas "
        "rouverte. S’il est de nouveau libre, saisissez l’offre à la main.",
    )


def terms_of(row: VacancyRow) -> VacancyTerms:
    """Return what a line says as the terms of an offer."""
    return VacancyTerms(
        reference=row.reference,
        residence=row.residence,
        address=row.address,
        postcode=row.postcode,
        commune_code=row.commune_code,
        rooms=row.rooms,
        typology=row.typology,
        surface=row.surface,
        floor=row.floor,
        lift=row.lift,
        accessible=row.accessible,
        financing=row.financing,
        energy=row.energy or "",
        furnished=row.furnished,
        rent=row.rent,
        charges=row.charges,
        regime=row.regime,
        right=row.reservation,
        right_detail=row.reservation_detail,
        available_on=row.available_on,
        latitude=row.point[0] if row.point else None,
        longitude=row.point[1] if row.point else None,
        located_by=Located.IMPORT,
    )
