"""Addresses of: the commission between landlords."""

from __future__ import annotations

from django.urls import URLPattern, path

from havre.web.coordination import agenda, dates, minutes, session

HERE = "reunions/<str:reference>"

urlpatterns: list[URLPattern] = [
    path("reunions/", dates.meetings, name="meetings"),
    path("reunions/dates", dates.series, name="meetings-settings"),
    path("reunions/participants", dates.guests, name="meetings-guests"),
    path("reunions/prevenir", dates.tell, name="meetings-tell"),
    path("reunions/arreter", dates.end, name="meetings-end"),
    path("reunions/agenda", dates.calendar, name="meetings-calendar"),
    path(HERE, agenda.meeting, name="meeting"),
    path(f"{HERE}/deplacer", dates.move, name="meeting-move"),
    path(f"{HERE}/annuler", dates.cancel, name="meeting-cancel"),
    path(f"{HERE}/actualiser", agenda.prepare, name="meeting-prepare"),
    path(f"{HERE}/situation", agenda.add_case, name="meeting-add-case"),
    path(f"{HERE}/sujet", agenda.add_topic, name="meeting-add-topic"),
    path(f"{HERE}/points/<uuid:point_id>", agenda.change, name="meeting-point"),
    path(f"{HERE}/presents", agenda.attendance, name="meeting-attendance"),
    path(f"{HERE}/seance", session.session, name="meeting-session"),
    path(f"{HERE}/a-part", minutes.apart, name="meeting-apart"),
    path(f"{HERE}/valider", agenda.validate, name="meeting-validate"),
    path(f"{HERE}/compte-rendu", minutes.read, name="meeting-minutes"),
    path(f"{HERE}/compte-rendu/<slug:code>", minutes.download, name="meeting-download"),
    path(f"{HERE}/decisions/<uuid:decision_id>", minutes.settle, name="meeting-settle"),
    path(f"{HERE}/decisions/<uuid:decision_id>/retirer", minutes.take_back, name="meeting-undo"),
]
