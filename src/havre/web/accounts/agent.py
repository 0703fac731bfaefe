"""Sign-in by ProConnect: to the provider, back, the first link, and out.

Both ways out are a page of ours that goes on by itself, not an answer to a form: the provider may
lead through addresses nobody here knows, and `form-action` stays « 'self' ».
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from havre.adapters import openid
from havre.organisations import factors, identities
from havre.organisations.models import User
from havre.platform.clock import now
from havre.web.accounts.proof import recently_authenticated
from havre.web.organisations.addresses import public_address
from havre.web.shell.middleware import open_to_all, own_account

LOG = logging.getLogger("havre.web")
DEPARTURE, PENDING, TOKEN = "agent_departure", "agent_pending", "agent_token"
NO_ACCOUNT = (
    "ProConnect n’ouvre aucun compte Havre pour vous. Utilisez votre mot de passe, ou demandez une "
    "invitation à la personne qui coordonne votre organisme."
)
FAILED = "La connexion par ProConnect n’a pas abouti. Réessayez, ou utilisez votre mot de passe."
SILENT = "ProConnect ne répond pas. Réessayez dans un moment, ou utilisez votre mot de passe."
WRONG = "Ce n’est pas le bon mot de passe."


@dataclass(frozen=True, slots=True)
class Pending:
    """A subject that may be linked to one account, once its person has signed in to it in full."""

    user: int
    subject: str
    second_factor: bool
    id_token: str
    at: float
    confirmed: bool = False


def offered() -> bool:
    """Tell whether this installation signs in by ProConnect."""
    return bool(settings.HAVRE_PROCONNECT_ISSUER)


def provider() -> openid.Provider:
    """Return the provider; raise Http404 when there is none: its addresses do not exist."""
    if not offered():
        raise Http404
    return openid.Provider(
        settings.HAVRE_PROCONNECT_ISSUER,
        settings.HAVRE_PROCONNECT_CLIENT_ID,
        settings.HAVRE_PROCONNECT_CLIENT_SECRET,
        settings.HAVRE_PROCONNECT_VOUCHES,
    )


def back() -> str:
    """Return the address the provider sends back to, as declared to it."""
    return public_address(reverse("account_agent_return"))


def to_sign_in(request: HttpRequest, sentence: str) -> HttpResponse:
    """Refuse with a sentence, on the page where she can sign in otherwise."""
    messages.error(request, sentence)
    return redirect("account_login")


@open_to_all
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Go to the provider."""
    there = provider()
    if request.user.is_authenticated:
        return redirect("home")
    try:
        address, departure = openid.leave(there, back())
    except openid.Refused:
        return to_sign_in(request, SILENT)
    request.session.pop(PENDING, None)
    request.session[DEPARTURE] = asdict(departure)
    return render(request, "account/leaving.html", {"address": address, "signing_in": True})


@open_to_all
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """Receive who comes back: sign her in, let her link her account, or refuse."""
    there = provider()
    kept = request.session.pop(DEPARTURE, None)  # good once, whatever happens
    if request.user.is_authenticated:
        return redirect("home")
    if kept is None:
        return to_sign_in(request, FAILED)
    try:
        found = openid.come_back(there, request.GET.dict(), openid.Departure(**kept), back())
    except openid.Refused as refusal:
        LOG.warning("provider refused: %s", refusal)
        unreachable = isinstance(refusal, openid.Unreachable)
        return to_sign_in(request, SILENT if unreachable else FAILED)
    user = identities.known(there.issuer, found.subject)
    if user is not None:
        return signed_in(request, user, found)
    if found.email_verified:
        user = identities.linkable(there.issuer, found.subject, found.email)
    if user is None:
        return to_sign_in(request, NO_ACCOUNT)
    waiting = Pending(
        user.pk, found.subject, found.second_factor, found.id_token, now().timestamp()
    )
    _keep(request, waiting)
    return redirect("account_agent_link")


