"""What leaves about a case, and what is held."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import Compartment
from havre.platform.clock import now
from havre.platform.compartments import SealedRow
from havre.platform.references import ReferenceField, new_reference


class HeldDeparture(SealedRow):
    """Something about a case that leaves, or may not: seen by the keeper of the case alone.

    Payload, sealed until it has left or been cancelled, then erased: `subject`, `body`, `to`,
    `passages` (what was found, with the words around), `files` (their names), `parts`.
    """

    compartment: ClassVar[Compartment] = Compartment.SAFETY
    keeper_only: ClassVar[bool] = True

    class Status(models.TextChoices):
        """What becomes of it."""

        WAITING = "WAITING", "À envoyer"
        HELD = "HELD", "Retenu"
        ASKED = "ASKED", "Seconde personne attendue"
        RELEASED = "RELEASED", "Libéré"
        SENT = "SENT", "Envoyé"
        CANCELLED = "CANCELLED", "Annulé"
        DROPPED = "DROPPED", "Sans objet"
        EXPIRED = "EXPIRED", "Expiré"

    class Why(models.TextChoices):
        """Why it may leave after all: a code, so that no name is written here."""

        OTHER_MEANING = "OTHER_MEANING", "Le mot trouvé désigne autre chose"
        OWN_ADDRESS = "OWN_ADDRESS", "L’adresse est celle d’un organisme"
        HER_REQUEST = "HER_REQUEST", "Elle demande cet envoi"
        LAW = "LAW", "La loi ou une décision de justice l’impose"

    reference = ReferenceField(max_length=12, unique=True, default=new_reference)
    way = models.CharField(max_length=10)
    recipient_organisation_id = models.BigIntegerField(null=True, blank=True)
    recipient_user_id = models.BigIntegerField(null=True, blank=True)
    producer_organisation_id = models.BigIntegerField()
    producer_id = models.BigIntegerField()
    reasons = ArrayField(models.CharField(max_length=12), default=list)
    digest = models.BinaryField(max_length=32, default=bytes)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.HELD)
    why = models.CharField(max_length=14, choices=Why.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    asked_by_id = models.BigIntegerField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    released_by_id = models.BigIntegerField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by_id=None)
                | (
                    Q(asked_by_id__isnull=False)
                    & ~Q(released_by_id=models.F("asked_by_id"))
                    & ~Q(released_by_id=models.F("producer_id"))
                ),
                name="released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(status="RELEASED") | Q(released_by_id__isnull=False),
                name="released_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-created_at"],
                condition=Q(status__in=["HELD", "ASKED"]),
                name="departure_held",
            ),
        ]
