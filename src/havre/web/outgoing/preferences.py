"""When a person is written to, and the link of that message."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from havre.organisations import mailing
from havre.organisations.models import Membership
from havre.web.shell.middleware import SESSION_ORGANISATION
from havre.web.shell.requests import MemberRequest

HOURS = [(hour, f"{hour} h") for hour in range(6, 21)]


class PreferencesForm(forms.Form):
    """How often, and at what hour."""

    digest = forms.ChoiceField(
        label="M’écrire quand quelque chose m’attend",
        choices=Membership.Digest.choices,
        widget=forms.RadioSelect,
        help_text="Le message dit seulement combien d’éléments vous attendent.",
    )
    hour = forms.TypedChoiceField(label="À quelle heure", choices=HOURS, coerce=int)


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """Choose when Havre writes, for the organisation one works for now."""
    own = mailing.membership_of(request.actor)
    initial = {"digest": own.digest, "hour": own.digest_hour}
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        mailing.choose(Membership.Digest(data["digest"]), data["hour"], actor=request.actor)
        messages.success(request, "Votre choix est enregistré.")
        return redirect("mail-preferences")
    return render(request, "outgoing/preferences.html", {"form": form})


@require_safe
def follow(request: MemberRequest, token: str) -> HttpResponse:
    """Lead from a message to what waits, once signed in; too old or another's: one page."""
    organisation_id = mailing.organisation_of(token, request.actor.user_id)
    if organisation_id is None or not any(
        membership.organisation_id == organisation_id for membership in request.memberships
    ):
        return render(request, "outgoing/expired.html", status=404)
    request.session[SESSION_ORGANISATION] = organisation_id
    return redirect("home")
