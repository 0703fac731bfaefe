"""Writes on a programme: thresholds, yearly targets, reservation rights, income ceilings."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from havre.engine.matching import WEIGHTS
from havre.engine.vocabulary import HOUSING_ROLES, Pathway, Role
from havre.organisations.models import Organisation
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.programmes import permissions
from havre.programmes.models import (
    CeilingRevision,
    IncomeCeiling,
    LandlordCap,
    PathwayTarget,
    Programme,
    ReservationRight,
)
from havre.programmes.selectors import weights_of, with_role

SETTINGS = (
    "name",
    "territory",
    "effort_rate_max",
    "left_to_live_per_day",
    "answer_days",
    "hold_days",
    "proposal_days",
    "searches_per_day",
    "cases_per_hour",
    "cases_per_day",
    "refusals_per_hour",
    "night_from",
    "night_until",
    "fair_share",
)
HEAVIEST_WEIGHT = 10
FIGURES = frozenset(SETTINGS) - {"name", "territory"}


class NotAllowed(PermissionError):
    """The actor may not change this programme."""


class YearExists(Exception):
    """The ceilings of this year are already there."""


def lock_programme(actor: Actor) -> Programme:
    """Lock the actor's programme; raise NotAllowed unless she coordinates its operator."""
    if not permissions.may_change_settings(actor):
        raise NotAllowed
    return Programme.objects.select_for_update().get(pk=actor.programme_id)


@transaction.atomic
def save_settings(values: Mapping[str, object], *, actor: Actor) -> Programme:
    """Write the settings given; the journal keeps each figure before and after.

    Raises NotAllowed, ValidationError (a value outside the model's bounds).
    """
    programme = lock_programme(actor)
    before = {name: getattr(programme, name) for name in SETTINGS}
    for name in SETTINGS:
        if name in values:
            setattr(programme, name, values[name])
    programme.full_clean()
    changed = [name for name in SETTINGS if getattr(programme, name) != before[name]]
    if changed:
        programme.save(update_fields=changed)
    for name in changed:
        figures = f" {before[name]}→{getattr(programme, name)}" if name in FIGURES else ""
        journal.record(actor, "PROGRAMME_SETTING_CHANGED", subject=name + figures)
    return programme


@transaction.atomic
def save_weights(weights: Mapping[str, int], *, actor: Actor) -> Programme:
    """Write what each wish weighs in the ranking; the journal keeps each weight before and after.

    Raises NotAllowed, ValueError for a wish the engine does not know, a weight out of bounds, or
    none that counts.
    """
    programme = lock_programme(actor)
    bounded = all(0 <= weight <= HEAVIEST_WEIGHT for weight in weights.values())
    if set(weights) != set(WEIGHTS) or not bounded or not any(weights.values()):
        raise ValueError("weights")
    wanted = {name: weights[name] for name in WEIGHTS}
    before = weights_of(programme)
    changed = [name for name in WEIGHTS if wanted[name] != before[name]]
    if changed:
        programme.weights = wanted
        programme.save(update_fields=["weights"])
    for name in changed:
        figures = f"{before[name]:g}→{wanted[name]}"
        journal.record(actor, "PROGRAMME_SETTING_CHANGED", subject=f"weight {name} {figures}")
    return programme


@transaction.atomic
def save_caps(caps: Mapping[int, int | None], *, actor: Actor) -> None:
    """Write how many dwellings a plan may take of each landlord (by id); None removes a cap.

    Raises NotAllowed, ValidationError; Organisation.DoesNotExist for who offers none here.
    """
    programme = lock_programme(actor)
    known = {cap.landlord_id: cap for cap in LandlordCap.objects.filter(programme=programme)}
    landlords = {landlord.pk: landlord for landlord in with_role(programme.pk, *HOUSING_ROLES)}
    for landlord_id, most in caps.items():
        if landlord_id not in landlords:
            raise Organisation.DoesNotExist
        cap = known.get(landlord_id)
        before = cap.most if cap else None
        if before == most:
            continue
        if most is None:
            if cap:
                cap.delete()
        else:
            cap = cap or LandlordCap(programme=programme, landlord=landlords[landlord_id])
            cap.most = most
            cap.full_clean()
            cap.save()
        subject = f"cap {landlord_id} {before}→{most}"
        journal.record(actor, "PROGRAMME_SETTING_CHANGED", subject=subject)


