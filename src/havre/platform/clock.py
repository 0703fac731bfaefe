"""The one clock. Tests set it; everything else asks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("havre_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC (or what a test has set)."""
    return _set.get() or timezone.now()  # noqa: TID251  the one allowed call


def today() -> date:
    """Return today's date in the territory (Europe/Paris)."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within the block, the time is `moment` (aware). For tests and the synthetic territory."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
