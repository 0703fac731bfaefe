"""What makes the journal provable: where each line stands, and the signed heads of its blocks.

None of these tables is granted to the roles that serve people: a place in the journal, or the
number of lines in a block, would tell them how many lines they may not see.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from havre.platform.clock import now
from havre.platform.references import new_line_id


class JournalEntry(models.Model):
    """Who read or did what. Append-only: nobody changes or removes a line.

    Never holds personal data: codes, identifiers and compartments only. `network` is a keyed
    commitment of the address the request came from, empty for what no person asked.
    """

    id = models.UUIDField(primary_key=True, default=new_line_id, editable=False)
    at = models.DateTimeField(default=now)
    user_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    behalf_of_id = models.BigIntegerField(null=True)
    case_id = models.UUIDField(null=True)
    action = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40, default="")
    compartments = ArrayField(models.CharField(max_length=24), default=list)
    subject = models.CharField(max_length=60, default="", blank=True)
    network = models.CharField(max_length=32, default="", db_default="", blank=True)

    class Meta:
        app_label = "platform"
        indexes = [
            models.Index(fields=["case_id", "at"], name="journal_case"),
            models.Index(fields=["organisation_id", "at"], name="journal_organisation"),
        ]


class JournalPending(models.Model):
    """A line that is committed and not sealed yet; put here by a trigger, never by hand.

    Lines, not a moment: a slow transaction that commits late is sealed with the next block.
    """

    entry_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        app_label = "platform"


class JournalPlace(models.Model):
    """Where a sealed line stands: a number without gaps, its block, and the hash of its leaf."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    block = models.BigIntegerField(db_index=True)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        app_label = "platform"


class JournalHead(models.Model):
    """The signed head of a block; each one names the hash of the one before.

    Heads are kept when their lines are purged: they prove what is left.
    """

    number = models.BigIntegerField(primary_key=True)
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    sealed_at = models.DateTimeField()
    root = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=128)

    class Meta:
        app_label = "platform"


class JournalAttestation(models.Model):
    """Another organisation's word that it has seen a head, and holds its receipt outside."""

    id = models.UUIDField(primary_key=True, default=new_line_id, editable=False)
    organisation = models.ForeignKey(
        settings.HAVRE_ORGANISATION_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    user_id = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    number = models.BigIntegerField()
    head = models.BinaryField(max_length=32)

    class Meta:
        app_label = "platform"
        indexes = [models.Index(fields=["organisation", "-number"], name="attested_last")]
