"""Reservation rights by flow: owed, reached and remaining, as each reader may know them.

The operator counts the cases it keeps; a landlord the leases of its own dwellings, which it may
read. A holder has lost all it had of a woman by her lease: it is told, in the operator's name, of
closed quarters alone, and of no count under SMALL, zero included (decision 45).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from havre.allocations.models import Tenancy
from havre.engine.vocabulary import BOARD_ROLES, HOUSING_ROLES, Role
from havre.organisations.selectors import names_of
from havre.platform import journal
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.programmes.selectors import flow_targets, operator_of
from havre.reporting.figures import SMALL
from havre.reporting.selectors import NotEntitled

Pair = tuple[int, int | None]
"""A landlord, and the holder its lease is counted to; None for the landlord's own line."""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One landlord and one holder in a year; `holder` is empty on the landlord's own line.

    `reached` is None where it may not be told; `target` where none was set.
    """

    landlord_id: int
    holder_id: int | None
    landlord: str
    holder: str
    target: int | None
    agreed_on: date | None
    reached: int | None

    @property
    def remaining(self) -> int | None:
        """What is still owed; None where it is not known or may not be told."""
        if self.target is None or self.reached is None:
            return None
        return max(0, self.target - self.reached)


@dataclass(frozen=True, slots=True)
class Flow:
    """A year of reservation rights. `until`: the last day counted, None while it is not over."""

    year: int
    lines: list[FlowLine]
    until: date | None
    masked: bool


def may_read_flow(actor: Actor) -> bool:
    """The operator reads all of it, each landlord and each holder its own."""
    return actor.has(Role.OPERATOR, *BOARD_ROLES)


def flow_of(actor: Actor, year: int) -> Flow:
    """Return a year's rights as the actor may know them. Raises NotEntitled, JournalDown."""
    if not may_read_flow(actor):
        raise NotEntitled
    own = actor.organisation_id
    targets = flow_targets(actor.programme_id, year)
    start, end = date(year, 1, 1), date(year, 12, 31)
    until: date | None = min(end, today())
    reached: Mapping[Pair, int]
    masked = not actor.has(Role.OPERATOR, *HOUSING_ROLES)
    if actor.has(Role.OPERATOR):
        reached = _signed(actor.programme_id, start, end)
    elif not masked:
        targets = targets.filter(Q(landlord_id=own) | Q(holder_id=own))
        mine = Q(landlord_id=own)
        reached = _signed(actor.programme_id, start, end, mine)
    else:
        targets = targets.filter(holder_id=own)
        until = closed(year)
        reached = _released(actor, start, until) if until else {}
    owed = {(one.landlord_id, one.holder_id): one for one in targets}
    pairs: set[Pair] = {*owed, *reached}
    names = names_of({pk for pair in pairs for pk in pair if pk})
    lines = [
        FlowLine(
            landlord_id=pair[0],
            holder_id=pair[1],
            landlord=names[pair[0]],
            holder=names[pair[1]] if pair[1] else "",
            target=owed[pair].target if pair in owed else None,
            agreed_on=owed[pair].agreed_on if pair in owed else None,
            reached=_told(reached.get(pair, 0), pair, actor, masked=masked),
        )
        for pair in pairs
    ]
    lines.sort(key=lambda line: (line.landlord, line.holder == "", line.holder))
    return Flow(year, lines, until, masked)


def _told(number: int, pair: Pair, actor: Actor, *, masked: bool) -> int | None:
    elsewhere = not actor.has(Role.OPERATOR) and pair[0] != actor.organisation_id
    return None if elsewhere and (not masked or number < SMALL) else number


def _signed(programme_id: int, start: date, end: date, mine: Q | None = None) -> dict[Pair, int]:
    """Count the leases that the acting organisation reads, by landlord and holder."""
    rows = (
        Tenancy.objects.filter(
            mine or Q(),
            proposal__vacancy__programme_id=programme_id,
            lease_signed_on__range=(start, end),
        )
        .order_by()
        .values_list("landlord_id", "holder_id")
        .annotate(number=Count("pk"))
    )
    return {(landlord, holder): number for landlord, holder, number in rows}


def _released(actor: Actor, start: date, until: date) -> dict[Pair, int]:
    """Count a holder's leases in the operator's name: those of 1 to 4 are dropped right there."""
    operator = operator_of(actor.programme_id)
    with acting(actor.in_the_name_of(operator, "masked-aggregate")) as counting:
        journal.commit_reading(counting, "INDICATORS_COUNTED", subject=f"flow {start}/{until}")
        mine = Q(holder_id=actor.organisation_id)
        found = _signed(actor.programme_id, start, until, mine)
    return {pair: number for pair, number in found.items() if number >= SMALL}


def closed(year: int) -> date | None:
    """Return the last day of a year that is over, None of any other: within a year, two counts
    read at two dates would tell their difference, which may be one woman."""
    return date(year, 12, 31) if year < today().year else None
