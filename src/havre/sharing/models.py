"""What she agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from havre.engine.vocabulary import Compartment, ConsentForm
from havre.platform.clock import now
from havre.platform.compartments import CaseRow, SealedRow
from havre.sharing.policy import Recipient


class Consent(SealedRow):
    """One version of her agreement: how and when it was given, and until when.

    The sealed payload holds `witness` and `withheld` (what she does not want passed on).
    """

    compartment: ClassVar[Compartment] = Compartment.CONTACT

    version = models.PositiveSmallIntegerField(default=1)
    form = models.CharField(max_length=16, choices=ConsentForm.choices())
    given_on = models.DateField()
    until = models.DateField()
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="one_consent_per_version")
        ]


class ConsentItem(CaseRow):
    """For one kind of recipient: agreed, or refused."""

    compartment: ClassVar[Compartment] = Compartment.CONTACT

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="items")
    recipient = models.CharField(max_length=16, choices=Recipient.choices())
    agreed = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "recipient"], name="one_answer_per_recipient"
            )
        ]
