"""Requests that come too fast: refused before the view, with a page that says when to come back."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from havre.platform.limits import EXPORTS, UPLOADS, VISITORS, WRITES, Limit, wait_after
from havre.web.shell.errors import too_many

Answer = Callable[[HttpRequest], HttpResponseBase]
READING = {"GET", "HEAD", "OPTIONS", "TRACE"}
ALWAYS = "/sortie"
"""The quick exit works whatever else has happened."""


class Limits:
    """Count what is written, sent and taken out, by account, or by address before sign-in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, unless it comes too fast."""
        if request.path == ALWAYS:
            return self.get_response(request)
        if request.method not in READING:
            for limit in _limits(request):
                if seconds := wait_after(limit, _who(request)):
                    return too_many(request, seconds)
        response = self.get_response(request)
        taken = str(response.headers.get("Content-Disposition", "")).startswith("attachment")
        if taken and (seconds := wait_after(EXPORTS, _who(request))):
            response.close()
            return too_many(request, seconds)
        return response


def _limits(request: HttpRequest) -> list[Limit]:
    if not request.user.is_authenticated:
        return [VISITORS]
    sends = (request.content_type or "").startswith("multipart/")
    return [WRITES, UPLOADS] if sends and _weighs(request) else [WRITES]


def _weighs(request: HttpRequest) -> bool:
    """Tell a form with a real file from a form: by its length, before anything is read."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) > 20_000
    except ValueError:
        return True


def _who(request: HttpRequest) -> str:
    user = request.user
    return f"user/{user.pk}" if user.is_authenticated else f"ip/{request.META.get('REMOTE_ADDR')}"
