"""Connected as the worker is: only its role may erase."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from havre.platform.embedded import JOBS


@contextmanager
def worker() -> Iterator[None]:
    """Within the block, the default connection has the role of the jobs."""
    connection = connections["default"]
    before = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = JOBS
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["USER"] = before
