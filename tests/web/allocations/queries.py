"""Counts the queries of a page on every connection; the marks of transactions apart."""

from __future__ import annotations

from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def queries(client: Client, url: str) -> int:
    """Return how many queries a page takes, vault included."""
    with (
        CaptureQueriesContext(connections["default"]) as web,
        CaptureQueriesContext(connections["vault"]) as vault,
    ):
        assert client.get(url).status_code == 200
    return sum(not query["sql"].startswith(MARKS) for query in [*web, *vault])
