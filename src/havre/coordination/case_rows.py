"""What a commission says of a case: rows of that case, under row security like all others.

The agenda and the decisions, as the operator works on them, are the operator's alone (PROPOSAL,
owned by it: no share opens them to anybody else). What the minutes say of a case is a line in
NEED_CARD: read by whoever reads her card at that moment, and by nobody else, whoever was there.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from havre.allocations.models import Proposal
from havre.engine.vocabulary import Asked, Compartment, DecisionKind, PointKind
from havre.housing.models import Vacancy
from havre.organisations.models import Organisation, User
from havre.platform.clock import now
from havre.platform.compartments import CaseRow

MEETING = "coordination.CoordinationMeeting"


class AgendaItem(CaseRow):
    """A case on the agenda of a meeting, once; `since`: since when what `kind` says is true."""

    compartment: ClassVar[Compartment] = Compartment.PROPOSAL
    owner_column: ClassVar[str | None] = "organisation_id"

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="items")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=PointKind.choices())
    since = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    aside = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "case"], name="one_point_per_case")
        ]


class Decision(CaseRow):
    """What was decided about a case, and what became of it.

    `shown`: said before the room; else decided apart, and in nobody's minutes. `hindrance`: why
    the proposal that was decided could not be made, for the operator alone.
    """

    compartment: ClassVar[Compartment] = Compartment.PROPOSAL
    owner_column: ClassVar[str | None] = "organisation_id"

    class Hindrance(models.TextChoices):
        """Why a dwelling could not be proposed."""

        UNSAFE = "UNSAFE", "Sa sécurité exclut ce logement."
        TAKEN = "TAKEN", "Ce logement n’est plus disponible."
        RUNNING = "RUNNING", "Une proposition est déjà en cours pour elle."
        PARKED = "PARKED", "Sa recherche est en pause."
        NOT_NOW = "NOT_NOW", "Elle n’est pas en recherche de logement."

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="decisions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=8, choices=DecisionKind.choices())
    asked = models.CharField(max_length=12, choices=Asked.choices(), blank=True)
    responsible = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    shown = models.BooleanField()
    card = models.CharField(max_length=12, blank=True)
    vacancy = models.ForeignKey(
        Vacancy, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hindrance = models.CharField(max_length=8, choices=Hindrance.choices, blank=True)
    decided_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(shown=False) | ~Q(card=""), name="shown_by_its_card")
        ]


class MinuteLine(CaseRow):
    """What the validated minutes say of a case. Its identifier is that of the decision.

    Never the dwelling: her card beside a dwelling would tell where she lives once she signs.
    """

    compartment: ClassVar[Compartment] = Compartment.NEED_CARD

    meeting = models.ForeignKey(MEETING, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    point = models.CharField(max_length=8, choices=PointKind.choices())
    card = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=DecisionKind.choices())
    asked = models.CharField(max_length=12, choices=Asked.choices(), blank=True)
    responsible = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["responsible", "due_on"],
                condition=Q(done_on=None),
                name="minute_line_waiting",
            )
        ]
