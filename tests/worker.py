"""The worker beside the tests: runs, at once, what the pages have queued."""

from __future__ import annotations

from typing import cast

from django.core import mail
from django.core.mail import EmailMessage
from procrastinate.contrib.django.models import ProcrastinateJob

from havre.config import jobs

ONCE = frozenset({"deliver", "send_departure"})


def deliver_all() -> list[EmailMessage]:
    """Run the queued jobs that send something, whatever their hour; return all that was sent."""
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    for job in list(waiting):
        name = job.task_name.removeprefix("havre.config.jobs.")
        if name in ONCE:
            getattr(jobs, name).func(**job.args)
    _forget_jobs()
    return cast("list[EmailMessage]", mail.outbox)


def _forget_jobs() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
