"""Where a person comes back to once a step is taken: the list it was answered from."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.urls import reverse

JUST_ENDED = "proposal-just-ended"
"""In the session: the reference of what a person has just ended, and does not see any more."""
DESK = "bureau"
THANKS = "merci"
PAGES = {DESK: "desk", THANKS: "question-done"}
SITTING = re.compile(r"commission-([0-9]{4}-[0-9]{2}-[0-9]{2})")


def asked(request: HttpRequest) -> str:
    """Return the list a form was sent from, "" for the proposal's own page or an unknown one."""
    said = request.POST.get("retour", "")
    return said if said in PAGES or SITTING.fullmatch(said) else ""


def after(request: HttpRequest, page: str, *args: str) -> str:
    """Return the address of that list, of `page` when the form came from no list."""
    said = asked(request)
    if found := SITTING.fullmatch(said):
        return reverse("committee", args=[found[1]])
    return reverse(PAGES[said]) if said else reverse(page, args=args)
