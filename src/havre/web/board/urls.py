"""Addresses of: the board."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.board import views

urlpatterns: list[URLPattern] = [
    path("fiches/", views.board, name="board"),
    path("fiches/<str:reference>", views.card, name="card"),
]
