"""Pages for what went wrong: calm, in French, saying what to do."""

from __future__ import annotations

from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from havre.platform.vault import VaultTrouble


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """She may not do this; nothing is said of what it is."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Hidden and absent look the same."""
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old: open it again."""
    return render(request, "403_csrf.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed here; what was typed is still in the previous page."""
    return render(request, "500.html", status=500)


def unrecorded(request: HttpRequest) -> HttpResponse:
    """The reading could not be written down, so nothing is shown."""
    return render(request, "503.html", status=503)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request itself is not one that a page of Havre sends."""
    return render(request, "400.html", status=400)


def too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    """Too much in too little time; `seconds` to wait."""
    minutes = ceil(seconds / 60)
    wait = f"{seconds} secondes" if seconds < 60 else f"{minutes} minute{'s' * (minutes > 1)}"
    response = render(request, "429.html", {"wait": wait}, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def vault_trouble(request: HttpRequest, trouble: VaultTrouble) -> HttpResponse:
    """What is protected could not be opened: one sentence, and nothing was changed."""
    return render(request, "vault_trouble.html", {"trouble": trouble}, status=trouble.status)
