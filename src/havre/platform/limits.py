"""How often an account, or an address, may do a thing: counted in the database, for all processes.

Sign-in has its own, slower, counters (`organisations/throttling.py`); searches by identity have a
quota of their own. Here: what an honest day never reaches and a script does in a minute.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection

from havre.platform.clock import now


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so long; `kind` names what is counted."""

    kind: str
    times: int
    within: timedelta


WRITES = Limit("write", 60, timedelta(minutes=1))
UPLOADS = Limit("upload", 30, timedelta(hours=1))
EXPORTS = Limit("export", 60, timedelta(hours=1))
VISITORS = Limit("visitor", 60, timedelta(minutes=1))
"""What someone who is not signed in may send, by address."""

COUNT = """
INSERT INTO platform_spending AS s (kind, digest, began_at, number)
VALUES (%(kind)s, %(digest)s, %(now)s, 1)
ON CONFLICT (kind, digest) DO UPDATE SET
  began_at = CASE WHEN s.began_at <= %(over)s THEN %(now)s ELSE s.began_at END,
  number = CASE WHEN s.began_at <= %(over)s THEN 1 ELSE s.number + 1 END
RETURNING began_at, number
"""


def wait_after(limit: Limit, who: str) -> int:
    """Count one more; return how many seconds to wait, 0 when it may be done now.

    `who` is an account or an address; only a keyed digest of it is kept. One query.
    """
    moment = now()
    key = hmac.new(settings.SECRET_KEY.encode(), f"{limit.kind}:{who}".encode(), hashlib.sha256)
    values: dict[str, str | datetime] = {
        "kind": limit.kind,
        "digest": key.hexdigest(),
        "now": moment,
        "over": moment - limit.within,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        began, number = cursor.fetchone()
    return _left(began, limit, moment) if number > limit.times else 0


def _left(began: datetime, limit: Limit, moment: datetime) -> int:
    return max(1, ceil((began + limit.within - moment).total_seconds()))
