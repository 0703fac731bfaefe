"""Dwellings, their vacancies, and what is remembered of each landlord's files."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import (
    Financing,
    Guarantee,
    Located,
    Regime,
    ReservationCode,
    VacancyStatus,
)
from havre.organisations.models import Organisation, User
from havre.platform.clock import now
from havre.platform.references import new_reference
from havre.programmes.models import Commune, Programme

MOST_ASKS = 6
"""How many times the service of addresses is asked about one address before it is left alone."""


class Dwelling(models.Model):
    """A dwelling of a landlord's stock.

    `asked_at` and `asks`: when the service of addresses was last asked where it is, and how many
    times in vain since its address is what it is; an answer, even none, is asked for once.
    """

    about_no_case: ClassVar[str] = "the stock of landlords"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField("Référence du bailleur", max_length=100)
    residence = models.CharField("Résidence", max_length=120, blank=True)
    address = models.CharField("Adresse", max_length=200, blank=True)
    postcode = models.CharField("Code postal", max_length=5, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    located_by = models.CharField(
        max_length=8, choices=Located.choices(), blank=True, db_default=""
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    asks = models.PositiveSmallIntegerField(default=0, db_default=0)
    rooms = models.PositiveSmallIntegerField(
        "Pièces", validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    typology = models.CharField("Type", max_length=6)
    surface = models.DecimalField(
        "Surface habitable (m²)", max_digits=6, decimal_places=2, null=True, blank=True
    )
    floor = models.SmallIntegerField("Étage", null=True, blank=True)
    lift = models.BooleanField("Ascenseur", default=False)
    accessible = models.BooleanField("Accessible", default=False)
    financing = models.CharField(
        "Financement", max_length=8, choices=Financing.choices(), blank=True
    )
    energy = models.CharField("Étiquette énergie", max_length=1, blank=True)
    furnished = models.BooleanField("Meublé", default=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["landlord", "reference"], name="one_dwelling_per_reference"
            )
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(latitude=None, asks__lt=MOST_ASKS),
                name="dwelling_to_locate",
            )
        ]


class Vacancy(models.Model):
    """A dwelling is available at a date, on terms.

    It names its dwelling's landlord too (a key in `guard.sql` keeps the two the same): each
    organisation's own offers are then read from one index.
    """

    about_no_case: ClassVar[str] = "what is free, and when"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    dwelling = models.ForeignKey(Dwelling, on_delete=models.CASCADE, related_name="vacancies")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rent = models.DecimalField(
        "Loyer hors charges",
        max_digits=7,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(5000))],
    )
    charges = models.DecimalField(
        "Charges récupérables",
        max_digits=7,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(3000))],
    )
    regime = models.CharField(
        "Régime d’occupation", max_length=20, choices=Regime.choices(), default="BAIL_DIRECT"
    )
    guarantee = models.CharField(
        "Garantie", max_length=8, choices=Guarantee.choices(), blank=True, default="", db_default=""
    )
    right = models.CharField(
        "Contingent", max_length=1, choices=ReservationCode.choices(), default="7"
    )
    right_detail = models.CharField(max_length=40, blank=True)
    holder = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handed_back_on = models.DateField("Remise pour un tour le", null=True, blank=True)
    available_on = models.DateField("Disponible le")
    expires_on = models.DateField("Offre valable jusqu’au")
    status = models.CharField(
        max_length=10, choices=VacancyStatus.choices(), default=VacancyStatus.OPEN.value
    )
    entered_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dwelling"], condition=Q(status="OPEN"), name="one_open_vacancy"
            )
        ]
        indexes = [
            models.Index(
                fields=["programme", "available_on"],
                condition=Q(status="OPEN"),
                name="vacancy_open",
            ),
            models.Index(
                fields=["programme", "expires_on"],
                condition=Q(status="OPEN"),
                name="vacancy_expiring",
            ),
            models.Index(
                fields=["landlord", "available_on"],
                condition=Q(status="OPEN"),
                name="vacancy_of_landlord",
            ),
            models.Index(fields=["programme", "-entered_at"], name="vacancy_recent"),
        ]


class ImportProfile(models.Model):
    """The headings a landlord uses, as a person corrected them: {heading: field}."""

    about_no_case: ClassVar[str] = "how a landlord names its columns"

    class Kind(models.TextChoices):
        """What the file holds."""

        VACANCIES = "VACANCIES", "Logements disponibles"
        STOCK = "STOCK", "Parc (fichier RPLS)"
        DECISIONS = "DECISIONS", "Décisions de commission"

    landlord = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.VACANCIES)
    headings = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["landlord", "kind"], name="one_profile_per_landlord")
        ]


class ImportRun(models.Model):
    """A file received: kept as cells until confirmed, then its report only."""

    about_no_case: ClassVar[str] = "files of dwellings read"

    class Status(models.TextChoices):
        """Where it stands."""

        PREVIEW = "PREVIEW", "À vérifier"
        DONE = "DONE", "Importé"
        ABANDONED = "ABANDONED", "Abandonné"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    landlord = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportProfile.Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PREVIEW)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)
    content = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)
    headings = models.JSONField(default=dict)
    report = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["landlord", "-created_at"], name="import_recent")]
