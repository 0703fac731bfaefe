"""What the database remembers of the ledger of deletions."""

from __future__ import annotations

from django.db import models

from havre.platform.clock import now


class LedgerWitness(models.Model):
    """How long the ledger of deletions was, and the digest of its last line, at each deletion.

    The vault alone reads and adds. A key store and a ledger put back together to an earlier day
    agree with each other; they do not agree with this.
    """

    number = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)

    class Meta:
        app_label = "platform"
