"""Addresses of: the board."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.shell.placeholder import soon

urlpatterns: list[URLPattern] = [
    path("fiches/", soon, name="board"),
]
