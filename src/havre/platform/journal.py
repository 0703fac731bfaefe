"""The journal: append-only lines saying who read or did what, without any personal data.

What is done is recorded with the change it tells of; what is read is committed at once, on a
connection of its own, before anything is shown: no journal, no reading.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from havre.engine.vocabulary import Compartment
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.journal_models import JournalEntry

VAULT = "vault"
COLUMNS: tuple[tuple[str, str, Callable[[JournalEntry], object]], ...] = (
    ("id", "uuid", attrgetter("id")),
    ("at", "timestamptz", attrgetter("at")),
    ("user_id", "bigint", attrgetter("user_id")),
    ("organisation_id", "bigint", attrgetter("organisation_id")),
    ("behalf_of_id", "bigint", attrgetter("behalf_of_id")),
    ("case_id", "uuid", attrgetter("case_id")),
    ("action", "text", attrgetter("action")),
    ("purpose", "text", attrgetter("purpose")),
    ("compartments", "text", lambda line: ",".join(line.compartments)),
    ("subject", "text", attrgetter("subject")),
    ("network", "text", attrgetter("network")),
)
"""Column, its type in a parameter, and its value on a line."""
NAMES = [name for name, _, _ in COLUMNS]
TAKEN = {"compartments": "string_to_array({}, ',')"}
"""How a column takes its parameter, where it is not as it is."""
READINGS = (
    "READ",
    "LISTED",
    "SHOWN_IN_MEETING",
    "CARD_READ",
    "FILE_OPENED",
    "CANDIDACY_READ",
    "CANDIDATE_FILE_READ",
    "DOCUMENT_BUNDLED",
    "COMPARED",
    "PLANNED",
    "BENEFITS_READ",
    "DOCUMENT_OPENED",
    "DOCUMENT_PAGE",
    "DOCUMENT_DOWNLOADED",
    "DEPARTURE_READ",
    "LOG_READ",
)
"""The actions by which somebody, or an engine in somebody's name, reads compartments of a case."""
_network: ContextVar[str] = ContextVar("havre_network", default="")


class JournalDown(DatabaseError):
    """The line could not be written: what it would have told of is not shown."""


def network_commitment(address: str) -> str:
    """Return what the journal keeps of a network address: the same within a month, no more.

    Keyed, so that nobody without the installation's secret can try all addresses.
    """
    if not address:
        return ""
    key = f"{settings.SECRET_KEY}/journal-network/{now():%Y-%m}".encode()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32]


@contextmanager
def reached_from(address: str) -> Iterator[None]:
    """Within the block, lines say that the request came from this address (as a commitment)."""
    token = _network.set(network_commitment(address))
    try:
        yield
    finally:
        _network.reset(token)


def present_network() -> str:
    """Return the commitment to where the present request comes from, "" when nobody said."""
    return _network.get()


@contextmanager
def as_reached(commitment: str) -> Iterator[None]:
    """Within the block, lines carry a commitment made in another process of ours."""
    token = _network.set(commitment)
    try:
        yield
    finally:
        _network.reset(token)


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
        network=_network.get(),
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


def insertion(lines: Sequence[JournalEntry]) -> tuple[str, dict[str, Any]]:
    """Return the statement that writes lines, at least one, and its parameters.

    One array for each column, and one value for a column that says the same on all lines: a list
    of fifty cases is fifty lines, and a value for each line and column costs a third of the page
    in sending and planning alone.
    """
    values, arrays = [], []
    parameters: dict[str, Any] = {}
    for name, kind, value in COLUMNS:
        found = [value(line) for line in lines]
        same = name != "id" and all(one == found[0] for one in found)
        parameters[name] = found[0] if same else found
        if not same:
            arrays.append((name, f"%({name})s::{kind}[]"))
        values.append(TAKEN.get(name, "{}").format(f"%({name})s::{kind}" if same else name))
    return (
        f"INSERT INTO platform_journalentry ({', '.join(NAMES)}) "  # noqa: S608  our own names
        f"SELECT {', '.join(values)} FROM unnest({', '.join(array for _, array in arrays)})"
        f" AS line ({', '.join(name for name, _ in arrays)})",
        parameters,
    )


def commit(lines: Sequence[JournalEntry]) -> None:
    """Write lines and commit them at once, whatever becomes of the request.

    Raises JournalDown when that is not possible: the caller then shows nothing.
    """
    if not lines:
        return
    try:
        with transaction.atomic(using=VAULT), connections[VAULT].cursor() as cursor:
            cursor.execute(*insertion(lines))
    except DatabaseError as error:
        raise JournalDown("the journal does not take the line") from error


def commit_reading(
    actor: Actor,
    action: str,
    *,
    case_id: UUID | None = None,
    compartments: Iterable[Compartment] = (),
    subject: str = "",
) -> None:
    """Say, committed before anything is shown, that `actor` reads. Raises JournalDown.

    Written by the vault's process where there is one: only it has a connection of its own.
    """
    _commit_reading(actor, action, [case_id], tuple(compartments), subject)


def commit_list(
    actor: Actor,
    action: str,
    *,
    case_ids: Iterable[UUID],
    compartments: Iterable[Compartment],
) -> None:
    """Say, committed before it is shown, which cases a list shows: one line each, all at once.

    Nothing is written for an empty list. Raises JournalDown.
    """
    if ids := sorted(set(case_ids)):
        _commit_reading(actor, action, ids, tuple(compartments), "")


def _commit_reading(
    actor: Actor,
    action: str,
    case_ids: Sequence[UUID | None],
    compartments: tuple[Compartment, ...],
    subject: str,
) -> None:
    if settings.HAVRE_VAULT_SOCKET:
        from havre.platform import vault

        vault.note(actor, action, case_ids=case_ids, compartments=compartments, subject=subject)
        return
    commit(
        [
            entry(actor, action, case_id=case_id, compartments=compartments, subject=subject)
            for case_id in case_ids
        ]
    )
