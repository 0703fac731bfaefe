"""What leaves about a case, and what is held for a person to look at, then a second one."""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Callable, Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from havre.engine.vocabulary import Compartment
from havre.platform import journal, vault
from havre.platform.acting import Actor, acting
from havre.platform.clock import now
from havre.platform.gate.checking import (
    BROKEN,
    FINAL,
    LEFT,
    NOT_SHARED,
    SENTENCES,
    Finding,
    judge,
    keeper_of,
)
from havre.platform.gate.departure import Departure, Document, Part, Recipient, Way
from havre.platform.gate.finding import found_in
from havre.platform.gate.mail import message_of
from havre.platform.gate.queue import enqueue
from havre.platform.models import HeldDeparture
from havre.platform.persons import one_person

log = logging.getLogger("havre.gate")
Status = HeldDeparture.Status
KEPT = timedelta(days=30)
PASS = timedelta(hours=24)
"""How long a released document may be asked for again."""
PASSAGE = 60
MAX_BODY = 40_000
MAX_ATTEMPTS = 5


class Held(Exception):
    """What was about to leave is held; the reason says why, without repeating it.

    Whoever catches it at the edge of a rolled-back transaction calls `keep()` again.
    """

    def __init__(self, sentence: str, keep: Callable[[], None] | None = None) -> None:
        super().__init__(sentence)
        self._keep = keep

    def keep(self) -> None:
        """Write the held departure down, unless it is already."""
        if self._keep is not None:
            self._keep()


class NotReleasable(PermissionError):
    """The right is not there any more, or this person may not release it."""


def dispatch(departure: Departure, *, actor: Actor) -> None:
    """Let something about cases leave, or hold it.

    A mail goes by the queue and is checked again when it leaves; anything else is the caller's
    to hand over once this has returned. Raises Held.
    """
    findings = judge(departure, actor=actor)
    if not findings:
        if departure.way is Way.MAIL and departure.all_cases():
            _store(departure, [], actor, Status.WAITING)
        else:
            _journal(departure, "DEPARTURE_ALLOWED", actor)
        return
    if _has_pass(departure, findings, actor):
        _journal(departure, "DEPARTURE_RELEASED", actor)
        return
    key = uuid4()

    def keep() -> None:
        with acting(actor):  # called again at the edge, where a keeper's word may be over
            _store(departure, findings, actor, Status.HELD, key)

    keep()
    raise Held(" ".join(dict.fromkeys(f.sentence for f in findings)), keep)


def release(
    document: Document,
    *,
    actor: Actor,
    subject: str,
    still_allowed: Callable[[], bool],
    parts: Sequence[Part] = (),
    cases: Sequence[UUID] = (),
) -> Document:
    """Let a document out to the person asking, checking her right again at this moment.

    `parts` and `cases`: what of which case went into it; its text is then read and compared with
    what she may not know. Writes the journal line. Raises Held.
    """
    if not still_allowed():
        raise Held("Ce document n’est plus partagé avec votre organisme.")
    if parts or cases:
        recipient = Recipient(organisation_id=actor.organisation_id, user_id=actor.user_id)
        dispatch(
            Departure(Way.DOCUMENT, recipient, tuple(cases), tuple(parts), files=(document,)),
            actor=actor,
        )
    journal.record(actor, "DOCUMENT_RELEASED", subject=subject)
    return document


def _journal(departure: Departure, action: str, actor: Actor) -> None:
    for case_id in departure.all_cases():
        used = [part.compartment for part in departure.parts if part.case_id == case_id]
        journal.record(
            actor, action, case_id=case_id, compartments=used, subject=f"way:{departure.way}"
        )


def _digest(departure: Departure, findings: Sequence[Finding]) -> bytes:
    """Return what says « the same findings for the same person », and nothing else."""
    recipient = departure.recipient
    said = [
        departure.way, str(recipient.organisation_id), str(recipient.user_id), recipient.address,
        *sorted(str(case) for case in departure.all_cases()),
        *sorted(f"{f.code}:{f.fact.value if f.fact else ''}" for f in findings),
    ]  # fmt: skip
    key = hashlib.sha256(f"gate/{settings.HAVRE_ACTING_SECRET}".encode()).digest()
    return hmac.new(key, "\x1f".join(said).encode(), hashlib.sha256).digest()


def _has_pass(departure: Departure, findings: Sequence[Finding], actor: Actor) -> bool:
    """Tell whether a second person released exactly this, to this person, within a day."""
    if any(finding.code in {*FINAL, BROKEN} for finding in findings) or not departure.all_cases():
        return False
    keeper_id = keeper_of(departure.all_cases()[0])  # seen: its facts have just been read
    with acting(actor.in_the_name_of(keeper_id, "gate")):
        return HeldDeparture.objects.filter(
            digest=_digest(departure, findings),
            status=Status.RELEASED,
            released_at__gte=now() - PASS,
        ).exists()


