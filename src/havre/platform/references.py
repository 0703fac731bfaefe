"""Random references shown in addresses and said by telephone: never sequential."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter or figure that is mistaken for another when read aloud."""


def new_reference() -> str:
    """Return a random reference such as « K7M4-QXTB »."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
