"""The bare side of the measure: the same pages without policies, token, vault or journal.

Views, templates, queries and what is serialised stay. The rows come by the owner's connection, past
row security; plaintext was prepared beforehand, by row; nobody is named to the database.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any, Self
from unittest import mock
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Q, QuerySet

from havre.cases import selectors
from havre.cases.models import Case
from havre.engine.vocabulary import Stage
from havre.platform import acting as acting_module
from havre.platform import journal, vault
from havre.platform.acting import Actor
from havre.platform.compartments import SealedRow
from havre.platform.vault.custody import custody
from havre.platform.vault.sealing import Place, opened

JOURNAL = ("record", "commit_reading", "commit")


class Bare:
    """Enter it to take protection away, leave it to put it back; its connection stays open."""

    def __init__(self) -> None:
        self._connection = connections["owner"].copy(alias="default")
        self._texts: dict[UUID, bytes] = {}
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        usual = connections["default"]
        connections["default"] = self._connection
        self._undo.callback(connections.__setitem__, "default", usual)
        self._replace(vault, "open_rows", self._ready)
        for name in JOURNAL:
            self._replace(journal, name, _nothing)
        self._everywhere("acting", acting_module.acting, _in_transaction)
        self._everywhere("visible_to", selectors.visible_to, _without_drafts)
        return self

    def __exit__(self, *error: object) -> None:
        self._undo.close()

    def close(self) -> None:
        """Close its connection."""
        self._connection.close()

    def _everywhere(self, name: str, real: object, by: object) -> None:
        """Replace a function under every name that a module has imported it by."""
        for module in _havre_modules():
            if getattr(module, name, None) is real:
                self._replace(module, name, by)

    def _replace(self, module: ModuleType, name: str, by: object) -> None:
        self._undo.enter_context(mock.patch.object(module, name, by))

    def _ready(self, rows: Sequence[SealedRow], **_: Any) -> dict[UUID, vault.Payload]:
        """What `vault.open_rows` returns, from texts opened during the warm-ups."""
        for row in rows:
            if row.pk not in self._texts:
                place = Place.of(row)
                key = custody().primitives({place.slot})[place.slot]
                self._texts[row.pk] = opened(key, place, bytes(row.payload))
        return {row.pk: json.loads(self._texts[row.pk]) for row in rows}


def _havre_modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.startswith("havre.")]


def _nothing(*_: object, **__: object) -> None:
    """No line is written."""


_visible_to = selectors.visible_to


def _without_drafts(actor: Actor) -> QuerySet[Case]:
    """The filter that somebody would write by hand, for policies do not hide drafts here."""
    return _visible_to(actor).filter(~Q(stage=Stage.DRAFT) | Q(steward_id=actor.organisation_id))


@contextmanager
def _in_transaction(actor: Actor, *, using: str = "default") -> Iterator[Actor]:
    """The transaction of `acting`, in nobody's name."""
    with transaction.atomic(using=using):
        yield actor
