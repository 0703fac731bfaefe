"""Base models of every row about a woman: it belongs to one case and one compartment.

The columns `readers` and `writers` (organisations that may read or write the row) are not fields
here: the database adds and keeps them (`rls.py`), and no application code can set them.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models

from havre.engine.vocabulary import Compartment

if TYPE_CHECKING:
    BytesField = models.BinaryField[bytes, bytes]
else:
    BytesField = models.BinaryField


class SealedField(BytesField):
    """A ciphertext made and opened by the vault only (`vault.py`)."""


class CaseRow(models.Model):
    """A row of a case. `compartment` decides who sees it; `scope_column` narrows it further.

    With a scope column, a share that names a scope opens only the rows carrying the same value:
    a landlord's share of NEW_HOME opens its own dwelling, not the next one. With an owner column,
    only the organisation it names writes the row, and only that one and the file's keeper see it.
    """

    compartment: ClassVar[Compartment]
    case_column: ClassVar[str] = "case_id"
    scope_column: ClassVar[str | None] = None
    owner_column: ClassVar[str | None] = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(settings.HAVRE_CASE_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class SealedRow(CaseRow):
    """A row whose content is one sealed payload: a mapping only the vault can read."""

    payload = SealedField()

    class Meta:
        abstract = True


def case_models() -> list[type[models.Model]]:
    """Return every concrete model that declares a compartment, in a stable order."""
    from django.apps import apps

    found = [m for m in apps.get_models() if isinstance(getattr(m, "compartment", 0), Compartment)]
    return sorted(found, key=lambda model: model._meta.db_table)
