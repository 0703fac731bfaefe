"""Addresses of: indicators."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.reporting import between, flow, views

urlpatterns: list[URLPattern] = [
    path("indicateurs/", views.indicators, name="indicators"),
    path("indicateurs/situations", views.behind, name="indicator-cases"),
    path("equilibre/", between.balance, name="between"),
    path("droits-reservation/", flow.rights, name="flow-rights"),
    path("droits-reservation/<int:year>/objectif", flow.target, name="flow-target"),
]
