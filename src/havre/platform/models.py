"""Shares, keys, journal, and messages waiting to leave."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import Compartment
from havre.platform.clock import now
from havre.platform.departure_models import HeldDeparture
from havre.platform.journal_models import (
    JournalAttestation,
    JournalEntry,
    JournalHead,
    JournalPending,
    JournalPlace,
)
from havre.platform.ledger_models import LedgerWitness

__all__ = [
    "CaseKey",
    "HeldDeparture",
    "IdentityDigest",
    "JournalAttestation",
    "JournalEntry",
    "JournalHead",
    "JournalPending",
    "JournalPlace",
    "LedgerWitness",
    "OutgoingMail",
    "Share",
]


class Share(models.Model):
    """One organisation may see one compartment of one case, on a basis, until a date."""

    class Basis(models.TextChoices):
        """Why the share is open: a step of the process, or a decision by hand."""

        DRAFT = "DRAFT", "Orientation en cours de saisie"
        REFERRAL = "REFERRAL", "Orientation"
        PUBLICATION = "PUBLICATION", "Publication de la fiche besoin"
        PROPOSAL = "PROPOSAL", "Proposition de logement"
        ACCEPTANCE = "ACCEPTANCE", "Acceptation de la proposition"
        LEASE = "LEASE", "Bail signé"
        MANUAL = "MANUAL", "Ouvert à la main, dans son accord"
        BREAK_GLASS = "BREAK_GLASS", "Accès exceptionnel"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(
        settings.HAVRE_CASE_MODEL, on_delete=models.CASCADE, related_name="shares"
    )
    organisation = models.ForeignKey(
        settings.HAVRE_ORGANISATION_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    compartment = models.CharField(max_length=24, choices=Compartment.choices())
    scope = models.UUIDField(null=True, blank=True)
    reads = models.BooleanField(default=True)
    writes = models.BooleanField(default=False)
    basis = models.CharField(max_length=16, choices=Basis.choices)
    opened_at = models.DateTimeField(default=now)
    until = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation", "compartment", "scope"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_share",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "compartment", "case"],
                condition=Q(closed_at=None, reads=True),
                name="share_open",
            ),
            models.Index(
                fields=["organisation", "compartment", "until"],
                condition=Q(closed_at=None, until__isnull=False),
                name="share_lapsing",
            ),
        ]


class CaseKey(models.Model):
    """The wrapped key of one compartment of one case. Only the vault's role reads it.

    No foreign key: the key is committed before the case that needs it, and deleting it makes
    what is left in history unreadable.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_id = models.UUIDField()
    compartment = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField(default=1)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id", "compartment", "version"], name="one_key_per_version"
            ),
        ]


class OutgoingMail(models.Model):
    """A neutral message to an account. Says nothing about any case; held when it is not neutral."""

    about_no_case: ClassVar[str] = "neutral texts, to professional addresses"

    class Status(models.TextChoices):
        """What became of it."""

        WAITING = "WAITING", "À envoyer"
        SENT = "SENT", "Envoyé"
        HELD = "HELD", "Retenu"
        FAILED = "FAILED", "En échec"
        DROPPED = "DROPPED", "Sans objet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recipient = models.EmailField()
    template = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    calendar = models.TextField(default="", db_default="", blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    reason = models.CharField(max_length=200, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    organisation_id = models.BigIntegerField(null=True, blank=True)
    user_id = models.BigIntegerField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(status="WAITING"), name="mail_waiting"),
            models.Index(fields=["organisation_id", "-created_at"], name="mail_organisation"),
            models.Index(fields=["-created_at"], name="mail_recent"),
        ]


class IdentityDigest(models.Model):
    """Keyed digest of an identity, per organisation: finds a possible duplicate, tells nothing.

    The key is derived per organisation, so that two organisations' digests cannot be compared.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.BigIntegerField()
    case = models.ForeignKey(settings.HAVRE_CASE_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "digest"], name="digest_lookup")]


class Spending(models.Model):
    """How often an account or an address has done something lately (`limits.py`)."""

    about_no_case: ClassVar[str] = "how fast requests come"

    kind = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="one_spending")]
        indexes = [models.Index(fields=["began_at"], name="spending_old")]
