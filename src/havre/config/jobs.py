"""The jobs: each in the name of an organisation and a purpose, under the same row security."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import resolve, reverse
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from havre.adapters.openfisca.apart import NotEstimated, estimate_apart
from havre.adapters.openfisca.rules import rules
from havre.allocations.actions import keep_lines, release_expired_holds
from havre.allocations.selectors import awaited_vacancies
from havre.allocations.urgent_upkeep import follow_calls
from havre.assessments import benefits
from havre.cases.identity_index import follow_all
from havre.coordination.agenda_actions import prepare_coming
from havre.documents import upkeep
from havre.documents.storage import store
from havre.housing import locating
from havre.housing.actions import expire_vacancies
from havre.organisations import mailing, throttling
from havre.organisations.models import Membership
from havre.organisations.sessions import SessionStore
from havre.oversight.alerts import raise_alerts
from havre.oversight.attesting import send_head
from havre.platform import gate, vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import now, today
from havre.platform.gate import holding
from havre.programmes.selectors import actor_of, operators, participating
from havre.retention.actions import purge, purge_journal
from havre.sharing.actions import close_lapsed_shares
from havre.web.home.tasks import Task, tasks_for
from havre.web.organisations.addresses import public_address

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
    vault.seal_journal()


@app.periodic(cron="41 5 * * *")
@app.task(queueing_lock="journal-head", pass_context=False)
def send_journal_head(timestamp: int) -> None:
    """Write the journal's last head to the mailbox outside, where one is set."""
    if not settings.HAVRE_JOURNAL_MAIL:
        return
    for actor in operators(purpose="job-journal")[:1]:  # one journal, whatever the programmes
        with acting(actor):
            send_head(settings.HAVRE_JOURNAL_MAIL)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="alerts", pass_context=False)
def watch_access(timestamp: int) -> None:
    """Raise the alerts of unusual access, in each operator's name."""
    for actor in operators(purpose="job-alerts"):
        with acting(actor):
            raise_alerts(actor=actor)


@app.task(queueing_lock="mail-now", pass_context=False)
def deliver() -> None:
    """Send at once what a page has just put on its way."""
    gate.deliver_waiting()


@app.periodic(cron="2 * * * *")
@app.task(queueing_lock="digests", pass_context=False)
def send_digests(timestamp: int) -> None:
    """Tell those whose hour it is how many things wait for them: what their home page lists."""
    moment = timezone.localtime(now())
    for membership in mailing.due(moment):
        actor = actor_of(membership, purpose="digest")
        with acting(actor):
            tasks = tasks_for(actor) if actor.programme_id else []
            mailing.written_to(membership, moment)
            tell(membership, tasks)


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="at-once", pass_context=False)
def tell_at_once(timestamp: int) -> None:
    """Tell those who want it at once that something more waits for them."""
    for membership in mailing.at_once():
        actor = actor_of(membership, purpose="digest")
        with acting(actor):
            tasks = tasks_for(actor) if actor.programme_id else []
            if mailing.counted(membership, sum(task.number for task in tasks)):
                tell(membership, tasks)


def tell(membership: Membership, tasks: Sequence[Task]) -> None:
    """Write that so many things wait; the link leads to the only one, or to them all."""
    if not tasks:
        return
    token = mailing.new_link(membership, only_one(tasks))
    gate.send(
        "digest",
        membership.user.email,
        {
            "number": len(tasks),
            "link": public_address(reverse("mail-link", args=[token])),
            "days": mailing.DAYS,
        },
        organisation_id=membership.organisation_id,
        user_id=membership.user_id,
    )


def only_one(tasks: Sequence[Task]) -> str:
    """Return where the only thing that waits is answered: a proposal, by its one question."""
    if len(tasks) != 1:
        return ""
    match = resolve(urlsplit(tasks[0].url).path)
    asks = match.url_name == "proposal"
    return reverse("question", kwargs=match.kwargs) if asks else tasks[0].url


@app.task(retry=RetryStrategy(max_attempts=6, exponential_wait=3), pass_context=False)
def send_departure(departure: str, keeper: int) -> None:
    """Send a mail about a case, checked again, in the name of the keeper of the case."""
    with acting(keeper_actor(keeper, "gate-send")) as actor:
        holding.send_stored(UUID(departure), actor=actor)


