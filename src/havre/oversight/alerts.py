"""Unusual access: raised by the worker, answered by the operator's coordinator."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime, make_aware

from havre.engine.vocabulary import Role, Seat
from havre.organisations.models import User
from havre.oversight.models import AccessAlert, Outcome
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now

OF_HOUR = "SELECT * FROM havre.unusual_access(%s, %s)"
OF_DAY = "SELECT * FROM havre.unusual_day(%s, %s)"


class NotAllowed(PermissionError):
    """Alerts are for the operator's coordinator."""


def may_watch(actor: Actor) -> bool:
    """The operator's coordinator looks at unusual access."""
    return actor.has(Role.OPERATOR) and actor.seat is Seat.COORDINATOR


def raise_alerts(*, actor: Actor) -> int:
    """Raise the alerts of this hour and the one before, and of their days; return how many are new.

    Run by the worker in each operator's name. An alert already raised keeps growing until it is
    answered.
    """
    hour = now().replace(minute=0, second=0, microsecond=0)
    hours = (hour - timedelta(hours=1), hour)
    days = sorted({localtime(start).date() for start in hours})
    return sum(_raise(OF_HOUR, start, start, actor) for start in hours) + sum(
        _raise(OF_DAY, day, make_aware(datetime.combine(day, time.min)), actor) for day in days
    )


@transaction.atomic
def _raise(question: str, period: datetime | date, since: datetime, actor: Actor) -> int:
    """Raise what is unusual in a period that began at a moment; return how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(question, [actor.programme_id, period])
        rows = cursor.fetchall()
    people = set(User.objects.filter(pk__in=[row[2] for row in rows]).values_list("pk", flat=True))
    raised = 0
    for kind, organisation_id, user_id, number in rows:
        if user_id not in people:
            continue
        alert, new = AccessAlert.objects.get_or_create(
            programme_id=actor.programme_id,
            kind=kind,
            organisation_id=organisation_id,
            user_id=user_id,
            hour=since,
            defaults={"number": number, "operator_id": actor.organisation_id},
        )
        raised += new
        if not alert.outcome and alert.number < number:
            AccessAlert.objects.filter(pk=alert.pk).update(number=number)
    return raised


def open_alerts(actor: Actor) -> QuerySet[AccessAlert]:
    """Return the alerts that wait for an answer, latest first; none for anyone else."""
    if not may_watch(actor):
        return AccessAlert.objects.none()
    waiting = AccessAlert.objects.filter(programme_id=actor.programme_id, outcome="")
    return waiting.select_related("organisation", "user").order_by("-hour", "pk")


def alert_of(alert_id: UUID, *, actor: Actor) -> AccessAlert:
    """Return an alert that waits; raise AccessAlert.DoesNotExist."""
    return open_alerts(actor).get(pk=alert_id)


@transaction.atomic
def acknowledge(alert: AccessAlert, outcome: Outcome, *, actor: Actor) -> None:
    """Answer an alert with what was concluded. Raises NotAllowed; a second answer changes nothing.

    The conclusion is a code: free words would say more of a colleague than is needed.
    """
    if not may_watch(actor):
        raise NotAllowed
    answered = AccessAlert.objects.filter(pk=alert.pk, outcome="").update(
        outcome=outcome, acknowledged_at=now(), acknowledged_by_id=actor.user_id
    )
    if answered:
        journal.record(actor, "ALERT_ANSWERED", subject=f"{alert.kind}:{outcome}")
