"""Addresses of: assessments and the need card of a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.assessments import card_views, safety_views, step_views, views

HERE = "situations/<str:reference>/diagnostic"

urlpatterns: list[URLPattern] = [
    path(HERE, views.overview, name="assessment"),
    path(f"{HERE}/commencer", views.start, name="assessment-start"),
    path(f"{HERE}/rouvrir", views.reopen, name="assessment-reopen"),
    path(f"{HERE}/versions/<int:number>", views.version, name="assessment-version"),
    path(f"{HERE}/zones/<str:kind>", safety_views.zone, name="assessment-zone"),
    path(f"{HERE}/lieux", safety_views.place, name="assessment-place"),
    path(f"{HERE}/<str:slug>", step_views.step, name="assessment-step"),
    path("situations/<str:reference>/fiche", card_views.card, name="need-card"),
    path("situations/<str:reference>/fiche/publier", card_views.publish, name="need-card-publish"),
    path(
        "situations/<str:reference>/fiche/retirer", card_views.withdraw, name="need-card-withdraw"
    ),
]
