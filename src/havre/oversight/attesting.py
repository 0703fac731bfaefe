"""Attesting the journal: another organisation takes its last head, and keeps the receipt.

The copy in the database may be put back with everything else; the receipt kept outside may not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.safestring import mark_safe

from havre.engine.vocabulary import Role, Seat
from havre.platform import gate, journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.journal_format import moment
from havre.platform.models import JournalAttestation


class NotAllowed(PermissionError):
    """Attesting is for the coordinator of an organisation that does not run Havre."""


class NothingSealed(Exception):
    """The journal has no head yet."""


@dataclass(frozen=True, slots=True)
class LastHead:
    """The journal's last head: its number, when it was sealed, its hash."""

    number: int
    sealed_at: datetime
    digest: bytes


def may_attest(actor: Actor) -> bool:
    """Any partner's coordinator; never the operator, who may run the server."""
    return actor.seat is Seat.COORDINATOR and not actor.has(Role.OPERATOR)


def last_head() -> LastHead | None:
    """Return the journal's last head; it tells no number of lines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM havre.journal_last_head()")
        number, sealed_at, digest = cursor.fetchone()
    return LastHead(number, sealed_at, bytes(digest)) if number is not None else None


@transaction.atomic
def attest(*, actor: Actor) -> JournalAttestation:
    """Attest the last head in the organisation's name. Raises NotAllowed, NothingSealed."""
    if not may_attest(actor):
        raise NotAllowed
    head = last_head()
    if head is None:
        raise NothingSealed
    attestation = JournalAttestation(
        organisation_id=actor.organisation_id,
        user_id=actor.user_id,
        at=now(),
        number=head.number,
        head=head.digest,
    )
    attestation.save(force_insert=True)
    journal.record(
        actor, "JOURNAL_ATTESTED", subject=f"block:{head.number}:{head.digest.hex()[:16]}"
    )
    return attestation


def send_head(address: str) -> bool:
    """Write the journal's last head to a mailbox outside Havre; False when nothing is sealed yet.

    The number and the hash alone: they say nothing of anybody, and not how many lines there are.
    Run by the worker, each morning.
    """
    head = last_head()
    if head is None:
        return False
    line = json.dumps({"number": head.number, "head": head.digest.hex()}, separators=(",", ":"))
    gate.send("journal_head", address, {"line": mark_safe(line)})  # noqa: S308  digits and letters
    return True


def last_attestation(*, actor: Actor) -> JournalAttestation | None:
    """Return what the actor's organisation attested last. Raises NotAllowed."""
    if not may_attest(actor):
        raise NotAllowed
    own = JournalAttestation.objects.filter(organisation_id=actor.organisation_id)
    return own.order_by("-number", "-at").first()


def receipt_of(attestation: JournalAttestation) -> dict[str, Any]:
    """Return the receipt to keep outside: `havre journal verify --heads` reads it."""
    return {
        "number": attestation.number,
        "head": bytes(attestation.head).hex(),
        "attested_at": moment(attestation.at),
    }
