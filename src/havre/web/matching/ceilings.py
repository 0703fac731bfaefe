"""Where to go when dwellings cannot be compared for want of an income ceiling."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from havre.engine.matching import MissingCeiling
from havre.web.shell.requests import MemberRequest

View = Callable[..., HttpResponse]


def ceilings_first(view: View) -> View:
    """Go to the ceilings where some are missing."""

    @wraps(view)
    def wrapped(request: MemberRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MissingCeiling:
            messages.warning(request, "Il manque des plafonds de ressources : complétez-les.")
            return redirect("programme-ceilings")

    return wrapped
