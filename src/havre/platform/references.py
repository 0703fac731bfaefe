"""Random references shown in addresses and said by telephone: never sequential.

And identifiers of lines that are only ever added: in the order of time.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import models

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
else:
    CharField = models.CharField

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or figure that is mistaken for another when read aloud."""


def new_reference() -> str:
    """Return a random reference such as « K7M4-QXTB »."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def new_line_id() -> UUID:
    """Return an identifier that begins with the time (RFC 9562, version 7).

    Lines written together are neighbours in their index, however long the journal.
    """
    moment = time.time_ns() // 1_000_000
    number = moment << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62
    return UUID(int=number | secrets.randbits(62))


class ReferenceField(CharField):
    """A reference of a case row: drawn by the database (`rls.sql`), read back at insertion.

    What the application asks for is not taken: the refusal of one already used would tell that a
    hidden case carries it. Migrations see an ordinary text field.
    """

    db_returning = True

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Describe the field to migrations."""
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options
