"""Looking for harmful programs in a file: an interface, and the one the settings name."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class Verdict(Enum):
    """What was found."""

    CLEAN = "nothing found"
    INFECTED = "a harmful program was recognised"
    UNKNOWN = "nobody answered: to be asked again"


class Scanner(Protocol):
    """Reads a file and says whether it is harmful."""

    def scan(self, content: Iterable[bytes]) -> Verdict:
        """Return the verdict; UNKNOWN when it cannot be had now, never an exception."""


@lru_cache(maxsize=1)
def scanner() -> Scanner | None:
    """Return the scanner of the setting HAVRE_SCANNER; None when none is configured."""
    name = settings.HAVRE_SCANNER
    return cast(Scanner, import_string(name)()) if name else None
