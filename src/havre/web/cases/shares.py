"""« Qui voit quoi »: every open share of a case, who read it last, what was closed; revoking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havre.cases.by_hand import may_be_opened
from havre.cases.consent import may_record_consent
from havre.cases.models import Case
from havre.engine.vocabulary import Compartment
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing import actions as sharing
from havre.sharing.agreement import Covered
from havre.sharing.models import Consent
from havre.sharing.policy import Recipient, refusable
from havre.sharing.selectors import (
    closed_shares_of,
    consents_of,
    last_readings,
    open_share,
    open_shares_of,
)
from havre.web.cases.access import kept
from havre.web.cases.consent_form import recipients_for
from havre.web.shell.requests import MemberRequest

ORDER = {compartment.value: rank for rank, compartment in enumerate(Compartment)}
Readings = Mapping[tuple[int, str], datetime]


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
    closed = list(closed_shares_of(case.pk, actor=request.actor))
    consents = list(consents_of(case.pk, actor=request.actor))
    readings = last_readings(case.pk, actor=request.actor)
    board = [share for share in shares if share.basis == Share.Basis.PUBLICATION]
    context = {
        "case": case,
        "today": today(),
        "holders": holders_of([s for s in shares if s not in board], case, readings),
        "board": [
            line_of(share, readings) | {"organisation": share.organisation.name} for share in board
        ],
        "closed": closed_lines(request, case, closed),
        "consent": consents[0] if consents else None,
        "answers": answers_of(consents[0], case) if consents else [],
        "earlier": consents[1:],
        "may_record": may_record_consent(request.actor, case),
    }
    return render(request, "cases/shares.html", context)


def holders_of(shares: list[Share], case: Case, readings: Readings) -> list[Holder]:
    """Group the shares by organisation: the keeper of the file first, then by name."""
    found: dict[int, Holder] = {}
    for share in sorted(shares, key=lambda one: ORDER[one.compartment]):
        keeper = share.organisation_id == case.steward_id
        holder = found.setdefault(share.organisation_id, Holder(share.organisation.name, keeper))
        holder.lines.append(line_of(share, readings))
    return sorted(found.values(), key=lambda one: (not one.keeper, one.name))


def line_of(share: Share, readings: Readings) -> dict[str, Any]:
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
        "read": readings.get((share.organisation_id, share.compartment)),
        "whole": share.compartment == Compartment.PROGRESS,
    }


def closed_lines(request: MemberRequest, case: Case, closed: list[Share]) -> list[dict[str, Any]]:
    """Return the closed accesses; a way back where her agreement still covers one."""
    offered = may_be_opened(case, {s.organisation_id for s in closed}, actor=request.actor)
    address = reverse("share-open", args=[case.reference])
    return [
        {
            "organisation": share.organisation.name,
            "compartment": Compartment(share.compartment).label,
            "basis": share.get_basis_display(),
            "since": share.opened_at,
            "closed": share.closed_at,
            "again": _again(address, share, offered),
        }
        for share in closed
    ]


def _again(address: str, share: Share, offered: Mapping[int, Covered]) -> str:
    if Compartment(share.compartment) not in offered.get(share.organisation_id, {}):
        return ""
    return f"{address}?organisme={share.organisation_id}&partie={share.compartment}"


def answers_of(consent: Consent, case: Case) -> list[dict[str, Any]]:
    """Return her answer for each recipient, in the order they are read to her."""
    items = list(consent.items.all())
    said = {item.recipient: item for item in items}
    lines = []
    for recipient in recipients_for(case):
        item = said.get(recipient.value)
        agreed = item is not None and item.agreed
        detail = "Elle accepte" if agreed else "Elle n’accepte pas"
        if item is not None and agreed:
            kept_back = [p for p in refusable(recipient) if p.value not in item.compartments]
            if kept_back:
                detail = f"Elle accepte, sauf : {', '.join(p.label for p in kept_back)}"
            if item.until != consent.until:
                detail += f". Jusqu’au {item.until:%d/%m/%Y}"
        lines.append(_answer(recipient.label, detail, agreed=agreed))
    for item in items:
        if item.recipient == Recipient.NAMED and item.organisation is not None:
            parts = ", ".join(Compartment(part).label for part in item.compartments)
            detail = f"Elle accepte : {parts}" if item.agreed else "Ne doit rien recevoir"
            lines.append(_answer(item.organisation.name, detail, agreed=item.agreed))
    return lines


def _answer(label: str, detail: str, *, agreed: bool) -> dict[str, Any]:
    return {"label": label, "outcome": "pass" if agreed else "fail", "detail": detail}


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: MemberRequest, reference: str, share_id: UUID) -> HttpResponse:
    """Close one share at once; closing it again is harmless, and nothing is closed by looking."""
    case = kept(request, reference)
    if request.method != "POST":
        return redirect("shares", reference)
    share = open_share(case.pk, share_id, actor=request.actor)
    if share is None:
        messages.info(request, "Cet accès est déjà retiré.")
        return redirect("shares", reference)
    name, label = share.organisation.name, Compartment(share.compartment).label
    if sharing.revoke_share(share, actor=request.actor) > 1:
        messages.success(request, f"Tous les accès de {name} sont retirés : il ne voit plus rien.")
    else:
        messages.success(request, f"{name} ne voit plus « {label} ».")
    return redirect("shares", reference)
