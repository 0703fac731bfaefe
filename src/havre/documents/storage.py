"""Where encrypted files are kept: an interface, and the one the settings name."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from functools import lru_cache
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class MissingObject(Exception):
    """Nothing is stored under this name."""


class Store(Protocol):
    """Keeps objects under random names; what it holds is always encrypted."""

    def write(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Return a sink; the object appears, whole, when the block ends well, else never."""

    def open(self, name: str) -> BinaryIO:
        """Return an object for reading; raise MissingObject."""

    def delete(self, name: str) -> None:
        """Destroy an object; nothing happens when there is none."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Yield each object's name and when it was written (aware)."""

    def discard_unfinished(self, before: datetime) -> int:
        """Remove what an interrupted writing left behind before a moment; return how many."""


@lru_cache(maxsize=1)
def store() -> Store:
    """Return the store named by the setting HAVRE_DOCUMENT_STORE."""
    return cast(Store, import_string(settings.HAVRE_DOCUMENT_STORE)())


def new_name() -> str:
    """Return a random name: it says nothing of the case, the kind or the order."""
    return secrets.token_hex(20)