def _store(
    departure: Departure,
    findings: Sequence[Finding],
    actor: Actor,
    status: str,
    key: UUID | None = None,
) -> None:
    """Write a departure down in the name of the keeper of its case, sealed; once for a key."""
    cases = departure.all_cases()
    try:
        keeper_id = keeper_of(cases[0])
    except LookupError:  # about a case she sees no more: nobody is told of it
        journal.record(actor, "DEPARTURE_HELD", subject=f"way:{departure.way}")
        return
    with transaction.atomic(), acting(actor.in_the_name_of(keeper_id, "gate")) as keeper:
        if key is not None and HeldDeparture.objects.filter(pk=key).exists():
            return
        row = HeldDeparture(
            id=key or uuid4(),
            case_id=cases[0],
            way=departure.way,
            recipient_organisation_id=departure.recipient.organisation_id,
            recipient_user_id=departure.recipient.user_id,
            producer_organisation_id=actor.organisation_id,
            producer_id=actor.user_id,
            reasons=sorted({finding.code for finding in findings}),
            digest=_digest(departure, findings),
            status=status,
        )
        vault.seal(row, payload_of(departure, findings))
        row.save(force_insert=True)
        action = "DEPARTURE_HELD" if findings else "DEPARTURE_QUEUED"
        journal.record(keeper, action, case_id=cases[0], subject=row.reference)
        log.info("%s way=%s reasons=%s", action.lower(), departure.way, ",".join(row.reasons))
        if not findings:
            enqueue(
                "send_departure",
                lock=f"departure-{row.pk}",
                departure=str(row.pk),
                keeper=keeper.organisation_id,
            )


