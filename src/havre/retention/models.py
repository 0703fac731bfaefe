"""The periods a programme has chosen, and the files kept beyond their time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from havre.engine.vocabulary import Compartment
from havre.organisations.models import User
from havre.platform.clock import now
from havre.platform.compartments import CaseRow
from havre.programmes.models import Programme
from havre.retention.rules import Ground, Kind


class Policy(models.Model):
    """A period changed by a programme; without a row the usual one applies."""

    about_no_case: ClassVar[str] = "how long each kind of thing is kept"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices())
    days = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="one_period_per_kind")
        ]


class LegalHold(CaseRow):
    """A file is kept beyond its time: seen by those who carry out her rights, nobody else."""

    compartment: ClassVar[Compartment] = Compartment.SUPPORT_LEGAL

    ground = models.CharField(max_length=16, choices=Ground.choices())
    until = models.DateField(null=True, blank=True)
    placed_at = models.DateTimeField(default=now)
    placed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_hold_per_case")]
