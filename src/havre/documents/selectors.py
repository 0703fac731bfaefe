"""Reads: what there is, and the content of one document, as a stream, once it may be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, IntegerField, QuerySet, Value

from havre.cases.models import Case
from havre.documents.content import Format, UnreadableContent
from havre.documents.models import TABLES, Document, SizeClass
from havre.documents.storage import MissingObject, store
from havre.engine.vocabulary import Compartment, DocumentKind, DocumentRemoval, DocumentState
from havre.platform import filekeys, vault
from havre.platform.acting import Actor, acting


class NotReadable(PermissionError):
    """In quarantine, blocked, lost or removed: nobody reads it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of a document: nothing sealed."""

    id: UUID
    compartment: Compartment
    kind: DocumentKind
    state: DocumentState
    size: SizeClass
    brought_at: datetime
    brought_by: str
    removal: str
    dated_on: date | None = None


def documents_of(case: Case, *, actor: Actor) -> list[Listed]:
    """Return the documents that the actor may know of, by compartment, latest first; one query."""
    rows = union_of(
        case_id=case.pk,
        fields=("id", "kind", "state", "size_class", "brought_at", "removal", "dated_on"),
        also={"organisation": F("brought_by__name")},
    )
    found = [
        Listed(
            id=row["id"],
            compartment=TABLES[row["part"]].compartment,
            kind=DocumentKind(row["kind"]),
            state=DocumentState(row["state"]),
            size=SizeClass(row["size_class"]),
            brought_at=row["brought_at"],
            brought_by=row["organisation"],
            removal=DocumentRemoval(row["removal"]).label if row["removal"] else "",
            dated_on=row["dated_on"],
        )
        for row in rows
    ]
    order = {table.compartment: rank for rank, table in enumerate(TABLES)}
    return sorted(found, key=lambda one: (order[one.compartment], -one.brought_at.timestamp()))


def union_of(
    *, fields: tuple[str, ...], also: dict[str, Any] | None = None, **wanted: Any
) -> QuerySet[Any, dict[str, Any]]:
    """Return the rows of all the tables that match, in one query; `part`: the rank of the table."""
    first, *others = (
        table._default_manager.filter(**wanted)
        .annotate(part=Value(rank, IntegerField()), **(also or {}))
        .values("part", *fields, *(also or {}))
        for rank, table in enumerate(TABLES)
    )
    found: QuerySet[Any, dict[str, Any]] = first.union(*others, all=True)
    return found


_COLUMNS = (
    "id",
    "case_id",
    "kind",
    "state",
    "state_since",
    "size_class",
    "stored_as",
    "dated_on",
    "brought_at",
    "brought_by_id",
    "brought_by_user_id",
    "removal",
    "payload",
)


def found_by(**wanted: Any) -> list[Document]:
    """Return the documents that match, of any compartment the acting organisation may see."""
    return [
        TABLES[row.pop("part")](**{name: row[name] for name in _COLUMNS})
        for row in map(dict, union_of(fields=_COLUMNS, **wanted))
    ]


def get_document(case: Case, document_id: UUID, *, actor: Actor) -> Document:
    """Return one document of a case; raise ObjectDoesNotExist when hidden, absent or removed."""
    found = found_by(case_id=case.pk, pk=document_id)
    if not found or found[0].state == DocumentState.REMOVED:
        raise ObjectDoesNotExist
    return found[0]


def still_readable(document: Document, *, actor: Actor) -> bool:
    """Tell whether the actor may read the document at this moment, asked anew."""
    with acting(actor):
        return (
            type(document)
            ._default_manager.filter(pk=document.pk, state=DocumentState.READY)
            .exists()
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """A document opened by the vault: what is said of it, and its bytes on demand."""

    name: str
    note: str
    format: Format
    pages: int
    length: int
    _key: str
    _document: Document

    def pieces(self) -> Iterator[bytes]:
        """Yield the file, piece by piece; raise UnreadableContent."""
        document = self._document
        bound = filekeys.binding(document.case_id, document.compartment.value, document.pk)
        try:
            with store().open(document.stored_as) as source:
                yield from filekeys.decrypt(source, self.length, key=self._key, bound_to=bound)
        except (MissingObject, filekeys.UnreadableFile) as error:
            raise UnreadableContent from error


def open_document(
    document: Document, *, actor: Actor, action: str, scanning: bool = False
) -> Opened:
    """Open a document through the vault: share checked, journal line committed, then its key.

    Raises NotReadable unless it is ready (`scanning`: or waits for the scanner), VaultRefusal.
    """
    allowed = {DocumentState.READY} | ({DocumentState.QUARANTINE} if scanning else set())
    if document.state not in allowed:
        raise NotReadable
    payload = vault.open_row(document, actor=actor, action=action)
    if not payload:
        raise NotReadable
    return Opened(
        name=payload["name"],
        note=payload["note"],
        format=Format[payload["format"]],
        pages=payload["pages"],
        length=payload["length"],
        _key=payload["key"],
        _document=document,
    )