def payload_of(departure: Departure, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what the keeper needs to look at a departure, and the queue to send it."""
    return {
        "to": departure.recipient.address,
        "herself": departure.recipient.herself,
        "subject": departure.subject[:500],
        "body": departure.body[:MAX_BODY],
        "files": [file.name for file in departure.files],
        "cases": [str(case) for case in departure.cases],
        "parts": [
            [str(p.case_id), p.compartment.value, str(p.scope) if p.scope else ""]
            for p in departure.parts
        ],
        "passages": passages(departure, findings),
        "whole": len(departure.body) <= MAX_BODY and not departure.files,
    }


def passages(departure: Departure, findings: Sequence[Finding]) -> list[list[str]]:
    """Return [reason, words around] of each finding whose place in the text can be shown."""
    found: list[list[str]] = []
    for finding in findings:
        around = ""
        for text in (departure.subject, departure.body):
            lines = [line for line in text.splitlines() if line.strip()]
            facts = [finding.fact] if finding.fact else []
            around = around or next((line for line in lines if found_in([line], facts)), "")
        found.append([finding.sentence, re.sub(r"\s+", " ", around)[: 4 * PASSAGE]])
    return found


def departure_of(row: HeldDeparture, payload: dict[str, Any]) -> Departure:
    """Return a stored departure as it was, files apart."""
    return Departure(
        Way(row.way),
        Recipient(
            row.recipient_organisation_id, row.recipient_user_id, payload["to"], payload["herself"]
        ),
        tuple(UUID(case) for case in payload["cases"]),
        tuple(
            Part(UUID(case), Compartment(name), UUID(scope) if scope else None)
            for case, name, scope in payload["parts"]
        ),
        payload["subject"],
        payload["body"],
    )


def _end(row: HeldDeparture, status: str, actor: Actor, action: str) -> None:
    """Bring a departure to its end: its text is erased."""
    row.status, row.payload, row.ended_at = status, b"", now()
    row.save(update_fields=["status", "payload", "ended_at"])
    journal.record(actor, action, case_id=row.case_id, subject=row.reference)


@transaction.atomic
def cancel(row: HeldDeparture, *, actor: Actor) -> None:
    """What is held will not leave. Raises NotReleasable when it has been decided meanwhile."""
    _end(_locked(row, Status.HELD, Status.ASKED), Status.CANCELLED, actor, "DEPARTURE_CANCELLED")


@transaction.atomic
def ask_release(row: HeldDeparture, why: HeldDeparture.Why, *, actor: Actor) -> None:
    """Ask a second person to let it leave, saying why. Raises NotReleasable."""
    row = _locked(row, Status.HELD)
    if not releasable(row):
        raise NotReleasable(SENTENCES[NOT_SHARED])
    row.status, row.why = Status.ASKED, why
    row.asked_by_id, row.asked_at = actor.user_id, now()
    row.save(update_fields=["status", "why", "asked_by_id", "asked_at"])
    journal.record(actor, "RELEASE_ASKED", case_id=row.case_id, subject=f"{row.reference} {why}")


@transaction.atomic
def confirm_release(row: HeldDeparture, *, actor: Actor) -> bool:
    """Let it leave, as a second person: neither who produced it nor who asked.

    The rights are read again: what is no longer shared can never be released, and False says
    that it was dropped. Raises NotReleasable.
    """
    row = _locked(row, Status.ASKED)
    if actor.user_id in {row.asked_by_id, row.producer_id} or not actor.user_id:
        raise NotReleasable("Une seconde personne doit le décider.")
    if any(one_person(by, actor.user_id) for by in (row.asked_by_id, row.producer_id) if by):
        raise NotReleasable("Ces deux comptes semblent être ceux d’une même personne.")
    payload = vault.open_row(row, actor=actor, action="DEPARTURE_READ")
    findings = judge(departure_of(row, payload), actor=actor)
    if any(finding.code in {*FINAL, BROKEN} for finding in findings):
        _end(row, Status.DROPPED, actor, "DEPARTURE_DROPPED")
        return False
    row.status, row.released_by_id, row.released_at = Status.RELEASED, actor.user_id, now()
    row.save(update_fields=["status", "released_by_id", "released_at"])
    journal.record(actor, "DEPARTURE_RELEASED", case_id=row.case_id, subject=row.reference)
    if row.way == Way.MAIL and payload["whole"]:
        enqueue(
            "send_departure",
            lock=f"departure-{row.pk}",
            departure=str(row.pk),
            keeper=actor.organisation_id,
        )
    return True


def _locked(row: HeldDeparture, *statuses: str) -> HeldDeparture:
    found = (
        HeldDeparture.objects.select_for_update(of=("self",))
        .filter(pk=row.pk, status__in=statuses)
        .first()
    )
    if found is None:
        raise NotReleasable("Une décision a déjà été prise.")
    return found


@transaction.atomic
def send_stored(departure_id: UUID, *, actor: Actor) -> str:
    """Send a mail that was allowed or released, checking everything again at this moment.

    Returns what became of it. `actor` acts for the keeper of the case. Raises OSError when the
    mail server refuses: the queue tries again later.
    """
    row = (
        HeldDeparture.objects.select_for_update(skip_locked=True)
        .filter(pk=departure_id, status__in=[Status.WAITING, Status.RELEASED])
        .first()
    )
    if row is None:
        return ""
    payload = vault.open_row(row, actor=actor, action="DEPARTURE_SENT")
    departure = departure_of(row, payload)
    findings = judge(departure, actor=actor)
    if row.status == Status.RELEASED and _digest(departure, findings) == bytes(row.digest):
        findings = [finding for finding in findings if finding.code in {*FINAL, BROKEN}]
    if any(finding.code in {NOT_SHARED, LEFT} for finding in findings):
        _end(row, Status.DROPPED, actor, "DEPARTURE_DROPPED")
        return Status.DROPPED
    if findings:
        row.status, row.reasons = Status.HELD, sorted({f.code for f in findings})
        if row.released_by_id:
            _end(row, Status.DROPPED, actor, "DEPARTURE_DROPPED")
            return Status.DROPPED
        row.save(update_fields=["status", "reasons"])
        journal.record(actor, "DEPARTURE_HELD", case_id=row.case_id, subject=row.reference)
        return Status.HELD
    message_of(departure.subject, departure.body, departure.recipient.address).send()
    _end(row, Status.SENT, actor, "DEPARTURE_SENT")
    return Status.SENT


def expire(*, actor: Actor, kept: timedelta = KEPT) -> int:
    """Erase what has waited too long for a decision, and passes that have ended."""
    old = HeldDeparture.objects.filter(
        status__in=[Status.HELD, Status.ASKED], created_at__lt=now() - kept
    )
    used = HeldDeparture.objects.filter(status=Status.RELEASED, released_at__lt=now() - PASS)
    rows = [*old, *used]
    for row in rows:
        _end(row, Status.EXPIRED, actor, "DEPARTURE_EXPIRED")
    return len(rows)


def held(*, statuses: Collection[str] = (Status.HELD, Status.ASKED)) -> Any:
    """Return the departures the acting organisation has to look at, oldest first."""
    return (
        HeldDeparture.objects.filter(status__in=list(statuses))
        .select_related("case")
        .order_by("created_at", "pk")
    )


def departure(reference: str) -> HeldDeparture:
    """Return one departure of the acting organisation's cases; raise HeldDeparture.DoesNotExist."""
    return HeldDeparture.objects.select_related("case").get(reference=reference)


def content_of(row: HeldDeparture, *, actor: Actor) -> dict[str, Any]:
    """Open what a held departure says, journaled."""
    return vault.open_row(row, actor=actor, action="DEPARTURE_READ")


def releasable(row: HeldDeparture) -> bool:
    """Tell whether a second person could let it leave at all."""
    return set(row.reasons).isdisjoint({*FINAL, BROKEN})
