"""Reads about from whom a case is kept: what the database shows the actor of it, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.sharing.models import ExceptionalAccess, ExceptionalReason, Recusal, Restriction
from havre.sharing.protection import EXCEPTIONAL_TIME


def recusals_of(case_id: UUID, *, actor: Actor) -> QuerySet[Recusal]:
    """Return the recusals in force of a case, the latest first."""
    return (
        Recusal.objects.filter(case_id=case_id, lifted_at=None)
        .select_related("user", "organisation")
        .order_by("-since")
    )


def recused_people(case_id: UUID) -> set[int]:
    """Return the people recused from a case, as far as the actor may know of it."""
    found = Recusal.objects.filter(case_id=case_id, lifted_at=None, user__isnull=False)
    return {pk for pk in found.values_list("user_id", flat=True) if pk is not None}


def recused_organisations(case_id: UUID) -> set[int]:
    """Return the organisations recused from a case, as far as the actor may know of it."""
    found = Recusal.objects.filter(case_id=case_id, lifted_at=None, organisation__isnull=False)
    return {pk for pk in found.values_list("organisation_id", flat=True) if pk is not None}


def organisations_recused_from(case_ids: Iterable[UUID]) -> dict[UUID, set[int]]:
    """Return the organisations recused from each of these cases; those with none are left out."""
    rows = Recusal.objects.filter(
        case_id__in=list(case_ids), lifted_at=None, organisation__isnull=False
    )
    found: dict[UUID, set[int]] = {}
    for case_id, organisation_id in rows.values_list("case_id", "organisation_id"):
        if organisation_id is not None:
            found.setdefault(case_id, set()).add(organisation_id)
    return found


def restriction_of(case_id: UUID, *, actor: Actor, lock: bool = False) -> Restriction | None:
    """Return the people to whom the actor's organisation reserves a case, None when to all."""
    found = Restriction.objects.filter(
        case_id=case_id, organisation_id=actor.organisation_id, ended_at=None
    )
    return (found.select_for_update() if lock else found).first()


def restrictions_in_force(case_id: UUID, *, actor: Actor) -> list[Restriction]:
    """Return the organisations that reserve a case now: for its keeper all, else one's own."""
    own = Q(organisation_id=actor.organisation_id) | Q(case__steward_id=actor.organisation_id)
    found = Restriction.objects.filter(own, case_id=case_id, ended_at=None)
    return list(found.select_related("organisation").order_by("organisation__name"))


def may_be_told(case_id: UUID, user_ids: set[int], *, actor: Actor) -> set[int]:
    """Return which of these people of the actor's organisation may know of a case.

    For whom to entrust it to, and whom to write to about it.
    """
    restriction = restriction_of(case_id, actor=actor)
    kept = user_ids - recused_people(case_id)
    return kept if restriction is None else kept & set(restriction.named)


def who_may_know(case_id: UUID, organisation_id: int, user_ids: set[int]) -> set[int]:
    """Return which of these people of an organisation may be written to about a case.

    The database answers the keeper of the file, the organisation about its own people, and jobs:
    nobody for anyone else, and for a case hidden or absent.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT havre.may_know(%s, %s, %s::bigint[])",
            [case_id, organisation_id, sorted(user_ids)],
        )
        row = cursor.fetchone()
    return set(row[0]) if row else set()


def exceptional_of(case_id: UUID, *, actor: Actor) -> QuerySet[ExceptionalAccess]:
    """Return the exceptional accesses of a case, asked or opened, the latest first."""
    return (
        ExceptionalAccess.objects.filter(case_id=case_id)
        .select_related("asked_by", "answered_by", "organisation")
        .order_by("-asked_at")
    )


def reasons_of(accesses: Iterable[ExceptionalAccess]) -> dict[UUID, ExceptionalReason]:
    """Return the sealed reasons of requests, by request, where the actor may read them."""
    found = ExceptionalReason.objects.filter(access__in=[access.pk for access in accesses])
    return {reason.access_id: reason for reason in found}


def awaiting_answer(actor: Actor) -> QuerySet[ExceptionalAccess]:
    """Return the requests of colleagues that wait for a second person, the oldest first."""
    return (
        ExceptionalAccess.objects.filter(
            organisation_id=actor.organisation_id,
            confirmed=None,
            asked_at__gt=now() - EXCEPTIONAL_TIME,
        )
        .exclude(asked_by_id=actor.user_id)
        .order_by("asked_at")
    )
