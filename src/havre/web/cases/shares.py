"""« Qui voit quoi »: every open share of a case, and revoking one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from havre.cases.consent import may_record_consent
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing import actions as sharing
from havre.sharing.models import Consent
from havre.sharing.selectors import consents_of, open_share, open_shares_of
from havre.web.cases.access import kept
from havre.web.cases.consent_form import recipients_for
from havre.web.shell.requests import MemberRequest

ORDER = {compartment.value: rank for rank, compartment in enumerate(Compartment)}


@dataclass(slots=True)
class Holder:
    """One organisation and the parts of the file it may see."""

    name: str
    keeper: bool
    lines: list[dict[str, Any]] = field(default_factory=list)


@require_safe
def show(request: MemberRequest, reference: str) -> HttpResponse:
    """Who sees what, organisation by organisation; also the sheet handed to her."""
    case = kept(request, reference)
    shares = list(open_shares_of(case.pk, actor=request.actor))
    consents = list(consents_of(case.pk, actor=request.actor))
    board = [share for share in shares if share.basis == Share.Basis.PUBLICATION]
    context = {
        "case": case,
        "today": today(),
        "holders": holders_of([share for share in shares if share not in board], case),
        "board": [line_of(share) | {"organisation": share.organisation.name} for share in board],
        "consent": consents[0] if consents else None,
        "answers": answers_of(consents[0], case) if consents else [],
        "earlier": consents[1:],
        "may_record": may_record_consent(request.actor, case),
    }
    return render(request, "cases/shares.html", context)


def holders_of(shares: list[Share], case: Case) -> list[Holder]:
    """Group the shares by organisation: the keeper of the file first, then by name."""
    found: dict[int, Holder] = {}
    for share in sorted(shares, key=lambda one: ORDER[one.compartment]):
        keeper = share.organisation_id == case.steward_id
        holder = found.setdefault(share.organisation_id, Holder(share.organisation.name, keeper))
        holder.lines.append(line_of(share))
    return sorted(found.values(), key=lambda one: (not one.keeper, one.name))


def line_of(share: Share) -> dict[str, Any]:
    """Return one share in words."""
    rights = "Lire et compléter" if share.writes else "Lire"
    return {
        "id": share.pk,
        "compartment": Compartment(share.compartment).label,
        "rights": rights if share.reads else "Compléter, sans lire",
        "basis": share.get_basis_display(),
        "since": share.opened_at,
        "until": share.until,
        "over": share.until is not None and share.until <= now(),
    }


def answers_of(consent: Consent, case: Case) -> list[dict[str, Any]]:
    """Return her answer for each recipient, in the order they are read to her."""
    said = {item.recipient: item.agreed for item in consent.items.all()}
    return [
        {
            "label": recipient.label,
            "outcome": "pass" if said.get(recipient) else "fail",
            "detail": "Elle accepte" if said.get(recipient) else "Elle n’accepte pas",
        }
        for recipient in recipients_for(case)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: MemberRequest, reference: str, share_id: UUID) -> HttpResponse:
    """Close one share, once confirmed; closing it again is harmless."""
    case = kept(request, reference)
    share = open_share(case.pk, share_id, actor=request.actor)
    if share is None:
        messages.info(request, "Cet accès est déjà retiré.")
        return redirect("shares", reference)
    if request.method != "POST":
        whole = share.compartment == Compartment.PROGRESS
        context = {"case": case, "share": share, "line": line_of(share), "whole": whole}
        return render(request, "cases/share_revoke.html", context)
    closed = sharing.revoke_share(share, actor=request.actor)
    messages.success(request, "L’accès est retiré." if closed < 2 else "Les accès sont retirés.")
    return redirect("shares", reference)
