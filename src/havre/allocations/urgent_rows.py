"""An urgent call between two commissions, and what each organisation asked has answered.

The call is the keeper's alone. Each organisation sees its own line and no other: neither who else
was asked, nor what they answered, nor why the call was opened. Both are about the need card: who
does not read it is never asked. Lines are written by functions of the database (`guard.sql`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from havre.engine.vocabulary import (
    Compartment,
    UrgentAnswer,
    UrgentEnd,
    UrgentProlonging,
    UrgentReason,
    UrgentRefusal,
)
from havre.housing.models import Vacancy
from havre.organisations.models import Organisation, User
from havre.platform.clock import now
from havre.platform.compartments import CaseRow

LONGEST = timedelta(hours=120)
"""48 hours, a day for the coordinator to decide, 48 hours once more."""


class UrgentCall(CaseRow):
    """Organisations are asked for a dwelling within 48 hours.

    `due_at`: the end of the delay; from `escalated_at` the coordinator decides.
    """

    compartment: ClassVar[Compartment] = Compartment.NEED_CARD
    keeper_only: ClassVar[bool] = True

    reason = models.CharField(max_length=20, choices=UrgentReason.choices())
    opened_at = models.DateTimeField(default=now)
    opened_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    prolonged_at = models.DateTimeField(null=True, blank=True)
    prolonged_for = models.CharField(max_length=20, choices=UrgentProlonging.choices(), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=12, choices=UrgentEnd.choices(), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at=None), name="one_urgent_call_per_case"
            ),
            models.CheckConstraint(
                condition=Q(due_at__lte=F("opened_at") + LONGEST), name="urgent_calls_end"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, end="") | (Q(closed_at__isnull=False) & ~Q(end="")),
                name="a_closed_call_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at=None), name="urgent_running")
        ]


class UrgentAsk(CaseRow):
    """One organisation is asked; `due_at` and `ended_at` follow the call.

    `late`: answered after the end, and kept so. `on_behalf`: told by telephone.
    """

    compartment: ClassVar[Compartment] = Compartment.NEED_CARD
    owner_column: ClassVar[str | None] = "organisation_id"

    call = models.ForeignKey(UrgentCall, on_delete=models.CASCADE, related_name="asks")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=4, choices=UrgentAnswer.choices(), blank=True)
    refusal = models.CharField(max_length=12, choices=UrgentRefusal.choices(), blank=True)
    vacancy = models.ForeignKey(
        Vacancy, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    on_behalf = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "organisation"], name="asked_once"),
            models.CheckConstraint(
                condition=Q(answer="NO") | Q(refusal=""), name="only_a_no_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_at"],
                condition=Q(ended_at=None),
                name="urgent_ask_waiting",
            )
        ]

    @property
    def answer_word(self) -> UrgentAnswer | None:
        """What was answered, as a word of the vocabulary."""
        return UrgentAnswer(self.answer) if self.answer else None

    def over(self) -> bool:
        """Tell whether an answer given now would be late."""
        return self.ended_at is not None or self.due_at <= now()
