"""The page an invitation opens. Looking at it changes nothing: mail scanners follow links."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from havre.organisations import actions, selectors, sessions
from havre.organisations.models import Invitation, Membership, User
from havre.web.accounts import devices
from havre.web.accounts.proof import record_proof
from havre.web.organisations.forms import AcceptanceForm
from havre.web.shell.middleware import SESSION_ORGANISATION, open_to_all

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@open_to_all
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open an account, or join with the one she has. A link that no longer works says so."""
    invited = selectors.open_invitation(token)
    if invited is None:
        return closed(request)
    try:
        return answer(request, invited, token)
    except actions.InvitationClosed:  # answered or withdrawn meanwhile
        return closed(request)
    except actions.AccountExists:
        return redirect("invitation", token=token)


def answer(request: HttpRequest, invited: Invitation, token: str) -> HttpResponse:
    """Show the page that suits who is looking, or take her answer."""
    if isinstance(request.user, User):
        return join(request, request.user, invited, token)
    account = selectors.account_of(invited.email)
    if account is None:
        return open_account(request, invited, token)
    if not account.is_active:
        return closed(request)
    return render(request, "organisations/invitation_sign_in.html", {"invited": invited})


def closed(request: HttpRequest) -> HttpResponse:
    """Used, expired, withdrawn, unknown: one page, one answer."""
    return render(request, "organisations/invitation_closed.html", status=404)


def open_account(request: HttpRequest, invited: Invitation, token: str) -> HttpResponse:
    """Ask for her names and a password; then she is signed in."""
    form = AcceptanceForm(request.POST or None, email=invited.email)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        membership = actions.accept_as_new(
            token, data["first_name"], data["last_name"], data["password"]
        )
        login(request, membership.user, backend=BACKEND)
        sessions.begin(request.session, devices.in_words(request))
        record_proof(request.session)
        return enter(request, membership)
    return render(request, "organisations/invitation.html", {"form": form, "invited": invited})


def join(request: HttpRequest, user: User, invited: Invitation, token: str) -> HttpResponse:
    """Ask a signed-in person to confirm; an invitation to another address is not hers."""
    if user.email.lower() != invited.email:
        return render(request, "organisations/invitation_other.html", status=403)
    if request.method == "POST":
        return enter(request, actions.accept_as(token, user))
    return render(request, "organisations/invitation_join.html", {"invited": invited})


def enter(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Go to the first page, in the organisation just joined."""
    request.session[SESSION_ORGANISATION] = membership.organisation_id
    return redirect("home")
