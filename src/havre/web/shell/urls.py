"""Addresses around every page."""

from __future__ import annotations

from django.urls import path

from havre.web.shell import views

urlpatterns = [
    path("sortie", views.quick_exit, name="quick-exit"),
    path("pause", views.pause, name="pause"),
    path("organisme", views.switch_organisation, name="switch-organisation"),
    path("sans-organisme", views.no_organisation, name="no-organisation"),
]
