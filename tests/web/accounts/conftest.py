"""Attempts are counted in the cache: each test starts from none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_attempts() -> Iterator[None]:
    """Forget the attempts counted by another test."""
    cache.clear()
    yield
    cache.clear()
