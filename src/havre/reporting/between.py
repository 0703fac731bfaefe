"""Mutualisation: what each landlord offered, housed, gave to others and received, year by year.

The operator, who keeps the cases, reads all lines exactly. A landlord reads its own line, of years
that are over, and counts of 1 to 4 are not told: two dates of one year would tell their difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count

from havre.allocations.models import ProposalStep
from havre.engine.vocabulary import HOUSING_ROLES, ProposalStatus, Role
from havre.housing.models import Dwelling, ImportProfile, ImportRun, Vacancy
from havre.organisations.models import Organisation
from havre.platform import journal
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.programmes.selectors import operator_of, programme_of, with_role
from havre.reporting.figures import SMALL
from havre.reporting.selectors import NotEntitled


@dataclass(frozen=True, slots=True)
class Balance:
    """One landlord over one year; a masked count is None. `stock` is None when not imported.

    `given`: women of this landlord housed by another; `received`: those of others it housed.
    """

    organisation: str
    stock: int | None
    offered: int | None
    accepted: int | None
    housed: int | None
    given: int | None
    received: int | None

    def per_thousand(self) -> float | None:
        """Return how many it housed per 1,000 dwellings of its stock, None when not known."""
        if self.housed is None or not self.stock:
            return None
        return self.housed * 1000 / self.stock

    def masked(self) -> Balance:
        """Return what its landlord reads: its offers are its own, the rest is about women.

        None is not told from a few: of a case kept from it, that there is one would be told.
        """
        kept = {
            name: None if (number := int(getattr(self, name))) < SMALL else number
            for name in ("accepted", "housed", "given", "received")
        }
        return Balance(self.organisation, self.stock, self.offered, **kept)


def may_read_between(actor: Actor) -> bool:
    """The operator, and those who let dwellings."""
    return actor.has(Role.OPERATOR, *HOUSING_ROLES)


def years(actor: Actor) -> list[int]:
    """Return the years that may be read, the latest first; a landlord's are over."""
    last = today().year if actor.has(Role.OPERATOR) else today().year - 1
    return list(range(last, programme_of(actor).starts_on.year - 1, -1))


def balances(actor: Actor, year: int) -> list[Balance]:
    """Return the lines the actor may read of a year, by name. Raises NotEntitled, JournalDown."""
    if not may_read_between(actor) or year not in years(actor):
        raise NotEntitled
    if actor.has(Role.OPERATOR):
        return _count(actor, year, list(with_role(actor.programme_id, *HOUSING_ROLES)))
    own = Organisation.objects.get(pk=actor.organisation_id)
    operator = operator_of(actor.programme_id)
    with acting(actor.in_the_name_of(operator, "masked-aggregate")) as counting:
        journal.commit_reading(counting, "INDICATORS_COUNTED", subject=f"between {year}")
        return [line.masked() for line in _count(counting, year, [own])]


def _count(actor: Actor, year: int, landlords: list[Organisation]) -> list[Balance]:
    """Count for these landlords, in five statements whatever their number."""
    ids = [one.pk for one in landlords]
    leases, accepted = _between(actor, year), _accepted(actor, year)
    offered, stock = _offered(actor, year), _stock(ids)
    found = [
        Balance(
            organisation=one.name,
            stock=stock.get(one.pk),
            offered=offered[one.pk],
            accepted=accepted[one.pk],
            housed=leases[one.pk, "HOUSED"],
            given=leases[one.pk, "GIVEN"],
            received=leases[one.pk, "RECEIVED"],
        )
        for one in landlords
    ]
    return sorted(found, key=lambda line: line.organisation)


def _between(actor: Actor, year: int) -> Counter[tuple[int, str]]:
    roles = sorted(role.value for role in HOUSING_ROLES)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, fact, number FROM havre.count_between(%s, %s, %s, %s)",
            [actor.programme_id, date(year, 1, 1), date(year, 12, 31), roles],
        )
        return Counter({(pk, fact): number for pk, fact, number in cursor.fetchall()})


def _accepted(actor: Actor, year: int) -> Counter[int]:
    """Count the dwellings she accepted that year, by landlord; a proposal is accepted once."""
    rows = (
        ProposalStep.objects.filter(
            status=ProposalStatus.ACCEPTED, on__year=year, case__programme_id=actor.programme_id
        )
        .values("proposal__landlord_id")
        .annotate(number=Count("proposal_id", distinct=True))
        .order_by()
    )
    return Counter({row["proposal__landlord_id"]: row["number"] for row in rows})


def _offered(actor: Actor, year: int) -> Counter[int]:
    rows = (
        Vacancy.objects.filter(programme_id=actor.programme_id, entered_at__year=year)
        .values("landlord_id")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return Counter({row["landlord_id"]: row["number"] for row in rows})


def _stock(landlord_ids: list[int]) -> Mapping[int, int]:
    """Count the dwellings of those whose stock was imported; a hand-typed offer is no stock."""
    imported = ImportRun.objects.filter(
        landlord_id__in=landlord_ids,
        kind=ImportProfile.Kind.STOCK,
        status=ImportRun.Status.DONE,
    )
    rows = (
        Dwelling.objects.filter(landlord_id__in=imported.values("landlord_id"))
        .values("landlord_id")
        .annotate(number=Count("pk"))
        .order_by()
    )
    return {row["landlord_id"]: row["number"] for row in rows}
