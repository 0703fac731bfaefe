"""A revocation seen from outside: how long until every door of the organisation is shut.

On a case of its own, sent for the occasion and removed afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import connections, transaction
from django.test import Client, override_settings
from django.urls import reverse

from havre.cases import actions as cases
from havre.cases.models import Case
from havre.cases.referral import ReferralContent
from havre.config import jobs
from havre.config.bench.pages import signed_in
from havre.engine.vocabulary import Compartment, ConsentForm, DangerLevel, Pathway
from havre.platform import gate, vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import today
from havre.platform.gate.departure import Departure, Part, Recipient, Way
from havre.platform.models import HeldDeparture, Share
from havre.sharing.actions import revoke_share
from havre.sharing.policy import Recipient as Agreed

REVOCATION_SECONDS = 5.0
SHUT_MAX = 60.0
"""After so many seconds a door is said to stay open."""


def revocation(operator: Actor, email: str) -> dict[str, Any]:
    """Revoke the shares of a shelter's account; return the seconds until each door is shut."""
    _, shelter = signed_in(email)
    with case_of(shelter) as case, override_settings(EMAIL_BACKEND=NOWHERE):
        opened, _ = signed_in(email)
        departure = _queued_mail(case, operator, shelter, email)
        doors: dict[str, Callable[[], bool]] = {
            "open session": lambda: _gone(opened, case),
            "new session": lambda: _gone(signed_in(email)[0], case),
            "list": lambda: case.reference.encode() not in opened.get(reverse("cases")).content,
            "queued mail": lambda: _dropped(departure, operator),
        }
        if any(shut() for name, shut in doors.items() if name != "queued mail"):
            raise RuntimeError("a door was shut before the revocation")
        started = time.perf_counter()
        with acting(operator):
            share = Share.objects.get(
                case_id=case.pk,
                organisation_id=shelter.organisation_id,
                compartment=Compartment.PROGRESS,
                closed_at=None,
            )
            revoke_share(share, actor=operator)
        found = {name: _until(shut, started) for name, shut in doors.items()}
    seconds = max(found.values())
    return {
        "seconds": round(seconds, 3),
        "budget_seconds": REVOCATION_SECONDS,
        "met": seconds <= REVOCATION_SECONDS,
        "doors": {name: round(value, 3) for name, value in found.items()},
        "calendar_feeds": "none exist",
    }


POINTING = """SELECT t.conrelid::regclass::text, a.attname FROM pg_constraint t
  JOIN pg_attribute a ON a.attrelid = t.conrelid AND a.attnum = t.conkey[1]
 WHERE t.contype = 'f' AND t.confrelid = 'cases_case'::regclass"""
JOBS = [f"havre.config.jobs.{name}" for name in ("send_departure", "deliver")]
"""What the measure asks for: a mail that never leaves, and word of what was closed."""
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def _until(shut: Callable[[], bool], started: float) -> float:
    """Return the seconds since the revocation was asked when a door is found shut."""
    while not shut():
        if time.perf_counter() - started > SHUT_MAX:
            return SHUT_MAX
    return time.perf_counter() - started


def _gone(client: Client, case: Case) -> bool:
    return client.get(reverse("case", args=[case.reference])).status_code == 404


def _queued_mail(case: Case, operator: Actor, shelter: Actor, email: str) -> HeldDeparture:
    """Put a mail about the case on its way to the shelter, and leave it in the queue."""
    recipient = Recipient(shelter.organisation_id, shelter.user_id, email)
    with acting(operator):
        gate.dispatch(
            Departure(
                Way.MAIL,
                recipient,
                parts=(Part(case.pk, Compartment.PROGRESS),),
                subject="Vous avez un nouveau message",
                body="Un message vous attend.",
            ),
            actor=operator,
        )
        return HeldDeparture.objects.get(case_id=case.pk, status=HeldDeparture.Status.WAITING)


def _dropped(departure: HeldDeparture, operator: Actor) -> bool:
    """Run the worker's job on the queued mail; tell whether it was dropped rather than sent."""
    jobs.send_departure.func(str(departure.pk), operator.organisation_id)
    with acting(operator):
        departure.refresh_from_db()
    return departure.status == HeldDeparture.Status.DROPPED


@contextmanager
def case_of(shelter: Actor) -> Iterator[Case]:
    """A case that a shelter has just sent, for the time of the block; nothing of it stays."""
    with acting(shelter):
        draft = cases.start_referral(Pathway.SHELTERED, actor=shelter)
    try:
        with acting(shelter):
            cases.send_referral(draft, _content(), actor=shelter)
        yield draft
    finally:
        _remove(draft)


def _content() -> ReferralContent:
    return ReferralContent(
        pathway=Pathway.SHELTERED,
        last_name="Zyntharel",
        first_name="Mesure",
        birth_date=date(1990, 1, 1),
        phone="06 00 00 00 00",
        hours="le matin",
        reason="Mesure",
        place="Lieu inventé",
        danger=DangerLevel.HIGH,
        consent_form=ConsentForm.WRITTEN,
        consent_on=today(),
        consent_until=today() + timedelta(days=30),
        agreed=dict.fromkeys(Agreed, True),
    )


def _remove(case: Case) -> None:
    """Take every row that points to the case away again, as the owner, and its keys."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(POINTING)
        for table, key in cursor.fetchall():
            cursor.execute(f'DELETE FROM {table} WHERE "{key}" = %s', [case.pk])  # noqa: S608
        cursor.execute("DELETE FROM cases_case WHERE id = %s", [case.pk])
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name = ANY (%s)", [JOBS])
    vault.forget(case.pk)
