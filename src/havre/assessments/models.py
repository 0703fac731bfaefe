"""Assessments: versioned, frozen once validated; and the need card they produce."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import Compartment, Conclusion, Relation
from havre.platform.clock import now
from havre.platform.compartments import CaseRow, SealedRow
from havre.platform.references import ReferenceField, new_reference


class Assessment(CaseRow):
    """One version of a case's assessment. A validated version never changes again."""

    compartment: ClassVar[Compartment] = Compartment.HOUSING_NEED

    class Status(models.TextChoices):
        """Whether it can still be written."""

        OPEN = "OPEN", "En cours"
        VALIDATED = "VALIDATED", "Validé"

    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    conclusion = models.CharField(max_length=12, choices=Conclusion.choices(), blank=True)
    started_at = models.DateTimeField(default=now)
    validated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="one_assessment_per_version"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(status="OPEN"), name="one_open_assessment"
            ),
        ]


class PartOfAssessment(CaseRow):
    """A compartment's part of one version; there is one of each."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="%(class)s"
    )

    class Meta:
        abstract = True


class HouseholdMember(CaseRow):
    """Someone who will live in the dwelling; the applicant comes first."""

    compartment: ClassVar[Compartment] = Compartment.HOUSEHOLD

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField(default=0)
    relation = models.CharField(max_length=10, choices=Relation.choices())
    birth_date = models.DateField("Date de naissance")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="members_in_order")
        ]


class ResourcesSummary(PartOfAssessment):
    """What a committee needs of her resources: totals, in euros."""

    compartment: ClassVar[Compartment] = Compartment.RESOURCES_SUMMARY

    monthly_income = models.DecimalField(
        "Ressources mensuelles du ménage",
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Toutes ressources comprises, sans les aides au logement.",
    )
    tax_income = models.PositiveIntegerField(
        "Revenu fiscal de référence",
        help_text="Le sien, seule, si une preuve permet de le compter seul.",
    )
    disabled = models.BooleanField(
        "Une personne du ménage a la carte mobilité inclusion « invalidité »", default=False
    )


class ResourcesDetail(SealedRow):
    """Payload: `lines` [{`kind`, `amount`}], `debts` [{`kind`, `amount`}], `note`."""

    compartment: ClassVar[Compartment] = Compartment.RESOURCES

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="resourcesdetail"
    )


class AplCurves(PartOfAssessment):
    """The housing benefit of any rent, per zone, under the rules of a month: an estimate.

    A committee reads it with the totals it comes from; amounts by nature are in BenefitEstimate.
    """

    compartment: ClassVar[Compartment] = Compartment.RESOURCES_SUMMARY

    curves = models.JSONField(default=dict)
    rules = models.CharField(max_length=60)
    month = models.DateField()
    estimated_at = models.DateTimeField(default=now)


class BenefitEstimate(SealedRow):
    """Payload: `zone`, `rent`, `rent_reduction`, `present` and `new` {benefit: amount}."""

    compartment: ClassVar[Compartment] = Compartment.RESOURCES

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="benefitestimate"
    )


class HousingNeed(PartOfAssessment):
    """What she needs and accepts."""

    compartment: ClassVar[Compartment] = Compartment.HOUSING_NEED

    rooms_min = models.PositiveSmallIntegerField("Pièces, au moins", default=2)
    rooms_max = models.PositiveSmallIntegerField("Pièces, au plus", default=3)
    any_commune = models.BooleanField("N’importe quelle commune du territoire", default=False)
    communes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    accessible = models.BooleanField("Logement accessible nécessaire", default=False)
    max_floor_without_lift = models.PositiveSmallIntegerField(
        "Étage le plus haut sans ascenseur", null=True, blank=True
    )
    ground_floor_ok = models.BooleanField("Rez-de-chaussée accepté", default=False)
    needed_by = models.DateField("À reloger avant le", null=True, blank=True)
    regimes = ArrayField(models.CharField(max_length=20), default=list)
    rights = ArrayField(models.CharField(max_length=1), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rooms_max__gte=models.F("rooms_min")), name="rooms_in_order"
            ),
        ]


class SafetyPlan(SealedRow):
    """Payload: `level`, `evaluated_on`, `evaluator`, `measures` [{`kind`, `until`}], and `zones`:
    [{`id`, `kind`, `code` | `lat`,`lon`,`km` | `name` | `landlord`}], and `near`: [{`id`, `kind`,
    `lat`, `lon`}], the places she wishes to live near."""

    compartment: ClassVar[Compartment] = Compartment.SAFETY

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, related_name="safetyplan"
    )


class NeedCard(CaseRow):
    """The pseudonymous card landlords see: nothing in it says who or where she is."""

    compartment: ClassVar[Compartment] = Compartment.NEED_CARD

    reference = ReferenceField(max_length=12, unique=True, default=new_reference)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="cards")
    published_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    children_bands = models.CharField(max_length=120, blank=True)
    income_band = models.CharField(max_length=60)
    rent_max = models.PositiveIntegerField(null=True)
    rooms_min = models.PositiveSmallIntegerField()
    rooms_max = models.PositiveSmallIntegerField()
    any_commune = models.BooleanField(default=False)
    communes = ArrayField(models.CharField(max_length=5), default=list)
    accessible = models.BooleanField(default=False)
    max_floor_without_lift = models.PositiveSmallIntegerField(null=True)
    ground_floor_ok = models.BooleanField(default=False)
    needed_by = models.DateField(null=True)
    regimes = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at=None), name="one_published_card"
            )
        ]
        indexes = [
            models.Index(
                fields=["urgency", "published_at"],
                condition=Q(withdrawn_at=None),
                name="card_published",
            )
        ]
