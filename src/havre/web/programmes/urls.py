"""Addresses of the programme's settings and reference data."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.programmes import reference, views

urlpatterns: list[URLPattern] = [
    path("dispositif/", views.programme, name="programme"),
    path("dispositif/reglages", views.settings, name="programme-settings"),
    path("dispositif/surveillance", views.watch, name="programme-watch"),
    path("dispositif/plan", views.plan, name="programme-plan"),
    path("dispositif/objectifs/ajouter", views.targets, name="programme-targets-add"),
    path("dispositif/objectifs/<int:year>", views.targets, name="programme-targets"),
    path("dispositif/contingents", views.rights, name="programme-rights"),
    path(
        "dispositif/contingents/<int:right_id>/retrait",
        views.remove_right,
        name="programme-right-remove",
    ),
    path("dispositif/plafonds", reference.ceilings, name="programme-ceilings"),
    path("dispositif/plafonds/annee", reference.add_year, name="programme-ceilings-add"),
    path("dispositif/plafonds/<int:ceiling_id>", reference.ceiling, name="programme-ceiling"),
    path("dispositif/communes", reference.communes, name="programme-communes"),
]
