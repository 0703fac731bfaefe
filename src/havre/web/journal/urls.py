"""Addresses of the journal."""

from __future__ import annotations

from django.urls import path

from havre.web.cases.urls import CASE
from havre.web.journal import views

urlpatterns = [
    path(f"{CASE}/consultations", views.case_log, name="case-log"),
    path("journal/", views.own_log, name="journal"),
    path("journal/attester", views.attest, name="journal-attest"),
    path("journal/recu", views.receipt, name="journal-receipt"),
    path("journal/alertes/<uuid:alert_id>", views.alert, name="alert"),
]
