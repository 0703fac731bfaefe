"""The one way out: every mail and every document leaves through here, checked at that moment.

Subjects and texts are neutral templates of Havre: never a name, a place, or the scheme. Whatever
contains a protected word of the case it concerns is held for a person to look at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from havre.platform import journal
from havre.platform.acting import Actor
from havre.platform.clock import now
from havre.platform.models import OutgoingMail

SUBJECTS: Mapping[str, str] = {
    "invitation": "Votre accès",
    "password_reset_key": "Votre accès",
    "task": "Une réponse est attendue",
}
FORBIDDEN = re.compile(
    r"violence|victime|conjugal|mise à l.abri|relogement|femme|héberge", re.IGNORECASE
)
MAX_ATTEMPTS = 5


class Held(Exception):
    """What was about to leave is held; the reason says why, without repeating it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file on its way to a person: neutral name, media type, content."""

    name: str
    media_type: str
    content: bytes


def fold(text: str) -> str:
    """Return text without case, accents and punctuation, to compare what is written."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", letters))


def refusal_of(text: str, protected: Collection[str] = ()) -> str:
    """Return why this text may not leave, or an empty string when it may.

    `protected` are places and names of the case concerned; those under 3 letters are ignored.
    """
    if FORBIDDEN.search(text):
        return "Le texte n’est pas neutre."
    folded = f" {fold(text)} "
    if any(f" {fold(word)} " in folded for word in protected if len(fold(word)) >= 3):
        return "Le texte contient un nom ou un lieu protégé."
    return ""


def send(
    template: str, recipient: str, context: Mapping[str, object], *, protected: Collection[str] = ()
) -> None:
    """Put a neutral message on its way to a professional account, after the present transaction.

    The message is rendered from `mail/<template>.txt`; a text that fails the check is kept as
    held and never sent.
    """
    body = render_to_string(f"mail/{template}.txt", dict(context))
    subject = SUBJECTS[template]
    reason = refusal_of(f"{subject}\n{body}", protected)
    mail = OutgoingMail.objects.create(
        recipient=recipient,
        template=template,
        subject=subject,
        body=body,
        status=OutgoingMail.Status.HELD if reason else OutgoingMail.Status.WAITING,
        reason=reason,
    )
    if not reason:
        transaction.on_commit(lambda: deliver(mail))


def deliver(mail: OutgoingMail) -> bool:
    """Hand one waiting message to the mail server; on failure it waits for the next round."""
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.recipient]).send()
    except OSError:
        mail.attempts += 1
        if mail.attempts >= MAX_ATTEMPTS:  # given up: its link must not lie about
            mail.status, mail.body = OutgoingMail.Status.FAILED, ""
        mail.save(update_fields=["attempts", "status", "body"])
        return False
    mail.status, mail.sent_at, mail.body = OutgoingMail.Status.SENT, now(), ""
    mail.save(update_fields=["status", "sent_at", "body"])
    return True


def deliver_waiting(limit: int = 100) -> int:
    """Send what still waits, oldest first; return how many left. Called by the worker."""
    waiting = OutgoingMail.objects.filter(status=OutgoingMail.Status.WAITING)
    return sum(deliver(mail) for mail in waiting.order_by("created_at")[:limit])


def release(
    document: Document,
    *,
    actor: Actor,
    subject: str,
    still_allowed: Callable[[], bool],
) -> Document:
    """Let a document out to the person asking, checking her right again at this moment.

    Writes the journal line. Raises Held when the right has gone since the document was begun.
    """
    if not still_allowed():
        raise Held("Ce document n’est plus partagé avec votre organisme.")
    journal.record(actor, "DOCUMENT_RELEASED", subject=subject)
    return document
