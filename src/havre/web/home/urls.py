"""Addresses of: the home page."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.home.views import home

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
]
