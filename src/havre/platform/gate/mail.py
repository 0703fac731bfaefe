"""Neutral messages to accounts: rendered now, handed to the mail server by the worker."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.utils import DNS_NAME
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.template.loader import render_to_string

from havre.platform.clock import now
from havre.platform.gate.checking import refusal_of
from havre.platform.gate.queue import enqueue
from havre.platform.models import OutgoingMail

log = logging.getLogger("havre.gate")
SUBJECTS: Mapping[str, str] = {
    "invitation": "Votre accès",
    "password_reset_key": "Votre accès",
    "unknown_account": "",
    "digest": "Vous avez un nouveau message",
    "access_changed": "Vous avez un nouveau message",
    "answer_awaited": "Vous avez un nouveau message",
    "document_blocked": "Un fichier est à renvoyer",
    "journal_head": "Relevé du jour",
    "meeting": "Une date à retenir",
    "meeting_off": "Une date à retirer",
    "minutes_ready": "Vous avez un nouveau message",
}
NEVER = frozenset({"unknown_account"})
"""Written down like the others, so that the answer takes as long, and never sent."""
NOBODY = "personne@havre.invalid"
"""In the place of an address that belongs to no account: whoever typed it did not give it to us."""
MAX_ATTEMPTS = 5
RETRY = timedelta(minutes=2)
RECENT = timedelta(days=30)
Status = OutgoingMail.Status


def send(
    template: str,
    recipient: str,
    context: Mapping[str, object],
    *,
    protected: Collection[str] = (),
    organisation_id: int | None = None,
    user_id: int | None = None,
    calendar: str = "",
) -> OutgoingMail:
    """Put a neutral message on its way to a professional account, after the present transaction.

    The message is rendered from `mail/<template>.txt`; a text that fails the check is kept as
    held and never sent. The worker hands it to the mail server: never the request. `calendar`: an
    iCalendar object that goes with it, checked alike.
    """
    body = "" if template in NEVER else render_to_string(f"mail/{template}.txt", dict(context))
    subject = SUBJECTS[template]
    reason = refusal_of(f"{subject}\n{body}\n{unfolded(calendar)}", protected)
    status = Status.HELD if reason else Status.WAITING
    mail = OutgoingMail.objects.create(
        recipient=NOBODY if template in NEVER else recipient,
        template=template,
        subject=subject,
        body=body,
        calendar=calendar,
        status=Status.DROPPED if template in NEVER else status,
        reason=reason,
        organisation_id=organisation_id,
        user_id=user_id,
    )
    enqueue("deliver", lock="mail-now")
    return mail


def unfolded(calendar: str) -> str:
    """Return a calendar text with its long lines whole again (RFC 5545, 3.1), to be read."""
    return re.sub(r"\r?\n[ \t]", "", calendar)


def message_of(subject: str, body: str, to: str, calendar: str = "") -> EmailMultiAlternatives:
    """Return a message whose headers name neither a machine, nor a person, nor a case.

    A calendar object is an alternative of the text, said with its method (RFC 6047, 2.4).
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "havre.invalid"
    DNS_NAME._fqdn = domain  # the name said to the mail server
    headers = {
        "Message-ID": f"<{uuid.uuid4().hex}@{domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMultiAlternatives(subject, body, to=[to], headers=headers)
    if calendar:
        found = re.search(r"^METHOD:(\w+)\r?$", calendar, re.MULTILINE)
        method = f"; method={found[1]}" if found else ""
        message.attach_alternative(calendar, f"text/calendar{method}")
    return message


def deliver(mail: OutgoingMail) -> bool:
    """Hand one waiting message to the mail server; on failure it waits, longer each time."""
    try:
        message_of(mail.subject, mail.body, mail.recipient, mail.calendar).send()
    except OSError as error:
        mail.attempts += 1
        mail.next_try_at = now() + RETRY * 2**mail.attempts
        if mail.attempts >= MAX_ATTEMPTS:  # given up: its link must not lie about
            mail.status, mail.body, mail.calendar = Status.FAILED, "", ""
        mail.save(update_fields=["attempts", "status", "body", "calendar", "next_try_at"])
        log.warning(
            "mail_failed id=%s attempts=%d error=%s", mail.pk, mail.attempts, type(error).__name__
        )
        return False
    mail.status, mail.sent_at, mail.body, mail.calendar = Status.SENT, now(), "", ""
    mail.save(update_fields=["status", "sent_at", "body", "calendar"])
    return True


def deliver_waiting(limit: int = 100) -> int:
    """Send what still waits, oldest first; return how many left. Called by the worker.

    Each message is locked while it leaves: two workers never send it twice.
    """
    due = Q(next_try_at=None) | Q(next_try_at__lte=now())
    waiting = OutgoingMail.objects.filter(due, status=Status.WAITING)
    left = 0
    for key in list(waiting.order_by("created_at").values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            mail = waiting.select_for_update(skip_locked=True).filter(pk=key).first()
            left += bool(mail and deliver(mail))
    return left


def retry(mail_id: uuid.UUID, organisation_id: int | None) -> bool:
    """Try a delayed message now; False when it has left meanwhile. None: any organisation's.

    Raises OutgoingMail.DoesNotExist when it is another organisation's, or nobody's.
    """
    mails = OutgoingMail.objects.filter(pk=mail_id)
    if organisation_id is not None:
        mails = mails.filter(organisation_id=organisation_id)
    mails.only("pk").get()
    found = bool(mails.filter(status=Status.WAITING).update(next_try_at=None))
    if found:
        enqueue("deliver", lock="mail-now")
    return found


def _recent(organisation_id: int | None) -> QuerySet[OutgoingMail]:
    found = OutgoingMail.objects.filter(created_at__gte=now() - RECENT).exclude(template__in=NEVER)
    return found if organisation_id is None else found.filter(organisation_id=organisation_id)


def counts(organisation_id: int | None) -> list[tuple[str, int]]:
    """Return [state, how many] of the messages of thirty days; None: every organisation's."""
    rows = _recent(organisation_id).order_by().values_list("status").annotate(number=Count("pk"))
    numbers = dict(rows)
    return [(str(status.label), numbers.get(status.value, 0)) for status in Status]


def troubled(organisation_id: int | None) -> QuerySet[OutgoingMail]:
    """Return the messages that failed, are held, or wait for another try, latest first."""
    late = Q(status__in=[Status.FAILED, Status.HELD]) | Q(status=Status.WAITING, attempts__gt=0)
    return _recent(organisation_id).filter(late).order_by("-created_at")