def signed_in(request: HttpRequest, user: User, found: openid.Identity) -> HttpResponse:
    """Go on with the sign-in of someone linked: her code follows unless one was checked there."""
    request.session[TOKEN] = factors.seal(found.id_token)
    record_authentication(
        request, user, method="proconnect", second_factor=found.second_factor, fresh=found.fresh
    )
    answer: HttpResponse = perform_login(request, Login(user=user, email=user.email))
    return answer


class LinkForm(forms.Form):
    """Her Havre password, once."""

    password = forms.CharField(
        label="Mot de passe Havre",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "data-focus": True}),
        error_messages={"required": "Indiquez votre mot de passe."},
    )

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user

    def clean_password(self) -> str:
        """Check it as the sign-in page does, counted in the same places."""
        given = str(self.cleaned_data["password"])
        found = get_adapter().authenticate(self.request, email=self.user.email, password=given)
        if found is None or found.pk != self.user.pk:
            raise ValidationError(WRONG)
        return given


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password before the first link; the second factor follows, always Havre's."""
    there, waiting = provider(), _pending(request)
    if request.user.is_authenticated:
        return redirect("home")
    user = identities.waiting_person(waiting.user) if waiting else None
    if waiting is None or user is None:
        return to_sign_in(request, FAILED)
    form = LinkForm(request.POST or None, request=request, user=user)
    if request.method == "POST" and form.is_valid():
        if identities.linkable(there.issuer, waiting.subject, user.email) is None:
            return to_sign_in(request, NO_ACCOUNT)
        _keep(request, Pending(**asdict(waiting) | {"confirmed": True}))
        record_authentication(request, user, method="password", email=user.email)
        answer: HttpResponse = perform_login(request, Login(user=user, email=user.email))
        return answer
    return render(request, "account/link.html", {"form": form, "email": user.email})


def link(request: HttpRequest, user: Any) -> bool:
    """Link what waits to the person who has just signed in; tell whether two factors were proved.

    Called once the whole sign-in is done: her password, then her code when she has one.
    """
    waiting = _pending(request)
    request.session.pop(PENDING, None)
    if waiting is None or not waiting.confirmed or waiting.user != user.pk or not offered():
        return False
    if not identities.link(user, settings.HAVRE_PROCONNECT_ISSUER, waiting.subject):
        messages.error(request, NO_ACCOUNT)
        return False
    request.session[TOKEN] = factors.seal(waiting.id_token)
    messages.success(request, "ProConnect est relié à votre compte.")
    return waiting.second_factor


def _keep(request: HttpRequest, waiting: Pending) -> None:
    request.session[PENDING] = factors.seal(json.dumps(asdict(waiting)))


def _pending(request: HttpRequest) -> Pending | None:
    sealed = request.session.get(PENDING)
    waiting = Pending(**json.loads(factors.unseal(sealed))) if sealed else None
    in_time = waiting is not None and 0 <= now().timestamp() - waiting.at <= openid.KEPT
    return waiting if in_time else None


@own_account()
@recently_authenticated
@require_POST
def unlink(request: HttpRequest) -> HttpResponse:
    """Remove the link: the password is then the only way in, and another link may be made."""
    there = provider()
    assert isinstance(request.user, User)
    if identities.unlink(request.user, there.issuer):
        messages.success(request, "ProConnect n’est plus relié à votre compte.")
    return redirect("account_security")


@open_to_all
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out here, then at the provider she came by."""
    sealed = request.session.get(TOKEN) if request.method == "POST" and offered() else None
    answer: HttpResponseBase = allauth.logout(request)
    if sealed and not request.user.is_authenticated:
        ends = public_address(reverse("account_login"))
        address = openid.end_address(provider(), factors.unseal(sealed), ends)
        if address:
            return render(request, "account/leaving.html", {"address": address})
    return answer


sign_in = open_to_all(allauth.LoginView.as_view(extra_context={"agent_offered": offered}))
