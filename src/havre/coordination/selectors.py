"""Reads on the dates of the commission and on who takes part in it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from havre.coordination.models import CoordinationMeeting, Guest, MeetingSeries
from havre.coordination.permissions import NotAllowed, runs, takes_part
from havre.engine.vocabulary import BOARD_ROLES, MeetingStatus
from havre.organisations.models import Membership, Organisation
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.programmes.selectors import with_role

S = MeetingStatus


def running_series(actor: Actor) -> MeetingSeries | None:
    """Return the series of the actor's programme that is not over, if there is one."""
    return MeetingSeries.objects.filter(programme_id=actor.programme_id, ended_on=None).first()


def may_be_invited(actor: Actor) -> QuerySet[Organisation]:
    """Return who may be invited: those who read the shared board, but the operator itself."""
    return with_role(actor.programme_id, *BOARD_ROLES).exclude(pk=actor.organisation_id)


def people_of(organisations: QuerySet[Organisation]) -> QuerySet[Membership]:
    """Return the active people of organisations, with who they are, by organisation and name."""
    return (
        Membership.objects.filter(
            organisation__in=organisations.order_by(), active=True, user__is_active=True
        )
        .select_related("user")
        .order_by("organisation_id", "user__last_name", "user__first_name", "pk")
    )


def guests_of(series: MeetingSeries, *, actor: Actor) -> QuerySet[Guest]:
    """Return who is invited, by organisation."""
    return (
        Guest.objects.filter(series=series)
        .select_related("organisation", "user")
        .order_by("organisation__name", "user__last_name", "pk")
    )


def meetings(actor: Actor) -> QuerySet[CoordinationMeeting]:
    """Return the meetings the actor may know of: the operator all those of its programme.

    Others: the dates to come of a series their organisation is invited to, and the meetings it
    was invited to whose minutes are validated. Raises NotAllowed for who takes no part.
    """
    if not takes_part(actor):
        raise NotAllowed
    found = CoordinationMeeting.objects.filter(
        series__programme_id=actor.programme_id
    ).select_related("series", "validated_by")
    if runs(actor):
        return found
    own = actor.organisation_id
    return found.filter(
        Q(
            status__in=[S.PLANNED, S.CANCELLED],
            starts_at__gt=now(),
            series__ended_on=None,
            series__guests__organisation_id=own,
        )
        | Q(status=S.VALIDATED, invited__contains=[own])
    ).distinct()


def get_meeting(reference: str, *, actor: Actor) -> CoordinationMeeting:
    """Return one meeting; raise CoordinationMeeting.DoesNotExist when hidden or absent."""
    try:
        return meetings(actor).get(reference=reference)
    except NotAllowed as error:
        raise CoordinationMeeting.DoesNotExist from error


def coming(actor: Actor) -> QuerySet[CoordinationMeeting]:
    """Return the dates to come, cancelled ones included, the next first."""
    found = meetings(actor).filter(status__in=[S.PLANNED, S.CANCELLED], starts_at__gt=now())
    return found.order_by("starts_at")


def past(actor: Actor) -> QuerySet[CoordinationMeeting]:
    """Return the meetings held, or whose date has passed, the latest first."""
    found = meetings(actor).exclude(status=S.CANCELLED)
    return found.filter(Q(starts_at__lte=now()) | Q(opened_at__isnull=False)).order_by("-starts_at")


def is_guest(series: MeetingSeries, *, actor: Actor) -> bool:
    """Tell whether the actor's organisation is invited, or runs the commission."""
    return runs(actor) or series.guests.filter(organisation_id=actor.organisation_id).exists()
