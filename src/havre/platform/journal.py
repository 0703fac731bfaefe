"""The journal: append-only lines saying who read or did what, without any personal data."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import JournalEntry


def entry(
    actor: Actor,
    action: str,
    *,
    case_id: UUID | None = None,
    compartments: Iterable[Compartment] = (),
    subject: str = "",
) -> JournalEntry:
    """Build, without writing it, the line saying that `actor` did `action`."""
    return JournalEntry(
        at=now(),
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        behalf_of_id=actor.behalf_of,
        case_id=case_id,
        action=action,
        purpose=actor.purpose[:40],
        compartments=[compartment.value for compartment in compartments],
        subject=subject[:60],
    )


def record(
    actor: Actor,
    action: str,
    *,
    case_id: UUID | None = None,
    compartments: Iterable[Compartment] = (),
    subject: str = "",
) -> None:
    """Write a line in the present transaction: it stands or falls with the change it tells of."""
    entry(actor, action, case_id=case_id, compartments=compartments, subject=subject).save(
        force_insert=True
    )
