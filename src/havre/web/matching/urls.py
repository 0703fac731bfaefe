"""Addresses of: compatible dwellings."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from havre.web.housing.urls import REFERENCE
from havre.web.matching import board_views, comparing, plan_views, views, weights

HERE = "situations/<str:reference>/logements"

urlpatterns: list[URLPattern] = [
    path("situations/tableau", board_views.board, name="matching-board"),
    re_path(rf"^{REFERENCE}/situations$", board_views.vacancy_needs, name="vacancy-needs"),
    path("dispositif/poids", weights.weights, name="programme-weights"),
    path("plan/", plan_views.latest, name="plan"),
    path("plan/faire", plan_views.make, name="plan-make"),
    path("plan/<str:run>", plan_views.one, name="plan-run"),
    path("plan/<str:run>/<str:reference>", plan_views.need, name="plan-need"),
    path("plan/<str:run>/<str:reference>/choix", plan_views.choose, name="plan-choose"),
    path(HERE, views.compatible, name="compatible"),
    path(f"{HERE}/ecartes", views.excluded, name="compatible-excluded"),
    path(f"{HERE}/comparer", comparing.side_by_side, name="compatible-compare"),
    path(f"{HERE}/<str:vacancy>", views.pair, name="compatible-pair"),
]
