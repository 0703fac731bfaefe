"""Random references shown in addresses and said by telephone: never sequential.

And identifiers of lines that are only ever added: in the order of time.
"""

from __future__ import annotations

import secrets
import time
from uuid import UUID

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
