"""Plans: what each was made with, what each case had in it, and what people then chose.

A run holds nothing about anyone: the date, the settings, the ceilings, the offers. What is about
a case is on a line of that case, sealed, read by the operator alone, and erased with it. Her need
itself is not copied: a line names the frozen version of her assessment (decision 37).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from havre.assessments.models import Assessment
from havre.engine.vocabulary import Compartment
from havre.organisations.models import Organisation, User
from havre.platform.clock import now
from havre.platform.compartments import CaseRow, SealedRow
from havre.platform.references import new_reference
from havre.programmes.models import Programme


class PlanRun(models.Model):
    """One making of the plan. `inputs`: `settings`, `caps`, `fair_share`, `ceilings`,
    `vacancies`, `kinds`, as the engine read them."""

    about_no_case: ClassVar[str] = "settings, reference data and offers a plan was made with"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    on = models.DateField()
    rules_version = models.CharField(max_length=16)
    reference_version = models.CharField(max_length=16)
    inputs = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["programme", "-made_at"], name="plan_recent")]

    def __str__(self) -> str:
        return self.reference


class PlanLine(SealedRow):
    """A case in a run.

    Payload: `pairs` and `kinds` [position, millionths of score, …], `apart` (the offers of whoever
    must not know of her), `apl`, and what the plan gave: `vacancy`, `runner_up` (positions among
    the run's offers, or None).
    """

    compartment: ClassVar[Compartment] = Compartment.PROPOSAL
    owner_column: ClassVar[str | None] = "organisation_id"

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="lines")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    urgency = models.PositiveSmallIntegerField()
    admitted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "case"], name="one_line_per_case")]


class PlanChoice(CaseRow):
    """A pair that people want in the plan of a run, or out of it."""

    compartment: ClassVar[Compartment] = Compartment.PROPOSAL
    owner_column: ClassVar[str | None] = "organisation_id"

    run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="choices")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    vacancy = models.CharField(max_length=12)
    fixed = models.BooleanField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "case", "vacancy"], name="one_choice_per_pair"),
        ]
