"""A store of each test's own, and no scanner unless the test brings one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from havre.adapters.storage.disk import DiskStore
from havre.documents import scanning, storage


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DiskStore]:
    """Objects go to a folder of this test."""
    made = DiskStore(tmp_path / "documents")
    storage.store.cache_clear()
    scanning.scanner.cache_clear()
    monkeypatch.setattr("havre.documents.storage.import_string", lambda _: lambda: made)
    yield made
    storage.store.cache_clear()
    scanning.scanner.cache_clear()
