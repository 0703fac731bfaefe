"""One's own account: factors, sessions, password."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from havre.organisations import factors, identities, sessions
from havre.web.accounts import agent
from havre.web.accounts.proof import recently_authenticated
from havre.web.accounts.protection import person
from havre.web.shell.middleware import own_account


@own_account()
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the account is protected, and where it is open."""
    mine = factors.factors_of(person(request))
    issuer = agent.provider().issuer if agent.offered() else ""
    here = sessions.digest_of(str(request.session.session_key))
    shown = {
        "application": any(factor.type == Authenticator.Type.TOTP for factor in mine),
        "passkeys": [f.wrap() for f in mine if f.type == Authenticator.Type.WEBAUTHN],
        "identity": identities.identity_of(person(request), issuer) if issuer else None,
        "codes_left": len(factors.recovery_codes(person(request))),
        "sessions": [(s, s.key_digest == here) for s in sessions.sessions_of(person(request))],
    }
    return render(request, "account/security.html", shown)


@own_account()
@require_POST
def end_one(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of her sessions; one already ended says the same."""
    sessions.end_session(person(request), session_id)
    messages.success(request, "La session est fermée.")
    return redirect("account_security")


@own_account()
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all her sessions but this one."""
    sessions.end_others(person(request), str(request.session.session_key))
    messages.success(request, "Les autres sessions sont fermées.")
    return redirect("account_security")


@own_account()
@recently_authenticated
@require_POST
def remove_passkey(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Remove a passkey, unless nothing else protects the account."""
    if factors.remove_passkey(person(request), factor_id):
        messages.success(request, "La clé d’accès est retirée.")
    else:
        messages.info(
            request, "Cette clé ne peut pas être retirée : ajoutez d’abord un autre moyen."
        )
    return redirect("account_security")
