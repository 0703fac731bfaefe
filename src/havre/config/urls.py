"""The URL root: one include per capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

CAPABILITIES = (
    "shell",
    "accounts",
    "home",
    "search",
    "cases",
    "access",
    "documents",
    "journal",
    "assessments",
    "board",
    "matching",
    "housing",
    "allocations",
    "desk",
    "urgent",
    "coordination",
    "reporting",
    "programmes",
    "retention",
    "organisations",
    "outgoing",
    "help",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"havre.web.{name}.urls")) for name in CAPABILITIES
]

handler400 = "havre.web.shell.errors.bad_request"
handler403 = "havre.web.shell.errors.forbidden"
handler404 = "havre.web.shell.errors.not_found"
handler500 = "havre.web.shell.errors.broken"
