"""Addresses of: urgent calls."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.urgent import answering, calling

HERE = "situations/<str:reference>/urgence"

urlpatterns: list[URLPattern] = [
    path("urgences/", answering.listing, name="urgent"),
    path("urgences/<uuid:ask_id>", answering.one, name="urgent-ask"),
    path(HERE, calling.call, name="case-urgent"),
    path(f"{HERE}/prolonger", calling.prolong, name="case-urgent-prolong"),
    path(f"{HERE}/clore", calling.close, name="case-urgent-close"),
]
