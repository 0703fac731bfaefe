"""Quick exit, the neutral page, and the choice of organisation."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from havre.web.shell.middleware import SESSION_ORGANISATION, open_to_all
from havre.web.shell.requests import MemberRequest


@open_to_all
@csrf_exempt
@require_POST
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Sign out and show the neutral page. Always works, even with a form too old."""
    logout(request)
    return redirect("pause")


@open_to_all
def pause(request: HttpRequest) -> HttpResponse:
    """The neutral page: an ordinary page that says nothing."""
    return render(request, "pause.html")


@require_POST
def switch_organisation(request: MemberRequest) -> HttpResponse:
    """Act for another organisation one is a member of."""
    wanted = request.POST.get("organisation", "")
    known = {str(m.organisation_id): m.organisation_id for m in request.memberships}
    if wanted in known:
        request.session[SESSION_ORGANISATION] = known[wanted]
    return redirect("home")


switch_organisation.changes_nothing = True  # type: ignore[attr-defined]  # but whom she acts for


@open_to_all
def no_organisation(request: HttpRequest) -> HttpResponse:
    """The account exists, but no organisation has given it a seat."""
    return render(request, "no_organisation.html", status=403)
