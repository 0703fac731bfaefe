"""Purging: whole sealed blocks older than the period leave, their heads stay.

Twelve months by default: the CNIL recommends between six months and one year for such journals
(deliberation 2021-122 of 14 October 2021).
"""

from __future__ import annotations

from datetime import timedelta

from django.db import connections, transaction

from havre.platform.clock import now
from havre.platform.journal import VAULT
from havre.platform.journal_models import JournalEntry
from havre.platform.journal_verifying import PURGED

KEPT_MONTHS = 12
LEAST_MONTHS, MOST_MONTHS = 6, 36
"""Shorter, and abuse could no longer be found; longer, and the journal itself tells too much."""
MONTH = timedelta(days=31)


def purge(*, months: int = KEPT_MONTHS) -> int:
    """Remove the lines of blocks sealed more than `months` ago; return the last one, 0 if none.

    Run by the retention job. The purge itself is a line of the journal: a verification accepts
    missing lines on that word only, and never for blocks younger than six months.
    """
    with transaction.atomic(using=VAULT), connections[VAULT].cursor() as cursor:
        cursor.execute("SELECT havre.purge_journal(%s)", [now() - months * MONTH])
        (through,) = cursor.fetchone()
        if through:
            line = JournalEntry(at=now(), action=PURGED, subject=f"through:{through}")
            line.save(force_insert=True, using=VAULT)
    return int(through)
