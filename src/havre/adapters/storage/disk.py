"""A folder of this machine: one file per object, readable by this account only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from havre.documents.storage import MissingObject

_NAME = re.compile(r"[0-9a-f]{40}")
_UNFINISHED = ".part"


class DiskStore:
    """Objects under HAVRE_HOME/documents, spread over 256 folders."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or settings.HAVRE_HOME / "documents"

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise MissingObject
        return self.folder / name[:2] / name

    @contextmanager
    def write(self, name: str) -> Iterator[BinaryIO]:
        """Write beside, then put in place once all is on the disk."""
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_suffix(_UNFINISHED)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as sink:
                yield sink
                sink.flush()
                os.fsync(sink.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise

    def open(self, name: str) -> BinaryIO:
        """Open an object; raise MissingObject."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError as error:
            raise MissingObject from error

    def delete(self, name: str) -> None:
        """Remove an object; what was written is unreadable without its key in any case."""
        with suppress(MissingObject):
            self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Yield the objects, in no order."""
        for path in self.folder.glob("??/*"):
            if _NAME.fullmatch(path.name):
                with suppress(FileNotFoundError):
                    yield path.name, datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def discard_unfinished(self, before: datetime) -> int:
        """Remove what was being written when a process ended."""
        discarded = 0
        for path in self.folder.glob(f"??/*{_UNFINISHED}"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    discarded += 1
        return discarded
