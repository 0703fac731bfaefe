"""The case and what its referral says: identity, safe contact, household, place, origin."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import AdmissionRefusal, Compartment, Pathway, Stage
from havre.organisations.models import Organisation, User
from havre.platform.clock import now, today
from havre.platform.compartments import CaseRow, SealedRow
from havre.platform.references import ReferenceField, new_reference
from havre.programmes.models import Programme


class Case(models.Model):
    """One woman's path. Holds progress only: nothing here says who or where she is."""

    compartment: ClassVar[Compartment] = Compartment.PROGRESS
    case_column: ClassVar[str] = "id"
    scope_column: ClassVar[str | None] = None
    owner_column: ClassVar[str | None] = None

    adds_safety: bool = False
    """Whether the reader may add to SAFETY: told by `selectors.find_case`, in the same query."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = ReferenceField(max_length=12, unique=True, default=new_reference)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    steward = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pathway = models.CharField("Public", max_length=12, choices=Pathway.choices())
    stage = models.CharField(
        "Étape", max_length=20, choices=Stage.choices(), default=Stage.DRAFT.value
    )
    stage_since = models.DateTimeField(default=now)
    urgency = models.PositiveSmallIntegerField("Urgence", default=2)
    caseworker = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    referred_on = models.DateField("Orientée le", null=True, blank=True)
    admitted_on = models.DateField("Admise le", null=True, blank=True)
    admission_refusal = models.CharField(
        max_length=24, choices=AdmissionRefusal.choices(), blank=True
    )
    ended_on = models.DateField("Terminée le", null=True, blank=True)
    parked_until = models.DateField("En pause jusqu’au", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(urgency__in=[1, 2, 3]), name="urgency_1_to_3"),
            models.CheckConstraint(
                condition=Q(admitted_on=None) | ~Q(stage__in=["DRAFT", "REFERRED", "NOT_ADMITTED"]),
                name="admitted_means_past_admission",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-stage_since"], name="case_recent"),
            models.Index(fields=["programme", "stage", "-stage_since"], name="case_by_stage"),
            models.Index(fields=["programme", "admitted_on"], name="case_admitted"),
            models.Index(
                fields=["steward", "programme", "admitted_on"],
                include=["pathway"],
                condition=Q(admitted_on__isnull=False),
                name="case_counted",
            ),
            models.Index(
                fields=["steward", "programme", "ended_on"],
                include=["admitted_on"],
                condition=Q(admitted_on__isnull=False, ended_on__isnull=False),
                name="case_ended",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def parked(self) -> bool:
        """Her search is in pause today: nothing is proposed to her; it comes back by itself."""
        return self.parked_until is not None and self.parked_until >= today()

    @property
    def stage_word(self) -> Stage:
        """The stage as a word of the vocabulary, with its label."""
        return Stage(self.stage)


class Referral(SealedRow):
    """Who sent her and why. Sealed payload: `reason`, `place` (where she is now), `since`.

    Like the other parts of a referral, it keeps in `earlier` what was noted before corrections.
    """

    compartment: ClassVar[Compartment] = Compartment.SHELTER_PLACE

    referring_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+"
    )
    referred_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    origin_landlord = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_referral_per_case")]


class Identity(SealedRow):
    """Payload: `last_name`, `first_name`, `birth_date` (ISO), `unique_number`, `permit`."""

    compartment: ClassVar[Compartment] = Compartment.IDENTITY

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_identity_per_case")]


class SafeContact(SealedRow):
    """Payload: `phone`, `email`, `channel`, `hours`, `voicemail`, `shared_device`,
    `interpreter`, `code_word`, `note`."""

    compartment: ClassVar[Compartment] = Compartment.CONTACT

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_contact_per_case")]


class HouseholdOutline(CaseRow):
    """What the referral says of the household, before the assessment lists its members."""

    compartment: ClassVar[Compartment] = Compartment.HOUSEHOLD

    children = models.PositiveSmallIntegerField("Enfants", default=0)
    others = models.PositiveSmallIntegerField("Autres personnes", default=0)
    pregnant = models.BooleanField("Enceinte", default=False)
    pets = models.BooleanField("Animal", default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_outline_per_case")]


class HouseholdNames(SealedRow):
    """The children by name, where they were given: so that no letter says them to whoever may not
    read them. Payload: `children`, one name a line. No row while nothing was given."""

    compartment: ClassVar[Compartment] = Compartment.HOUSEHOLD

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_names_per_case")]


class SafetyOutline(SealedRow):
    """What the referral says of the danger. Payload: `level`, `evaluated_on`, `note`, and where
    they were given `perpetrator` (names), `perpetrator_places` and `former_addresses`, one a line.
    """

    compartment: ClassVar[Compartment] = Compartment.SAFETY

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="one_safety_per_case")]


class SafetySignal(SealedRow):
    """What a shelter adds on her safety once she is admitted: it writes, and does not read again.

    Payload: `text`. Kept as it was written; whoever keeps the file says when it was read.
    """

    compartment: ClassVar[Compartment] = Compartment.SAFETY
    from_name: str = ""
    """The organisation's name, where it was asked for in the same query."""

    signalled_at = models.DateTimeField(default=now)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["signalled_at"], condition=Q(seen_at=None), name="signal_unseen")
        ]


class CaseEvent(CaseRow):
    """A dated fact of the path, without who or where: the timeline, and what indicators count."""

    compartment: ClassVar[Compartment] = Compartment.PROGRESS

    class Code(models.TextChoices):
        """What happened."""

        REFERRED = "REFERRED", "Orientation envoyée"
        ADMITTED = "ADMITTED", "Situation admise"
        NOT_ADMITTED = "NOT_ADMITTED", "Situation non admise"
        ASSESSED = "ASSESSED", "Diagnostic validé"
        REOPENED = "REOPENED", "Diagnostic rouvert"
        PUBLISHED = "PUBLISHED", "Fiche besoin publiée"
        UNPUBLISHED = "UNPUBLISHED", "Fiche besoin retirée"
        PROPOSED = "PROPOSED", "Logement proposé"
        DECLINED = "DECLINED", "Proposition sans suite"
        SENT = "SENT", "Candidature transmise"
        DECIDED = "DECIDED", "Décision de la commission"
        ALLOCATED = "ALLOCATED", "Attribution acceptée"
        LEASED = "LEASED", "Bail signé"
        MOVED_IN = "MOVED_IN", "Emménagement"

    code = models.CharField(max_length=16, choices=Code.choices)
    on = models.DateField(default=today)
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["case", "on", "recorded_at"], name="event_of_case"),
            models.Index(fields=["code", "on"], name="event_by_code"),
        ]
