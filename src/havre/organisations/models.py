"""People and the organisations they work for."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from havre.engine.vocabulary import Seat
from havre.platform.clock import now


class UserManager(BaseUserManager["User"]):
    """Accounts are found by their e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account; without a password it cannot sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by its address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A professional's personal account. Nobody else has one: there is no portal for the public."""

    about_no_case: ClassVar[str] = "accounts"

    email = models.EmailField("Adresse électronique", unique=True)
    first_name = models.CharField("Prénom", max_length=80, blank=True)
    last_name = models.CharField("Nom", max_length=80, blank=True)
    is_active = models.BooleanField("Compte actif", default=True)
    created_at = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="email_whatever_its_case")]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        """First and last name as shown on screen."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_staff(self) -> bool:
        """No administration site exists: nobody is staff."""
        return False


class Organisation(models.Model):
    """An association, a landlord, an authority…"""

    about_no_case: ClassVar[str] = "who takes part"

    slug = models.SlugField("Identifiant", max_length=60, unique=True)
    name = models.CharField("Nom", max_length=160)
    city = models.CharField("Ville", max_length=120, blank=True)
    phone = models.CharField("Téléphone", max_length=30, blank=True)
    active = models.BooleanField("Actif", default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person works for an organisation, in a seat."""

    about_no_case: ClassVar[str] = "who works where"

    class Digest(models.TextChoices):
        """How often she is told by mail that something waits."""

        NOW = "NOW", "Tout de suite, à toute heure"
        DAILY = "DAILY", "Une fois par jour"
        WEEKLY = "WEEKLY", "Une fois par semaine, le lundi"
        NEVER = "NEVER", "Jamais"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    seat = models.CharField(
        "Fonction", max_length=12, choices=Seat.choices(), default=Seat.MEMBER.value
    )
    active = models.BooleanField("Actif", default=True)
    since = models.DateTimeField(default=now)
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.DAILY)
    digest_hour = models.PositiveSmallIntegerField(default=8)
    digest_on = models.DateField(null=True, blank=True)
    digest_number = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="one_seat_per_person")
        ]

    @property
    def seat_word(self) -> Seat:
        """The seat as a word of the vocabulary."""
        return Seat(self.seat)


def invitation_token() -> str:
    """Return an unguessable token for an address; in hexadecimal, it can spell no word."""
    return secrets.token_hex(32)


class Invitation(models.Model):
    """An address is invited to join an organisation; only the digest of its token is kept."""

    about_no_case: ClassVar[str] = "who is invited to work where"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField("Adresse électronique professionnelle")
    seat = models.CharField(
        "Fonction", max_length=12, choices=Seat.choices(), default=Seat.MEMBER.value
    )
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class MailLink(models.Model):
    """Where the link of a message leads, for whom and until when; only its digest is kept."""

    about_no_case: ClassVar[str] = "who was sent a link, until when"

    token_digest = models.CharField(max_length=64, unique=True)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    target = models.TextField(blank=True)  # an address of Havre, sealed; empty: home
    expires_at = models.DateTimeField(db_index=True)


class OpenSession(models.Model):
    """A browser's session. Its key is kept as a digest: a copy of this table opens nothing."""

    about_no_case: ClassVar[str] = "who is signed in"

    key_digest = models.CharField(max_length=64, unique=True)
    data = models.TextField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    last_used_at = models.DateTimeField()


class ProviderIdentity(models.Model):
    """By which subject an identity provider knows a person: the pair alone signs her in."""

    about_no_case: ClassVar[str] = "who is known by whom"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_per_subject"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_subject_per_person"),
        ]


class SignInTries(models.Model):
    """How many proofs of identity were tried in vain for one account, device or address."""

    about_no_case: ClassVar[str] = "proofs of identity tried in vain"

    place = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    failures = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    blocked_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "digest"], name="one_count_per_place")
        ]
