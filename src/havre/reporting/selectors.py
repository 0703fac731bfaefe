"""Indicators I1 to I3, counted from dated facts under the actor's own shares.

A funder holds no share: its figures are counted in the operator's name, for closed quarters
only, and small counts are masked before anything is returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from havre.allocations.models import Tenancy
from havre.cases.models import Case, Referral
from havre.engine.vocabulary import HOUSING_ROLES, Pathway, Role
from havre.organisations.models import Organisation
from havre.platform import journal
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.programmes.models import Participation
from havre.programmes.selectors import commune_names, operator_of
from havre.reporting.figures import Figures, closed_quarters, is_closed_quarter, mask

__all__ = [
    "Figures",
    "NotEntitled",
    "admitted",
    "closed_quarters",
    "figures",
    "housed",
    "mask",
    "may_read",
]
UNRESERVED = "Non réservé"


class NotEntitled(PermissionError):
    """Indicators are for the operator and, a quarter at a time, for the funders."""


@dataclass(frozen=True, slots=True)
class LeaseCount:
    """How many leases share a landlord, a holder, a commune and a reference landlord."""

    landlord: int
    holder: int | None
    commune: str
    reference: int | None
    number: int


def may_read(actor: Actor) -> bool:
    """The operator reads the exact figures, funders the masked ones."""
    return actor.has(Role.OPERATOR, Role.FUNDER)


def figures(actor: Actor, start: date, end: date) -> Figures:
    """Count the indicators from `start` to `end`.

    Raises ValueError if reversed; NotEntitled for anyone but the operator and the funders, and
    for a funder outside of a closed quarter: two free periods would tell their difference.
    """
    if start > end:
        raise ValueError("start after end")
    if actor.has(Role.OPERATOR):
        return count(actor, start, end)
    if not actor.has(Role.FUNDER) or not is_closed_quarter(start, end, today()):
        raise NotEntitled
    operator = operator_of(actor.programme_id)
    with acting(actor.in_the_name_of(operator, "masked-aggregate")) as counting:
        journal.record(counting, "INDICATORS_COUNTED", subject=f"{start}/{end}")
        return mask(count(counting, start, end))


def count(actor: Actor, start: date, end: date) -> Figures:
    """Count under the actor's shares. Five queries, whatever the number of cases."""
    pathways: dict[str, int] = dict(
        admitted(actor, start, end).order_by().values_list("pathway").annotate(number=Count("pk"))
    )
    leases = _lease_counts(actor, start, end)
    organisations = _organisation_names(leases)
    communes = commune_names()
    return Figures(
        start=start,
        end=end,
        handled=sum(pathways.values()),
        handled_by_pathway={p: pathways.get(p.value, 0) for p in Pathway},
        active=_active(actor, start, end).count(),
        rehoused=sum(lease.number for lease in leases),
        by_landlord=_summed((organisations[lease.landlord], lease.number) for lease in leases),
        by_holder=_summed(
            (organisations[lease.holder] if lease.holder else UNRESERVED, lease.number)
            for lease in leases
        ),
        by_commune=_summed((communes[lease.commune], lease.number) for lease in leases),
        between_landlords=sum(
            one.number for one in leases if one.reference not in {None, one.landlord}
        ),
        same_landlord=sum(one.number for one in leases if one.reference == one.landlord),
        no_reference=sum(one.number for one in leases if one.reference is None),
    )


def admitted(actor: Actor, start: date, end: date) -> QuerySet[Case]:
    """Return the cases admitted in a period, both days included: I1."""
    return Case.objects.filter(
        programme_id=actor.programme_id, admitted_on__range=(start, end)
    ).order_by("-admitted_on", "pk")


def _active(actor: Actor, start: date, end: date) -> QuerySet[Case]:
    """Return the cases open at some time in a period."""
    return Case.objects.filter(programme_id=actor.programme_id, admitted_on__lte=end).filter(
        Q(ended_on=None) | Q(ended_on__gte=start)
    )


def housed(actor: Actor, start: date, end: date) -> QuerySet[Tenancy]:
    """Return the tenancies whose lease was signed in a period, both days included: I2."""
    return (
        Tenancy.objects.filter(
            case__programme_id=actor.programme_id, lease_signed_on__range=(start, end)
        )
        .select_related("case", "landlord", "holder", "commune")
        .order_by("-lease_signed_on", "pk")
    )


def _lease_counts(actor: Actor, start: date, end: date) -> list[LeaseCount]:
    """Count the leases signed in a period, with the reference landlord of each: I3.

    The landlord of origin; else the organisation that referred her, if it lets dwellings in the
    programme, whether it still takes part or not: figures of the past do not change when it leaves.
    """
    referral = Referral.objects.filter(case_id=OuterRef("case_id"))
    lets = Participation.objects.filter(
        programme_id=actor.programme_id,
        organisation_id=OuterRef("referring_organisation_id"),
        role__in=HOUSING_ROLES,
    )
    referrer = referral.filter(Exists(lets)).values("referring_organisation_id")[:1]
    origin = referral.values("origin_landlord_id")[:1]
    rows = (
        housed(actor, start, end)
        .select_related(None)
        .order_by()
        .annotate(reference_landlord=Coalesce(Subquery(origin), Subquery(referrer)))
        .values_list("landlord_id", "holder_id", "commune_id", "reference_landlord")
        .annotate(number=Count("pk"))
    )
    return [LeaseCount(*row) for row in rows]


def _organisation_names(leases: Iterable[LeaseCount]) -> Mapping[int, str]:
    wanted = {one.landlord for one in leases} | {one.holder for one in leases if one.holder}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _summed(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return {name: number}, the largest first, then by name."""
    counts: Counter[str] = Counter()
    for name, number in named:
        counts[name] += number
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
