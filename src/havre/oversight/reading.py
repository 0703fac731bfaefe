"""Who consulted what: one case's log for its keeper, one organisation's for its coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from havre.cases.models import Case
from havre.cases.permissions import keeps
from havre.cases.selectors import visible_to
from havre.engine.vocabulary import Compartment, Seat
from havre.organisations.models import Organisation, User
from havre.oversight.words import said, why
from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.models import JournalEntry

PAGE_SIZE = 30
LOG_READ = "LOG_READ"
CONSULTED = (*journal.READINGS, "PART_CORRECTED", "DOCUMENT_RELEASED", "INDEXED")
"""What « Qui a consulté » shows: readings, and what else the keeper is asked about."""


class NotAllowed(PermissionError):
    """This log is not for the actor."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a log, in words; `case` only where the reader sees that case."""

    id: UUID
    at: datetime
    who: str
    organisation: str
    action: str
    parts: tuple[str, ...]
    purpose: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """The lines of a page, and the line after which the next one begins."""

    lines: list[Line]
    next_after: UUID | None


def may_read_own_log(actor: Actor) -> bool:
    """An organisation's coordinator reads what its people did."""
    return actor.seat is Seat.COORDINATOR


def readings_of(case: Case, *, after: UUID | None = None, actor: Actor) -> LogPage:
    """Return who consulted a case, latest first, for the keeper of its file. Raises NotAllowed."""
    if not keeps(actor, case):
        raise NotAllowed
    rows = JournalEntry.objects.filter(case_id=case.pk, action__in=CONSULTED)
    return _page(rows, after, actor)


def own_log(*, after: UUID | None = None, actor: Actor) -> LogPage:
    """Return what the people of the actor's organisation did, latest first. Raises NotAllowed."""
    if not may_read_own_log(actor):
        raise NotAllowed
    own = actor.organisation_id
    rows = JournalEntry.objects.filter(organisation_id=own, behalf_of_id=None)
    found = rows.exclude(action=LOG_READ)  # else looking at the log would fill it
    return _page(found, after, actor, told=True)


def _page(
    rows: QuerySet[JournalEntry], after: UUID | None, actor: Actor, *, told: bool = False
) -> LogPage:
    """Return one page, by the moment of the last line shown; no totals.

    `told`: the page names cases beside the one it is about, and that is journaled.
    """
    mark = JournalEntry.objects.filter(pk=after).first() if after else None
    if mark is not None:
        rows = rows.filter(Q(at__lt=mark.at) | Q(at=mark.at, pk__lt=mark.pk))
    found = list(rows.order_by("-at", "-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    following = shown[-1].pk if len(found) > PAGE_SIZE else None
    cases = {row.case_id for row in shown if row.case_id}
    references = dict(visible_to(actor).filter(pk__in=cases).values_list("pk", "reference"))
    if told:
        parts = [Compartment.PROGRESS]
        journal.commit_list(actor, LOG_READ, case_ids=references, compartments=parts)
    return LogPage(_lines(shown, references, actor), following)


def _lines(rows: list[JournalEntry], references: Mapping[UUID, str], actor: Actor) -> list[Line]:
    """Put lines in words: the person for one's own organisation, the organisation for others."""
    own = actor.organisation_id
    mine = {row.user_id for row in rows if _organisation_of(row) == own and row.user_id}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=mine)}
    organisations = {_organisation_of(row) for row in rows}
    named = dict(Organisation.objects.filter(pk__in=organisations).values_list("pk", "name"))
    return [
        Line(
            id=row.pk,
            at=row.at,
            who=names.get(row.user_id, "") if _organisation_of(row) == own and row.user_id else "",
            organisation=str(named.get(_organisation_of(row), "")),
            action=said(row.action),
            parts=tuple(Compartment(part).label for part in row.compartments),
            purpose=why(row.purpose),
            reference=references.get(row.case_id, "") if row.case_id else "",
        )
        for row in rows
    ]


def _organisation_of(row: JournalEntry) -> int:
    return row.behalf_of_id or row.organisation_id or 0
