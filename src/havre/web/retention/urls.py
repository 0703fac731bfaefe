"""Addresses of retention."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.retention import views

urlpatterns: list[URLPattern] = [
    path("dispositif/conservation", views.show, name="retention"),
    path("dispositif/conservation/durees", views.periods, name="retention-periods"),
    path("situations/<str:reference>/conservation", views.hold, name="case-hold"),
    path("situations/<str:reference>/conservation/lever", views.lift, name="case-hold-lift"),
]