def keeper_actor(organisation_id: int, purpose: str) -> Actor:
    """Return nobody in person, for the organisation that keeps a case."""
    found = (a for a in operators(purpose=purpose) if a.organisation_id == organisation_id)
    return next(found, Actor(0, organisation_id, 0, frozenset(), purpose=purpose))


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="documents", pass_context=False)
def scan_documents(timestamp: int) -> None:
    """Scan what waits for the antivirus, in the name of each organisation that reads it."""
    for actor in programme_actors("job-documents"):
        with acting(actor):
            upkeep.scan_waiting(actor)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="places", pass_context=False)
def place_dwellings(timestamp: int) -> None:
    """Ask the service of addresses, when one is configured, where dwellings on the board are."""
    if found := locating.locate_dwellings(locating.geocoder()):
        log.info("dwellings_located count=%d", found)


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="document-store", pass_context=False)
def keep_document_store(timestamp: int) -> None:
    """Destroy blocked content that is old enough, and what belongs to nobody; say what is lost."""
    present = {name for name, _ in store().names()}
    for actor in programme_actors("job-documents"):
        with acting(actor):
            upkeep.destroy_blocked(actor)
            upkeep.mark_lost(actor, present)
    upkeep.sweep()


def programme_actors(purpose: str) -> list[Actor]:
    """Return nobody in person, for each organisation that takes part in each programme."""
    return [
        Actor(
            user_id=0,
            organisation_id=organisation.pk,
            programme_id=operator.programme_id,
            roles=frozenset(),
            purpose=purpose,
        )
        for operator in operators(purpose=purpose)
        for organisation in participating(operator)
    ]


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
    mailing.forget_links()


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="urgent", pass_context=False)
def follow_urgent_calls(timestamp: int) -> None:
    """Remind, escalate and close the urgent calls, in each operator's name."""
    for actor in operators(purpose="job-urgent"):
        with acting(actor):
            follow_calls(actor=actor)


def end_for(actor: Actor) -> set[UUID]:
    """Do it for one programme; return the vacancies that still have a candidate."""
    with acting(actor):
        close_lapsed_shares(actor=actor)
        follow_all(actor=actor)
        release_expired_holds(today(), actor=actor)
        keep_lines(actor=actor)
        holding.expire(actor=actor)
        return awaited_vacancies(actor)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="benefits-waiting", pass_context=True)
def estimate_waiting(context: JobContext, timestamp: int) -> None:
    """Estimate what no estimate was made of this month, or under older rules."""
    estimate_all(context.should_abort)


@app.task(pass_context=True)
def estimate_benefits(context: JobContext) -> None:
    """Estimate at once what has just been validated."""
    estimate_all(context.should_abort)


def estimate_all(stop: Callable[[], bool]) -> None:
    """Estimate what waits, in each operator's name, until asked to stop.

    A programme that cannot be estimated now does not keep the others; the next run tries again.
    """
    day = today()
    for actor in operators(purpose="job-benefits"):
        try:
            estimate_for(actor, day, stop)
        except (NotEstimated, vault.QuotaReached) as error:
            log.error("benefits_not_estimated kind=%s", type(error).__name__)
        if stop():
            return


def estimate_for(actor: Actor, day: date, stop: Callable[[], bool]) -> None:
    """Do it for one programme, batch after batch. Raises NotEstimated, VaultTrouble."""
    while gathered := gather_for(actor, day):
        usable = {pk: one for pk, one in gathered.items() if one is not None}
        zones = benefits.territory_zones()
        found = estimate_apart(list(usable.values()), zones, stop=stop)
        estimates = dict(zip(usable, found, strict=True))
        with acting(actor):
            kept = benefits.keep(gathered, estimates, rules(), day, actor=actor)
        log.info("benefits_estimated count=%d", kept)
        if not kept or stop():
            return


def gather_for(actor: Actor, day: date) -> benefits.Gathered:
    """Return what waits in one programme."""
    with acting(actor):
        return benefits.gather(rules(), day, actor=actor)


@app.periodic(cron="17 5 * * *")
@app.task(queueing_lock="meetings", pass_context=False)
def prepare_meetings(timestamp: int) -> None:
    """Add the commission's dates as time goes, and prepare the agenda of a meeting that is near."""
    for actor in operators(purpose="job-meetings"):
        with acting(actor):
            prepare_coming(actor=actor)


@app.periodic(cron="23 2 * * *")
@app.task(queueing_lock="retention", pass_context=False)
def let_go(timestamp: int) -> None:
    """Erase what is kept no longer, each night, in each operator's name."""
    actors = operators(purpose="retention")
    for actor in actors:
        done = purge(actor)
        log.info("purged %s", " ".join(f"{kind}={number}" for kind, number in done.items()))
    purge_journal(actors)
