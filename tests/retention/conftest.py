"""Every test here has a store of documents of its own."""

from __future__ import annotations

from tests.documents.stores import store

__all__ = ["store"]
