"""What she agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import Compartment, ConsentForm
from havre.platform.clock import now
from havre.platform.compartments import CaseRow, SealedRow
from havre.sharing.policy import Purpose, Recipient
from havre.sharing.protection import (
    ExceptionalAccess,
    ExceptionalReason,
    Recusal,
    ReservationRequest,
    Restriction,
)

__all__ = [
    "Consent",
    "ConsentItem",
    "ExceptionalAccess",
    "ExceptionalReason",
    "Recusal",
    "ReservationRequest",
    "Restriction",
]


class Consent(SealedRow):
    """One version of her agreement: how and when it was given, and until when.

    The sealed payload holds `witness` and `withheld`: a list of `what` she does not want passed
    on and `why` (one text in the versions of release 0.1.0).
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
        indexes = [models.Index(fields=["until", "id"], name="consent_by_end")]


class ConsentItem(CaseRow):
    """For one kind of recipient, or one organisation she names: agreed or refused, part by part."""

    compartment: ClassVar[Compartment] = Compartment.CONTACT

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="items")
    recipient = models.CharField(max_length=16, choices=Recipient.choices())
    organisation = models.ForeignKey(
        settings.HAVRE_ORGANISATION_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    agreed = models.BooleanField()
    compartments = ArrayField(models.CharField(max_length=24), default=list)
    purpose = models.CharField(max_length=16, choices=Purpose.choices())
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consent", "recipient", "organisation"],
                nulls_distinct=False,
                name="one_answer_per_recipient",
            ),
            models.CheckConstraint(
                condition=Q(recipient="NAMED", organisation__isnull=False)
                | (~Q(recipient="NAMED") & Q(organisation__isnull=True)),
                name="named_means_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(agreed=True) | Q(compartments=[]), name="a_no_covers_nothing"
            ),
        ]
