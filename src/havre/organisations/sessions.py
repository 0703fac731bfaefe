"""Sessions kept by the server: fifteen minutes without use, ten hours at most, to the second.

Loading a session is the statement that also notes its use, so that a page costs no other one.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet

from havre.organisations.models import OpenSession, User
from havre.platform.clock import now

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
STARTED, DEVICE = "started_at", "device"
LOAD = """
UPDATE organisations_opensession SET last_used_at = greatest(last_used_at, %s)
 WHERE key_digest = %s AND last_used_at > %s AND started_at > %s RETURNING data
"""


def digest_of(key: str) -> str:
    """Return what is kept of a session's key."""
    return hashlib.sha256(key.encode()).hexdigest()


def expired(moment: datetime) -> Q:
    """Select the sessions that have ended by `moment`."""
    return Q(last_used_at__lte=moment - IDLE) | Q(started_at__lte=moment - LONGEST)


class SessionStore(SessionBase):
    """Django's interface to `OpenSession`."""

    ended_for: int | None = None
    """Whose session this was, when it has just ended by its time."""

    def load(self) -> dict[str, Any]:
        """Return the session's data and note its use; nothing when it has ended."""
        if not self.session_key:
            return {}
        moment, digest = now(), digest_of(self.session_key)
        with connection.cursor() as cursor:
            cursor.execute(LOAD, [moment, digest, moment - IDLE, moment - LONGEST])
            found = cursor.fetchone()
        if found:
            data: dict[str, Any] = self.decode(found[0])
            return data
        ended = OpenSession.objects.filter(key_digest=digest).values_list("user_id", flat=True)
        self.ended_for = ended.first()
        self._session_key = None
        return {}

    def exists(self, session_key: str) -> bool:
        """Tell whether a key is taken."""
        return OpenSession.objects.filter(key_digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """Begin a session under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write the session; raise CreateError or UpdateError, as Django expects."""
        if self.session_key is None:
            return self.create()
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        moment, key = now(), digest_of(self.session_key)
        user_id = int(data["_auth_user_id"]) if "_auth_user_id" in data else None
        started = data.get(STARTED)
        kept: dict[str, Any] = {
            "data": self.encode(data),
            "user_id": user_id,
            "device": str(data.get(DEVICE, ""))[:120],
        }
        if started:
            kept["started_at"] = datetime.fromisoformat(started)
        if not must_create:
            if not OpenSession.objects.filter(key_digest=key).update(**kept):
                raise UpdateError
            return None
        kept.setdefault("started_at", moment)
        try:
            with transaction.atomic():
                OpenSession.objects.create(key_digest=key, last_used_at=moment, **kept)
        except IntegrityError as error:
            raise CreateError from error
        return None

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key:
            OpenSession.objects.filter(key_digest=digest_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Remove the sessions that ended over an hour ago; those just ended are still told of."""
        OpenSession.objects.filter(expired(now() - timedelta(hours=1))).delete()


def begin(session: SessionBase, device: str) -> None:
    """Note in a session just opened when it began and on which device."""
    session[STARTED] = now().isoformat()
    session[DEVICE] = device


def sessions_of(user: User) -> QuerySet[OpenSession]:
    """Return a person's own sessions that have not ended, the last used first."""
    return OpenSession.objects.filter(user=user).exclude(expired(now())).order_by("-last_used_at")


def end_session(user: User, session_id: int) -> bool:
    """End one of a person's own sessions; False when there is none by this id."""
    return bool(OpenSession.objects.filter(user=user, pk=session_id).delete()[0])


def end_others(user: User, key: str) -> int:
    """End all sessions of a person but the one of `key`; return how many ended."""
    others = sessions_of(user).exclude(key_digest=digest_of(key))
    return others.order_by().delete()[0]


def end_all(user_id: int) -> None:
    """End every session of a person: she leaves, or her access is in doubt."""
    OpenSession.objects.filter(user_id=user_id).delete()
