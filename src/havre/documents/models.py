"""A paper of a case: one table per compartment, so that each follows its own shares.

See decision 28. In clear is only what a list shows; the file's own name, the note, the digest and
the key of the file are sealed, and the file itself is an encrypted object in the store.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from havre.engine.vocabulary import Compartment, DocumentKind, DocumentRemoval, DocumentState
from havre.organisations.models import Organisation, User
from havre.platform.clock import now
from havre.platform.compartments import SealedRow


class SizeClass(models.TextChoices):
    """How heavy a document is, roughly."""

    SMALL = "S", "moins de 200 Ko"
    MEDIUM = "M", "moins de 1 Mo"
    LARGE = "L", "moins de 5 Mo"
    HEAVY = "XL", "plus de 5 Mo"

    @classmethod
    def of(cls, length: int) -> SizeClass:
        """Return the class of a length in bytes."""
        limits = ((200 * 1024, cls.SMALL), (1024**2, cls.MEDIUM), (5 * 1024**2, cls.LARGE))
        return next((found for most, found in limits if length < most), cls.HEAVY)


class Document(SealedRow):
    """What every document has, whatever its compartment.

    Payload: `name` (of the file as received), `note`, `digest` (SHA-256 of the clean file),
    `length`, `format`, `pages`, `key` (of the stored file); {} once its content is destroyed.
    `dated_on` is the date written on it, kept for the kinds that go out of date only.
    """

    kind = models.CharField(max_length=32, choices=DocumentKind.choices())
    state = models.CharField(max_length=12, choices=DocumentState.choices())
    state_since = models.DateTimeField(default=now)
    size_class = models.CharField(max_length=2, choices=SizeClass.choices)
    stored_as = models.CharField(max_length=40, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    brought_at = models.DateTimeField(default=now)
    brought_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    brought_by_user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removal = models.CharField(max_length=16, choices=DocumentRemoval.choices(), blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="REMOVED") & ~Q(removal="") & Q(stored_as=""))
                | (~Q(state="REMOVED") & Q(removal="")),
                name="%(class)s_removed_means_destroyed",
            ),
            models.UniqueConstraint(
                fields=["stored_as"], condition=~Q(stored_as=""), name="%(class)s_own_object"
            ),
        ]

    @property
    def word(self) -> DocumentKind:
        """The kind as a word of the vocabulary, with its label."""
        return DocumentKind(self.kind)


class IdentityDocument(Document):
    """Who she is."""

    compartment: ClassVar[Compartment] = Compartment.IDENTITY


class HouseholdDocument(Document):
    """Who lives with her."""

    compartment: ClassVar[Compartment] = Compartment.HOUSEHOLD


class ResourcesDocument(Document):
    """What she lives on."""

    compartment: ClassVar[Compartment] = Compartment.RESOURCES


class NeedDocument(Document):
    """Where she lived, and what she needs."""

    compartment: ClassVar[Compartment] = Compartment.HOUSING_NEED


class SafetyDocument(Document):
    """What protects her."""

    compartment: ClassVar[Compartment] = Compartment.SAFETY


class PlaceDocument(Document):
    """Where she is now."""

    compartment: ClassVar[Compartment] = Compartment.SHELTER_PLACE


class SocialDocument(Document):
    """Social support."""

    compartment: ClassVar[Compartment] = Compartment.SUPPORT_SOCIAL


class LegalDocument(Document):
    """Legal support."""

    compartment: ClassVar[Compartment] = Compartment.SUPPORT_LEGAL


class MedicalDocument(Document):
    """Medical support."""

    compartment: ClassVar[Compartment] = Compartment.SUPPORT_MEDICAL


class PsychologicalDocument(Document):
    """Psychological support."""

    compartment: ClassVar[Compartment] = Compartment.SUPPORT_PSYCHOLOGICAL


TABLES: tuple[type[Document], ...] = (
    IdentityDocument,
    HouseholdDocument,
    ResourcesDocument,
    NeedDocument,
    SafetyDocument,
    PlaceDocument,
    SocialDocument,
    LegalDocument,
    MedicalDocument,
    PsychologicalDocument,
)
"""In the order the page shows them."""

TABLE_OF: dict[Compartment, type[Document]] = {table.compartment: table for table in TABLES}
