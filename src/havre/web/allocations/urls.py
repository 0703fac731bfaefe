"""Addresses of: proposals."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.allocations import candidate_views, views

urlpatterns: list[URLPattern] = [
    path("propositions/", views.proposals, name="proposals"),
    path(
        "propositions/proposer/<str:case_reference>/<str:vacancy_reference>",
        views.propose,
        name="propose",
    ),
    path("propositions/<str:reference>", views.proposal, name="proposal"),
    path("propositions/<str:reference>/pieces", candidate_views.pieces, name="candidate-file"),
    path(
        "propositions/<str:reference>/pieces/dossier",
        candidate_views.bundle,
        name="candidate-bundle",
    ),
    path("propositions/<str:reference>/<slug:code>", views.step, name="proposal-step"),
]
