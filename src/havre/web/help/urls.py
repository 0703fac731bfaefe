"""Addresses of: help."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.help import views

urlpatterns: list[URLPattern] = [
    path("aide", views.help_page, name="help"),
]
