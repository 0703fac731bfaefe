"""Address of the search. What is searched never stands in an address."""

from __future__ import annotations

from django.urls import path

from havre.web.search import views

urlpatterns = [path("situations/retrouver", views.search, name="case-search")]
