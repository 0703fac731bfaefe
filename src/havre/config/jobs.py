"""The jobs: each in the name of an organisation and a purpose, under the same row security."""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from havre.allocations.actions import release_expired_holds
from havre.allocations.selectors import held_vacancies
from havre.housing.actions import expire_vacancies
from havre.organisations import throttling
from havre.organisations.sessions import SessionStore
from havre.platform import gate
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.journal_sealing import seal
from havre.platform.journal_witness import deliver_to_folder, witness_folder
from havre.programmes.selectors import operators
from havre.sharing.actions import close_lapsed_shares

log = logging.getLogger("havre.jobs")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="mail", pass_context=False)
def deliver_mail(timestamp: int) -> None:
    """Send the messages that wait."""
    if left := gate.deliver_waiting():
        log.info("mail_delivered count=%d", left)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="journal", pass_context=False)
def seal_journal(timestamp: int) -> None:
    """Seal the lines written since, and give the heads to the witness."""
    seal()
    if folder := witness_folder(settings.HAVRE_JOURNAL_WITNESS):
        try:
            deliver_to_folder(folder)
        except OSError:
            log.error("journal_witness_unreachable")


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="ends", pass_context=False)
def end_what_has_ended(timestamp: int) -> None:
    """Close the shares, offers and holds whose date has passed, in each operator's name.

    Sessions that have ended and counters that no longer count go too.
    """
    held: set[UUID] = set()
    for actor in operators(purpose="job-ends"):
        held |= end_for(actor)
    expire_vacancies(today(), held=held)
    SessionStore.clear_expired()
    throttling.forget_old()


def end_for(actor: Actor) -> set[UUID]:
    """Do it for one programme; return the vacancies that a running proposal still holds."""
    with acting(actor):
        close_lapsed_shares(actor=actor)
        release_expired_holds(today(), actor=actor)
        return held_vacancies(actor)
