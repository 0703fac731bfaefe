"""Help, for the roles of whoever reads it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from havre.organisations.selectors import may_manage_people
from havre.web.help.pages import NUMBERS, pages_for
from havre.web.shell.requests import MemberRequest


@require_safe
def help_page(request: MemberRequest) -> HttpResponse:
    """Show what to do, what one sees and does not see, and useful numbers."""
    return render(
        request,
        "help/help.html",
        {
            "pages": pages_for(request.actor),
            "numbers": NUMBERS,
            "coordinates": may_manage_people(request.actor),
        },
    )
