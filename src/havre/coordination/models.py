"""The commission: what is about no case here; what is about a case in `case_rows` (decision 47)."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from havre.coordination.case_rows import AgendaItem, Decision, MinuteLine
from havre.engine.vocabulary import Asked, DecisionKind, MeetingStatus, PointKind
from havre.housing.models import Vacancy
from havre.organisations.models import Organisation, User
from havre.platform.references import new_reference
from havre.programmes.models import Programme

__all__ = [
    "Addressee",
    "AgendaItem",
    "Attendance",
    "CoordinationMeeting",
    "Decision",
    "Guest",
    "MeetingSeries",
    "MinuteLine",
    "Topic",
]


class MeetingSeries(models.Model):
    """When and where the commission of a programme meets.

    `rule` is an iCalendar rule over local time. `sequence` is the revision its participants were
    last told of; `to_tell` says that something has changed since.
    """

    about_no_case: ClassVar[str] = "when and where partners meet"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    to_tell = models.BooleanField(default=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(15), MaxValueValidator(600)]
    )
    rule = models.CharField(max_length=120)
    place = models.CharField(max_length=160, blank=True)
    link = models.CharField(max_length=300, blank=True)
    waiting_days = models.PositiveSmallIntegerField(
        default=14, validators=[MinValueValidator(3), MaxValueValidator(180)]
    )
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(ended_on=None), name="one_running_series"
            ),
            models.CheckConstraint(
                condition=~Q(place="") | ~Q(link=""), name="a_meeting_is_somewhere"
            ),
        ]


class Guest(models.Model):
    """An organisation invited to a series, or one person of it; nobody named: its coordinators."""

    about_no_case: ClassVar[str] = "which partners are invited"

    series = models.ForeignKey(MeetingSeries, on_delete=models.CASCADE, related_name="guests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "organisation", "user"],
                nulls_distinct=False,
                name="invited_once",
            )
        ]


class Addressee(models.Model):
    """Who has received the invitation, and which revision of it: told again, or told it is off."""

    about_no_case: ClassVar[str] = "who was sent the dates of meetings"

    series = models.ForeignKey(MeetingSeries, on_delete=models.CASCADE, related_name="addressees")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    told = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "organisation", "user"], name="addressed_once"
            )
        ]


class CoordinationMeeting(models.Model):
    """One date of a series. `occurrence` is when its rule puts it; `starts_at` when it is held.

    `invited` are the organisations invited when it was opened: they read its minutes.
    """

    about_no_case: ClassVar[str] = "dates of meetings; what is about a case is in rows of cases"

    series = models.ForeignKey(MeetingSeries, on_delete=models.CASCADE, related_name="meetings")
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    occurrence = models.DateTimeField()
    starts_at = models.DateTimeField()
    status = models.CharField(
        max_length=12, choices=MeetingStatus.choices(), default=MeetingStatus.PLANNED.value
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    invited = ArrayField(models.BigIntegerField(), default=list)
    opened_at = models.DateTimeField(null=True, blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)
    validated_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "occurrence"], name="one_meeting_per_date")
        ]
        indexes = [models.Index(fields=["series", "starts_at"], name="meeting_by_date")]

    def __str__(self) -> str:
        return self.reference

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.starts_at + timedelta(minutes=self.series.minutes)

    @property
    def status_word(self) -> MeetingStatus:
        """The status as a word of the vocabulary, with its label."""
        return MeetingStatus(self.status)


class Attendance(models.Model):
    """An organisation was there, by one of its people or, with nobody named, by somebody else."""

    about_no_case: ClassVar[str] = "who came to a meeting"

    meeting = models.ForeignKey(
        CoordinationMeeting, on_delete=models.CASCADE, related_name="attendance"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation", "user"],
                nulls_distinct=False,
                name="present_once",
            )
        ]


class Topic(models.Model):
    """A point about no case: an offer nobody fits, the plan, a subject; and what was decided."""

    about_no_case: ClassVar[str] = "offers, the plan, and subjects of a meeting"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(
        CoordinationMeeting, on_delete=models.CASCADE, related_name="topics"
    )
    kind = models.CharField(max_length=8, choices=PointKind.choices())
    title = models.CharField(max_length=80, blank=True)
    vacancy = models.ForeignKey(
        Vacancy, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    plan = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField()
    aside = models.BooleanField(default=False)
    decision = models.CharField(max_length=8, choices=DecisionKind.choices(), blank=True)
    asked = models.CharField(max_length=12, choices=Asked.choices(), blank=True)
    responsible = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "vacancy"],
                condition=Q(vacancy__isnull=False),
                name="one_point_per_offer",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(kind="PLAN"), name="one_plan_per_meeting"
            ),
        ]
