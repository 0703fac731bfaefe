"""Protecting an account: an application or a passkey, then recovery codes. Nothing else until then.

Someone who signed in with her password alone reaches these pages and no other; she cannot add a
factor to an account that already has one without proving that one first.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from havre.organisations import factors
from havre.organisations.models import User
from havre.web.accounts.proof import SECOND_FACTOR, recently_authenticated, record_proof
from havre.web.accounts.second_factor import WRONG
from havre.web.shell.middleware import own_account

SECRET = "new_factor"  # noqa: S105  the name of a place in the session
ENROLLED = "enrolled_here"
View = Callable[..., HttpResponse]


def entitled(view: View) -> View:
    """Refuse to whoever proved only a password when the account has a factor already."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = request.session.get(SECOND_FACTOR) or request.session.get(ENROLLED)
        if not known and factors.has_factor(person(request)):
            logout(request)  # she enrolled elsewhere meanwhile: sign in again, with that factor
            return redirect("account_login")
        return view(request, *args, **kwargs)

    return guarded


def person(request: HttpRequest) -> User:
    """Return the person signed in."""
    assert isinstance(request.user, User)
    return request.user


class FirstCodeForm(forms.Form):
    """The first code of an application."""

    code = forms.CharField(
        label="Code affiché par l’application",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "code-input",
            }
        ),
        error_messages={"required": "Indiquez le code à six chiffres."},
    )


@own_account(enrols=True)
@require_safe
@entitled
def choose(request: HttpRequest) -> HttpResponse:
    """Say why, and let her choose."""
    return render(request, "account/protect.html")


@own_account(enrols=True)
@recently_authenticated
@require_http_methods(["GET", "HEAD", "POST"])
@entitled
def application(request: HttpRequest) -> HttpResponse:
    """Show the key to an application, and check its first code."""
    sealed = request.session.get(SECRET)
    secret = factors.unseal(sealed) if sealed else factors.new_secret()
    if not sealed:
        request.session[SECRET] = factors.seal(secret)
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if factors.add_application(person(request), secret, form.cleaned_data["code"]):
            return enrolled(request)
        form.add_error("code", WRONG)
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(person(request), secret))
    shown = {
        "form": form,
        "key": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": base64.b64encode(picture.encode()).decode(),
    }
    return render(request, "account/application.html", shown)


@own_account(enrols=True)
@recently_authenticated
@require_http_methods(["GET", "HEAD", "POST"])
@entitled
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey: the browser makes it, with its own dialogue."""
    user = person(request)
    form = AddWebAuthnForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        name = (form.cleaned_data["name"] or "Clé d’accès")[:60]
        factors.add_passkey(user, name, form.cleaned_data["credential"])
        return enrolled(request)
    options = webauthn.begin_registration(user, False)
    failed = request.method == "POST"
    return render(request, "account/passkey.html", {"options": options, "failed": failed})


def enrolled(request: HttpRequest) -> HttpResponse:
    """Go on: to the recovery codes the first time, else back to the account's page."""
    request.session.pop(SECRET, None)
    first = not request.session.get(SECOND_FACTOR)
    request.session.cycle_key()
    record_proof(request.session)
    if first:
        request.session[ENROLLED] = True
        return redirect("account_recovery")
    messages.success(request, "C’est enregistré.")
    return redirect("account_security")


@own_account(enrols=True)
@recently_authenticated
@require_http_methods(["GET", "HEAD", "POST"])
@entitled
def recovery(request: HttpRequest) -> HttpResponse:
    """Show the recovery codes; once she says she has kept them, she may work."""
    if not factors.has_factor(person(request)):
        return redirect("account_protect")
    first = not request.session.get(SECOND_FACTOR)
    if request.method == "POST":
        request.session.pop(ENROLLED, None)
        record_proof(request.session, second_factor=True)
        return redirect("home" if first else "account_security")
    codes = factors.recovery_codes(person(request))
    return render(request, "account/recovery.html", {"codes": codes, "first": first})


@own_account()
@recently_authenticated
@require_POST
def renew_recovery(request: HttpRequest) -> HttpResponse:
    """Draw new recovery codes."""
    factors.renew_recovery_codes(person(request))
    messages.success(request, "Voici vos nouveaux codes. Les précédents ne fonctionnent plus.")
    return redirect("account_recovery")
