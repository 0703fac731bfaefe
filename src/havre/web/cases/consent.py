"""Her agreement: recording what she agrees to now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from havre.cases.actions import AlreadyDone, NotAllowed
from havre.cases.consent import IncompleteConsent, may_record_consent, renew_consent
from havre.cases.consent_terms import ALERT
from havre.cases.models import Case
from havre.cases.selectors import agreements_ending, list_parts
from havre.engine.vocabulary import Role
from havre.platform import vault
from havre.platform.clock import today
from havre.programmes.selectors import may_be_named
from havre.sharing.selectors import consent_in_force
from havre.web.cases.access import kept
from havre.web.cases.consent_form import AgreementForm, initial_of
from havre.web.shell.requests import MemberRequest

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: MemberRequest, reference: str) -> HttpResponse:
    """Record what she agrees to now; shares she no longer agrees to close at once."""
    case = kept(request, reference)
    if not may_record_consent(request.actor, case):
        raise NotAllowed
    organisations = list(may_be_named(request.actor))
    if request.method != "POST":
        last = consent_in_force(case.pk, actor=request.actor)
        initial = initial_of(last, vault.open_row(last, actor=request.actor))
        form = AgreementForm(case=case, organisations=organisations, initial=initial)
        return _page(request, case, form)
    form = AgreementForm(request.POST, case=case, organisations=organisations)
    if not form.is_valid():
        return _page(request, case, form)
    try:
        renew_consent(case, form.terms(), after=form.cleaned_data["after"], actor=request.actor)
    except IncompleteConsent as incomplete:
        form.show_missing(incomplete.missing)
        return _page(request, case, form)
    except AlreadyDone:
        messages.info(request, "Un accord plus récent est déjà enregistré : relisez-le.")
        return redirect("shares", reference)
    messages.success(request, "Son accord est enregistré. Les accès suivent ce qu’elle a dit.")
    return redirect("shares", reference)


@require_safe
def ending(request: MemberRequest) -> HttpResponse:
    """The agreements that end within a month, or have ended: she is asked again, soonest first."""
    if not request.actor.has(Role.OPERATOR):
        raise NotAllowed
    found = agreements_ending(today() + ALERT, actor=request.actor)
    agreements = list(found[:SHOWN])
    list_parts([one.case_id for one in agreements], actor=request.actor)
    context = {"agreements": agreements, "today": today(), "back_url": reverse("home")}
    return render(request, "cases/consents.html", context)


def _page(request: MemberRequest, case: Case, form: AgreementForm) -> HttpResponse:
    back_url = reverse("shares", args=[case.reference])
    return render(request, "cases/consent.html", {"case": case, "form": form, "back_url": back_url})
