"""Indicators I1 to I3, counted from dated facts of the cases the actor's organisation keeps.

A funder holds no share: its figures are counted in the operator's name, for closed quarters
only, and small counts are masked before anything is returned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from havre.allocations.models import Tenancy
from havre.cases.models import Case
from havre.engine.vocabulary import Pathway, Role
from havre.organisations.models import Organisation
from havre.platform import journal
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.programmes.selectors import commune_names, operator_of
from havre.reporting.counting import LeaseCounts, count_cases, count_leases
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
        journal.commit_reading(counting, "INDICATORS_COUNTED", subject=f"{start}/{end}")
        return mask(count(counting, start, end))


def count(actor: Actor, start: date, end: date) -> Figures:
    """Count the cases the actor's organisation keeps. Four queries, whatever their number."""
    cases = count_cases(actor, start, end)
    leases = count_leases(actor, start, end)
    organisations = _organisation_names(leases)
    communes = commune_names()
    return Figures(
        start=start,
        end=end,
        handled=sum(cases.handled.values()),
        handled_by_pathway={p: cases.handled.get(p.value, 0) for p in Pathway},
        active=cases.active,
        rehoused=leases.by_landlord.total(),
        by_landlord=_summed((organisations[pk], n) for pk, n in leases.by_landlord.items()),
        by_holder=_summed(
            (organisations[pk] if pk else UNRESERVED, n) for pk, n in leases.by_holder.items()
        ),
        by_commune=_summed((communes[code], n) for code, n in leases.by_commune.items()),
        between_landlords=leases.by_reference["OTHER"],
        same_landlord=leases.by_reference["SAME"],
        no_reference=leases.by_reference["NONE"],
    )


def admitted(actor: Actor, start: date, end: date) -> QuerySet[Case]:
    """Return the cases admitted in a period, both days included: I1."""
    return Case.objects.filter(
        programme_id=actor.programme_id, admitted_on__range=(start, end)
    ).order_by("-admitted_on", "pk")


def housed(actor: Actor, start: date, end: date) -> QuerySet[Tenancy]:
    """Return the tenancies whose lease was signed in a period, both days included: I2."""
    return (
        Tenancy.objects.filter(
            case__programme_id=actor.programme_id, lease_signed_on__range=(start, end)
        )
        .select_related("case", "landlord", "holder", "commune")
        .order_by("-lease_signed_on", "pk")
    )


def _organisation_names(leases: LeaseCounts) -> Mapping[int, str]:
    wanted = {pk for pk in (*leases.by_landlord, *leases.by_holder) if pk}
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name"))


def _summed(named: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return {name: number}, the largest first, then by name."""
    counts: Counter[str] = Counter()
    for name, number in named:
        counts[name] += number
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
