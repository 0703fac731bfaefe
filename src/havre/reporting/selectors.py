"""Indicators I1 to I3, counted from dated facts under the actor's own shares.

A funder holds no share: its figures are counted in the operator's name, for closed quarters
only, and small counts are masked before anything is returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from havre.allocations.models import Tenancy
from havre.cases.models import Case, Referral
from havre.engine.vocabulary import HOUSING_ROLES, Pathway, Role
from havre.organisations.models import Organisation
from havre.platform.acting import Actor, acting
from havre.programmes.models import Commune, Participation
from havre.programmes.selectors import operator_of

UNRESERVED = "Non réservé"
SMALL = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """The three indicators over a period, both days included. A masked count is None."""

    start: date
    end: date
    handled: int | None
    handled_by_pathway: Mapping[Pathway, int]
    active: int | None
    rehoused: int | None
    by_landlord: Mapping[str, int] = field(default_factory=dict)
    by_holder: Mapping[str, int] = field(default_factory=dict)
    by_commune: Mapping[str, int] = field(default_factory=dict)
    between_landlords: int | None = None
    same_landlord: int | None = None
    no_reference: int | None = None
    masked: bool = False


class NotEntitled(PermissionError):
    """Indicators are for the operator and the funders."""


def may_read(actor: Actor) -> bool:
    """The operator reads the exact figures, funders the masked ones."""
    return actor.has(Role.OPERATOR, Role.FUNDER)


def figures(actor: Actor, start: date, end: date) -> Figures:
    """Count the indicators from `start` to `end`. Raises NotEntitled, ValueError if reversed."""
    if start > end:
        raise ValueError("start after end")
    if actor.has(Role.OPERATOR):
        return count(actor, start, end)
    if not actor.has(Role.FUNDER):
        raise NotEntitled
    operator = operator_of(actor.programme_id)
    with acting(actor.in_the_name_of(operator, "masked-aggregate")) as counting:
        return mask(count(counting, start, end))


def count(actor: Actor, start: date, end: date) -> Figures:
    """Count under the actor's shares. Five queries, whatever the number of cases."""
    cases = Case.objects.filter(programme_id=actor.programme_id)
    admitted = cases.filter(admitted_on__range=(start, end))
    by_pathway = dict(
        admitted.order_by().values_list("pathway").annotate(number=Count("pk"))
    )
    active = cases.filter(admitted_on__lte=end).filter(Q(ended_on=None) | Q(ended_on__gte=start))
    signed = _signed(actor, start, end)
    reference = _reference_split(signed)
    return Figures(
        start=start,
        end=end,
        handled=sum(by_pathway.values()),
        handled_by_pathway={p: by_pathway.get(p.value, 0) for p in Pathway},
        active=active.count(),
        rehoused=sum(number for *_, number in reference),
        by_landlord=_named(reference, 0, Organisation),
        by_holder=_named(reference, 1, Organisation),
        by_commune=_named(reference, 2, Commune),
        between_landlords=sum(n for a, _, _, r, n in reference if r is not None and r != a),
        same_landlord=sum(n for a, _, _, r, n in reference if r == a),
        no_reference=sum(n for _, _, _, r, n in reference if r is None),
    )


Row = tuple[int, int | None, str, int | None, int]


def _signed(actor: Actor, start: date, end: date):  # type: ignore[no-untyped-def]
    """Leases signed in the period, each with its reference landlord."""
    referral = Referral.objects.filter(case_id=OuterRef("case_id"))
    lets = Participation.objects.filter(
        organisation_id=OuterRef("referring_organisation_id"), role__in=HOUSING_ROLES, active=True
    )
    referrer = referral.filter(Exists(lets)).values("referring_organisation_id")[:1]
    return Tenancy.objects.filter(
        case__programme_id=actor.programme_id, lease_signed_on__range=(start, end)
    ).annotate(
        reference_landlord=Coalesce(
            Subquery(referral.values("origin_landlord_id")[:1]), Subquery(referrer)
        )
    )


def _reference_split(signed) -> list[Row]:  # type: ignore[no-untyped-def]
    """(landlord, holder, commune, reference landlord, number) of the leases signed."""
    return list(
        signed.order_by()
        .values_list("landlord_id", "holder_id", "commune_id", "reference_landlord")
        .annotate(number=Count("pk"))
        .order_by(F("number").desc())
    )


def _named(rows: list[Row], column: int, model: type[Organisation] | type[Commune]) -> dict[str, int]:
    """Return {name: number} for one column, the largest first, then by name."""
    counts: Counter[int | str | None] = Counter()
    for row in rows:
        counts[row[column]] += row[4]
    found = model._default_manager.filter(pk__in=[key for key in counts if key is not None])
    names = {item.pk: item.name for item in found}
    named = {names[key] if key is not None else UNRESERVED: number for key, number in counts.items()}
    return dict(sorted(named.items(), key=lambda pair: (-pair[1], pair[0])))


def mask(exact: Figures) -> Figures:
    """Return what a funder sees: totals only, and none that a small count could be told from."""
    parts = (exact.between_landlords, exact.same_landlord, exact.no_reference)
    split_is_safe = all(part is not None and (part == 0 or part >= SMALL) for part in parts)
    return Figures(
        start=exact.start,
        end=exact.end,
        handled=_masked(exact.handled),
        handled_by_pathway={},
        active=_masked(exact.active),
        rehoused=_masked(exact.rehoused),
        between_landlords=exact.between_landlords if split_is_safe else None,
        same_landlord=exact.same_landlord if split_is_safe else None,
        no_reference=exact.no_reference if split_is_safe else None,
        masked=True,
    )


def _masked(number: int | None) -> int | None:
    return None if number is None or 0 < number < SMALL else number


def closed_quarters(day: date, count: int = 8) -> list[tuple[date, date]]:
    """Return the last closed quarters before `day`, the latest first: the funders' releases."""
    quarters: list[tuple[date, date]] = []
    year, quarter = day.year, (day.month - 1) // 3
    for _ in range(count):
        if quarter == 0:
            year, quarter = year - 1, 4
        start = date(year, 3 * quarter - 2, 1)
        after = date(year + (quarter == 4), 3 * quarter % 12 + 1, 1)
        quarters.append((start, date.fromordinal(after.toordinal() - 1)))
        quarter -= 1
    return quarters
