"""Stands in while the pages of a capability are being written; removed before landing."""

from __future__ import annotations

from django.http import HttpResponse

from havre.web.shell.requests import MemberRequest


def soon(request: MemberRequest) -> HttpResponse:
    """Say that the page is being written."""
    return HttpResponse("…")
