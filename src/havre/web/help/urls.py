"""Addresses of: help."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.shell.placeholder import soon

urlpatterns: list[URLPattern] = [
    path("aide", soon, name="help"),
]
