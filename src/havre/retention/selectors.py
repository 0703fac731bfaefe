"""What is kept, for how long, and what is due to go. An operator reads its own programme's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from havre.cases.models import Case, CaseEvent
from havre.cases.selectors import visible_to
from havre.coordination.models import CoordinationMeeting
from havre.engine.vocabulary import Stage
from havre.housing.models import ImportRun
from havre.matching.models import PlanLine, PlanRun
from havre.organisations.models import Membership, User
from havre.platform.acting import Actor
from havre.platform.clock import now, today
from havre.platform.models import JournalEntry
from havre.retention.models import LegalHold, Policy
from havre.retention.rules import NOTICE_DAYS, PERIODS, Kind

STAGES: Mapping[Kind, Q] = {
    Kind.DRAFT: Q(stage=Stage.DRAFT),
    Kind.NOT_ADMITTED: Q(stage=Stage.NOT_ADMITTED),
    Kind.CLOSED: (Q(ended_on__isnull=False) | Q(stage=Stage.HOUSED)) & ~Q(stage=Stage.NOT_ADMITTED),
}
"""Which cases each kind holds. A woman rehoused and heard of no more counts as closed."""
LISTED = 200
ERASED, KEYS_DESTROYED = "CASE_ERASED", "CASE_KEYS_DESTROYED"
"""The lines of the journal that tell of an erased case: its rows first, then its keys."""


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case whose time ends on `on`; `held` when somebody keeps it beyond."""

    case: Case
    kind: Kind
    last_contact: date
    on: date
    held: bool


def days_of(actor: Actor) -> dict[Kind, int]:
    """Return how many days each kind is kept in the actor's programme."""
    changed = dict(
        Policy.objects.filter(programme_id=actor.programme_id).values_list("kind", "days")
    )
    return {kind: changed.get(kind, PERIODS[kind].usual) for kind in Kind}


def with_last_contact(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Add `last_contact`: the last day something was done for her, as `havre.last_contact`."""
    events = (
        CaseEvent.objects.filter(case=OuterRef("pk"))
        .order_by()
        .values("case")
        .annotate(last=Max("on"))
    )
    held = _held().filter(case=OuterRef("pk"))
    return cases.annotate(
        last_contact=Greatest(
            TruncDate("created_at"),
            TruncDate("stage_since"),
            Coalesce("ended_on", TruncDate("created_at")),
            Coalesce(Subquery(events.values("last")), TruncDate("created_at")),
        ),
        held=Exists(held),
    )


def due_cases(actor: Actor, *, within: int = NOTICE_DAYS) -> list[DueCase]:
    """Return the cases the actor keeps whose time ends within so many days, soonest first.

    At most 200: those that follow come when these have gone.
    """
    periods, found = days_of(actor), []
    kept: Any = with_last_contact(visible_to(actor).filter(steward_id=actor.organisation_id))
    for kind, stages in STAGES.items():
        limit = today() + timedelta(days=within - periods[kind])
        rows = kept.filter(stages, last_contact__lte=limit).order_by("last_contact", "pk")
        for case in rows[:LISTED]:
            on = case.last_contact + timedelta(days=periods[kind])
            found.append(DueCase(case, kind, case.last_contact, on, case.held))
    return sorted(found, key=lambda one: (one.on, one.case.reference))[:LISTED]


def cases_without_need_of_papers(actor: Actor) -> list[Case]:
    """Return the cases the actor keeps that are over for long enough, and that nobody holds."""
    limit = today() - timedelta(days=days_of(actor)[Kind.DOCUMENTS])
    kept: Any = with_last_contact(visible_to(actor).filter(steward_id=actor.organisation_id))
    over = kept.filter(STAGES[Kind.CLOSED] | STAGES[Kind.NOT_ADMITTED], last_contact__lte=limit)
    return list(over.filter(held=False).order_by("last_contact", "pk"))


def erased_with_keys(actor: Actor) -> list[UUID]:
    """Return the cases the actor's organisation erased and whose keys are still to be destroyed."""
    lines = JournalEntry.objects.filter(organisation_id=actor.organisation_id)
    destroyed = lines.filter(action=KEYS_DESTROYED, subject=OuterRef("subject"))
    erased = lines.filter(~Exists(destroyed), action=ERASED)
    return [UUID(subject) for subject in erased.values_list("subject", flat=True)]


def due_accounts(actor: Actor) -> QuerySet[User]:
    """Return the accounts that belong to no organisation any more and whose time is over."""
    seats = Membership.objects.filter(user=OuterRef("pk"), active=True, organisation__active=True)
    seen = Greatest(
        Coalesce(F("last_login"), F("created_at")),
        Coalesce(Max("memberships__since"), F("created_at")),
    )
    return (
        User.objects.filter(Q(is_active=False) | ~Exists(seats))
        .exclude(email__endswith=FORGOTTEN)
        .annotate(seen=seen)
        .filter(seen__lte=_before(actor, Kind.ACCOUNTS))
        .order_by("pk")
    )


FORGOTTEN = "@retire.invalid"
"""The domain of addresses that replace those of forgotten accounts (RFC 2606: never delivered)."""


def due_imports(actor: Actor) -> QuerySet[ImportRun]:
    """Return the files received and never imported whose time is over."""
    return ImportRun.objects.filter(
        programme_id=actor.programme_id,
        status=ImportRun.Status.PREVIEW,
        created_at__lte=_before(actor, Kind.IMPORTS),
    ).order_by("created_at")


def due_plans(actor: Actor) -> QuerySet[PlanRun]:
    """Return the plans of the actor's organisation whose time is over, the oldest first.

    A plan waits as long as a file that is kept beyond its time is in it.
    """
    lines = PlanLine.objects.filter(run=OuterRef("pk"), case__in=_held().values("case"))
    found = PlanRun.objects.filter(
        ~Exists(lines),
        organisation_id=actor.organisation_id,
        programme_id=actor.programme_id,
        made_at__lte=_before(actor, Kind.PLANS),
    )
    return found.order_by("made_at", "pk")


def _held() -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(Q(until=None) | Q(until__gte=today()))


def due_meetings(actor: Actor) -> QuerySet[CoordinationMeeting]:
    """Return the meetings, held or not, whose time is over."""
    return CoordinationMeeting.objects.filter(
        series__programme_id=actor.programme_id, starts_at__lte=_before(actor, Kind.MEETINGS)
    ).order_by("starts_at", "pk")


def _before(actor: Actor, kind: Kind) -> datetime:
    return now() - timedelta(days=days_of(actor)[kind])


def hold_of(case: Case, *, actor: Actor) -> LegalHold | None:
    """Return what keeps this file beyond its time, if the actor may know of it."""
    return LegalHold.objects.filter(case=case).first()


def holds(actor: Actor) -> QuerySet[LegalHold]:
    """Return the files kept beyond their time, the latest first."""
    return (
        LegalHold.objects.filter(case__programme_id=actor.programme_id)
        .select_related("case")
        .order_by("-placed_at")
    )
