"""Programmes, their participants, targets and thresholds, and dated reference data."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import CeilingZone, Financing, Pathway, Role
from havre.organisations.models import Organisation, User
from havre.platform.clock import now


class Programme(models.Model):
    """One funded scheme on one territory, with the thresholds its partners agreed on."""

    about_no_case: ClassVar[str] = "the scheme itself"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField("Nom", max_length=160)
    territory = models.CharField("Territoire", max_length=160)
    starts_on = models.DateField("Début")
    effort_rate_max = models.DecimalField(
        "Taux d’effort maximal",
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.300"),
        validators=[MinValueValidator(Decimal("0.05")), MaxValueValidator(Decimal("0.60"))],
        help_text="Part des ressources que le loyer net peut prendre, par exemple 0,30.",
    )
    left_to_live_per_day = models.DecimalField(
        "Reste pour vivre minimal",
        max_digits=5,
        decimal_places=2,
        default=Decimal("10.00"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(60))],
        help_text="En euros par jour et par unité de consommation.",
    )
    answer_days = models.PositiveSmallIntegerField(
        "Délai de réponse de la personne",
        default=10,
        validators=[MinValueValidator(10), MaxValueValidator(60)],
        help_text="En jours, à compter du lendemain de la notification. Dix au moins (loi).",
    )
    hold_days = models.PositiveSmallIntegerField(
        "Durée de réservation d’une offre",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Jours pendant lesquels une offre proposée n’est proposée à personne d’autre.",
    )
    proposal_days = models.PositiveSmallIntegerField(
        "Délai de réponse à une proposition",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Jours laissés à la personne pour dire si un logement proposé lui convient.",
    )
    weights = models.JSONField(default=dict, blank=True)
    searches_per_day = models.PositiveSmallIntegerField(
        "Recherches par personne et par jour",
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text="Recherches par nom ou numéro unique, dans les situations de son organisme.",
    )
    cases_per_hour = models.PositiveSmallIntegerField(
        "Situations ouvertes en une heure",
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(500)],
        help_text="Une personne qui en ouvre davantage donne une alerte.",
    )
    cases_per_day = models.PositiveSmallIntegerField(
        "Situations ouvertes en une journée",
        default=120,
        validators=[MinValueValidator(5), MaxValueValidator(2000)],
        help_text="Une personne qui en ouvre davantage donne une alerte.",
    )
    refusals_per_hour = models.PositiveSmallIntegerField(
        "Refus en une heure",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="À partir de ce nombre, la personne donne une alerte.",
    )
    night_from = models.PositiveSmallIntegerField(
        "Début de la nuit",
        default=22,
        validators=[MaxValueValidator(23)],
        help_text="Heure à partir de laquelle une consultation donne une alerte.",
    )
    night_until = models.PositiveSmallIntegerField(
        "Fin de la nuit",
        default=6,
        validators=[MaxValueValidator(23)],
        help_text="Heure jusqu’à laquelle une consultation donne une alerte.",
    )

    fair_share = models.BooleanField(
        "Répartir entre bailleurs",
        default=False,
        help_text="Chaque bailleur reloge selon sa part des offres, sans qu’une femme de moins "
        "soit relogée.",
    )

    def __str__(self) -> str:
        return self.name


class Participation(models.Model):
    """An organisation takes a role in a programme."""

    about_no_case: ClassVar[str] = "who takes part, in which role"

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="participations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField("Rôle", max_length=20, choices=Role.choices())
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"], name="one_participation_per_role"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(role="OPERATOR", active=True), name="one_operator"
            ),
        ]


class LandlordCap(models.Model):
    """How many dwellings of one landlord a plan may give at most."""

    about_no_case: ClassVar[str] = "what the partners agreed on for a meeting"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="caps")
    landlord = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    most = models.PositiveSmallIntegerField(validators=[MaxValueValidator(500)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "landlord"], name="one_cap_per_landlord")
        ]


class PathwayTarget(models.Model):
    """How many women a year a pathway is meant to rehouse, as the agreement says."""

    about_no_case: ClassVar[str] = "yearly targets"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField("Année")
    pathway = models.CharField("Public", max_length=12, choices=Pathway.choices())
    low = models.PositiveSmallIntegerField("Objectif bas")
    high = models.PositiveSmallIntegerField("Objectif haut")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "pathway"], name="one_target_per_pathway_and_year"
            ),
            models.CheckConstraint(condition=Q(high__gte=models.F("low")), name="target_in_order"),
        ]


class ReservationRight(models.Model):
    """Which organisation holds the dwellings reserved under an RPLS code."""

    about_no_case: ClassVar[str] = "who holds which rights"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rights")
    code = models.CharField(max_length=1)
    detail = models.CharField(max_length=40, blank=True)
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rights")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "code", "detail"], name="one_holder")
        ]


class FlowTarget(models.Model):
    """How many leases a year a landlord owes a reservation holder, under flow management.

    Since 24 November 2023 a right is a share of the yearly flow, no longer a list of dwellings
    (CCH, art. R441-5). `agreed_on`: the day of the agreement that sets it.
    """

    about_no_case: ClassVar[str] = "who is owed how many lettings"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField("Année")
    landlord = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    target = models.PositiveSmallIntegerField(
        "Objectif", validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    agreed_on = models.DateField("Convenu le")
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year", "landlord", "holder"], name="one_flow_target"
            )
        ]


class Commune(models.Model):
    """A commune of the territory, from the reference file of the project."""

    about_no_case: ClassVar[str] = "reference data"

    code = models.CharField(max_length=5, primary_key=True)
    name = models.CharField(max_length=80)
    population = models.PositiveIntegerField()
    latitude = models.FloatField()
    longitude = models.FloatField()
    postcodes = ArrayField(models.CharField(max_length=5))
    zone_abc = models.CharField(max_length=4)
    zone_123 = models.CharField(max_length=1)
    neighbours = ArrayField(models.CharField(max_length=5), default=list)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Locality(models.Model):
    """A district that people write as if it were a town."""

    about_no_case: ClassVar[str] = "reference data"

    name = models.CharField(max_length=80, primary_key=True)
    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="localities")


class IncomeCeiling(models.Model):
    """A dated ceiling with its source; the operator may correct it, and is named when she does."""

    about_no_case: ClassVar[str] = "reference data"

    year = models.PositiveSmallIntegerField("Année")
    financing = models.CharField("Financement", max_length=8, choices=Financing.choices())
    zone = models.CharField(
        "Zone", max_length=16, choices=CeilingZone.choices(), default=CeilingZone.OTHER
    )
    category = models.CharField("Catégorie", max_length=1)
    amount = models.PositiveIntegerField("Plafond (€)")
    source = models.CharField("Source", max_length=200)
    provisional = models.BooleanField("À confirmer", default=False)
    edited_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    edited_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-year", "financing", "zone", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "financing", "zone", "category"], name="one_ceiling_per_year"
            )
        ]

    @property
    def applies_from(self) -> date:
        """The first day of its year: the arrêté is revised each 1 January."""
        return date(self.year, 1, 1)


class CeilingRevision(models.Model):
    """What a ceiling was before a correction, and who corrected it."""

    about_no_case: ClassVar[str] = "reference data"

    ceiling = models.ForeignKey(IncomeCeiling, on_delete=models.CASCADE, related_name="revisions")
    amount = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    provisional = models.BooleanField()
    replaced_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-replaced_at", "-pk"]
