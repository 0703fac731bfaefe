"""The papers handed to her, as PDF: her agreement, in plain words too, a receipt, who sees what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from havre.adapters.printing import Paper, PrintingFailed, print_paper
from havre.cases.actions import NotAllowed
from havre.cases.consent import may_record_consent
from havre.cases.models import Case
from havre.cases.selectors import visible_to
from havre.platform import gate
from havre.platform.acting import Actor
from havre.platform.clock import today
from havre.sharing.selectors import consent_in_force, open_shares_of
from havre.web.accounts import recently_authenticated
from havre.web.cases import paper_texts as texts
from havre.web.cases.access import kept
from havre.web.shell.requests import MemberRequest

PAPERS = {
    "accord": Paper.CONSENT,
    "accord-simple": Paper.PLAIN,
    "recu": Paper.RECEIPT,
    "acces": Paper.SHARES,
}
NAME = "feuille.pdf"
"""The same for every paper: a list of downloads says nothing."""


@recently_authenticated
@require_safe
def paper(request: MemberRequest, reference: str, code: str) -> HttpResponse:
    """Make one paper and let it out by the gate; a failure is told on the page it came from."""
    case = kept(request, reference)
    if not may_record_consent(request.actor, case) or code not in PAPERS:
        raise NotAllowed
    actor = request.actor
    try:
        content = print_paper(PAPERS[code], data_of(PAPERS[code], case, actor))
    except PrintingFailed as error:
        messages.error(request, str(error))
        return redirect("shares", reference)
    document = gate.release(
        gate.Document(NAME, "application/pdf", content),
        actor=actor,
        subject=f"paper:{PAPERS[code]} {case.reference}",
        still_allowed=lambda: (
            visible_to(actor).filter(pk=case.pk, steward_id=actor.organisation_id).exists()
        ),
    )
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = f'attachment; filename="{document.name}"'
    return response


def data_of(which: Paper, case: Case, actor: Actor) -> texts.Data:
    """Return what a paper says."""
    if which is Paper.SHARES:
        return texts.share_sheet(case, list(open_shares_of(case.pk, actor=actor)), today())
    consent = consent_in_force(case.pk, actor=actor)
    if which is Paper.PLAIN:
        return texts.plain_form(case, consent)
    if which is Paper.RECEIPT:
        return texts.receipt(case, consent, today())
    return texts.consent_form(case, consent)
