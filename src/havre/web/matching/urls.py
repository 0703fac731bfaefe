"""Addresses of: compatible dwellings."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.matching import comparing, views

HERE = "situations/<str:reference>/logements"

urlpatterns: list[URLPattern] = [
    path(HERE, views.compatible, name="compatible"),
    path(f"{HERE}/ecartes", views.excluded, name="compatible-excluded"),
    path(f"{HERE}/comparer", comparing.side_by_side, name="compatible-compare"),
    path(f"{HERE}/<str:vacancy>", views.pair, name="compatible-pair"),
]
