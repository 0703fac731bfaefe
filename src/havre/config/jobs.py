"""The jobs: each in the name of an organisation and a purpose, under the same row security."""

from __future__ import annotations

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from havre.allocations.actions import release_expired_holds
from havre.allocations.selectors import held_vacancies
from havre.housing.actions import expire_vacancies
from havre.platform import gate
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.programmes.selectors import operators
from havre.sharing.actions import close_lapsed_shares

log = logging.getLogger("havre.jobs")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="mail", pass_context=False)
def deliver_mail(timestamp: int) -> None:
    """Send the messages that wait."""
    if left := gate.deliver_waiting():
        log.info("mail_delivered count=%d", left)


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="ends", pass_context=False)
def end_what_has_ended(timestamp: int) -> None:
    """Close the shares, offers and holds whose date has passed, in each operator's name."""
    held: set[UUID] = set()
    for actor in operators(purpose="job-ends"):
        held |= end_for(actor)
    expire_vacancies(today(), held=held)


def end_for(actor: Actor) -> set[UUID]:
    """Do it for one programme; return the vacancies that a running proposal still holds."""
    with acting(actor):
        close_lapsed_shares(actor=actor)
        release_expired_holds(today(), actor=actor)
        return held_vacancies(actor)
