"""Addresses of: compatible dwellings."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from havre.web.housing.urls import REFERENCE
from havre.web.matching import board_views, comparing, views, weights

HERE = "situations/<str:reference>/logements"

urlpatterns: list[URLPattern] = [
    path("situations/tableau", board_views.board, name="matching-board"),
    re_path(rf"^{REFERENCE}/situations$", board_views.vacancy_needs, name="vacancy-needs"),
    path("dispositif/poids", weights.weights, name="programme-weights"),
    path(HERE, views.compatible, name="compatible"),
    path(f"{HERE}/ecartes", views.excluded, name="compatible-excluded"),
    path(f"{HERE}/comparer", comparing.side_by_side, name="compatible-compare"),
    path(f"{HERE}/<str:vacancy>", views.pair, name="compatible-pair"),
]
