"""From whom a case is kept: recusals, cases reserved to named people, exceptional access."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from havre.engine.vocabulary import Compartment, ExceptionalGround
from havre.organisations.models import Organisation, User
from havre.platform.clock import now
from havre.platform.compartments import CaseRow, SealedRow

EXCEPTIONAL_TIME = timedelta(hours=1)
"""How long a request waits for its second person, and how long the access then lasts."""


class Recusal(SealedRow):
    """The case does not exist for this person, or for this organisation. Payload: `reason`.

    Close to the perpetrator, a neighbour, his employer… Lifted rather than removed.
    """

    compartment: ClassVar[Compartment] = Compartment.SAFETY

    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(organisation=None), name="recusal_of_one"
            ),
            models.UniqueConstraint(
                fields=["case", "user", "organisation"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="recused_once",
            ),
        ]


class Restriction(CaseRow):
    """Within one organisation, only these people see the case."""

    compartment: ClassVar[Compartment] = Compartment.PROGRESS
    owner_column: ClassVar[str | None] = "organisation_id"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    named = ArrayField(models.BigIntegerField())
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(named__len__gt=0), name="somebody_is_named"),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ended_at=None),
                name="one_restriction_per_organisation",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"], condition=Q(ended_at=None), name="restriction_running"
            )
        ]


class ReservationRequest(CaseRow):
    """The keeper asks another organisation to reserve a case to people it names.

    Seen by that organisation and by the keeper. While it is `suspended` and open, nobody of the
    organisation sees the case. Written by functions of the database alone (`guard.sql`).
    """

    compartment: ClassVar[Compartment] = Compartment.PROGRESS
    owner_column: ClassVar[str | None] = "organisation_id"

    class Answer(models.TextChoices):
        """What the organisation answered."""

        DONE = "DONE", "Réservée"
        CANNOT = "CANNOT", "Ne peut pas la réserver"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    suspended = models.BooleanField(default=False)
    answer = models.CharField(max_length=6, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(ended_at=None),
                name="one_request_per_organisation",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"], condition=Q(ended_at=None), name="reservation_waiting"
            )
        ]


class ExceptionalAccess(CaseRow):
    """A compartment opened beyond her agreement: asked by one, confirmed by another, one hour.

    Everyone who holds the file sees that it happened; why is in `ExceptionalReason`.
    """

    compartment: ClassVar[Compartment] = Compartment.PROGRESS

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    opens = models.CharField(max_length=24, choices=Compartment.choices())
    ground = models.CharField(max_length=24, choices=ExceptionalGround.choices())
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    answered_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.BooleanField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(confirmed=True) | ~Q(answered_by=F("asked_by")),
                name="confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(confirmed=None, answered_by=None, answered_at=None)
                | Q(confirmed__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="an_answer_is_somebody_s",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-asked_at"], name="exceptional_of_case"),
            models.Index(
                fields=["organisation", "asked_at"],
                condition=Q(confirmed=None),
                name="exceptional_waiting",
            ),
        ]

    @property
    def expires_at(self) -> datetime:
        """When the request ends by itself if nobody answers it."""
        return self.asked_at + EXCEPTIONAL_TIME


class ExceptionalReason(SealedRow):
    """Why it was asked. Payload: `reason`. For the keeper of the file alone."""

    compartment: ClassVar[Compartment] = Compartment.SAFETY

    access = models.OneToOneField(
        ExceptionalAccess, on_delete=models.CASCADE, related_name="reason"
    )
