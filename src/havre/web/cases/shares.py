"""« Qui voit quoi »: every open share of a case, revoking one, and her agreement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havre.assessments import actions as assessments
from havre.assessments.selectors import published_card
from havre.cases import permissions, selectors
from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.consent import IncompleteConsent, may_record_consent, renew_consent
from havre.cases.models import Case
from havre.cases.referral import ConsentTerms
from havre.engine.vocabulary import Compartment, ConsentForm, Pathway
from havre.platform import vault
from havre.platform.clock import now, today
from havre.platform.models import Share
from havre.sharing import actions as sharing
from havre.sharing.models import Consent
from havre.sharing.policy import Recipient
from havre.sharing.selectors import consent_in_force, consents_of, open_share, open_shares_of
from havre.web.cases import fields as f
from havre.web.shell.requests import MemberRequest

ORDER = {compartment.value: rank for rank, compartment in enumerate(Compartment)}


@dataclass(slots=True)
class Holder:
    """One organisation and the parts of the file it may see."""

    name: str
    keeper: bool
    lines: list[dict[str, Any]] = field(default_factory=list)


def kept(request: MemberRequest, reference: str) -> Case:
    """Return a case whose file the actor's organisation keeps; raise DoesNotExist, NotAllowed."""
    case = selectors.get_case(reference, actor=request.actor)
    if not permissions.keeps(request.actor, case):
        raise NotAllowed
    return case


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


def recipients_for(case: Case) -> list[Recipient]:
    """Return whom she is asked about: a landlord of origin exists for a tenant only."""
    tenant = case.pathway == Pathway.TENANT
    return [one for one in Recipient if tenant or one is not Recipient.ORIGIN]


class AgreementForm(f.DraftableForm):
    """A new version of her agreement; `after` is the version before the person's eyes."""

    needed = frozenset({"form", "on", "until"})

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)
    agreed = f.agreements(tuple(Recipient))
    form = f.choice(
        "Comment elle a donné son accord", ConsentForm.choices(), widget=forms.RadioSelect
    )
    witness = f.text("Devant qui, si l’accord est oral", 120)
    on = f.day("Date de son accord")
    until = f.day("Accord valable jusqu’au")
    withheld = f.text("Ce qu’elle ne veut pas voir transmis", 1000, lines=3)

    def __init__(self, data: Any = None, *, case: Case, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.limit("agreed", [(one.value, one.label) for one in recipients_for(case)])
        if not self.is_bound:
            self.mark_needed()

    def terms(self) -> ConsentTerms:
        """Return what was typed, once it is valid."""
        data = self.cleaned_data
        return ConsentTerms(
            form=ConsentForm(data["form"]) if data["form"] else None,
            on=data["on"],
            until=data["until"],
            witness=data["witness"],
            withheld=data["withheld"],
            agreed=f.agreed_in(data["agreed"]),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: MemberRequest, reference: str) -> HttpResponse:
    """Record what she agrees to now; shares she no longer agrees to close at once."""
    case = kept(request, reference)
    if not may_record_consent(request.actor, case):
        raise NotAllowed
    if request.method != "POST":
        form = AgreementForm(case=case, initial=_before(request, case))
        return _agreement_page(request, case, form)
    form = AgreementForm(request.POST, case=case)
    if not form.is_valid():
        return _agreement_page(request, case, form)
    terms = form.terms()
    try:
        renew_consent(case, terms, after=form.cleaned_data["after"], actor=request.actor)
    except IncompleteConsent as incomplete:
        form.show_missing(incomplete.missing)
        return _agreement_page(request, case, form)
    except AlreadyDone:
        messages.info(request, "Un accord plus récent est déjà enregistré : relisez-le.")
        return redirect("shares", reference)
    if not terms.agreed[Recipient.BOARD] and published_card(case, actor=request.actor):
        assessments.withdraw_card(case, actor=request.actor)
    messages.success(request, "Son accord est enregistré. Les accès suivent ce qu’elle a dit.")
    return redirect("shares", reference)


def _before(request: MemberRequest, case: Case) -> dict[str, Any]:
    last = consent_in_force(case.pk, actor=request.actor)
    until = today() + timedelta(days=365)
    if last is None:
        return {"after": 0, "until": until}
    return {
        "after": last.version,
        "agreed": [item.recipient for item in last.items.all() if item.agreed],
        "until": until,
        "withheld": vault.open_row(last, actor=request.actor).get("withheld", ""),
    }


def _agreement_page(request: MemberRequest, case: Case, form: AgreementForm) -> HttpResponse:
    back_url = reverse("shares", args=[case.reference])
    return render(request, "cases/consent.html", {"case": case, "form": form, "back_url": back_url})
