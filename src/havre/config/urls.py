"""The URL root: one include per capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("havre.web.shell.urls")),
    path("", include("havre.web.accounts.urls")),
]

handler403 = "havre.web.shell.errors.forbidden"
handler404 = "havre.web.shell.errors.not_found"
handler500 = "havre.web.shell.errors.broken"
