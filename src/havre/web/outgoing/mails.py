"""« Courriers »: how many messages left, which wait, and trying one again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.engine.vocabulary import Role
from havre.organisations.selectors import may_manage_people
from havre.platform.acting import Actor
from havre.platform.gate import mail
from havre.platform.models import OutgoingMail
from havre.web.shell.requests import MemberRequest

SHOWN = 50
TITLES = {
    "invitation": "Invitation",
    "password_reset_key": "Mot de passe",
    "digest": "Nouveau message",
    "access_changed": "Nouveau message",
    "document_blocked": "Fichier à renvoyer",
}
ADVICE = {
    "invitation": "Vérifiez l’adresse, puis renvoyez l’invitation.",
    "password_reset_key": "Vérifiez l’adresse. La personne refait sa demande depuis la connexion.",
}
ADVICE_ELSE = "Vérifiez l’adresse de la personne. Rien n’est perdu : tout l’attend à sa connexion."
Status = OutgoingMail.Status


def advice(one: OutgoingMail) -> str:
    """Say what to do about a message in trouble."""
    if one.status == Status.WAITING:
        return "Rien à faire : l’envoi est tenté de nouveau tout seul."
    if one.status == Status.HELD:
        return "Le texte contenait un mot à taire. Prévenez la personne autrement."
    return ADVICE.get(one.template, ADVICE_ELSE)


class NotAllowed(PermissionError):
    """Only whoever coordinates an organisation follows its mail."""


def scope(actor: Actor) -> int | None:
    """Return whose mail the actor follows: None for all, as the operator's coordinator."""
    if not may_manage_people(actor):
        raise NotAllowed
    return None if actor.has(Role.OPERATOR) else actor.organisation_id


@require_safe
def mails(request: MemberRequest) -> HttpResponse:
    """Say what left in thirty days, and list what has not."""
    whose = scope(request.actor)
    rows = [
        {"mail": one, "title": TITLES.get(one.template, "Message"), "advice": advice(one)}
        for one in mail.troubled(whose)[:SHOWN]
    ]
    counts = mail.counts(whose)
    context = {
        "counts": counts,
        "sent": any(number for _, number in counts),
        "rows": rows,
        "operator": request.actor.has(Role.OPERATOR),
    }
    return render(request, "outgoing/mails.html", context)


@require_POST
def again(request: MemberRequest, mail_id: UUID) -> HttpResponse:
    """Try a delayed message now; another organisation's is not there."""
    if mail.retry(mail_id, scope(request.actor)):
        messages.success(request, "Un nouvel essai part à l’instant.")
    else:
        messages.info(request, "Ce message n’attend plus.")
    return redirect("mails")