@transaction.atomic
def save_targets(
    year: int, targets: Mapping[Pathway, tuple[int, int] | None], *, actor: Actor
) -> None:
    """Write the (low, high) targets of a year; None removes a pathway's. Raises NotAllowed."""
    programme = lock_programme(actor)
    rows = {
        row.pathway: row for row in PathwayTarget.objects.filter(programme=programme, year=year)
    }
    for pathway, bounds in targets.items():
        row = rows.get(pathway)
        former = (row.low, row.high) if row else None
        if former == bounds:
            continue
        if bounds is None:
            if row:
                row.delete()
        else:
            PathwayTarget.objects.update_or_create(
                programme=programme,
                year=year,
                pathway=pathway,
                defaults={"low": bounds[0], "high": bounds[1]},
            )
        written = f"{bounds[0]}-{bounds[1]}" if bounds else "-"
        journal.record(actor, "TARGET_CHANGED", subject=f"{year} {pathway} {written}")


@transaction.atomic
def set_holder(code: str, detail: str, holder_id: int, *, actor: Actor) -> ReservationRight:
    """Say who holds the dwellings reserved under a code; replaces the former holder.

    Raises NotAllowed, Organisation.DoesNotExist (not a reservation holder of the programme).
    """
    programme = lock_programme(actor)
    holder: Organisation = with_role(programme.pk, Role.RESERVATION_HOLDER).get(pk=holder_id)
    right = ReservationRight.objects.filter(programme=programme, code=code, detail=detail).first()
    if right and right.holder_id == holder.pk:
        return right
    right, _ = ReservationRight.objects.update_or_create(
        programme=programme, code=code, detail=detail, defaults={"holder": holder}
    )
    journal.record(
        actor, "RIGHT_HOLDER_SET", subject=f"code:{code} {detail} organisation:{holder.pk}"
    )
    return right


@transaction.atomic
def remove_right(right_id: int, *, actor: Actor) -> None:
    """Remove a reservation right; new offers under its code then have no holder to ask.

    Raises NotAllowed, ReservationRight.DoesNotExist.
    """
    programme = lock_programme(actor)
    right = ReservationRight.objects.get(pk=right_id, programme=programme)
    right.delete()
    journal.record(actor, "RIGHT_REMOVED", subject=f"code:{right.code} {right.detail}")


@transaction.atomic
def correct_ceiling(
    ceiling_id: int, amount: int, source: str, *, provisional: bool, actor: Actor
) -> IncomeCeiling:
    """Correct a ceiling, with its source; the person is named beside it from then on.

    Raises NotAllowed, IncomeCeiling.DoesNotExist, ValidationError.
    """
    lock_programme(actor)
    ceiling = IncomeCeiling.objects.select_for_update().get(pk=ceiling_id)
    if (ceiling.amount, ceiling.source, ceiling.provisional) == (amount, source, provisional):
        return ceiling
    former = ceiling.amount
    CeilingRevision.objects.create(
        ceiling=ceiling,
        amount=former,
        source=ceiling.source,
        provisional=ceiling.provisional,
        replaced_by_id=actor.user_id,
    )
    ceiling.amount, ceiling.source, ceiling.provisional = amount, source, provisional
    ceiling.edited_by_id, ceiling.edited_at = actor.user_id, now()
    ceiling.full_clean()
    ceiling.save()
    journal.record(
        actor,
        "CEILING_CORRECTED",
        subject=f"{ceiling.year} {ceiling.financing} {ceiling.zone} {ceiling.category} "
        f"{former}→{amount}",
    )
    return ceiling


@transaction.atomic
def add_ceiling_year(year: int, *, actor: Actor) -> None:
    """Open a year of ceilings with those of the latest year before it, all to be confirmed.

    Raises NotAllowed, YearExists, IncomeCeiling.DoesNotExist (no earlier year).
    """
    lock_programme(actor)
    if IncomeCeiling.objects.filter(year=year).exists():
        raise YearExists
    latest = IncomeCeiling.objects.filter(year__lt=year).latest("year").year
    moment = now()
    IncomeCeiling.objects.bulk_create(
        IncomeCeiling(
            year=year,
            financing=row.financing,
            zone=row.zone,
            category=row.category,
            amount=row.amount,
            source=f"Valeur {latest} reprise, à remplacer",
            provisional=True,
            edited_by_id=actor.user_id,
            edited_at=moment,
        )
        for row in IncomeCeiling.objects.filter(year=latest)
    )
    journal.record(actor, "CEILING_YEAR_ADDED", subject=f"{year} from {latest}")
