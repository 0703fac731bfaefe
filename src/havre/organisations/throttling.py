"""Proofs of identity that fail make the next ones wait, longer each time, never over 15 minutes.

Somebody else's failures must not keep a person out: a device that has already signed in to the
account counts apart from all others, and only for itself. Counters are in the database, shared by
all processes; a try is counted before it is checked, so that parallel tries gain nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection
from django.db.models import F

from havre.organisations.models import SignInTries
from havre.platform.clock import now

LONGEST = timedelta(minutes=15)
FIRST = timedelta(seconds=15)
FORGOTTEN_AFTER = timedelta(hours=12)
FREE = {"account": 5, "device": 5, "code": 5, "address": 20}
"""Failures without consequence, by what is counted."""

TRY = """
INSERT INTO organisations_signintries AS t (place, digest, failures, last_at, blocked_until)
VALUES (%(place)s, %(digest)s, 1, %(now)s, %(now)s)
ON CONFLICT (place, digest) DO UPDATE SET
  failures = CASE WHEN t.last_at < %(forgotten)s THEN 1 ELSE t.failures + 1 END,
  last_at = %(now)s,
  blocked_until = CASE
    WHEN t.last_at < %(forgotten)s OR t.failures + 1 < %(free)s THEN %(now)s
    ELSE %(now)s + make_interval(secs =>
      least(%(longest)s, %(first)s * 2 ^ least(t.failures + 1 - %(free)s, 20))) END
WHERE t.blocked_until <= %(now)s
RETURNING failures
"""


class TooManyTries(Exception):
    """Another try is possible once `until` has come."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until

    @property
    def minutes(self) -> int:
        """Minutes left to wait, rounded up."""
        return max(1, ceil((self.until - now()).total_seconds() / 60))


@dataclass(frozen=True, slots=True)
class Place:
    """What failures are counted against; only a keyed digest of it is kept."""

    kind: str
    key: str

    @property
    def digest(self) -> str:
        """Return the keyed digest."""
        return hmac.new(
            settings.SECRET_KEY.encode(), f"{self.kind}:{self.key}".encode(), hashlib.sha256
        ).hexdigest()


def places(account: str, address: str, device: str | None, *, kind: str = "account") -> list[Place]:
    """Return what a try at `account` is counted against.

    `device` is the mark of a device known to this account, if it is one: then nothing else counts.
    """
    if device is not None:
        return [Place("device", f"{kind}:{account}:{device}")]
    return [Place(kind, account), Place("address", address)]


def begin_try(counted: list[Place]) -> None:
    """Count a try against each place; raise TooManyTries when one of them has to wait."""
    moment = now()
    for place in counted:
        with connection.cursor() as cursor:
            cursor.execute(
                TRY,
                {
                    "place": place.kind,
                    "digest": place.digest,
                    "now": moment,
                    "forgotten": moment - FORGOTTEN_AFTER,
                    "free": FREE[place.kind],
                    "first": FIRST.total_seconds(),
                    "longest": LONGEST.total_seconds(),
                },
            )
            counted_now = cursor.fetchone()
        if counted_now is None:
            waiting = SignInTries.objects.get(place=place.kind, digest=place.digest)
            raise TooManyTries(waiting.blocked_until)


def succeed(counted: list[Place]) -> None:
    """The try was right: forget those of the account; take back this one from the address.

    An address is not forgotten, or an attacker with one account of her own could go on for ever.
    """
    for place in counted:
        tries = SignInTries.objects.filter(place=place.kind, digest=place.digest)
        if place.kind == "address":
            tries.update(failures=F("failures") - 1, blocked_until=now())
        else:
            tries.delete()


def forget_old() -> None:
    """Remove the counters that no longer count."""
    SignInTries.objects.filter(last_at__lt=now() - FORGOTTEN_AFTER).delete()
