"""In whose name the database is read and written.

The application signs a token (person, organisation, purpose, expiry); the database verifies the
signature in a definer function before any policy lets a row through. A bare SET by injected SQL
names nobody, for it cannot sign.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.db import connections, transaction

from havre.engine.vocabulary import Role, Seat

ACCOUNTS_ONLY = "accounts-only"
TOKEN_SECONDS = 300
"""A token outlives no request; long jobs renew theirs."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for an organisation in a programme, for a purpose.

    `roles` are those of the organisation in the programme (0: it takes part in none); `seat` is
    hers in the organisation.
    """

    user_id: int
    organisation_id: int
    programme_id: int
    roles: frozenset[Role]
    seat: Seat = Seat.MEMBER
    purpose: str = "web"
    name: str = field(default="", compare=False)
    behalf_of: int | None = None

    def has(self, *roles: Role) -> bool:
        """Tell whether the organisation holds one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def writes(self) -> bool:
        """Tell whether the seat lets her change anything but accounts: a reader's never does."""
        return self.seat not in {Seat.READER, Seat.ACCOUNTS}

    @property
    def person(self) -> int:
        """Return who the database is told of: below 0 when what she does falls to another
        organisation, of which she is nobody."""
        return self.user_id if self.behalf_of is None else -self.user_id

    def in_the_name_of(self, organisation_id: int, purpose: str) -> Actor:
        """Return the same person carrying out a consequence that falls to another organisation."""
        return replace(
            self,
            organisation_id=organisation_id,
            purpose=purpose,
            behalf_of=self.organisation_id,
        )


def derive_pads(secret: str) -> tuple[bytes, bytes]:
    """Return the two padded keys of HMAC-SHA256 (RFC 2104) that the database needs to verify."""
    key = hashlib.sha256(secret.encode()).digest().ljust(64, b"\0")
    return bytes(b ^ 0x36 for b in key), bytes(b ^ 0x5C for b in key)


def sign(actor: Actor, *, seconds: int = TOKEN_SECONDS) -> str:
    """Return the signed token of an actor, valid `seconds`."""
    purpose = "".join(c for c in actor.purpose if c.isalnum() or c in "-_")
    if actor.seat is Seat.ACCOUNTS:  # the database names nobody to the tables of cases
        purpose = ACCOUNTS_ONLY
    body = (
        f"{actor.person}.{actor.organisation_id}.{purpose}."
        f"{int(time.time()) + seconds}.{secrets.token_hex(8)}"
    )
    key = hashlib.sha256(settings.HAVRE_ACTING_SECRET.encode()).digest()
    return f"{body}.{hmac.new(key, body.encode(), hashlib.sha256).hexdigest()}"


def verified(token: str, *, behalf_of: int | None = None) -> Actor | None:
    """Return whom a signed token names, None when it is forged, altered or expired.

    The same checks as the database's `havre.token_part`. What is not signed (programme, roles) is
    left empty.
    """
    pieces = token.split(".")
    if len(token) > 400 or len(pieces) != 6 or not token.isascii():
        return None
    body = ".".join(pieces[:5])
    key = hashlib.sha256(settings.HAVRE_ACTING_SECRET.encode()).digest()
    expected = hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, pieces[5]):
        return None
    person = int(pieces[0])
    for_another = person < 0 or (person == 0 and behalf_of is not None)
    if int(pieces[3]) < time.time() or pieces[2] == ACCOUNTS_ONLY:
        return None
    if for_another and behalf_of is None:
        return None
    return Actor(
        user_id=abs(person),
        organisation_id=int(pieces[1]),
        programme_id=0,
        roles=frozenset(),
        purpose=pieces[2],
        behalf_of=behalf_of if for_another else None,
    )


@contextmanager
def acting(actor: Actor, *, using: str = "default") -> Iterator[Actor]:
    """Run the block in one transaction, in the name of `actor`; the outer name comes back after.

    A rolled-back savepoint restores the outer name by itself, because the setting is local to
    the transaction; a block that ends well restores it here.
    """
    connection = connections[using]
    nested = connection.in_atomic_block
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('havre.token', true), havre.act(%s)", [sign(actor)]
            )
            row = cursor.fetchone()
            if actor.seat is Seat.READER:  # whatever the code, nothing is written; no way back
                cursor.execute("SET TRANSACTION READ ONLY")
        yield actor
        if nested:  # the outermost name ends with its transaction
            with connection.cursor() as cursor:
                outer = (row[0] if row else "") or ""
                cursor.execute("SELECT set_config('havre.token', %s, true)", [outer])
