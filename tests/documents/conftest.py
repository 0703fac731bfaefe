"""Every test here has a store of its own."""

from __future__ import annotations

import pytest

from tests.documents.stores import store

__all__ = ["store"]


@pytest.fixture(autouse=True)
def own_store(store: object) -> None:
    """Use it."""
