"""When a person is written to, and the link of that message."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods, require_safe

from havre.allocations.selectors import get_proposal
from havre.cases.selectors import get_case
from havre.organisations import mailing
from havre.organisations.models import Membership
from havre.platform.acting import Actor, acting
from havre.web.desk.question import over
from havre.web.shell.middleware import SESSION_ORGANISATION
from havre.web.shell.requests import MemberRequest

QUESTION = "/repondre/"
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
    """Lead from a message to what waits, once signed in; too old or another's: one page.

    What she may not see any more leads home, and a question that waits no more to a sentence: the
    link says nothing of why.
    """
    found = mailing.follow(token, request.actor.user_id)
    actor = next(
        (one for one in request.actors if found and one.organisation_id == found.organisation_id),
        None,
    )
    if found is None or actor is None:
        return render(request, "outgoing/expired.html", status=404)
    request.session[SESSION_ORGANISATION] = found.organisation_id
    if found.target and still_there(found.target, actor):
        return redirect(found.target)
    if found.target.startswith(QUESTION):  # answered, or out of sight: alike
        return over(request)
    return redirect("home")


def still_there(target: str, actor: Actor) -> bool:
    """Tell whether what an address names may still be seen; a list always may."""
    try:
        match = resolve(target.partition("?")[0])
        reference = str(match.kwargs.get("reference", ""))
        with acting(actor):
            if reference and match.route.startswith("situations/"):
                get_case(reference, actor=actor)
            elif reference and match.route.startswith(("propositions/", "repondre/")):
                get_proposal(reference, actor=actor)
    except (Resolver404, ObjectDoesNotExist, PermissionError):
        return False
    return True
