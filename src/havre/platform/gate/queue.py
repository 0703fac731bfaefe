"""Asks the worker, by name, for a job: after the present transaction, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

JOBS = "havre.config.jobs"


def enqueue(job: str, *, lock: str, at: datetime | None = None, **arguments: int | str) -> None:
    """Queue `havre.config.jobs.<job>` once the transaction has committed.

    Arguments are identifiers only. With the same lock, what already waits is enough.
    """

    def ask() -> None:
        task = app.configure_task(
            f"{JOBS}.{job}", allow_unknown=True, queueing_lock=lock, schedule_at=at
        )
        try:
            with transaction.atomic():
                task.defer(**arguments)
        except exceptions.AlreadyEnqueued:
            pass

    transaction.on_commit(ask)
